"""What the gates of a network of the task "topic" do where the subject changes, against elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.executors import Executor
from gatescope.engine.network import Network
from gatescope.engine.packed import run_packed
from gatescope.errors import UsageError
from gatescope.training.split import SEED
from gatescope.training.tasks import topic


@dataclass(frozen=True, eq=False)
class GateAtChange:
    """The means of one gate over held-out texts.

    Attributes:
        gate: such as ``"forget_gate"``.
        at: mean over all units at the last word of what announces another subject.
        elsewhere: mean over all units and all words that announce none.
        units_at, units_elsewhere: (P,) the same, by unit.
    """

    gate: str
    at: float
    elsewhere: float
    units_at: NDArray[np.float64]
    units_elsewhere: NDArray[np.float64]


def gate_at_change(network: Network, gate: str, count: int = 200, executor: Executor | None = None) -> GateAtChange:
    """Return how a gate of the last layer stands where the subject changes, and where it does not.

    Raises:
        UsageError: the cell has no such gate.
    """
    cell = network.cell
    if gate not in cell.gates or cell.name == "rnn":
        raise UsageError(f"a cell of the kind {cell.name} has no {gate.replace('_', ' ')}")
    talks = topic.texts(True, count, np.random.default_rng([SEED, count]))
    ids = [topic.VOCABULARY.ids(one.words) for one in talks]
    offsets = np.cumsum([0, *map(len, ids)])
    assert network.embedding is not None
    tape = run_packed(network, network.embedding[np.concatenate(ids)], offsets, executor)
    units, at = network.units, cell.gates.index(gate)
    values = tape.records[network.parts[-1]].gates[:, at * units : (at + 1) * units].astype(np.float64)
    last, announced = np.zeros(offsets[-1], np.bool_), np.zeros(offsets[-1], np.bool_)
    for one, first in zip(talks, offsets, strict=False):
        for change, end in zip(one.changes, one.ends, strict=False):
            last[first + change] = True
            announced[first + end + 1 : first + change + 1] = True
    return GateAtChange(
        gate,
        float(values[last].mean()),
        float(values[~announced].mean()),
        values[last].mean(axis=0),
        values[~announced].mean(axis=0),
    )
