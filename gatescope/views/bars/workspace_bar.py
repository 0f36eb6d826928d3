"""The workspaces, as a flat strip of words at the right end of the menu bar."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from gatescope.plots.theme import Theme
from gatescope.views.controls.segmented import Segment
from gatescope.words import tr

_MARGIN, _UNDERLINE = 11, 2


class WorkspaceBar(QWidget):
    """One word a workspace; the one that is shown is underlined. A click leaves the keyboard where it is."""

    workspace_picked = Signal(str)
    """The key of the workspace that the person wants to see."""
    reset_asked = Signal(str)
    """The key of the workspace whose docks the person wants put back, by Ctrl and a click."""

    def __init__(self, workspaces: tuple[Segment, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("WorkspaceBar")
        self.setAccessibleName(tr("Workspaces"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(2)
        for number, segment in enumerate(workspaces):
            button = QPushButton(segment.label, self)
            button.setObjectName("workspace")
            button.setCheckable(True)
            button.setToolTip(segment.tip)
            button.setAccessibleName(tr("Workspace {label}", label=segment.label))
            button.setAccessibleDescription(segment.tip)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
            row.addWidget(button)
            self._group.addButton(button, number)
            self._buttons[segment.key] = button
        self._keys = [segment.key for segment in workspaces]
        self._group.idClicked.connect(self._tell)

    def set_current(self, key: str) -> None:
        """Underline the workspace `key`, without emitting a signal."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"#workspace {{ background: transparent; color: {theme.muted}; border: none; border-radius: 0;"
            f" border-bottom: {_UNDERLINE}px solid transparent; padding: {_UNDERLINE}px {_MARGIN}px 0 {_MARGIN}px; }}"
            f"#workspace:hover, #workspace:focus {{ color: {theme.text}; }}"
            f"#workspace:focus {{ background: {theme.raised}; }}"
            f"#workspace:checked {{ color: {theme.accent}; font-weight: 600;"
            f" border-bottom: {_UNDERLINE}px solid {theme.accent}; }}"
        )
        for button in self._buttons.values():
            font = button.font()
            font.setWeight(font.Weight.DemiBold)
            # Wide enough for bold text, so that no word moves when one becomes bold.
            button.setFixedWidth(QFontMetrics(font).horizontalAdvance(button.text()) + 2 * _MARGIN + 2)

    def _tell(self, number: int) -> None:
        with_control = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        (self.reset_asked if with_control else self.workspace_picked).emit(self._keys[number])
