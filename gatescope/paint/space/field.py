"""Steps of one or two units as a picture: grey where a step is short, arrows along the steps."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.space.plane_layout import PanelLayout

_SHADES, _DARKEST = 12, 0.30
# Decades of the length of a step, from the longest down, that the shades span.
_DECADES = 2.0
_EVERY, _LENGTH, _HEAD = 3, 13.0, 3.6
_BESIDE = 0.2


def paint_field(canvas: Canvas, layout: PanelLayout) -> None:
    """Paint the slow places as a grey ground, and an arrow at every third place of the grid."""
    field = layout.panel.field
    assert field is not None
    speed = field.speed
    known = speed[np.isfinite(speed) & (speed > 0)]
    if not len(known):
        return
    longest = float(known.max())
    _paint_slow(canvas, layout, longest)
    painter, unit = canvas.painter, canvas.unit
    painter.setPen(canvas.pen(mix(canvas.theme.muted, canvas.theme.surface, 0.25), 1.1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # In pixels, since both axes have scales of their own.
    scale = np.array([layout.x_of(1.0) - layout.x_of(0.0), layout.y_of(1.0) - layout.y_of(0.0)])
    path = QPainterPath()
    for row in range(0 if len(field.ys) == 1 else _EVERY // 2, len(field.ys), _EVERY):
        for column in range(_EVERY // 2, len(field.xs), _EVERY):
            step = field.steps[row, column] * scale
            size = float(np.hypot(*step))
            if not np.isfinite(size) or size == 0.0:
                continue
            # Longer steps have longer arrows, but none hides the next.
            share = min(max(1.0 + np.log10(max(speed[row, column] / longest, 1e-9)) / _DECADES, 0.25), 1.0)
            along = step / size * _LENGTH * share * unit
            x, y = layout.x_of(float(field.xs[column])), layout.y_of(float(field.ys[row]))
            if len(field.ys) == 1:
                # Beside the line, which the sentence covers.
                y += _BESIDE * layout.area.height()
            _add_arrow(path, QPointF(x, y), along, _HEAD * unit)
    painter.drawPath(path)


def _add_arrow(path: QPainterPath, start: QPointF, along: np.ndarray, head: float) -> None:
    dx, dy = along.tolist()
    size = float(np.hypot(dx, dy))
    tip = QPointF(start.x() + dx, start.y() + dy)
    path.moveTo(start)
    path.lineTo(tip)
    ux, uy = dx / size * min(head, size), dy / size * min(head, size)
    path.moveTo(tip.x() - ux - 0.6 * uy, tip.y() - uy + 0.6 * ux)
    path.lineTo(tip)
    path.lineTo(tip.x() - ux + 0.6 * uy, tip.y() - uy - 0.6 * ux)


def _paint_slow(canvas: Canvas, layout: PanelLayout, longest: float) -> None:
    """Shade each place of the grid by how short its step is."""
    field, theme = layout.panel.field, canvas.theme
    assert field is not None
    with np.errstate(all="ignore"):
        depth = np.clip(-np.log10(field.speed / longest) / _DECADES, 0.0, 1.0)
    numbers = np.rint(np.nan_to_num(depth) * (_SHADES - 1)).astype(int)
    shades = [QColor(mix(theme.surface, theme.ghost, _DARKEST * k / (_SHADES - 1))) for k in range(_SHADES)]
    wide = (layout.x_of(float(field.xs[-1])) - layout.x_of(float(field.xs[0]))) / max(len(field.xs) - 1, 1)
    high = 2 * layout.area.height()
    if len(field.ys) > 1:
        high = (layout.y_of(float(field.ys[0])) - layout.y_of(float(field.ys[-1]))) / (len(field.ys) - 1)
    for row, column in np.argwhere(numbers > 0):
        x, y = layout.x_of(float(field.xs[column])), layout.y_of(float(field.ys[row]))
        # A little wider, so that no seams show between the cells.
        cell = QRectF(x - wide / 2, y - high / 2, wide + 0.5, high + 0.5)
        canvas.painter.fillRect(cell, shades[numbers[row, column]])
