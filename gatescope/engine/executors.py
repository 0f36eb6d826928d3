"""What steps the cells: the readable reference, or the compiled kernels once they are ready."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from gatescope.engine import reference as equations
from gatescope.engine.arithmetic import NUMPY, Arithmetic
from gatescope.engine.cells import Cell, Convention
from gatescope.engine.kernel_cache import open_cache
from gatescope.engine.network import LayerParameters
from gatescope.engine.record import Clamps, Offsets, Positions, Record, Slopes

_log = logging.getLogger(__name__)

Modules = dict[str, Any]


class LayerRunner(Protocol):
    """One layer in one direction, its parameters laid out as the executor likes them."""

    @property
    def parameters(self) -> LayerParameters: ...

    def run(self, record: Record, offsets: Offsets, clamps: Clamps | None = None) -> None:
        """Fill the rows ``offsets[0] … offsets[-1]`` of `record`, whose `pre` holds the input product."""

    def backward(self, record: Record, offsets: Offsets, slopes: Slopes, clamps: Clamps | None = None) -> None:
        """Fill `slopes` from the record and from what `slopes.hidden` asks of the states."""


class Executor(Protocol):
    """Makes layer runners."""

    @property
    def name(self) -> str:
        """``"reference"`` or ``"kernels"``."""

    def layer(self, cell: Cell, convention: Convention, parameters: LayerParameters) -> LayerRunner: ...

    def arithmetic(self, *, many: bool) -> Arithmetic:
        """Return what computes with whole arrays; of `many` rows it may take another way than of few."""


class _ReferenceLayer:
    def __init__(self, cell: Cell, convention: Convention, parameters: LayerParameters) -> None:
        self.parameters = parameters
        self._cell = cell
        self._convention = convention

    def run(self, record: Record, offsets: Offsets, clamps: Clamps | None = None) -> None:
        equations.run(self._cell, self._convention, self.parameters, record, offsets, clamps)

    def backward(self, record: Record, offsets: Offsets, slopes: Slopes, clamps: Clamps | None = None) -> None:
        equations.backward(self._cell, self._convention, self.parameters, record, offsets, slopes, clamps)


class _Reference:
    name = "reference"

    def layer(self, cell: Cell, convention: Convention, parameters: LayerParameters) -> LayerRunner:
        return _ReferenceLayer(cell, convention, parameters)

    def arithmetic(self, *, many: bool) -> Arithmetic:
        return NUMPY


class _KernelLayer:
    """Runs plain equations without clamps through the plain kernels, everything else through the general ones.

    Several sequences step in lock-step where the plain kernels run them: the same bits in a fraction of the time.
    """

    def __init__(self, cell: Cell, convention: Convention, parameters: LayerParameters, modules: Modules) -> None:
        self.parameters = parameters
        self._cell = cell
        self._convention = convention
        self._plain = modules[cell.name] if convention.plain(cell) and parameters.plain else None
        self._forward = None if self._plain is None else self._plain.forward_weights(convention, parameters)
        self._backward: Any = None
        self._general: LayerRunner | None = None

    def run(self, record: Record, offsets: Offsets, clamps: Clamps | None = None) -> None:
        if self._plain is None or clamps is not None:
            self._generally().run(record, offsets, clamps)
        elif _together(offsets):
            self._plain.run_together(self._forward, record, offsets, _by_length(offsets))
        else:
            self._plain.run(self._forward, record, offsets)

    def backward(self, record: Record, offsets: Offsets, slopes: Slopes, clamps: Clamps | None = None) -> None:
        if self._plain is None or clamps is not None:
            self._generally().backward(record, offsets, slopes, clamps)
            return
        if self._backward is None:
            self._backward = self._plain.backward_weights(self._convention, self.parameters)
        if _together(offsets):
            self._plain.backward_together(self._backward, record, offsets, _by_length(offsets), slopes)
        else:
            self._plain.backward(self._backward, record, offsets, slopes)

    def _generally(self) -> LayerRunner:
        if self._general is None:
            if not _later_ready:
                return reference.layer(self._cell, self._convention, self.parameters)
            # Loaded with the first network or intervention that needs it; most sessions never do.
            from gatescope.engine.kernels.general import GeneralLayer

            self._general = GeneralLayer(self._cell, self._convention, self.parameters)
        return self._general


def _together(offsets: Offsets) -> bool:
    return len(offsets) > 2 and _later_ready


def _by_length(offsets: Offsets) -> Positions:
    """Return (S,) the sequences, longest first; those of one length in their order."""
    return np.argsort(offsets[:-1] - offsets[1:], kind="stable")


class _Kernels:
    name = "kernels"

    def __init__(self, modules: Modules) -> None:
        self._modules = modules

    def layer(self, cell: Cell, convention: Convention, parameters: LayerParameters) -> LayerRunner:
        return _KernelLayer(cell, convention, parameters, self._modules)

    def arithmetic(self, *, many: bool) -> Arithmetic:
        if not (many and _later_ready):
            return NUMPY
        from gatescope.engine.kernels.arithmetic import Compiled

        return Compiled()


reference: Executor = _Reference()
_current: Executor = reference
_kernels: Executor | None = None
_later_ready = True


def current() -> Executor:
    """Return the fastest executor that is ready now."""
    return _current


def hold_later_kernels(back: bool) -> None:
    """Let others serve for the kernels of interventions and of lock-step as long as another process compiles them.

    A call of these kernels in the meantime would compile them in this process, and hold the interpreter from the
    window. The reference serves for the general kernels, the kernels of one sequence for those of many.
    """
    global _later_ready
    _later_ready = not back


def load_kernels() -> Executor:
    """Make the kernels `current` and return them. What is not in the cache is compiled at its first call.

    The window, which may not wait, lets `warmup.WarmUp` do this in the background. What a person should know of the
    cache is logged, once.
    """
    if _kernels is None and open_cache().notice:
        _log.warning("GateScope: %s", open_cache().notice)
    hold_later_kernels(back=False)
    return use(import_kernels())


def import_kernels(folder: Path | None = None) -> Executor:
    """Return the kernels without making them `current`.

    Args:
        folder: where machine code is kept; the user's cache by default. The first call decides.
    """
    global _kernels
    if _kernels is None:
        import numba

        # Set before the kernels' modules are imported, because their decorators read it.
        config: Any = numba.config
        folder = folder or open_cache().path
        config.CACHE_DIR = "" if folder is None else str(folder)
        from gatescope.engine.kernels import gru, lstm, rnn

        _kernels = _Kernels({"rnn": rnn, "gru": gru, "lstm": lstm})
    return _kernels


def use(executor: Executor) -> Executor:
    """Make `executor` the `current` one and return it."""
    global _current
    _current = executor
    return executor
