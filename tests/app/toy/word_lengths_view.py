"""The view: shows the picture, says what is under the mouse, and tells which word was clicked."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent

from gatescope.paint.painter import paint
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Snapshot
from gatescope.views.base.plot_view import PlotView
from tests.app.toy.word_lengths_plot import WordLengthsPlot, word_lengths


class WordLengthsView(PlotView):
    """Bars over the words. A click puts the token cursor there."""

    title = "Word lengths"
    zoomed = True
    _plot: WordLengthsPlot | None = None

    def plot(self) -> WordLengthsPlot | None:
        self.refresh()
        return self._plot

    def reset_view(self) -> None:
        self.zoomed = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._plot is not None:
            self.token_clicked.emit(int(event.position().x() / self.width() * len(self._plot.tokens)))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._plot is not None:
            painter = QPainter(self)
            paint(painter, self._plot, QRectF(self.rect()), self._theme)
            painter.end()

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        run = snapshot.run(focus.model) or snapshot.runs[0]
        self._plot = word_lengths(run.tokens, focus.token)
        self.update()
