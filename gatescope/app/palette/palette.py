"""Gives the search of commands all that it can find, kind by kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gatescope.app.commands.glossary_commands import GlossaryCommands
from gatescope.app.lessons.learning import Learning
from gatescope.app.palette.kept_actions import KeptActions
from gatescope.app.palette.lessons_found import LessonEntries
from gatescope.app.palette.menu_entries import entries_of_bar, entries_of_buttons, entries_of_menu, plain_name
from gatescope.app.palette.unit_entries import UnitEntries
from gatescope.app.settings.commands import SettingsCommands
from gatescope.app.settings.rows import ROWS
from gatescope.app.window.main_window import MainWindow
from gatescope.session.session import Session
from gatescope.views.controls.search_groups import Entry, Source
from gatescope.words import tr

_APART = ("examples", "recent")
"""Menus whose entries are no commands."""
_FEW = 6


class Palette(QObject):
    """Collects the sources; each says anew what it has when something is typed."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        learning: Learning,
        settings: SettingsCommands,
        glossary: GlossaryCommands,
        places: Sequence[QAction],
        parent: QObject,
    ) -> None:
        """`places` are the actions that show workspaces and docks."""
        super().__init__(parent)
        self._window, self._session = window, session
        self._places = dict.fromkeys(places)
        self._units = UnitEntries(session, self)
        self._models = KeptActions(self._show_model, self)
        self._lessons = LessonEntries(learning, self)
        self._settings = KeptActions(settings.open_at, self)
        window.search.set_sources(
            (
                Source(tr("Commands"), self._commands),
                Source(tr("Workspaces and docks"), self._workspaces),
                Source(tr("Units"), self._units.entries),
                Source(tr("Settings"), self._rows),
                Source(tr("Models"), self._open_models, _FEW),
                Source(tr("Files opened last"), self._recent, _FEW),
                Source(tr("Lessons"), self._lessons.entries, _FEW),
                Source(tr("Example sentences"), self._examples, _FEW),
                Source(tr("Lists in view"), self._lists, _FEW),
                Source(tr("Glossary"), glossary.entries),
            )
        )

    def _commands(self, _query: str) -> Iterator[Entry]:
        bar = self._window.menuBar()
        return (entry for entry in entries_of_bar(bar, _APART) if entry.action not in self._places)

    def _workspaces(self, _query: str) -> Iterator[Entry]:
        return (Entry(plain_name(action.iconText()), action) for action in self._places)

    def _rows(self, _query: str) -> Iterator[Entry]:
        for row in ROWS:
            name = tr("Setting: {name}", name=tr(row.label))
            yield Entry(name, self._settings.action(row.name, name, tr(row.tip)))

    def _open_models(self, _query: str) -> Iterator[Entry]:
        for model in self._session.document.models:
            name = tr("Model: {name}", name=model)
            yield Entry(name, self._models.action(model, name, tr("Show this model alone")))

    def _recent(self, _query: str) -> Iterator[Entry]:
        for entry in self._of_menu("recent"):
            path = entry.action.data()
            named = isinstance(path, Path)
            yield Entry(tr("Open {path}", path=path.name), entry.action) if named else entry

    def _examples(self, _query: str) -> Iterator[Entry]:
        return self._of_menu("examples")

    def _of_menu(self, name: str) -> Iterator[Entry]:
        for menu in self._window.findChildren(QMenu, name):
            yield from entries_of_menu(menu, "", ())

    def _lists(self, _query: str) -> Iterator[Entry]:
        return entries_of_buttons(self._window, _APART)

    @Slot(object)
    def _show_model(self, name: Any) -> None:
        if name in self._session.document.models:
            self._session.show([name])
