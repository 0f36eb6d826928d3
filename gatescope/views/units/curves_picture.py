"""Activation curves on screen: dots as in other pictures, and a point to drag along the curves."""

from __future__ import annotations

from math import hypot

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.units.curves import CurvesLayout
from gatescope.plots.units.curves import CurvesPlot
from gatescope.views.units.dot_picture import DotPicture, Drawing
from gatescope.words import tr

_REACH = 11.0


class CurvesPicture(DotPicture[CurvesPlot]):
    """Paints a `CurvesPlot`."""

    point_moved = Signal(float)
    """The x to which the point was dragged."""

    def __init__(self, drawing: Drawing[CurvesPlot], least: QSize, parent: QWidget | None = None) -> None:
        super().__init__(drawing, tr("Curves of the nonlinearities"), least, parent)
        self._drags = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drags = event.button() == Qt.MouseButton.LeftButton and self._at_point(event.position())
        if not self._drags:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        layout = self.layout_now
        if self._drags and layout is not None:
            self.point_moved.emit(layout.values_at(event.position())[0])
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            grabbed = self._at_point(event.position())
            self.setCursor(Qt.CursorShape.SizeHorCursor if grabbed else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drags:
            self._drags = False
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    def _at_point(self, place: QPointF) -> bool:
        """Return whether `place` is on the point, in any panel."""
        plot, layout = self.shown, self.layout_now
        if plot is None or not isinstance(layout, CurvesLayout):
            return False
        for at, panel in enumerate(plot.panels):
            x = float(layout.x_in(at, np.array(plot.point)))
            y = float(layout.y_in(at, np.array(panel.at(plot.point)[0])))
            if hypot(place.x() - x, place.y() - y) <= _REACH:
                return True
        return False
