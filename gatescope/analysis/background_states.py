"""States of many sentences, among which the state of one is looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.analysis.part_alone import States
from gatescope.engine.executors import Executor, current
from gatescope.engine.network import Array, Network
from gatescope.engine.packed import run_packed
from gatescope.engine.part import Part
from gatescope.engine.read_out import read_out
from gatescope.engine.record import states_after, turned
from gatescope.engine.run import checked_ids
from gatescope.progress import Report, silent

MOST_WORDS = 2_000
"""Words whose states are kept, so that a picture of them is read and drawn in a moment."""
MOST_COLUMNS = 4
"""Of a read-out with more columns than this, the highest stands for it; see `one_value`."""

# Multiplications in all: about half a second of the kernels, whatever the size of the network.
_MOST_WORK = 1.5e9
_BATCH = 256
# The reference keeps the interpreter to itself: it looks after every sentence whether to go on.
_BATCH_OF_REFERENCE = 1


@dataclass(frozen=True, eq=False)
class BackgroundStates:
    """N states of one part, after the words of many sentences.

    Attributes:
        states: N rows.
        readouts: (N,) what the first read-out says there, see `one_value`; NaN without one.
        tokens: N, how many of the tokens were stepped.
    """

    states: States
    readouts: NDArray[np.float64]
    tokens: int


def words_to_step(network: Network) -> int:
    """Return how many words of a background are stepped: fewer in a large network."""
    work = sum(parameters.W.size + parameters.U.size for row in network.layers for parameters in row)
    return int(min(MOST_WORDS, max(_MOST_WORK // max(work, 1), 16)))


def background_states(
    network: Network,
    ids: ArrayLike,
    offsets: ArrayLike,
    part: Part,
    *,
    executor: Executor | None = None,
    report: Report = silent,
) -> BackgroundStates:
    """Run the first sentences of a text and keep the states of `part` after each of their words.

    Args:
        network: with an embedding.
        ids: (N,) the tokens of all sentences, end to end.
        offsets: (S + 1,) sentence s is ``ids[offsets[s]:offsets[s + 1]]``; each starts from zero states.
        part: whose states; the read-outs are those of the whole network.
        report: called between batches.

    Raises:
        UsageError: an id that the network does not know.
        Cancelled: `report` raised it.
    """
    rows, borders = checked_ids(network, ids), np.asarray(offsets, np.int64)
    last = int(np.searchsorted(borders, words_to_step(network), side="right")) - 1
    # The first sentence is stepped in any case, but no more of it than that.
    borders = borders[: max(last, 0) + 1] if last > 0 else np.array([0, min(len(rows), words_to_step(network))])
    assert network.embedding is not None
    executor = executor or current()
    batch = _BATCH if executor.name == "kernels" else _BATCH_OF_REFERENCE
    hidden, cell, values = [], [], []
    first = 0
    while first < len(borders) - 1:
        report(first / (len(borders) - 1))
        stop = max(first + 1, int(np.searchsorted(borders, borders[first] + batch, side="right")) - 1)
        offsets_now = borders[first : stop + 1] - borders[first]
        tape = run_packed(network, network.embedding[rows[borders[first] : borders[stop]]], offsets_now, executor)
        record, after = tape.records[part], states_after(offsets_now)
        order = turned(offsets_now) if part.reverse else slice(None)
        hidden.append(record.hidden[after][order])
        cell.append(record.cell[after][order])
        values.append(one_value(network, tape.hidden))
        first = stop
    states = States(np.concatenate(hidden), np.concatenate(cell))
    return BackgroundStates(states, np.concatenate(values), int(borders[-1]))


def one_value(network: Network, hidden: Array) -> NDArray[np.float64]:
    """Return (N,) what the first read-out makes of (N, F) hidden states of the last layer, in one number: the
    probability of its last label or its first plain value; of more than `MOST_COLUMNS`, the highest; NaN without one.
    """
    if not network.readouts:
        return np.full(len(hidden), np.nan)
    first = network.readouts[0]
    values = read_out(network, hidden)[first.name]
    if values.shape[1] > MOST_COLUMNS:
        return np.asarray(values.max(axis=1), np.float64)
    return np.asarray(values[:, 0 if first.kind == "linear" else -1], np.float64)
