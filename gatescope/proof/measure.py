"""Runs a network on a reference's inputs, and measures how far its states are from the expected ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gatescope.engine import executors
from gatescope.engine.network import Array, Network
from gatescope.engine.part import Part, split_key
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.proof.case import Case
from gatescope.proof.expected import CLOSE, Expected
from gatescope.proof.layout import Numbers


@dataclass(frozen=True)
class Row:
    """How far one signal of one layer is from the reference.

    Attributes:
        array: the reference's array.
        layer, direction, signal: what it was compared with; no direction where both are joined.
        delta: max |Δ|; infinite where a number is missing.
        tolerance: the largest Δ that fits.
        token: where the largest Δ is.
        turned: whether the reference counts the update gate the other way round, as 1 − z.
    """

    array: str
    layer: int
    direction: str | None
    signal: str
    delta: float
    tolerance: float
    token: int
    turned: bool = False

    @property
    def fits(self) -> bool:
        return self.delta <= self.tolerance


def measure(network: Network, case: Case, masked_id: int | None = None, merge: str | None = "concat") -> list[Row]:
    """Compare every signal that the case expects.

    A network with the reverse direction alone gives its states in the order of the tokens or, as Keras does, in the
    order in which it read them; the order that fits better is assumed.
    """
    kept = _kept(case, masked_id)
    if len(network.directions) == 1:
        # Under a reading in the other direction, the one direction has another name.
        (only,) = network.directions
        renamed = {}
        for key, values in case.initial.items():
            part, state = split_key(key)
            renamed[key if part is None else f"{Part.of(part.layer, only)}.{state}"] = values
        case = replace(
            case,
            initial=renamed,
            expected=tuple(replace(e, direction=only) for e in case.expected),
        )
    traces = [
        run(
            network,
            inputs=inputs[kept[b]],
            initial={key: values[b] for key, values in case.initial.items()},
            executor=executors.reference,
        )
        for b, inputs in enumerate(case.inputs)
    ]
    rows = [_row(network, e, traces, kept, merge) for e in case.expected]
    if network.directions != ("reverse",):
        return rows
    turned = [e if e.final else replace(e, values=e.values[:, ::-1]) for e in case.expected]
    others = [_row(network, e, traces, kept, merge) for e in turned]
    return min(rows, others, key=excess)


def embedding_row(network: Network, case: Case) -> list[Row]:
    """Return how far the rows of the embedding are from the inputs, where a case has both ids and inputs."""
    if case.ids is None or network.embedding is None:
        return []
    delta, token = _delta(network.embedding[case.ids[0]], case.inputs[0])
    return [Row(case.key, 0, None, "embedding", delta, CLOSE, token)]


def excess(rows: Sequence[Row]) -> float:
    """Return the largest ratio of a Δ to its tolerance; at most 1 where all rows fit."""
    return max(row.delta / row.tolerance for row in rows)


def _kept(case: Case, masked_id: int | None) -> Numbers:
    """Return (B, T) which tokens are read at all."""
    if masked_id is None or case.ids is None:
        return np.ones(case.inputs.shape[:2], np.bool_)
    return np.asarray(case.ids != masked_id)


def _row(network: Network, e: Expected, traces: list[Trace], kept: Numbers, merge: str | None) -> Row:
    worst, token, turned = 0.0, 0, False
    opposite = e.signal == "update_gate"
    for other in (False, True) if opposite else (False,):
        deltas = [
            _delta(_signal(network, e, trace, merge, other), values if e.final else values[kept[b]])
            for b, (trace, values) in enumerate(zip(traces, e.values, strict=True))
        ]
        delta, at = max(deltas)
        if not other or delta < worst:
            worst, token, turned = delta, at, other
    return Row(e.key, e.layer, e.direction, e.signal, worst, e.tolerance, token, turned)


def _signal(network: Network, e: Expected, trace: Trace, merge: str | None, opposite: bool) -> Array:
    """Return the network's own signal, (T, F), or (F,) after the last token that was read."""
    sides = [
        _side(trace[f"{part}.{e.signal}"], part.reverse, e.final)
        for part in network.parts
        if part.layer == e.layer and e.direction in (None, part.direction)
    ]
    if len(sides) > 1:
        return _merged(sides[0], sides[1], merge)
    # Where z weights the new state it is shown as 1 − z, and references hold it as shown.
    shown_turned = network.convention.update_gate_keeps == "new"
    return 1 - sides[0] if e.signal == "update_gate" and opposite != shown_turned else sides[0]


def _side(signal: Array, reverse: bool, final: bool) -> Array:
    if not final:
        return signal
    return signal[0 if reverse else -1] if len(signal) else np.zeros(signal.shape[1], signal.dtype)


def _merged(forward: Array, reverse: Array, merge: str | None) -> Array:
    match merge:
        case "mul":
            return forward * reverse
        case "ave":
            return (forward + reverse) / 2
        case _:
            return forward + reverse


def _delta(found: Array, expected: Numbers) -> tuple[float, int]:
    """Return max |Δ| of (T, F) or (F,) and its token; infinite where only one of two values is a number."""
    if not expected.size:
        return 0.0, 0
    with np.errstate(all="ignore"):
        difference = np.abs(found.astype(np.float64) - expected.astype(np.float64))
    difference[np.isnan(found) & np.isnan(expected)] = 0
    difference[np.isnan(difference)] = np.inf
    rows = difference.reshape(-1, difference.shape[-1]).max(axis=1)
    at = int(rows.argmax())
    return float(rows[at]), at
