"""Chooses the next unit up or down in the order of the maps, by key."""

from __future__ import annotations

import numpy as np

from gatescope.plots.order import unit_order
from gatescope.plots.runs import part_of
from gatescope.plots.traces import chosen_unit
from gatescope.session.document.document import UnitRef
from gatescope.session.session import Session


def browse_units(session: Session, rows: int) -> None:
    """Choose the unit that the maps show `rows` rows below the chosen one, as far as there are units.

    Where none is chosen, it is counted from the one that the traces show.
    """
    snapshot, focus = session.snapshot, session.focus
    run = None if snapshot is None else snapshot.run(focus.model)
    if run is None or not len(run.tokens):
        return
    part = part_of(run, focus)
    order = unit_order(run, part, focus.order)
    at = np.flatnonzero(order == chosen_unit(run, part, focus).unit)
    row = min(max((int(at[0]) if len(at) else 0) + rows, 0), len(order) - 1)
    session.change_focus(units=(UnitRef(run.model, part, int(order[row])),))
