"""Whether the label beside the mouse says what is under it now, in any view."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields

from PySide6.QtCore import QPoint

from gatescope.app.window.main_window import MainWindow
from gatescope.plots.as_opened import signed
from gatescope.plots.numbers import number
from gatescope.plots.values.signal_value import ChangeValue, SignalValue
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.base.spot import Spot


def label_faults(window: MainWindow, snapshot: Snapshot | None) -> Iterator[str]:
    """What is wrong with the label, a sentence each; nothing where it is hidden."""
    held = window.value_label
    spot, shown = held.spot, held.label.shown
    if spot is None:
        if shown is not None and not held.follows_cursor:
            yield f"the label says {shown.plain!r} of nothing"
        return
    value = spot.value
    said = value.text()
    if shown is not None and shown != said:
        yield f"the label says {shown.plain!r}, its place {said.plain!r}"
    run = _run(spot)
    if run is not None and (snapshot is None or all(run is not one for one in snapshot.runs)):
        yield f"the label says {said.plain!r} of a run that is no longer shown"
    if isinstance(value, SignalValue):
        now = SignalValue(value.run, value.part, value.signal, value.index, value.at).number
        if not said.value.endswith(number(now)):
            yield f"the label says {said.value}, the value is {now}"
        if (
            isinstance(value, ChangeValue)
            and value.number
            and math.isfinite(value.number)
            and not said.note.endswith(signed(value.number))
        ):
            yield f"the label says {said.note}, the change is {value.number}"
    screen = held.label.screen().availableGeometry()
    if shown is not None and screen.contains(spot.cell) and held.label.geometry().intersects(spot.cell):
        yield f"the label at {held.label.geometry()} covers its cell at {spot.cell}"
    # A window may reach beyond its screen, with cells that are not seen.
    if shown is not None and screen.contains(spot.cell) and not screen.contains(held.label.geometry()):
        yield f"the label at {held.label.geometry()} leaves the screen"


def misses(spot: Spot, pointer: QPoint) -> bool:
    """Whether the cell of a spot is not under the mouse; half of a gap between chips belongs to each."""
    return not spot.cell.adjusted(-4, -1, 4, 1).contains(pointer)


def _run(spot: Spot) -> Run | None:
    named = {field.name for field in fields(spot.value)}  # type: ignore[arg-type]
    return spot.value.run if "run" in named else None  # type: ignore[attr-defined]
