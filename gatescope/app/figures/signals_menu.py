"""A button whose menu has the signals of a cell to tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from gatescope.plots.signals import title
from gatescope.plots.theme import Theme
from gatescope.views.base.icons import icon
from gatescope.views.controls.choice_menu import hold_menu, plain, shortened
from gatescope.views.controls.menu import Menu
from gatescope.words import tr


class SignalsMenu(QToolButton):
    """Shows which signals are chosen; none stands for the usual ones.

    Signals:
        signals_chosen(tuple): the names of the signals that a person wants.
    """

    signals_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu = Menu(self)
        self._menu.triggered.connect(self._take)
        hold_menu(self, self._menu)
        self._offered: tuple[str, ...] = ()
        self._one = False

    def set_theme(self, theme: Theme) -> None:
        self.setIcon(icon("down", theme))

    def show_signals(self, offered: Sequence[str], ticked: Sequence[str], *, one: bool) -> None:
        """Offer these signals, `one` of them or several, without a signal."""
        self._one = one
        if tuple(offered) != self._offered:
            self._offered = tuple(offered)
            self._menu.clear()
            for name in ("", *offered):
                action = self._menu.addAction(plain(_title(name)))
                action.setData(name)
                action.setCheckable(True)
        for action in self._menu.actions():
            action.setChecked(action.data() in ticked if action.data() else not ticked)
        self.setText(plain(shortened(", ".join(map(_title, ticked)) or _title(""))))

    @Slot(QAction)
    def _take(self, action: QAction) -> None:
        name = action.data()
        ticked = [one.data() for one in self._menu.actions() if one.data() and one.isChecked()]
        if not name:
            ticked = []
        elif self._one:
            ticked = [name] if action.isChecked() else []
        self.signals_chosen.emit(tuple(ticked))


def _title(name: str) -> str:
    return title(name) if name else tr("as usual")
