"""The values that a run had as it was opened, beside those that it has now, and the difference of both."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.numbers import number
from gatescope.plots.signals import shown_values
from gatescope.session.run.snapshot import Run

Array = NDArray[np.floating]

_BLOCK = 1 << 16


def opened_values(run: Run, part: Part, signal: str) -> Array | None:
    """Return (T, H) the record of a signal in the run as opened; None where nothing differs, or where the model as
    opened had no such signal, or another number of units."""
    before, key = run.opened, f"{part}.{signal}"
    if before is None or key not in before.trace or before.trace[key].shape != run.trace[key].shape:
        return None
    return shown_values(before, part, signal)


def opened_unit(run: Run, part: Part, signal: str, unit: int) -> Array | None:
    """Return (T,) what `opened_values` has of one unit."""
    values = opened_values(run, part, signal)
    return None if values is None else values[:, unit]


def opened_readout(run: Run, name: str, column: int) -> Array | None:
    """Return (T,) a column of a read-out in the run as opened; None where there is no such thing."""
    values = None if run.opened is None else run.opened.readouts.get(name)
    return None if values is None or values.shape != run.readouts[name].shape else values[:, column]


def same_shape(first: Array | None, second: Array) -> bool:
    """Return whether there is a first array, and both have one shape."""
    return first is not None and first.shape == second.shape


class Change:
    """What a signal is now less what it was as opened, (T, H); subtracted only when it is read.

    A map shows a window of a long text, and all of it would take longer than a key may.
    """

    def __init__(self, now: Array, opened: Array | None) -> None:
        """Without `opened` nothing differs where the run is as opened; see `change` for the rest."""
        self._now, self._opened = now, opened
        self.shape = now.shape

    def __len__(self) -> int:
        return len(self._now)

    def greatest(self) -> float:
        """Return the size of the greatest change; ∞ where one is infinite, and 0 of none."""
        if self._opened is None:
            return 0.0
        step = max(_BLOCK // max(self.shape[1], 1), 1)
        blocks = (np.abs(self[start : start + step]) for start in range(0, len(self), step))
        return max((float(np.fmax.reduce(block, axis=None, initial=0.0)) for block in blocks), default=0.0)

    def __getitem__(self, place: Any) -> Array:
        now = self._now[place]
        if self._opened is None:
            return np.zeros_like(now)
        # Two infinities differ by no number.
        with np.errstate(invalid="ignore", over="ignore"):
            found: Array = now - self._opened[place]
        return found


def change(run: Run, part: Part, signal: str) -> Change:
    """Return what changed of a signal: 0 where the run is as opened, NaN where the model as opened had no such signal
    or another number of units."""
    now, opened = shown_values(run, part, signal), opened_values(run, part, signal)
    if opened is None and run.opened is not None:
        opened = np.broadcast_to(np.array(np.nan, now.dtype), now.shape)
    return Change(now, opened)


def signed(value: float) -> str:
    """Return a change with its sign: ``+0.02``."""
    return f"+{number(value)}" if value > 0 else number(value)
