"""Where gates and states stand at the ends of their range, where the nonlinearity is flat and hardly learns.

A sigmoid is called left-saturated below 0.1 and right-saturated above 0.9; a signed signal below −0.9 and above 0.9.
Source: Karpathy, Johnson & Li 2015, "Visualizing and Understanding Recurrent Networks", section 4.2 (fractions per
unit). Saturation is no fault in itself: a forget gate that remembers must be right-saturated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_finite, check_part, check_tokens
from gatescope.engine.activations import Kind, apply, squash
from gatescope.engine.network import Array
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace

# A unit that moves by less than a hundredth of its range shows no change.
STILL = 0.01


@dataclass(frozen=True, eq=False)
class SignalSaturation:
    """One signal of one layer and direction over T tokens.

    Attributes:
        limits: below the first a value is left-saturated, above the second right-saturated; infinite where the
            nonlinearity has no such end.
        left, right: (H,) fraction of the tokens.
        dead: (H,) units whose value is never further than 0.01 from 0.
        stuck: (H,) units whose value varies by at most 0.01; none in a text of one token.
        counts: (H, B) int64, values in each bin.
        edges: (B + 1,) of the bins.
    """

    limits: tuple[float, float]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    dead: NDArray[np.bool_]
    stuck: NDArray[np.bool_]
    counts: NDArray[np.int64]
    edges: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Saturation:
    """All signals of one layer and direction.

    Attributes:
        part: the layer and direction it is of.
        signals: by name. An LSTM's cell state is unbounded, so φ(c_t) is judged in its place.
    """

    part: Part
    signals: Mapping[str, SignalSaturation]


def saturation(trace: Trace, part: str | None = None, *, bins: int = 50) -> Saturation:
    """Measure `part` (the last layer's first direction by default) over a text.

    Raises:
        UsageError: an empty text, no such part.
        ModelError: the trace holds NaN.
    """
    part = check_part(trace, part)
    check_tokens(trace)
    check_finite(trace)
    found = {}
    for signal in trace.cell.signals:
        values = trace[f"{part}.{signal}"]
        if signal == "cell_state":
            values = apply(squash(trace.convention.output_activation), values)
        found[signal] = saturation_of(values, limits(trace, part, signal), bins=bins)
    return Saturation(part, found)


def saturation_of(values: Array, ends: tuple[float, float], *, bins: int = 50) -> SignalSaturation:
    """Measure any (T, H) `values` of T ≥ 1 tokens against the saturation limits `ends`."""
    low, high = values.min(axis=0), values.max(axis=0)
    still = (high - low <= STILL) & (len(values) > 1)
    edges = _edges(ends, float(low.min(initial=0)), float(high.max(initial=0)), bins)
    return SignalSaturation(
        ends,
        (values < ends[0]).mean(axis=0),
        (values > ends[1]).mean(axis=0),
        np.maximum(np.abs(low), np.abs(high)) <= STILL,
        still,
        histogram(values, edges),
        edges,
    )


def histogram(values: Array, edges: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return (H, B) how many of the (T, H) `values` of each unit lie in each of B equal bins; none is left out."""
    bins, units = len(edges) - 1, values.shape[1]
    places = ((values - edges[0]) * (bins / (edges[-1] - edges[0]))).astype(np.int64)
    places = np.clip(places, 0, bins - 1) + np.arange(units) * bins
    return np.bincount(places.ravel(), minlength=units * bins).reshape(units, bins)


def limits(trace: Trace, part: Part, signal: str) -> tuple[float, float]:
    """Return beyond which values the nonlinearity behind `signal` is called saturated, a tenth from its ends."""
    convention = trace.convention
    if signal in trace.cell.unit_interval:
        name = convention.gate_activation
    elif trace.cell.name == "rnn":
        name = convention.activation
    elif trace.cell.name == "gru" or signal == "candidate":
        name = convention.candidate_activation
    elif signal == "hidden_state" and trace.records[part].hidden.shape[1] != trace.records[part].cell.shape[1]:
        return -np.inf, np.inf
    else:
        name = convention.output_activation
    kind, alpha, _ = squash(name)
    match kind:
        case Kind.SIGMOID | Kind.HARD_SIGMOID:
            return 0.1, 0.9
        case Kind.TANH | Kind.SOFTSIGN:
            return -0.9, 0.9
        case Kind.SCALED_TANH:
            return -0.9 * abs(alpha), 0.9 * abs(alpha)
        case Kind.RELU | Kind.THRESHOLDED_RELU:
            # Flat exactly where it gives 0.
            return float(np.finfo(np.float32).smallest_subnormal), np.inf
    return -np.inf, np.inf


def _edges(ends: tuple[float, float], low: float, high: float, bins: int) -> NDArray[np.float64]:
    """Return the whole range of a bounded signal, so that two texts may be compared, or what there is of another."""
    if np.isfinite(ends).all():
        margin = (ends[1] - ends[0]) / 8 if ends[0] >= 0 else (ends[1] - ends[0]) / 18
        low, high = min(low, ends[0] - margin), max(high, ends[1] + margin)
    return np.linspace(low, high if high > low else low + 1, bins + 1)
