"""The axes of a panel on paper: two lines in ink, numbers beside ticks, words that slant where they have no room."""

from __future__ import annotations

from math import ceil, pi, sin

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import power_text, power_width
from gatescope.plots.axis_words import axis_word
from gatescope.plots.whole_axis import continued
from gatescope.text.tokens import TokenSequence

TEXT = 12.0
"""Design pixels of all words in a panel, so that they have the figure's size of text."""
LINE = 1.0
_TICK, _GAP = 3.5, 3.0
_ANGLE = 45.0
_SLOPE = sin(_ANGLE * pi / 180.0)
_LONGEST = 84.0
# Slanted words closer than this would touch.
_PITCH = 17.0
_BETWEEN = 4.0
_TURNED = 17.0


class SlantedWords:
    """The tokens along the bottom of a panel: flat where every word has room in its column, else slanted.

    Attributes:
        height: what they take below the axis, the ticks included.
    """

    def __init__(
        self,
        canvas: Canvas,
        tokens: TokenSequence,
        cursor: int | None,
        width: float,
        whole: TokenSequence | None = None,
    ) -> None:
        """`whole` are the tokens that the axis has room for, as in `TokenAxisPlot`."""
        self._canvas, self._cursor, self._written = canvas, cursor, len(tokens)
        tokens = continued(tokens, whole)
        unit = canvas.unit
        self._column = width / max(len(tokens), 1)
        every = max(1, ceil(_PITCH * unit / self._column))
        self._shown = {at: axis_word(tokens, at) for at in range(0, len(tokens), every)}
        if cursor is not None and cursor < len(tokens):
            # Its neighbours give way to the word that the figure is about.
            self._shown = {at: word for at, word in self._shown.items() if abs(at - cursor) >= every}
            self._shown[cursor] = axis_word(tokens, cursor)
        widths = {at: canvas.width(word, TEXT, bold=at == cursor) for at, word in self._shown.items()}
        self._flat = max(widths.values(), default=0.0) + _BETWEEN * unit <= self._column * every
        longest = min(max(widths.values(), default=0.0), _LONGEST * unit)
        words = TEXT * unit if self._flat else (longest + TEXT * 0.5 * unit) * _SLOPE
        self.height = words + (_TICK + _GAP) * unit

    def paint(self, area: QRectF) -> None:
        """Write the words below `area`, each at a tick in the middle of its column."""
        canvas, unit, painter = self._canvas, self._canvas.unit, self._canvas.painter
        for at, word in self._shown.items():
            if at >= self._written:
                continue
            x = area.left() + (at + 0.5) * self._column
            canvas.line(QPointF(x, area.bottom()), QPointF(x, area.bottom() + _TICK * unit), canvas.theme.text, LINE)
            bold, top = at == self._cursor, area.bottom() + (_TICK + _GAP) * unit
            if self._flat:
                canvas.text(word, x, top + TEXT * 0.78 * unit, size=TEXT, bold=bold, align="centre")
                continue
            painter.save()
            painter.translate(x + TEXT * 0.28 * unit, top + TEXT * 0.42 * unit)
            painter.rotate(-_ANGLE)
            canvas.text(word, 0.0, 0.0, size=TEXT, bold=bold, align="right", max_width=_LONGEST * unit)
            painter.restore()


def paint_spines(canvas: Canvas, area: QRectF) -> None:
    """Paint the left and the lower edge of a panel in ink."""
    canvas.line(area.topLeft(), area.bottomLeft(), canvas.theme.text, LINE)
    canvas.line(area.bottomLeft(), area.bottomRight(), canvas.theme.text, LINE)


def tick_widths(canvas: Canvas, names: list[str]) -> float:
    """Return the width that the numbers of a vertical axis take, with their ticks; ``<sup>`` raises an exponent."""
    return max((power_width(canvas, name, TEXT) for name in names), default=0.0) + (_TICK + _GAP) * canvas.unit


def paint_tick(canvas: Canvas, area: QRectF, y: float, name: str, *, grid: bool = True) -> None:
    """Paint a tick of the vertical axis with its number, and a line across the panel."""
    if grid:
        canvas.line(QPointF(area.left(), y), QPointF(area.right(), y), canvas.theme.grid, LINE * 0.8)
    canvas.line(QPointF(area.left() - _TICK * canvas.unit, y), QPointF(area.left(), y), canvas.theme.text, LINE)
    x, baseline = area.left() - (_TICK + _GAP) * canvas.unit, y + TEXT * 0.36 * canvas.unit
    power_text(canvas, name, x, baseline, size=TEXT, align="right")


def turned_height(canvas: Canvas) -> float:
    """Return the width that the turned name of a vertical axis takes."""
    return _TURNED * canvas.unit


def paint_turned(canvas: Canvas, words: str, left: float, area: QRectF) -> None:
    """Write the name of the vertical axis from below to above, its middle beside that of `area`."""
    painter = canvas.painter
    painter.save()
    painter.translate(left + TEXT * 0.8 * canvas.unit, area.center().y())
    painter.rotate(-90.0)
    canvas.text(words, 0.0, 0.0, size=TEXT, align="centre", max_width=area.height())
    painter.restore()
