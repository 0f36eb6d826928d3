"""The row above the maps that switches between what is and what changed; there only while something differs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from gatescope.plots.theme import Theme
from gatescope.views.base.text_size import pixels
from gatescope.words import mark, tr

_SAID = {False: mark("The run as it is now"), True: mark("What changed: now minus as opened")}


class DifferenceRow(QWidget):
    """A sentence that says what the maps show, and the button that changes it."""

    toggled = Signal(bool)
    """Whether the maps are to show the difference."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = QLabel(tr(_SAID[False]), self)
        # In a narrow dock the sentence gives way, never the button.
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(tr("Difference"), self)
        self.button.setObjectName("difference")
        self.button.setCheckable(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setToolTip(
            tr("Show in the maps what changed since the model was opened (Ctrl+D; held down, only while it is held)")
        )
        self.button.setAccessibleName(tr("Difference: show what changed since the model was opened"))
        self.button.toggled.connect(self._toggle)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 10, 4)
        row.addWidget(self._said, 1)
        row.addWidget(self.button)
        self.hide()

    @property
    def on(self) -> bool:
        """Whether the difference is wanted; kept while nothing differs."""
        return self.button.isChecked()

    def set_theme(self, theme: Theme) -> None:
        self._said.setStyleSheet(f"color: {theme.muted}; font-size: {pixels(12)}px;")

    def _toggle(self, on: bool) -> None:
        self._said.setText(tr(_SAID[on]))
        self.toggled.emit(on)
