"""The badge that names the first step at which a signal stopped being a finite number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from gatescope.plots.bad_text import WAY_OUT, bad_text
from gatescope.plots.theme import Theme
from gatescope.views.base.elided_label import ElidedLabel
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.session.run.snapshot import Run

_FROM_SIDE, _FROM_TOP = 12, 10


class BadBadge(ElidedLabel):
    """Names in a corner the first NaN or Inf of a run; hidden while every value is finite."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("First value that is not finite"))
        self.hide()

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Name the first bad step of the first run that has one."""
        run = next((run for run in runs if run.bad is not None), None)
        if run is None or run.bad is None:
            self.hide()
            return
        model = tr("{model} is ", model=run.model) if len(runs) > 1 else ""
        self.show_text(tr("✕ {model}not finite first at {place}", model=model, place=bad_text(run.bad)), tr(WAY_OUT))
        self.show()
        self.raise_()

    def place(self, area: QRect) -> None:
        """Take the upper right corner of `area`, shortened where it is narrow."""
        if not self.isHidden():
            whole = self.sizeHint()
            width = min(whole.width(), max(area.width() - 2 * _FROM_SIDE, 1))
            self.setGeometry(area.right() - _FROM_SIDE - width, area.top() + _FROM_TOP, width, whole.height())

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"background: {theme.surface}; color: {theme.bad}; border: 1px solid {theme.bad}; border-radius: 6px;"
            f" padding: 3px 8px; font-size: {theme.pixels(12)}px; font-weight: 600;"
        )
