"""A picture that is painted once and kept: cursor and mouse only add to it."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent

from gatescope.paint.canvas import Canvas
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.mouse_place import HoveredWidget

P = TypeVar("P")
L = TypeVar("L")


class KeptPicture(HoveredWidget, Generic[P, L]):
    """A widget that paints a plot `P` once into a pixmap, and then knows the layout `L` of its parts.

    A subclass overrides `_paint_body` and, if something changes more often than the plot does, `_paint_over`.

    Attributes:
        least: the smallest size in which the picture is of use.
    """

    hovered = Signal(object)
    """The `Spot` under the mouse, or None."""

    least = QSize(0, 84)

    _theme: Theme = LIGHT
    _plot: P | None = None
    _body: QPixmap | None = None
    _layout: L | None = None

    @property
    def shown(self) -> P | None:
        """The plot that is painted."""
        return self._plot

    @property
    def layout_now(self) -> L | None:
        """The layout of its parts, once it has been painted: that of the plot shown, also before the next paint."""
        plot = self._to_paint()
        if plot is None or self._layout is None:
            return None
        if self._body is None:
            # A dock that folds away has no size, and a picture of none cannot be painted.
            if self.size().isEmpty():
                return None
            self._keep(plot)
        return self._layout

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.repaint_all()

    def repaint_all(self) -> None:
        """Paint the picture anew after a change of plot, place or colours."""
        self._body = None
        self.update()

    def minimumSizeHint(self) -> QSize:
        return self.least

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.repaint_all()

    def paintEvent(self, _event: QPaintEvent) -> None:
        plot = self._to_paint()
        if plot is None:
            painter = QPainter(self)
            self._paint_nothing(painter)
            painter.end()
            return
        if self._body is None or self._body.devicePixelRatio() != self.devicePixelRatioF():
            self._keep(plot)
            self._painted_anew()
        assert self._body is not None
        assert self._layout is not None
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._body)
        self._paint_over(painter, plot, self._layout)
        painter.end()

    def _keep(self, plot: P) -> None:
        """Paint what is kept."""
        self._body = self._blank()
        painter = QPainter(self._body)
        self._layout = self._paint_body(self._canvas(painter), plot)
        painter.end()

    def _to_paint(self) -> P | None:
        """Return the plot, or None where there is nothing of it to paint."""
        return self._plot

    def _paint_nothing(self, painter: QPainter) -> None:
        """Paint the widget while there is nothing to paint: by itself it stays as what is behind it."""

    def _paint_body(self, canvas: Canvas, plot: P) -> L:
        """Paint what is kept, and return where its parts are."""
        raise NotImplementedError

    def _paint_over(self, painter: QPainter, plot: P, layout: L) -> None:
        """Paint over the kept picture what a key or the mouse changes."""

    def _painted_anew(self) -> None:
        """Tell of what is under a resting mouse now, which is no part of the painting."""
        QTimer.singleShot(0, self, self._look_again)

    def _blank(self) -> QPixmap:
        """Return a pixmap of the widget's size, in the colour of its surface."""
        ratio = self.devicePixelRatioF()
        made = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(self._theme.surface)
        return made

    def _canvas(self, painter: QPainter) -> Canvas:
        """Return a canvas in the units of the window."""
        return Canvas(painter, self._theme, QRectF(self.rect()), self._theme.text_scale)
