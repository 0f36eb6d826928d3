"""Units that are named by their number: “unit 12”, or “12” alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QObject, Slot

from gatescope.app.palette.kept_actions import KeptActions
from gatescope.plots.runs import part_of
from gatescope.session.document.document import UnitRef
from gatescope.session.run.snapshot import Run
from gatescope.session.session import Session
from gatescope.views.controls.search_groups import Entry
from gatescope.words import tr

_MOST = 8
_CALLED, _BEGUN = 200, 100


class UnitEntries(QObject):
    """Offers the units of the model in front, in the part of it that is in focus."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._kept = KeptActions(self._choose, self)

    def entries(self, query: str) -> Iterator[Entry]:
        """Yield the units whose number begins with that in `query`; the first ones where it says “unit” alone."""
        run, digits = self._run(), _digits(query, tr("unit").casefold())
        if run is None or digits is None:
            return
        fitting = [unit for unit in range(run.network.units) if str(unit).startswith(digits)]
        for unit in fitting[:_MOST]:
            name = tr("Unit {unit} of {model}", unit=unit, model=run.model)
            action = self._kept.action(unit, name, tr("Choose this unit in every view"))
            yield Entry(name, action, _CALLED if digits == str(unit) else _BEGUN)

    def _run(self) -> Run | None:
        snapshot = self._session.snapshot
        return None if snapshot is None else snapshot.run(self._session.focus.model)

    @Slot(object)
    def _choose(self, unit: int) -> None:
        run, focus = self._run(), self._session.focus
        if run is not None and unit < run.network.units:
            self._session.change_focus(units=(UnitRef(run.model, part_of(run, focus), unit),))


def _digits(query: str, word: str) -> str | None:
    """Return the number in `query`, empty after the word for a unit alone; None where it asks for no unit."""
    found = re.fullmatch(rf"(?:{re.escape(word)}|unit|u)?\s*([0-9]*)", query.strip().casefold())
    if found is None or query.strip().casefold() in ("", "u"):
        return None
    return found[1]
