"""The same training step in PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np

from gatescope.cli.bench.peers import library
from gatescope.cli.bench.torch_peer import TorchLayer
from gatescope.engine.network import Network
from gatescope.training.sequences import Sequences
from gatescope.training.settings import Settings


class TorchTraining:
    """Embedding → one layer of torch.nn → a logistic read-out of the last state, trained by torch.optim.Adam.

    Attributes:
        parameters: embedding, those of the layer in PyTorch's order, weight and bias of the read-out.
    """

    def __init__(self, start: Network, batch: Sequences, settings: Settings) -> None:
        """Begin with the parameters of `start`; the sequences of `batch` have one length."""
        self._torch = torch = library("torch")
        self._layer = TorchLayer(start).layer
        assert start.embedding is not None
        readout = start.readouts[0]
        self._embedding, self._weight, self._bias = (
            torch.tensor(np.array(array), requires_grad=True)
            for array in (start.embedding, readout.weight, readout.bias)
        )
        self.parameters: list[Any] = [self._embedding, *self._layer.parameters(), self._weight, self._bias]
        self._adam = torch.optim.Adam(self.parameters, settings.learning_rate)
        # (T, S): nn.RNN's own order, which is the faster one.
        self._ids = torch.from_numpy(np.ascontiguousarray(batch.inputs.reshape(len(batch), -1).T))
        self._labels = torch.from_numpy(batch.targets[batch.last].astype(np.float32))
        self._clip = settings.clip_norm

    def step(self) -> float:
        """Make one step and return the loss before it."""
        functional = self._torch.nn.functional
        self._adam.zero_grad()
        states = self._layer(functional.embedding(self._ids, self._embedding))[0]
        logits = functional.linear(states[-1], self._weight, self._bias)[:, 0]
        loss = functional.binary_cross_entropy_with_logits(logits, self._labels)
        loss.backward()
        if self._clip is not None:
            self._torch.nn.utils.clip_grad_norm_(self.parameters, self._clip)
        self._adam.step()
        return float(loss.detach())
