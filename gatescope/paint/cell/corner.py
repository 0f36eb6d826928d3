"""Paints a corner of a product, entry by entry: two grids of numbers, and the one that they multiply to."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.cell.formula import Formulas
from gatescope.plots.cell.wiring import Array, Product
from gatescope.plots.numbers import number

_SIZE, _SIGN = 11.5, 15.0
_CELL_WIDTH, _CELL_HEIGHT, _HEAD = 62.0, 22.0, 40.0


def paint_corner(canvas: Canvas, formulas: Formulas, product: Product, rect: QRectF) -> None:
    """Paint the three grids beside each other."""
    theme, unit = canvas.theme, canvas.unit
    rows, columns = product.result.shape
    names = max(canvas.width(name, _SIZE) for name in product.units) + 8 * unit
    between = 26.0 * unit
    wide = min(_CELL_WIDTH * unit, (rect.width() - names - 2 * between) / (3 * columns))
    high = min(_CELL_HEIGHT * unit, (rect.height() - _HEAD * unit) / rows)
    left, top = rect.left() + names, rect.top() + _HEAD * unit
    for row, name in enumerate(product.units):
        canvas.text(name, rect.left(), top + (row + 0.66) * high, size=_SIZE, colour=theme.muted)
    for values, sign, between_sign in zip(
        (product.first, product.second, product.result), product.signs, ("⊙", "=", ""), strict=True
    ):
        block = QRectF(left, top, wide * columns, high * rows)
        formulas.write(sign, block.center().x(), rect.top() + 15 * unit, size=_SIGN, colour=theme.text, align="centre")
        for column, word in enumerate(product.words):
            canvas.text(canvas.fitted(word, wide - 4, 10.0), block.left() + (column + 0.5) * wide, top - 5 * unit,
                        size=10.0, colour=theme.muted, align="centre")  # fmt: skip
        _paint_grid(canvas, block, values, product.words)
        if between_sign:
            middle = block.right() + between / 2
            formulas.write(between_sign, middle, block.center().y() + 5 * unit, size=_SIGN, align="centre")
        left = block.right() + between


def _paint_grid(canvas: Canvas, block: QRectF, values: Array, words: tuple[str, ...]) -> None:
    theme = canvas.theme
    rows, columns = values.shape
    wide, high = block.width() / columns, block.height() / rows
    for row in range(rows):
        for column in range(columns):
            cell = QRectF(block.left() + column * wide, block.top() + row * high, wide, high)
            canvas.frame(cell, theme.border)
            last = column == len(words) - 1
            canvas.text(number(float(values[row, column]), 3), cell.center().x(), cell.center().y() + 4 * canvas.unit,
                        size=_SIZE if wide > 44 * canvas.unit else 9.5, colour=theme.text if last else theme.muted,
                        bold=last, align="centre")  # fmt: skip
