"""The badge that names the first step at which a signal stopped being a finite number."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from gatescope.plots.signals import title
from gatescope.plots.theme import Theme

if TYPE_CHECKING:
    from gatescope.session.snapshot import Run

_LONGEST_WORD = 24


class BadBadge(QLabel):
    """Says in a corner where a run went bad; hidden while all is well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAccessibleName("Values that are not numbers")
        self.hide()

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Name the first bad step of the first run that has one."""
        run = next((run for run in runs if run.bad is not None), None)
        if run is None or run.bad is None:
            self.hide()
            return
        bad = run.bad
        word = bad.word if len(bad.word) <= _LONGEST_WORD else bad.word[:_LONGEST_WORD] + "…"
        model = f"{escape(run.model)} is " if len(runs) > 1 else "Values are "
        self.setText(
            f"{model}not finite from token {bad.token + 1} “{escape(word)}” on: {title(bad.signal)}, unit {bad.unit}"
        )
        self.setToolTip("Undo the last change of a weight, or reset the array, to get finite numbers again.")
        self.adjustSize()
        self.show()
        self.raise_()

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"background: {theme.surface}; color: {theme.bad}; border: 1px solid {theme.bad}; border-radius: 6px;"
            " padding: 3px 8px; font-size: 12px; font-weight: 600;"
        )
        self.adjustSize()
