"""One part of a network by itself: what it read at a token of a run, and steps of it from any states."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, Network
from gatescope.engine.packed import run_packed
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from gatescope.words import tr

_ALONE = Part.of(0, "forward")


@dataclass(frozen=True, eq=False)
class States:
    """N states of one part, one a row.

    Attributes:
        hidden: (N, P).
        cell: (N, H) of an LSTM; (N, 0) for other cells.
    """

    hidden: Array
    cell: Array

    def of(self, state: str) -> Array:
        """Return the rows of ``hidden_state`` or ``cell_state``."""
        return self.cell if state == "cell_state" else self.hidden

    def at(self, row: int) -> States:
        """Return one row, as states of one row."""
        return States(self.hidden[row][None], self.cell[row][None])

    def with_state(self, state: str, values: Array) -> States:
        """Return the same with other rows of ``hidden_state`` or ``cell_state``."""
        return replace(self, cell=values) if state == "cell_state" else replace(self, hidden=values)

    def repeated(self, times: int) -> States:
        """Return every row `times` times; of one row, that many copies."""
        return States(np.repeat(self.hidden, times, axis=0), np.repeat(self.cell, times, axis=0))


def part_alone(network: Network, part: Part) -> Network:
    """Return the network of one layer and one direction, whichever that is, that reads forward what `part` reads."""
    return Network(network.cell, network.convention, ((network.parameters(part),),))


def input_at(network: Network, trace: Trace, part: Part, token: int) -> Array:
    """Return (I,) what `part` read at a token: a row of the embedding, a vector, or what the layer below gave.

    Raises:
        UsageError: there is no such token.
    """
    if not 0 <= token < trace.length:
        raise UsageError(tr("there is no token {token}: the text has {length}", token=token, length=trace.length))
    if part.layer:
        below = [f"layer{part.layer - 1}.{direction}.hidden_state" for direction in network.directions]
        return np.concatenate([trace[key][token] for key in below])
    if trace.inputs is not None:
        return np.array(trace.inputs[token])
    assert network.embedding is not None
    assert trace.ids is not None
    return np.array(network.embedding[trace.ids[token]])


def states_after(trace: Trace, part: Part, token: int) -> States:
    """Return the states of `part` once it had read a token, as one row; before the first one it read for −1."""
    record = trace.records[part]
    row = (trace.length - token if part.reverse else token + 1) if token >= 0 else 0
    return States(np.array(record.hidden[row])[None], np.array(record.cell[row])[None])


def step_from(
    alone: Network, states: States, inputs: Array, times: int = 1, executor: Executor | None = None
) -> States:
    """Return the states after each of `times` steps on the same input, from every row of `states`.

    Args:
        alone: what `part_alone` returned.
        states: S rows.
        inputs: (I,) for all of them.

    Returns:
        S · times rows: the steps from the first row, then those from the second.
    """
    count = len(states.hidden)
    rows = np.tile(inputs.astype(alone.dtype), (count * times, 1))
    initial = {f"{_ALONE}.hidden_state": states.hidden}
    if alone.cell.name == "lstm":
        initial[f"{_ALONE}.cell_state"] = states.cell
    tape = run_packed(alone, rows, np.arange(count + 1) * times, executor, initial)
    # The first of every sequence's rows is the state before it.
    kept = (np.arange(count * times) + np.repeat(np.arange(count), times)) + 1
    record = tape.records[_ALONE]
    return States(record.hidden[kept], record.cell[kept])
