"""What a language model expects next, on screen: its painter's picture; a click on a column moves the cursor."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.guesses import paint_guesses_body
from gatescope.paint.guesses_layout import GuessesLayout
from gatescope.plots.guesses_plot import GuessesPlot
from gatescope.plots.values.readout_value import ReadoutValue
from gatescope.views.base.kept_picture import KeptPicture
from gatescope.views.base.spot import Spot
from gatescope.words import tr

_EDGE, _BOTTOM = 9.0, 4.0


class GuessesPicture(KeptPicture[GuessesPlot, GuessesLayout]):
    """Paints a `GuessesPlot` once into a pixmap, and again when something of it changed."""

    token_clicked = Signal(int)
    """The token whose column was clicked."""

    least = QSize(0, 96)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("What the model expects next"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_plot(self, plot: GuessesPlot | None) -> None:
        """Paint `plot`; None lets go of the last one."""
        self._plot = plot
        self.setAccessibleDescription("" if plot is None else f"{plot.said(plot.at)}. {plot.finding()}")
        self.repaint_all()
        self._look_again()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        token = self._token_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and token is not None:
            self.token_clicked.emit(token)
        else:
            event.ignore()

    def spot_at_cursor(self) -> Spot | None:
        """Return the likeliest next token at the cursor."""
        layout, plot = self.layout_now, self._plot
        return None if layout is None or plot is None else self._spot(plot.at, 0, layout.bars[0])

    def spot_at(self, place: QPointF, pointer: QPoint | None = None) -> Spot | None:
        """Return the guess at `place`."""
        found = None if self.layout_now is None or self._plot is None else self.layout_now.guess_at(place)
        if found is None or self._plot is None:
            return None
        token, row, cell = found
        return self._spot(self._plot.at if token is None else token, row, cell, pointer)

    def _look_at(self, place: QPointF | None) -> None:
        self.hovered.emit(None if place is None else self.spot_at(place, self.mouse.on_screen))

    def _spot(self, token: int, row: int, cell: QRectF, pointer: QPoint | None = None) -> Spot | None:
        plot = self._plot
        guesses = [] if plot is None else plot.guesses(token)
        if plot is None or row >= len(guesses):
            return None
        return Spot.on(self, ReadoutValue(plot.run, guesses[row].column, token), cell, pointer)

    def _token_at(self, place: QPointF) -> int | None:
        return None if self.layout_now is None or self._plot is None else self.layout_now.token_at(place)

    def _painted_anew(self) -> None:
        """Do nothing: `show_plot` has told already."""

    def _paint_body(self, canvas: Canvas, plot: GuessesPlot) -> GuessesLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)
        layout = GuessesLayout(canvas, plot, rect)
        paint_guesses_body(canvas, plot, layout)
        return layout
