"""The read-out of every shown model after each token, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gatescope.plots.readout import MOST_LINES, readout
from gatescope.views.lines.large_value import LargeValue
from gatescope.views.lines.line_view import LinePlotView

if TYPE_CHECKING:
    from gatescope.plots.description import LinePlot
    from gatescope.plots.theme import Theme
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot


class ReadoutView(LinePlotView):
    """The read-out of all shown models after every token."""

    title = "Read-out after every token"
    purpose = "to see what the model makes of it"
    legend_is_flat = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.large = LargeValue(self)
        self.large.hide()
        self._column.insertWidget(0, self.large)

    def _apply_theme(self, theme: Theme) -> None:
        self.large.set_theme(theme)
        self.large.setVisible(theme.presenting)
        self.legend.setHidden(theme.presenting)
        super()._apply_theme(theme)
        self._show_large()

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        super()._draw(snapshot, focus)
        self._show_large()

    def _show_large(self) -> None:
        if self._plot is not None and self._theme.presenting:
            self.large.show_plot(self._plot)

    def _draw_focus(self, snapshot: Snapshot, focus: Focus) -> None:
        # Which of many labels have a line depends on the token.
        if any(values.shape[1] > MOST_LINES for run in snapshot.runs for values in run.readouts.values()):
            self._draw(snapshot, focus)
        else:
            super()._draw_focus(snapshot, focus)
        self._show_large()

    def is_idle(self, snapshot: Snapshot) -> bool:
        return bool(snapshot.runs) and not any(run.network.readouts for run in snapshot.runs)

    def _show_empty_text(self, snapshot: Snapshot, focus: Focus) -> None:
        mute = [run.model for run in snapshot.runs if len(run.tokens) and not run.readouts]
        if mute and len(mute) == len(snapshot.runs):
            self._say(f"{', '.join(mute)} has no read-out: its output is its hidden state.")
        else:
            super()._show_empty_text(snapshot, focus)

    def _describe(self, snapshot: Snapshot, focus: Focus) -> LinePlot:
        return readout(snapshot.runs, focus).without(self._hidden)
