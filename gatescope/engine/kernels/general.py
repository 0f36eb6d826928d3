"""One layer through the general kernels: every option, and clamps."""

from __future__ import annotations

from typing import Any

import numpy as np

from gatescope.engine.cells import Cell, Convention
from gatescope.engine.kernels import general_gru, general_lstm, general_rnn
from gatescope.engine.parameters import LayerParameters
from gatescope.engine.record import Clamps, Offsets, Record, Slopes

_MODULES: dict[str, Any] = {"rnn": general_rnn, "gru": general_gru, "lstm": general_lstm}


class GeneralLayer:
    """A layer runner for any convention, any parameters and any intervention."""

    def __init__(self, cell: Cell, convention: Convention, parameters: LayerParameters) -> None:
        self.parameters = parameters
        self._module = _MODULES[cell.name]
        self._convention = convention
        self._forward = self._module.forward_weights(convention, parameters)
        self._backward: Any = None
        nothing = np.empty((0, 0), parameters.U.dtype)
        self._nothing = Clamps(0, nothing, nothing, nothing)

    def run(self, record: Record, offsets: Offsets, clamps: Clamps | None = None) -> None:
        self._module.run(self._forward, record, offsets, clamps or self._nothing, clamps is not None)

    def backward(self, record: Record, offsets: Offsets, slopes: Slopes, clamps: Clamps | None = None) -> None:
        if self._backward is None:
            self._backward = self._module.backward_weights(self._convention, self.parameters)
        self._module.backward(self._backward, record, offsets, slopes, clamps or self._nothing, clamps is not None)
