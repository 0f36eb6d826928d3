"""The read-out of every shown model after each token, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QWidget

from gatescope.plots.guesses_plot import GuessesPlot, guesses_plot, guessing
from gatescope.plots.readout import MOST_LINES, readout
from gatescope.views.lines.guesses_picture import GuessesPicture
from gatescope.views.lines.large_value import LargeValue
from gatescope.views.lines.line_view import LinePlotView
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.plots.description import LinePlot, TokenAxisPlot
    from gatescope.plots.theme import Theme
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot
    from gatescope.views.base.spot import Spot


class ReadoutView(LinePlotView):
    """The read-out of all shown models after every token."""

    title = mark("Read-out after every token")
    purpose = mark("to see what the model makes of it")
    legend_is_flat = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.large = LargeValue(self)
        self.large.hide()
        self._column.insertWidget(0, self.large)
        self._expected: GuessesPlot | None = None
        self.guesses = GuessesPicture(self)
        self.guesses.hide()
        self.guesses.token_clicked.connect(self.token_clicked)
        self.guesses.hovered.connect(self.hovered)
        self._column.addWidget(self.guesses, 1)

    def plot(self) -> TokenAxisPlot | None:
        shown = super().plot()
        return shown if self._expected is None else self._expected

    def _apply_theme(self, theme: Theme) -> None:
        self.large.set_theme(theme)
        self.guesses.set_theme(theme)
        self._show_parts(theme)
        super()._apply_theme(theme)
        self._show_large()

    def _show_parts(self, theme: Theme) -> None:
        """Show the guesses of a language model, or the lines and what belongs to them."""
        lines = self._expected is None
        self.guesses.setHidden(lines)
        self._plot_area.setVisible(lines)
        self.large.setVisible(lines and theme.presenting)
        self.legend.setVisible(lines and not theme.presenting)

    def _let_go(self) -> None:
        super()._let_go()
        self._expected = None
        self.guesses.show_plot(None)

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        run = guessing(snapshot.runs)
        before, self._expected = self._expected, None if run is None else guesses_plot(run, focus)
        self.guesses.show_plot(self._expected)
        if (before is None) != (self._expected is None):
            self._show_parts(self._theme)
        if self._expected is not None:
            super()._let_go()
            self._say("")
            return
        super()._draw(snapshot, focus)
        self._show_large()

    def spot_at(self, place: QPoint) -> Spot | None:
        if self._expected is None:
            return super().spot_at(place)
        return self.guesses.spot_at(QPointF(self.guesses.mapFrom(self, place)))

    def spot_at_cursor(self) -> Spot | None:
        return super().spot_at_cursor() if self._expected is None else self.guesses.spot_at_cursor()

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
            self._say(tr("{mute} has no read-out: its output is its hidden state.", mute=", ".join(mute)))
        else:
            super()._show_empty_text(snapshot, focus)

    def _describe(self, snapshot: Snapshot, focus: Focus) -> LinePlot:
        return readout(snapshot.runs, focus).without(self._hidden)
