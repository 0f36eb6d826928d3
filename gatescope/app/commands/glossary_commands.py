"""The glossary's command, and what the search of commands finds in the glossary."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from gatescope.app.commands.glossary_page import GlossaryPage
from gatescope.app.window.design import Design
from gatescope.app.window.main_window import MainWindow
from gatescope.plots.glossary.term import Term, folded
from gatescope.plots.glossary.terms import find, spelling_found
from gatescope.plots.theme import Theme
from gatescope.session.document.shading import Shading
from gatescope.session.session import Session
from gatescope.views.controls.search_groups import Entry, begins_so, called_so


class GlossaryCommands(QObject):
    """Opens the glossary, once, and lets its terms be found beside the commands."""

    def __init__(self, window: MainWindow, session: Session, design: Design, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._design = window, session, design
        self._page: GlossaryPage | None = None
        self._entries: dict[tuple[Term, str], QAction] = {}
        design.changed.connect(self._dress)
        session.document_changed.connect(self._offer)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of these commands, by name."""
        return {"glossary": self.show_all}

    @Slot()
    def show_all(self) -> None:
        """Show the glossary from its beginning."""
        self.show_query("")

    def show_query(self, query: str) -> None:
        """Show the glossary with what `query` finds."""
        if self._page is None:
            self._page = page = GlossaryPage(self._window, self._design.theme)
            page.shade_asked.connect(self._shade)
            page.finished.connect(self._let_go)
            self._offer()
        self._page.show_query(query)
        self._page.show()
        self._page.raise_()
        self._page.activateWindow()

    def entries(self, query: str) -> Iterator[Entry]:
        """Yield what explains `query`: the terms called so, and those that begin so."""
        wanted = folded(query)
        for term in find(query) if wanted else ():
            entry = called_so if wanted in map(folded, term.spellings) else begins_so
            action = self._entry(term, spelling_found(term, query))
            yield entry(action.iconText(), action)

    def _entry(self, term: Term, spelling: str) -> QAction:
        if (term, spelling) not in self._entries:
            action = QAction(self)
            action.setObjectName("term")
            action.setIconText(spelling if spelling == term.name else f"{spelling}: {term.name}")
            action.setToolTip(term.says)
            action.setData(term.name)
            action.triggered.connect(self._show_entry)
            self._entries[term, spelling] = action
        return self._entries[term, spelling]

    @Slot()
    def _show_entry(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.show_query(str(action.data()))

    @Slot(object)
    def _dress(self, theme: Theme) -> None:
        if self._page is not None:
            self._page.set_theme(theme)

    @Slot()
    def _offer(self) -> None:
        if self._page is not None:
            document = self._session.document
            self._page.offer({one for name in document.shown for one in document.networks[name].cell.signals})

    @Slot(str)
    def _shade(self, signal: str) -> None:
        self._session.change_focus(shading=Shading(signal, ""))

    @Slot()
    def _let_go(self) -> None:
        self._page = None
