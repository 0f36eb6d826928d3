"""The shades of the chips: one number a token."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.colours import SIGNED
from gatescope.plots.once import once
from gatescope.plots.ranges import signal_range, symmetric
from gatescope.plots.readout import MOST_LINES, shown_values
from gatescope.plots.runs import part_of, started
from gatescope.plots.signals import shown_values as values_of
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.snapshot import Run

Array = NDArray[np.floating]


def chip_values(run: Run, focus: Focus) -> tuple[Array, float, float, str]:
    """Return ((T,) values, low, high, name of the colour table) for the signal in focus.

    The read-out is the probability of its last label, red below ½ and blue above, or that of the likeliest of many;
    plain values are red below 0 and blue above, in a range that is symmetric about it. A signal is that of the first
    chosen unit of this model, or the mean over all units where none is chosen. A signal that the cell does not have
    gives way to the read-out, and to the hidden state in a network without one.
    """
    cell = run.network.cell
    if focus.signal not in cell.signals and run.network.readouts:
        if run.network.readouts[0].kind == "linear":
            values = shown_values(run)
            return values, *once(run, "chips of values", lambda: symmetric(values)), SIGNED
        many = run.readouts[run.network.readouts[0].name].shape[1] > MOST_LINES
        # The likeliest of many labels has no opposite: white for improbable, no red.
        return shown_values(run), -1.0 if many else 0.0, 1.0, SIGNED
    signal = focus.signal if focus.signal in cell.signals else "hidden_state"
    unit = next((ref for ref in focus.units if ref.model == run.model and ref.part in run.network.parts), None)
    part = part_of(run, focus) if unit is None else unit.part
    return once(run, ("chips", signal, part, unit), lambda: _shade(run, signal, part, unit))


def _shade(run: Run, signal: str, part: Part, unit: UnitRef | None) -> tuple[Array, float, float, str]:
    cell = run.network.cell
    recorded = values_of(run, part, signal)
    one_unit = unit is not None and 0 <= unit.unit < recorded.shape[1]
    # Infinities of both signs in one row have no mean, and say so as NaN; that is what the chip is to show.
    with np.errstate(invalid="ignore", over="ignore"):
        shade = recorded[:, unit.unit] if unit is not None and one_unit else recorded.mean(axis=1)
    forced = bool(run.trace.interventions) or started(run)
    low, high = signal_range(signal, [(run.network, recorded if one_unit else shade)], forced=forced)
    return shade, low, high, signal if signal in cell.unit_interval and low >= 0 else SIGNED
