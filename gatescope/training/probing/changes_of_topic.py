"""What the gates of a network of the task "topic" do where the subject changes, against elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gatescope.engine.executors import Executor
from gatescope.engine.network import Network
from gatescope.engine.packed import run_packed
from gatescope.errors import UsageError
from gatescope.training.split import SEED
from gatescope.training.tasks import topic
from gatescope.words import tr


@dataclass(frozen=True, eq=False)
class GateAtChange:
    """The means of one gate over held-out texts.

    Attributes:
        gate: such as ``"forget_gate"``.
        at: mean over all units and all words that announce another subject.
        elsewhere: mean over all units and all other words.
        kept_at: what is kept over a whole announcement: the product of the gate over its words, mean over the units.
        kept_elsewhere: the same over as many words right before it.
    """

    gate: str
    at: float
    elsewhere: float
    kept_at: float
    kept_elsewhere: float


def gate_at_change(network: Network, gate: str, count: int = 200, executor: Executor | None = None) -> GateAtChange:
    """Return how a gate of the last layer stands where the subject changes, and where it does not.

    Raises:
        UsageError: the cell has no such gate.
    """
    cell = network.cell
    if gate not in cell.gates or cell.name == "rnn":
        raise UsageError(tr("a cell of the kind {name} has no {gate}", name=cell.name, gate=gate.replace("_", " ")))
    talks = topic.texts(True, count, np.random.default_rng([SEED, count]))
    ids = [topic.VOCABULARY.ids(one.words) for one in talks]
    offsets = np.cumsum([0, *map(len, ids)])
    assert network.embedding is not None
    tape = run_packed(network, network.embedding[np.concatenate(ids)], offsets, executor)
    units, at = network.units, cell.gates.index(gate)
    values = tape.records[network.parts[-1]].gates[:, at * units : (at + 1) * units].astype(np.float64)
    announced = np.zeros(offsets[-1], np.bool_)
    kept: list[float] = []
    before: list[float] = []
    for one, first in zip(talks, offsets, strict=False):
        for change, end in zip(one.changes, one.ends, strict=False):
            start, stop = first + end + 1, first + change + 1
            announced[start:stop] = True
            kept.append(float(values[start:stop].prod(axis=0).mean()))
            before.append(float(values[2 * start - stop : start].prod(axis=0).mean()))
    return GateAtChange(
        gate,
        float(values[announced].mean()),
        float(values[~announced].mean()),
        float(np.mean(kept)),
        float(np.mean(before)),
    )
