"""What single units correlate with: a read-out, the position in the text, a label.

    ρ_u = Σ (a_u − ā_u)(y − ȳ) / √(Σ (a_u − ā_u)² Σ (y − ȳ)²)        Pearson 1895

A unit that correlates need not be the cause; ablate it to see. After Radford, Jozefowicz & Sutskever 2017 ("sentiment
unit") and Karpathy, Johnson & Li 2015 (units that count).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.analysis.checks import check_part, check_trace
from gatescope.analysis.pearson import pearson, spread
from gatescope.engine.network import Array, Network
from gatescope.engine.part import Part
from gatescope.engine.read_out import read_out
from gatescope.engine.trace import Trace
from gatescope.errors import ModelError, UsageError
from gatescope.progress import Report, silent
from gatescope.words import tr

# Values at a time: a corpus in a file is read once, and never loaded whole.
_BLOCK = 1 << 18


@dataclass(frozen=True, eq=False)
class UnitStatistics:
    """Of every unit of one signal.

    Attributes:
        part: the layer and direction it is of.
        signal: such as ``"hidden_state"``.
        mean, deviation: (H,) over the text; the deviation is the population's.
        correlation: by name of what is compared, (H,) Pearson's ρ in [−1, 1], NaN where one of both does not vary:
            ``position``, ``readout.NAME`` or ``readout.NAME:LABEL``, and the names of `labels`.
    """

    part: Part
    signal: str
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    correlation: Mapping[str, NDArray[np.float64]]


def unit_statistics(
    network: Network,
    trace: Trace,
    part: str | None = None,
    signal: str = "hidden_state",
    labels: Mapping[str, ArrayLike] | None = None,
) -> UnitStatistics:
    """Compare the units of `part` (the last layer's first direction) with read-outs, positions and labels.

    Args:
        network: the one that made `trace`.
        trace: of T ≥ 1 tokens.
        part: the layer and direction it is of.
        signal: which of its signals.
        labels: by name, (T,) a number a token, such as 1 within quotes and 0 outside.

    Raises:
        UsageError: no such part or signal, an empty text, or a label that does not have T numbers.
        ModelError: `trace` is not of this network.
    """
    check_trace(network, trace)
    part = check_part(trace, part)
    values = trace[f"{part}.{signal}"]
    others: dict[str, ArrayLike] = {"position": np.arange(trace.length)}
    for name, said in read_out(network, trace.hidden).items():
        meanings = next(r.labels for r in network.readouts if r.name == name)
        if said.shape[1] == 1:
            others[f"readout.{name}"] = said[:, 0]
        else:
            others |= {f"readout.{name}:{label}": said[:, c] for c, label in enumerate(meanings)}
    for name, label in (labels or {}).items():
        try:
            numbers = np.asarray(label)
        except ValueError:
            numbers = np.array(None)
        if numbers.dtype.kind not in "biuf" or numbers.shape != (trace.length,):
            raise UsageError(tr("the label {name!r} needs a number a token: {count}", name=name, count=trace.length))
        others[name] = numbers
    found = {name: correlation(values, other) for name, other in others.items()}
    rows = values.astype(np.float64)
    return UnitStatistics(part, signal, rows.mean(axis=0), rows.std(axis=0), found)


def correlation(values: Array, other: ArrayLike, *, report: Report = silent) -> NDArray[np.float64]:
    """Return (H,) Pearson's ρ of every column of `values` (N, H) with `other` (N,); NaN where one does not vary.

    Args:
        values: may lie in a file (`numpy.memmap`); it is read once, in blocks.
        other: as many numbers.
        report: called between blocks.

    Raises:
        UsageError: there are no rows.
        ModelError: the lengths differ, or a number is not finite.
        Cancelled: `report` raised it.
    """
    target = np.asarray(other, dtype=np.float64)
    if values.ndim != 2 or target.shape != values.shape[:1]:
        raise ModelError(
            tr(
                "values of shape {shape} cannot be compared with {shape2}: one number a row",
                shape=values.shape,
                shape2=target.shape,
            )
        )
    if not len(target):
        raise UsageError(tr("there is nothing to correlate: the text has no tokens"))
    # Sums about the first row: so a large mean does not cost the digits of the variance.
    origin = np.asarray(values[0], dtype=np.float64)
    target = target - target[0]
    power = spread(target @ target, target.sum(), len(target))
    target -= target.mean()
    first, second, mixed = (np.zeros(values.shape[1]) for _ in range(3))
    step = max(_BLOCK // max(values.shape[1], 1), 1)
    for start in range(0, len(target), step):
        report(start / len(target))
        rows = np.asarray(values[start : start + step], dtype=np.float64) - origin
        first += rows.sum(axis=0)
        second += np.einsum("nh,nh->h", rows, rows)
        mixed += target[start : start + step] @ rows
    if not (np.isfinite(second).all() and np.isfinite(mixed).all()):
        raise ModelError(tr("a correlation needs finite numbers; there is a NaN or an infinity among them"))
    return pearson(mixed, spread(second, first, len(target)), power)
