"""A list of places as a picture: each in the midst of its line, the places below each other."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.rich_text import RichText
from gatescope.plots.numbers import number
from gatescope.plots.search.places_plot import TITLE, PlaceRow, PlacesPlot
from gatescope.words import decimal, tr

_TITLE, _TEXT, _SMALL = 15.0, 12.0, 11.5
_ROW, _HEAD = 22.0, 24.0
_NUMBER, _VALUE, _GAP = 44.0, 44.0, 12.0
_MIDDLE = 0.42
_TINT = 0.86
_BASELINE = 0.36


class PlacesLayout:
    """Where the parts of a list are, in logical pixels.

    Attributes:
        begins: the line with the first words; no height without them.
        rows: of those in sight, from `first` on.
        finding: the sentence; no height where it stands elsewhere.
        fitting: how many rows have room.
    """

    def __init__(self, canvas: Canvas, plot: PlacesPlot, rect: QRectF, *, titled: bool) -> None:
        unit = canvas.unit
        self.rect = rect
        top = rect.top() + (27.0 * unit if titled else 0.0)
        self.begins = QRectF(rect.left(), top, rect.width(), _HEAD * unit if plot.begins else 0.0)
        self.text = RichText(canvas, plot.finding, rect.width(), size=_TEXT) if titled and plot.finding else None
        high = self.text.height + 6.0 * unit if self.text is not None else 0.0
        self.finding = QRectF(rect.left(), rect.bottom() - high, rect.width(), high)
        height_of_rows = max(self.finding.top() - self.begins.bottom(), 0.0)
        self.fitting = max(int(height_of_rows / (_ROW * unit)), 1)
        self.first = min(plot.first, max(len(plot.rows) - self.fitting, 0))
        shown = range(self.first, min(self.first + self.fitting, len(plot.rows)))
        top = self.begins.bottom()
        self.rows = [
            QRectF(rect.left(), top + at * _ROW * unit, rect.width(), _ROW * unit) for at, _ in enumerate(shown)
        ]

    def row_at(self, place: QPointF) -> int | None:
        """Return the row at a place; None where none is."""
        return next((self.first + at for at, row in enumerate(self.rows) if row.contains(place)), None)

    def rect_of(self, row: int) -> QRectF:
        """Return the place of a row; null where it is out of sight."""
        at = row - self.first
        return self.rows[at] if 0 <= at < len(self.rows) else QRectF()


def paint_places(canvas: Canvas, plot: PlacesPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title and its sentence."""
    layout = PlacesLayout(canvas, plot, rect, titled=True)
    words = " · ".join(one for one in (tr(TITLE), plot.where) if one)
    canvas.title(words, rect.left(), rect.top() + _TITLE * canvas.unit, max_width=rect.width())
    paint_places_body(canvas, plot, layout)
    if layout.text is not None:
        layout.text.paint(layout.finding.left(), layout.finding.top() + 6.0 * canvas.unit)


def paint_places_body(canvas: Canvas, plot: PlacesPlot, layout: PlacesLayout) -> None:
    """Paint the first words and the rows."""
    if plot.begins:
        _paint_begins(canvas, plot, layout.begins)
    for at, rect in enumerate(layout.rows):
        _paint_row(canvas, plot, plot.rows[layout.first + at], rect)


def paint_marked_row(canvas: Canvas, row: QRectF, *, current: bool) -> None:
    """Frame the row under the mouse, or the one that the keyboard is on."""
    colour = canvas.theme.accent if current else canvas.theme.muted
    canvas.frame(row.adjusted(-4.0, 0.5, 4.0, -0.5), colour, 1.0, 3.0)


def _paint_begins(canvas: Canvas, plot: PlacesPlot, rect: QRectF) -> None:
    theme, unit = canvas.theme, canvas.unit
    baseline, x = rect.top() + (_SMALL + 3.0) * unit, rect.left()
    x += canvas.text(tr("They begin with"), x, baseline, size=_SMALL, colour=theme.muted) + 6.0 * unit
    for word, count in plot.begins:
        wide = canvas.width(word, _SMALL) + canvas.width(decimal(f" {count:,}"), _SMALL, bold=True)
        if x + wide > rect.right():
            break
        ink = theme.muted if word == "others" else theme.text
        x += canvas.text(f"{word} ", x, baseline, size=_SMALL, colour=ink)
        x += canvas.text(decimal(f"{count:,}"), x, baseline, size=_SMALL, bold=True) + 14.0 * unit
    y = round(rect.bottom()) - 1.5
    canvas.line(QPointF(rect.left(), y), QPointF(rect.right(), y), theme.border)


def _paint_row(canvas: Canvas, plot: PlacesPlot, row: PlaceRow, rect: QRectF) -> None:
    theme, unit = canvas.theme, canvas.unit
    baseline = rect.center().y() + _TEXT * _BASELINE * unit
    canvas.text(
        decimal(f"{row.number:,}"),
        rect.left() + _NUMBER * unit,
        baseline,
        size=_SMALL,
        colour=theme.muted,
        align="right",
    )
    left = rect.left() + (_NUMBER + _GAP) * unit
    right = rect.right() - (_VALUE + _GAP) * unit if row.value is not None else rect.right()
    middle = left + (right - left) * _MIDDLE
    words = canvas.fitted(row.words, max(right - middle, 1.0), _TEXT, bold=True)
    wide = canvas.width(words, _TEXT, bold=True)
    ground = QRectF(middle - 3.0 * unit, rect.top() + 2.0 * unit, wide + 6.0 * unit, rect.height() - 4.0 * unit)
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QColor(mix(theme.accent, theme.surface, _TINT)))
    canvas.painter.drawRoundedRect(ground, 3.0 * unit, 3.0 * unit)
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.text(words, middle, baseline, size=_TEXT, bold=True)
    metrics = QFontMetricsF(canvas.font(_TEXT))
    before = metrics.elidedText(row.before.strip(), Qt.TextElideMode.ElideLeft, middle - 5.0 * unit - left)
    canvas.text(before, middle - 5.0 * unit, baseline, size=_TEXT, align="right")
    # The ground reaches a little beyond the words; a mark that follows them at once stays near.
    gap = (5.0 if row.after.startswith(" ") else 3.5) * unit
    after = right - middle - wide - gap
    if after > 0.0:
        canvas.text(row.after.strip(" "), middle + wide + gap, baseline, size=_TEXT, max_width=after)
    if row.value is not None:
        ink = theme.muted if isfinite(row.value) else theme.bad
        canvas.text(number(row.value), rect.right(), baseline, size=_SMALL, colour=ink, align="right")
