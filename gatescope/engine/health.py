"""Finds where the numbers of a run stop being finite."""

from __future__ import annotations

import numpy as np

from gatescope.engine.part import Part
from gatescope.engine.record import Array
from gatescope.engine.trace import Trace


def first_bad(trace: Trace, start: int = 0) -> tuple[int, str, int] | None:
    """Return (token, key, unit) of the first value that is NaN or infinite, or None.

    First is meant as it was computed: the lowest layer, the first token that direction read, and of that token's
    signals the pre-activations before the gates before the states.

    Args:
        trace: the run.
        start: the first token that may have changed since a trace that was found healthy. Networks with a reverse
            direction are always looked at in full, for a reverse direction starts at the end.
    """
    if "reverse" in trace.directions:
        start = 0
    for part in trace.parts:
        record = trace.records[part]
        rows = (record.pre[start:], record.gates[start:], record.cell[start + 1 :], record.hidden[start + 1 :])
        if not all(_finite(array) for array in rows):
            return _locate(trace, part, start)
    return None


def _finite(array: Array) -> bool:
    # A sum is several times faster than a test of every value, and it is finite only if they all are. It may overflow
    # although they are, hence the second test.
    with np.errstate(all="ignore"):
        return bool(np.isfinite(array.sum())) or bool(np.isfinite(array).all())


def _locate(trace: Trace, part: Part, start: int) -> tuple[int, str, int]:
    computed = [f"{part}.preactivation.{gate}" for gate in trace.cell.gates]
    computed += [f"{part}.{signal}" for signal in trace.cell.signals]
    bad = {key: ~np.isfinite(trace[key][::-1] if part.reverse else trace[key][start:]) for key in computed}
    step = min(int(mask.any(axis=1).argmax()) for mask in bad.values() if mask.any())
    key = next(key for key in computed if bad[key][step].any())
    unit = int(bad[key][step].argmax())
    return (trace.length - 1 - step if part.reverse else start + step), key, unit
