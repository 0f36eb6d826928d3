"""The badge that names the first step at which a signal stopped being a finite number."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from gatescope.plots.bad_text import WAY_OUT, bad_text
from gatescope.plots.theme import Theme

if TYPE_CHECKING:
    from gatescope.session.run.snapshot import Run


class BadBadge(QLabel):
    """Names in a corner the first NaN or Inf of a run; hidden while every value is finite."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAccessibleName("First value that is not finite")
        self.hide()

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Name the first bad step of the first run that has one."""
        run = next((run for run in runs if run.bad is not None), None)
        if run is None or run.bad is None:
            self.hide()
            return
        model = f"{run.model} is " if len(runs) > 1 else ""
        self.setText(escape(f"✕ {model}not finite first at {bad_text(run.bad)}"))
        self.setToolTip(WAY_OUT)
        self.adjustSize()
        self.show()
        self.raise_()

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"background: {theme.surface}; color: {theme.bad}; border: 1px solid {theme.bad}; border-radius: 6px;"
            f" padding: 3px 8px; font-size: {theme.pixels(12)}px; font-weight: 600;"
        )
        self.adjustSize()
