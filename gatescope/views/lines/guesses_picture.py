"""What a language model expects next, on screen: its painter's picture; a click on a column moves the cursor."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.guesses import paint_guesses_body
from gatescope.paint.guesses_layout import GuessesLayout
from gatescope.plots.guesses_plot import GuessesPlot
from gatescope.plots.theme import LIGHT, Theme
from gatescope.plots.values.readout_value import ReadoutValue
from gatescope.views.base.mouse_place import HoveredWidget
from gatescope.views.base.spot import Spot

_EDGE, _BOTTOM = 9.0, 4.0
_LEAST = QSize(0, 96)


class GuessesPicture(HoveredWidget):
    """Paints a `GuessesPlot` once into a pixmap, and again when something of it changed."""

    hovered = Signal(object)
    """The `Spot` under the mouse, or None."""
    token_clicked = Signal(int)
    """The token whose column was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._plot: GuessesPlot | None = None
        self._picture: QPixmap | None = None
        self._layout: GuessesLayout | None = None
        self.setAccessibleName("What the model expects next")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def layout_now(self) -> GuessesLayout | None:
        """Where its parts are, once it has been painted."""
        return self._layout

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._repaint_all()

    def show_plot(self, plot: GuessesPlot | None) -> None:
        """Paint `plot`; None lets go of the last one."""
        self._plot = plot
        self.setAccessibleDescription("" if plot is None else f"{plot.said(plot.at)}. {plot.finding()}")
        self._repaint_all()
        self._look_again()

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._repaint_all()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._plot is None:
            return
        if self._picture is None or self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self._picture = self._paint(self._plot)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        token = self._token_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and token is not None:
            self.token_clicked.emit(token)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)
        self._look_at(event.position())

    def spot_at_cursor(self) -> Spot | None:
        """Return the likeliest next token at the cursor."""
        layout, plot = self._layout, self._plot
        return None if layout is None or plot is None else self._spot(plot.at, 0, layout.bars[0])

    def spot_at(self, place: QPointF, pointer: QPoint | None = None) -> Spot | None:
        """Return the guess at `place`."""
        found = None if self._layout is None or self._plot is None else self._layout.guess_at(place)
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
        return None if self._layout is None or self._plot is None else self._layout.token_at(place)

    def _repaint_all(self) -> None:
        self._picture = None
        self.update()

    def _paint(self, plot: GuessesPlot) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._theme.surface)
        painter = QPainter(picture)
        canvas = Canvas(painter, self._theme, QRectF(self.rect()), self._theme.text_scale)
        rect = QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)
        self._layout = GuessesLayout(canvas, plot, rect)
        paint_guesses_body(canvas, plot, self._layout)
        painter.end()
        return picture
