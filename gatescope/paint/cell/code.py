"""Paints the pseudo-code of a cell, with the line in turn on accent ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.cell.formula import Formulas
from gatescope.paint.contrast import mix
from gatescope.plots.cell.wiring import Wiring
from gatescope.words import tr

_SIZE, _HEAD, _LEAST, _MOST = 12.0, 24.0, 17.0, 25.0


def code_rows(wiring: Wiring, rect: QRectF, unit: float) -> list[tuple[int, QRectF]]:
    """Return where the line of every operation stands, from 1; only that of the one in turn where not all fit.

    `unit` is that of the canvas.
    """
    head, count = _HEAD * unit, len(wiring.operations)
    pitch = min((rect.height() - head) / count, _MOST * unit)
    if pitch < _LEAST * unit:
        high = min(_MOST * unit, rect.height())
        return [(wiring.step, QRectF(rect.left(), rect.top(), rect.width(), high))]
    return [
        (step, QRectF(rect.left(), rect.top() + head + (step - 1) * pitch, rect.width(), pitch))
        for step in range(1, count + 1)
    ]


def paint_code(canvas: Canvas, formulas: Formulas, wiring: Wiring, rect: QRectF) -> None:
    """Paint the lines that `code_rows` has."""
    theme, unit = canvas.theme, canvas.unit
    rows = code_rows(wiring, rect, unit)
    if len(rows) > 1 or rows[0][1].top() > rect.top():
        canvas.text(tr("Pseudo-code"), rect.left() + 8 * unit, rect.top() + 14 * unit, size=_SIZE, colour=theme.muted)
    for step, row in rows:
        in_turn = step == wiring.step
        if in_turn:
            canvas.painter.setPen(Qt.PenStyle.NoPen)
            canvas.painter.setBrush(QColor(mix(theme.surface, theme.accent, 0.22 if theme.dark else 0.12)))
            canvas.painter.drawRect(row)
            canvas.painter.setBrush(QColor(theme.accent))
            canvas.painter.drawRect(QRectF(row.left(), row.top(), 3 * unit, row.height()))
        baseline = row.center().y() + 4.3 * unit
        number = theme.accent if in_turn else theme.muted
        canvas.text(str(step), row.left() + 20 * unit, baseline, size=11.0, colour=number, align="right")
        html, free_width = wiring.operations[step - 1].code, row.width() - 36 * unit
        size = formulas.fitting(html, _SIZE, free_width, least=8.0, bold=in_turn)
        colour = theme.text if in_turn else theme.muted
        formulas.write(html, row.left() + 32 * unit, baseline, size=size, colour=colour, math=False, bold=in_turn)
