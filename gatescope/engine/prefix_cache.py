"""Runs a text that is being edited: only what comes after the first changed token is stepped again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.engine import executors
from gatescope.engine.buffers import Buffers
from gatescope.engine.executors import Executor, LayerRunner
from gatescope.engine.input_product import InputTable, write_input_product
from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.record import Array
from gatescope.engine.run import checked_ids
from gatescope.engine.step_time import step_time
from gatescope.engine.trace import Trace

_POOL = 4
# Rows of a long text that are copied between two checks for a waiting request: a few milliseconds.
_SLICE = 2048


@dataclass(frozen=True, eq=False)
class CachedRun:
    """A run and what it cost.

    Attributes:
        trace: every signal; its arrays stay as they are for as long as they are referenced.
        readouts: by name, (T, C) probabilities after every token; read-only, and as lasting.
        recomputed: the first token that was stepped anew, T if none was.
    """

    trace: Trace
    readouts: Mapping[str, Array]
    recomputed: int


class PrefixCache:
    """Remembers the last runs of one network while its text and its parameters are edited.

    One thread at a time may call it; its traces may be read by any.
    """

    def __init__(self) -> None:
        self._pool: list[Buffers] = []
        self._reused = 0
        self._tables: dict[Part, InputTable] = {}
        self._layers: dict[Part, LayerRunner] = {}
        self._executor: Executor | None = None
        self._like: Network | None = None

    def run(
        self,
        network: Network,
        ids: ArrayLike,
        executor: Executor | None = None,
        interventions: Interventions | None = None,
    ) -> CachedRun:
        """Return the trace of `ids` (T,), stepping as little as possible.

        Raises:
            UsageError: the network has no embedding, an id is no row of it, or what is to be held does not exist.
        """
        rows = checked_ids(network, ids)
        what_if = interventions or NONE
        what_if.check(network, len(rows))
        self._bind(network, executor or executors.current())
        buffers = self._choose(network, rows, what_if)
        start = buffers.reusable(network, rows, what_if)
        for source in self._pool:
            if source.reusable(network, rows, what_if) > start:
                start = source.reusable(network, rows, what_if)
                buffers.copy_rows(source, network, rows, what_if, start)
        self._reused = start
        if start < len(rows) or not buffers.fits(network):
            kept = buffers.prepare(network, rows, what_if)
            with np.errstate(all="ignore"):
                self._fill(network, buffers, rows, kept, what_if)
        return CachedRun(*buffers.lend(network, len(rows)), start)

    def step_time(self) -> float | None:
        """Return the nanoseconds that one token takes in all cells of the network that ran last, measured over enough
        tokens to mean the kernel rather than its call; None before a first run. Takes about a millisecond."""
        return None if self._like is None else step_time(self._like, self._layers)

    @property
    def nbytes(self) -> int:
        """The bytes that the remembered runs take, with their space to grow."""
        return sum(buffers.nbytes for buffers in self._pool)

    def prepare_edit(
        self, network: Network, ids: ArrayLike, interventions: Interventions, wanted: Callable[[], bool]
    ) -> None:
        """Copy the last run, of `ids`, to other buffers: an edit at its end, while its trace is still held, then finds
        there everything before it. Ends early once something else is `wanted`."""
        if not self._pool or "reverse" in network.directions:
            return
        rows, (source, *others) = checked_ids(network, ids), self._pool
        # An edit at the beginning steps the whole text anew in any case.
        if source.common(network, rows, interventions) < len(rows) or 2 * self._reused < len(rows):
            return
        # What is still lent is let go of as soon as the newer trace is shown.
        if any(buffers.common(network, rows, interventions) > len(rows) - _SLICE for buffers in others):
            return
        spare = next((buffers for buffers in others if not buffers.lent_rows()), None)
        if spare is None:
            spare = Buffers()
            self._pool = [source, spare, *others][:_POOL]
        while (done := spare.common(network, rows, interventions)) < len(rows) and not wanted():
            spare.copy_rows(source, network, rows, interventions, min(done + _SLICE, len(rows)))

    def _bind(self, network: Network, executor: Executor) -> None:
        like = self._like
        if like is None or executor is not self._executor or not _same_shape(network, like):
            self._tables.clear()
            self._layers.clear()
        self._like, self._executor = network, executor
        for part in network.parts:
            parameters = network.parameters(part)
            if part not in self._layers or self._layers[part].parameters is not parameters:
                self._layers[part] = executor.layer(network.cell, network.convention, parameters)
            if part.layer == 0:
                assert network.embedding is not None
                table = self._tables.setdefault(part, InputTable(network.cell, network.convention))
                table.bind(network.embedding, parameters)

    def _choose(self, network: Network, ids: NDArray[np.int64], interventions: Interventions) -> Buffers:
        """Return the buffers that have most of the rows already, if a run can use them without writing a lent row."""
        best, most = Buffers(), -1
        for buffers in self._pool:
            start = buffers.reusable(network, ids, interventions)
            if start > most and not buffers.wasteful(len(ids)) and (start == len(ids) or start >= buffers.lent_rows()):
                best, most = buffers, start
        # Buffers with lent rows will be of use as soon as a newer snapshot is shown; of the others one spare is enough,
        # and none that is far too large. Buffers that leave the pool live on for as long as their traces do.
        others = [b for b in self._pool if b is not best and not b.wasteful(len(ids))]
        spare = [buffers for buffers in others if not buffers.lent_rows()][:1]
        self._pool = [best, *spare, *(buffers for buffers in others if buffers.lent_rows())][:_POOL]
        return best

    def _fill(
        self, network: Network, buffers: Buffers, ids: NDArray[np.int64], kept: int, interventions: Interventions
    ) -> None:
        """Step all layers from their first changed token."""
        for part in network.parts:
            start = 0 if part.reverse or (part.layer and "reverse" in network.directions) else kept
            record = buffers.records[part]
            out = record.pre[start : len(ids)]
            if part.layer == 0:
                self._tables[part].gather(ids[::-1] if part.reverse else ids[start:], out)
            else:
                below = _outputs(network, buffers, part.layer - 1, start, len(ids))
                below = below[::-1] if part.reverse else below
                write_input_product(network.cell, network.convention, network.parameters(part), below, out)
            rows = np.array([start, len(ids)])
            clamps = interventions.clamps(network, part, record, start, len(ids)) if interventions else None
            self._layers[part].run(record, rows, clamps)


def _outputs(network: Network, buffers: Buffers, layer: int, start: int, stop: int) -> Array:
    """Return (stop − start, F) what `layer` hands upwards, in token order."""
    sides = []
    for direction in network.directions:
        after = buffers.records[Part.of(layer, direction)].hidden[1 : stop + 1]
        sides.append((after[::-1] if direction == "reverse" else after)[start:])
    return sides[0] if len(sides) == 1 else np.concatenate(sides, axis=1)


def _same_shape(a: Network, b: Network) -> bool:
    return a.cell is b.cell and a.convention == b.convention and a.parts == b.parts
