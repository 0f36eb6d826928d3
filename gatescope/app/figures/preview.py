"""The figure at the size it will have on paper, or as large as there is room for, between rulers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from gatescope.app.figures.ruler import Ruler
from gatescope.plots.theme import LIGHT, Theme
from gatescope.words import tr

MARGIN = 22
"""Pixels about the paper."""
_MM_AN_INCH = 25.4
_SANE = (50.0, 400.0)
"""Dots an inch of screens that tell the truth; some say none at all."""


class Sheet(QWidget):
    """The paper with the picture on it, in the middle of the room that there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._picture: QImage | None = None
        self._words = ""
        self.paper = QRectF()
        self.setAccessibleName(tr("Preview of the figure"))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_picture(self, picture: QImage | None, words: str = "") -> None:
        """Show the picture, whatever its resolution, or `words` where there is none."""
        self._picture, self._words = picture, words
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(self.rect(), QColor(theme.raised))
        painter.fillRect(self.paper, QColor(theme.surface))
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.paper, self._picture)
        painter.setPen(QPen(QColor(theme.muted), 1))
        painter.drawRect(self.paper.adjusted(-0.5, -0.5, 0.5, 0.5))
        if self._words:
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.paper.adjusted(16, 16, -16, -16), int(wrapped), self._words)
        painter.end()


class FigurePreview(QWidget):
    """Sheet and rulers.

    Signals:
        scale_changed: the paper is shown at another size, so that its picture is needed in another resolution.
    """

    scale_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._size_mm = (174.0, 84.0)
        self._fit = True
        self.sheet = Sheet()
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        # The wheel scrolls it; a ring about the paper would pass for a part of the figure.
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.sheet)
        self._area.setWidgetResizable(False)
        self._area.viewport().installEventFilter(self)
        self._top, self._left = Ruler(upright=False), Ruler(upright=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._top, 0, 1)
        grid.addWidget(self._left, 1, 0)
        grid.addWidget(self._area, 1, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        for bar in (self._area.horizontalScrollBar(), self._area.verticalScrollBar()):
            bar.valueChanged.connect(self._place_rulers)
        self.scale = 1.0
        """Pixels a millimetre."""

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for part in (self.sheet, self._top, self._left):
            part.set_theme(theme)

    @property
    def fit(self) -> bool:
        """Whether the paper is shown as large as there is room for, and not at its true size."""
        return self._fit

    def set_fit(self, fit: bool) -> None:
        """Show the paper as large as there is room for, or at its true size."""
        self._fit = fit
        self._arrange()

    def set_size(self, width_mm: float, height_mm: float) -> None:
        """Show a paper of this size."""
        if (width_mm, height_mm) != self._size_mm:
            self._size_mm = width_mm, height_mm
            self._arrange()

    def share(self) -> float:
        """Return the size in which the paper is shown, 1 for its true one."""
        return self.scale / self._true_scale()

    def resolution(self) -> Callable[[tuple[float, float]], float]:
        """Return what tells `pixels_per_mm` of a paper of a width and height, in mm, before it is shown; on any
        thread."""
        free, fit, true = self._area.maximumViewportSize(), self._fit, self._true_scale()
        dots = self.devicePixelRatioF()
        return lambda size_mm: dots * (_fitted(free, size_mm) if fit else true)

    @property
    def pixels_per_mm(self) -> float:
        """Pixels of the screen in a millimetre of the paper, which a sharp picture has."""
        return self.scale * self.devicePixelRatioF()

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 160)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._area.viewport():
            self._arrange()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _true_scale(self) -> float:
        dots = self.screen().physicalDotsPerInch() / self.devicePixelRatioF()
        return (dots if _SANE[0] <= dots <= _SANE[1] else 96.0) / _MM_AN_INCH

    def _arrange(self) -> None:
        # Without bars: where the paper fits there are none, and a bar that comes and goes would change the scale again.
        free = self._area.maximumViewportSize()
        wide, high = self._size_mm
        scale = self._true_scale()
        if self._fit:
            scale = _fitted(free, self._size_mm)
        size = QSize(round(wide * scale) + 2 * MARGIN, round(high * scale) + 2 * MARGIN)
        whole = free if self._fit else size.expandedTo(self._area.viewport().size())
        self.sheet.resize(whole)
        left, top = (whole.width() - wide * scale) / 2, (whole.height() - high * scale) / 2
        self.sheet.paper = QRectF(round(left), round(top), wide * scale, high * scale)
        self.sheet.update()
        changed, self.scale = scale != self.scale, scale
        self._place_rulers()
        if changed:
            self.scale_changed.emit()

    @Slot()
    def _place_rulers(self) -> None:
        paper, offset = self.sheet.paper, self.sheet.pos()
        self._top.show_length(self._size_mm[0], self.scale, paper.left() + offset.x())
        self._left.show_length(self._size_mm[1], self.scale, paper.top() + offset.y())


def _fitted(free: QSize, size_mm: tuple[float, float]) -> float:
    """Return the pixels a millimetre at which a paper is as large as there is room for."""
    wide, high = size_mm
    return max(min((free.width() - 2 * MARGIN) / wide, (free.height() - 2 * MARGIN) / high), 0.2)
