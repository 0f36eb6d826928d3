"""The same layers in PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.cli.bench.duel import Contestant
from gatescope.cli.bench.peers import library
from gatescope.engine.network import Network
from gatescope.engine.record import Array

_LAYERS = {"rnn": "RNN", "gru": "GRU", "lstm": "LSTM"}


class TorchLayer:
    """One layer with the parameters of one of our networks; PyTorch has no GRU with reset before the product.

    Attributes:
        layer: the whole sequence in one call.
        cell: one step a call.
    """

    def __init__(self, network: Network) -> None:
        self._torch = torch = library("torch")
        torch.set_num_threads(1)
        parameters = network.layers[0][0]
        name = _LAYERS[network.cell.name]
        sizes = parameters.inputs, parameters.units
        self.layer, self.cell = getattr(torch.nn, name)(*sizes), getattr(torch.nn, f"{name}Cell")(*sizes)
        arrays = parameters.W, parameters.U, parameters.b_x, parameters.b_h
        for module in (self.layer, self.cell):
            for place, array in zip(module.parameters(), arrays, strict=True):
                place.data.copy_(torch.from_numpy(array.reshape(place.shape)))
        self._embedding = torch.from_numpy(np.array(network.embedding))
        self._has_cell_state = network.cell.name == "lstm"

    def dense(self, inputs: Array) -> Contestant:
        """Time torch.nn from vectors."""
        torch, x = self._torch, self._torch.from_numpy(inputs)

        def once() -> Any:
            with torch.inference_mode():
                return self.layer(x)[0]

        return Contestant(once)

    def from_ids(self, ids: NDArray[np.int64]) -> Contestant:
        """Time torch.nn from ids."""
        torch, rows = self._torch, self._torch.from_numpy(ids)

        def once() -> Any:
            with torch.inference_mode():
                return self.layer(torch.nn.functional.embedding(rows, self._embedding))[0]

        return Contestant(once)

    def weight_change(self, ids: NDArray[np.int64]) -> Contestant:
        """Time torch.nn from ids after a weight was written."""
        run = self.from_ids(ids).run

        def once() -> Any:
            self.layer.weight_hh_l0.data[0, 0] += 0.25
            return run()

        return Contestant(once)

    def cells(self, inputs: Array) -> Contestant:
        """Time torch.cell: stepped in Python, the states of every step kept."""
        torch, x = self._torch, self._torch.from_numpy(inputs).unsqueeze(1)

        def once() -> Any:
            with torch.inference_mode():
                return self._step(x)

        return Contestant(once)

    def gradients(self, inputs: Array) -> Contestant:
        """Time torch.nn there and back: the gradients of parameters and inputs, of no state but the last."""
        x = self._torch.from_numpy(inputs).requires_grad_()

        def once() -> None:
            self._forget(x)
            self.layer(x)[0][-1].sum().backward()

        return Contestant(once)

    def retained_gradients(self, inputs: Array) -> Contestant:
        """Time torch.retain_grad: the cell there and back, with the gradient of every state."""
        x = self._torch.from_numpy(inputs).requires_grad_()

        def once() -> Any:
            self._forget(x)
            states = self._step(x.unsqueeze(1), retain=True)
            states[-1][0].sum().backward()
            return states

        return Contestant(once)

    def _step(self, x: Any, *, retain: bool = False) -> list[tuple[Any, ...]]:
        states: list[tuple[Any, ...]] = []
        state: Any = None
        for row in x.unbind(0):
            state = self.cell(row, state)
            kept = state if self._has_cell_state else (state,)
            if retain:
                for each in kept:
                    each.retain_grad()
            states.append(kept)
        return states

    def _forget(self, x: Any) -> None:
        x.grad = None
        self.layer.zero_grad()
        self.cell.zero_grad()
