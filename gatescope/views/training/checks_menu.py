"""A button whose menu has check marks: which quantities are shown, which runs are compared."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from gatescope.plots.theme import Theme
from gatescope.views.base.icons import icon
from gatescope.views.controls.choice_menu import hold_menu, plain
from gatescope.views.controls.menu import Menu
from gatescope.views.controls.segmented import Segment
from gatescope.words import tr


class ChecksMenu(QToolButton):
    """Any number of its choices may be set."""

    toggled_one = Signal(str, bool)
    """The key of a choice, and whether it is set now."""

    def __init__(self, words: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = Menu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.triggered.connect(self._tell)
        self._choices: tuple[Segment, ...] = ()
        hold_menu(self, self._menu)

    def set_theme(self, theme: Theme) -> None:
        self.setIcon(icon("down", theme))

    def set_choices(self, choices: Sequence[Segment], ticked: Collection[str]) -> None:
        """Offer `choices` with those in `ticked` set; no signal is emitted."""
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            self._menu.clear()
            for choice in self._choices:
                action = self._menu.addAction(plain(tr(choice.label)))
                action.setCheckable(True)
                action.setData(choice.key)
                action.setToolTip(tr(choice.tip))
        for action in self._menu.actions():
            action.setChecked(action.data() in ticked)

    def _tell(self, action: QAction) -> None:
        self.toggled_one.emit(action.data(), action.isChecked())
