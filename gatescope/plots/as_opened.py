"""The values that a run had as it was opened, beside those that it has now."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.signals import shown_values
from gatescope.session.run.snapshot import Run

Array = NDArray[np.floating]


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
