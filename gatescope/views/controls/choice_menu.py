"""One button with a menu: the narrow form of a row of choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gatescope.plots.theme import Theme
from gatescope.views.base.icons import icon
from gatescope.views.controls.menu import Menu
from gatescope.views.controls.segmented import Segment
from gatescope.words import tr

LONGEST = 24
"""Letters of a name on a button; the middle of a longer one is left out, and the tool tip has it whole."""


class ChoiceMenu(QToolButton):
    """Shows the current choice; its menu has them all."""

    segment_picked = Signal(str)
    """The key of the segment that the person picked."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._menu = Menu(self)
        self._menu.setToolTipsVisible(True)
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._tell)
        self._segments: tuple[Segment, ...] = ()
        hold_menu(self, self._menu)

    def set_segments(self, segments: Sequence[Segment], current: str) -> None:
        """Offer these choices with `current` on the button, without emitting a signal."""
        if tuple(segments) != self._segments:
            self._segments = tuple(segments)
            self._menu.clear()
            for action in self._group.actions():
                self._group.removeAction(action)
            for segment in self._segments:
                action = self._menu.addAction(plain(tr(segment.label)))
                action.setData(segment.key)
                action.setToolTip(tr(segment.tip))
                action.setCheckable(True)
                self._group.addAction(action)
        for action, segment in zip(self._group.actions(), self._segments, strict=True):
            action.setChecked(segment.key == current)
            if segment.key == current:
                self.setText(plain(shortened(tr(segment.label))))
                self.setToolTip(tr(segment.tip))

    def set_theme(self, theme: Theme) -> None:
        self.setIcon(icon("down", theme))

    def _tell(self, action: QAction) -> None:
        self.segment_picked.emit(action.data())


def hold_menu(button: QToolButton, menu: QMenu) -> None:
    """Let `button` open `menu` at once, with its arrow behind the text."""
    button.setMenu(menu)
    # Right to left puts the arrow behind the name.
    menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)


def plain(text: str) -> str:
    """`text` for a button or a menu, which would underline what follows an ampersand."""
    return text.replace("&", "&&")


def shortened(text: str) -> str:
    """`text`, without its middle where it is longer than `LONGEST` letters."""
    if len(text) <= LONGEST:
        return text
    kept = LONGEST - 1
    return f"{text[: kept - kept // 2]}…{text[-(kept // 2) :]}"
