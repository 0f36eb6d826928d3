"""Runs one text many times at once, each time with another unit taken out.

The copies lie end to end in one record, each with clamps of its own, so that the kernels step all of them in one call.
Only what differs is stepped: of the layer with the unit its own direction, and all of the layers above; what comes
from below is the same in every copy.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatescope.engine.executors import Executor, LayerRunner
from gatescope.engine.input_product import write_input_product
from gatescope.engine.network import Array, Network
from gatescope.engine.part import Part
from gatescope.engine.record import Clamps, new_record, no_clamps
from gatescope.engine.trace import Trace


class AblatedRuns:
    """Steps copies of `trace` over a stretch of its tokens; where it begins, all states are those of `trace`.

    Where it begins with the first token a direction reads, a copy is what `Ablate` makes of the whole text.
    """

    def __init__(self, network: Network, trace: Trace, part: Part, stretch: range, executor: Executor) -> None:
        """Prepare the layers.

        Args:
            network: the one that made `trace`.
            trace: what was held in it is held in every copy.
            part: the layer and direction of the units to take out.
            stretch: the tokens to step, in token order.
            executor: steps the cells.
        """
        self._network, self._trace, self._part, self._stretch = network, trace, part, stretch
        self._layers: dict[Part, LayerRunner] = {}
        self._clamps: dict[Part, Clamps | None] = {}
        for one in network.parts:
            if one == part or one.layer > part.layer:
                self._layers[one] = executor.layer(network.cell, network.convention, network.parameters(one))
                clamps = trace.interventions.clamps(network, one, trace.records[one], 0, trace.length)
                self._clamps[one] = None if clamps is None else _rows(clamps, self._processed(one))

    def hidden(self, units: Sequence[int], token: int) -> Array:
        """Return (B, F) the last layer's hidden state after `token` of the stretch, with each of B `units` out."""
        copies, below = len(units), None
        for layer in range(self._part.layer, len(self._network.layers)):
            sides = []
            for one in self._network.parts:
                if one.layer != layer:
                    continue
                if one in self._layers:
                    sides.append(self._run(one, copies, below, units if one == self._part else ()))
                else:
                    same = self._trace[f"{one}.hidden_state"][self._stretch.start : self._stretch.stop]
                    sides.append(np.broadcast_to(same, (copies, *same.shape)))
            below = sides[0] if len(sides) == 1 else np.concatenate(sides, axis=2)
        assert below is not None
        found: Array = below[:, token - self._stretch.start]
        return found

    def _processed(self, part: Part) -> range:
        """Return the stretch in the order in which `part` reads."""
        if not part.reverse:
            return self._stretch
        return range(self._trace.length - self._stretch.stop, self._trace.length - self._stretch.start)

    def _run(self, part: Part, copies: int, below: Array | None, units: Sequence[int]) -> Array:
        """Return (B, n, P) the hidden states of `part`, token order.

        Args:
            copies: how many, B.
            below: (B, n, I) what it reads; None where it is what it read in the trace.
            units: those to take out, one a copy; none in a layer above.
        """
        network, rows, tokens = self._network, self._processed(part), len(self._stretch)
        parameters = network.parameters(part)
        turn = slice(None, None, -1 if part.reverse else 1)
        record = new_record(
            network.cell,
            network.convention,
            parameters.units,
            network.dtype,
            copies * tokens,
            copies,
            parameters.outputs,
        )
        offsets = np.arange(copies + 1, dtype=np.int64) * tokens
        first = offsets[:-1] + np.arange(copies)
        whole = self._trace.records[part]
        record.hidden[first], record.cell[first] = whole.hidden[rows.start], whole.cell[rows.start]
        with np.errstate(all="ignore"):
            if below is None:
                pre = np.empty((tokens, record.pre.shape[1]), network.dtype)
                write_input_product(network.cell, network.convention, parameters, self._read(part)[turn], pre)
                record.pre.reshape(copies, tokens, -1)[:] = pre
            else:
                seen = np.ascontiguousarray(below[:, turn]).reshape(copies * tokens, -1)
                write_input_product(network.cell, network.convention, parameters, seen, record.pre)
            clamps = _copied(self._clamps[part], copies)
            if len(units):
                clamps = clamps or no_clamps(record, 0, copies * tokens)
                each, out = np.arange(copies), np.array(units)
                clamps.hidden.reshape(copies, tokens, -1)[each, :, out] = 0
                if not rows.start:
                    record.hidden[first, out] = 0
            self._layers[part].run(record, offsets, clamps)
        # A copy has one row of states more than tokens, the one before its first token.
        states = record.hidden.reshape(copies, tokens + 1, -1)
        return states[:, 1:][:, turn]

    def _read(self, part: Part) -> Array:
        """Return (n, I) what the layer of `part` read in the trace, token order."""
        trace, some = self._trace, slice(self._stretch.start, self._stretch.stop)
        if part.layer:
            below = [one for one in self._network.parts if one.layer == part.layer - 1]
            return np.concatenate([trace[f"{one}.hidden_state"][some] for one in below], axis=1)
        if trace.inputs is not None:
            return trace.inputs[some]
        assert self._network.embedding is not None
        assert trace.ids is not None
        return self._network.embedding[trace.ids[some]]


def _rows(clamps: Clamps, rows: range) -> Clamps:
    """Return the clamps of some rows alone."""
    some = slice(rows.start, rows.stop)
    return Clamps(0, clamps.gates[some], clamps.cell[some], clamps.hidden[some])


def _copied(clamps: Clamps | None, copies: int) -> Clamps | None:
    """Return the clamps of one copy, repeated for all of them."""
    if clamps is None:
        return None
    gates, cell, hidden = (np.tile(rows, (copies, 1)) for rows in (clamps.gates, clamps.cell, clamps.hidden))
    return Clamps(0, gates, cell, hidden)
