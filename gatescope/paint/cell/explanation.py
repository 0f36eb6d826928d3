"""Paints the operation in turn below the wiring: equation, numbers of the chosen unit, a sentence, all units."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF

from gatescope.paint.canvas import Canvas
from gatescope.paint.cell.formula import Formulas
from gatescope.paint.contrast import mix
from gatescope.plots.cell.wiring import Wiring
from gatescope.words import tr

_EQUATION, _NUMBERS, _WHERE, _SENTENCE, _SMALL = 24.0, 15.0, 13.5, 14.5, 12.0
_PRINTED = 12.0
_APART = 10.0
_PITCHES = (46.0, 28.0, 26.0, 22.0, 26.0)
"""Heights of the equation, numbers, where they came from, a line of the sentence, and all units."""


def needed(canvas: Canvas, wiring: Wiring, width: float, *, short: bool = False) -> float:
    """Return the height in which all of it fits; `short` for the numbers and the sentence alone."""
    equation, numbers, where, line, small = _PITCHES
    lines = len(_lines(canvas, wiring.explanation.sentence, width))
    if short:
        return (numbers + line * max(lines, 1) + _APART) * canvas.unit
    return (equation + numbers + where + line * max(lines, 2) + small + _APART) * canvas.unit


def paint_explanation(canvas: Canvas, formulas: Formulas, wiring: Wiring, rect: QRectF) -> None:
    """Paint as much of it as fits: the sentence and the numbers first, then the equation, then what is left."""
    explanation, theme, unit = wiring.explanation, canvas.theme, canvas.unit
    pitches = [pitch * unit for pitch in _PITCHES]
    lines = _lines(canvas, explanation.sentence, rect.width())
    left = rect.height() - len(lines) * pitches[3]
    shown = {}
    for name, pitch, there in (
        ("numbers", pitches[1], bool(explanation.numbers)),
        ("equation", pitches[0], True),
        ("where", pitches[2], bool(explanation.where)),
        ("everyone", pitches[4], bool(explanation.everyone)),
    ):
        shown[name] = there and left >= pitch
        left -= pitch if shown[name] else 0.0
    y = rect.top()
    if shown["equation"]:
        _paint_equation(canvas, formulas, wiring, QRectF(rect.left(), y, rect.width(), pitches[0]))
        y += pitches[0]
    if shown["numbers"]:
        named = tr("unit {unit}", unit=wiring.unit)
        wide = canvas.text(named, rect.left(), y + 18 * unit, size=_size(canvas, 13.0), colour=theme.muted) + 9 * unit
        free_width = rect.width() - wide
        size = formulas.fitting(explanation.numbers, _size(canvas, _NUMBERS), free_width, least=10.0, bold=True)
        formulas.write(explanation.numbers, rect.left() + wide, y + 18 * unit, size=size, math=False, bold=True)
        y += pitches[1]
    if shown["where"]:
        size = formulas.fitting(explanation.where, _WHERE, rect.width(), least=9.0)
        formulas.write(explanation.where, rect.left(), y + 15 * unit, size=size, colour=theme.muted, math=False)
        y += pitches[2]
    canvas.painter.setPen(QColor(theme.text))
    for line in lines:
        if y + pitches[3] > rect.bottom() + 1:
            break
        canvas.text(line, rect.left(), y + 16 * unit, size=_size(canvas, _SENTENCE), bold=True)
        y += pitches[3]
    if shown["everyone"]:
        size = formulas.fitting(explanation.everyone, _SMALL, rect.width(), least=9.0)
        formulas.write(explanation.everyone, rect.left(), y + 18 * unit, size=size, colour=theme.muted, math=False)


def _paint_equation(canvas: Canvas, formulas: Formulas, wiring: Wiring, rect: QRectF) -> None:
    """Write the equation, with what is in turn on accent ground."""
    theme, unit = canvas.theme, canvas.unit
    gap, pad = 9.0 * unit, 8.0 * unit
    pieces = wiring.explanation.equation
    spare = rect.width() - (len(pieces) - 1) * gap - 2 * pad
    wide = sum(formulas.width(html, _EQUATION) for html, _ in pieces)
    size = _EQUATION if wide <= spare else max(_EQUATION * spare / wide, 12.0)
    x, baseline = rect.left(), rect.top() + rect.height() * 0.62
    for html, in_turn in pieces:
        width = formulas.width(html, size)
        if in_turn:
            ground = QRectF(x, baseline - 1.0 * size * unit, width + 2 * pad, 1.5 * size * unit)
            canvas.painter.setPen(Qt.PenStyle.NoPen)
            canvas.painter.setBrush(QColor(mix(theme.surface, theme.accent, 0.22 if theme.dark else 0.12)))
            canvas.painter.drawRoundedRect(ground, 4 * unit, 4 * unit)
            formulas.write(html, x + pad, baseline, size=size)
            x += width + 2 * pad + gap
        else:
            muted = x > rect.left()
            formulas.write(html, x, baseline, size=size, colour=theme.muted if muted else "")
            x += width + gap


def _size(canvas: Canvas, size: float) -> float:
    """Return the size of words, which in a figure are no larger than its text."""
    return min(size, _PRINTED) if canvas.on_paper else size


def _lines(canvas: Canvas, sentence: str, width: float) -> list[str]:
    """Break a sentence into lines of `width`."""
    metrics = QFontMetricsF(canvas.font(_size(canvas, _SENTENCE), bold=True))
    lines, line = [], ""
    for word in sentence.split():
        longer = f"{line} {word}" if line else word
        if line and metrics.horizontalAdvance(longer) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines
