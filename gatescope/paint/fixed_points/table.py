"""The table of fixed points: a row each with its mark, and a sentence."""

from __future__ import annotations

from html import escape
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.fixed_points.places import Place
from gatescope.paint.rich_text import RichText, sentence
from gatescope.paint.space.fixed_marks import RADIUS, paint_mark
from gatescope.plots.fixed_points.table_plot import TITLE, FixedPointsPlot, PointRow
from gatescope.plots.values.point_value import PointValue
from gatescope.words import tr

NAME, SMALL, HEADING = 13.0, 11.5, 15.0
ROW, LEAST_ROW = 27.0, 15.5
_HEAD = 24.0
_MARK = 34.0
_GAP = 10.0
_MIDDLE = 0.36
_CHOSEN = 0.88
_ABOVE = 6.0
_FEWEST, _PRINTED = 3, 8

Columns: TypeAlias = dict[str, tuple[float, bool]]


def paint_table(canvas: Canvas, plot: FixedPointsPlot, rect: QRectF) -> None:
    """Paint the table with its title."""
    unit = canvas.unit
    title = " · ".join(part for part in (tr(TITLE), plot.place) if part)
    baseline = rect.top() + HEADING * unit
    wide = canvas.title(title, rect.left(), baseline, max_width=rect.width())
    about = _about_words(plot)
    left = rect.left() + wide + 14.0 * unit
    top = (HEADING + 10.0) * unit
    if canvas.on_paper:
        said = _about(canvas, plot, rect.width())
        said.paint(rect.left(), baseline + 7.0 * unit)
        top += said.height
    else:
        canvas.text(about, left, baseline, size=SMALL, colour=canvas.theme.muted, max_width=rect.right() - left)
    paint_rows(canvas, plot, rect.adjusted(0.0, top, 0.0, 0.0), 0)


def table_height(canvas: Canvas, plot: FixedPointsPlot, width: float) -> float:
    """Return the height in a figure of the first rows."""
    rows = _HEAD + ROW * min(len(plot.rows), _PRINTED) if plot.rows else 0.0
    return (HEADING + 10.0 + rows) * canvas.unit + _about(canvas, plot, width).height


def _about(canvas: Canvas, plot: FixedPointsPlot, width: float) -> RichText:
    """Return what the table is of, wrapped below its title."""
    html = f'<span style="color:{canvas.theme.muted}">{escape(_about_words(plot))}</span>'
    return RichText(canvas, html, width, size=SMALL)


def _about_words(plot: FixedPointsPlot) -> str:
    return tr("while reading {read}, {starts}", read=plot.read, starts=plot.starts) if plot.starts else ""


def paint_rows(canvas: Canvas, plot: FixedPointsPlot, rect: QRectF, first: int) -> tuple[Place, ...]:
    """Paint the rows from `first` on that fit above the sentence, and return where they are."""
    theme, unit = canvas.theme, canvas.unit
    said, body = _foot(canvas, plot, rect)
    if not plot.rows or body.height() < (_HEAD + LEAST_ROW) * unit:
        if said is not None:
            said.paint(rect.left(), rect.top())
        return ()
    columns = _columns(canvas, plot, body)
    head = QRectF(body.left(), body.top(), body.width(), _HEAD * unit)
    canvas.painter.fillRect(head, QColor(theme.raised))
    for name, (x, align) in columns.items():
        base = head.center().y() + SMALL * _MIDDLE * unit
        canvas.text(name, x, base, size=SMALL, colour=theme.muted, align="right" if align else "left")
    high, fitting = _rows(canvas, plot, body)
    shown = min(fitting, len(plot.rows))
    if said is not None:
        said.paint(rect.left(), min(head.bottom() + shown * high + 12.0 * unit, rect.bottom() - said.height))
    places = []
    for place, (at, row) in enumerate(list(enumerate(plot.rows))[first : first + fitting]):
        line = QRectF(body.left(), head.bottom() + place * high, body.width(), high)
        _paint_row(canvas, row, line, columns, in_focus=at == plot.in_focus)
        canvas.tip(
            line, tr("{name}, largest |λ| {largest}", name=f"{row.name} {row.words}".lstrip(), largest=row.largest)
        )
        places.append(Place(line, PointValue(row.ref, row.readout), row.ref))
    if len(plot.rows) > fitting:
        track = QRectF(body.right() - 3.0 * unit, head.bottom(), 3.0 * unit, fitting * high)
        _paint_extent(canvas, track, first, fitting, len(plot.rows))
    return tuple(places)


def rows_that_fit(canvas: Canvas, plot: FixedPointsPlot, rect: QRectF) -> int:
    """Return how many rows `paint_rows` has room for."""
    return _rows(canvas, plot, _foot(canvas, plot, rect)[1])[1]


def _rows(canvas: Canvas, plot: FixedPointsPlot, body: QRectF) -> tuple[float, int]:
    """Return how high a row is, and how many have place below the head in `body`."""
    free, unit = body.height() - _HEAD * canvas.unit, canvas.unit
    high = min(max(free / max(len(plot.rows), 1), LEAST_ROW * unit), ROW * unit)
    # All of those whose height came from their number.
    return high, max(int(free / high + 1e-6), 1)


def _foot(canvas: Canvas, plot: FixedPointsPlot, rect: QRectF) -> tuple[RichText | None, QRectF]:
    """Return the sentences and what is left above them: only the first one where all would leave no height for three
    rows, and none where that would leave none for a row."""
    several = min(len(plot.rows), _FEWEST)
    for words, rows in ((f"{plot.finding} {plot.rest}".strip(), several), (plot.finding, min(several, 1)), ("", 0)):
        said = sentence(canvas, words, rect.width(), size=SMALL)
        body = rect.adjusted(0.0, 0.0, 0.0, -said.height - _ABOVE * canvas.unit if said is not None else 0.0)
        if body.height() >= (_HEAD + LEAST_ROW * rows) * canvas.unit:
            break
    return said, body


def _paint_row(
    canvas: Canvas, row: PointRow, line: QRectF, columns: dict[str, tuple[float, bool]], *, in_focus: bool
) -> None:
    theme, unit = canvas.theme, canvas.unit
    if in_focus:
        canvas.painter.fillRect(line, QColor(mix(theme.accent, theme.surface, _CHOSEN)))
        canvas.painter.fillRect(QRectF(line.left(), line.top(), 3.0 * unit, line.height()), QColor(theme.accent))
    size = min(NAME, line.height() / unit * 0.62)
    base = line.center().y() + size * _MIDDLE * unit
    radius = min(RADIUS, line.height() / unit * 0.24)
    paint_mark(canvas, QPointF(line.left() + _MARK * 0.53 * unit, line.center().y()), row.kind, size=radius)
    left = columns["kind"][0]
    if row.name:
        left += canvas.text(row.name, left, base, size=size, bold=True, colour=theme.line(row.hue)) + 6.0 * unit
    values = {tr("largest |λ|"): row.largest, "unstable": row.unstable, "read-out": row.readout, "starts": row.starts}
    shown = [name for name in columns if name in values]
    stop = min((columns[name][0] - canvas.width(values[name], size) for name in shown), default=line.right())
    canvas.text(row.words, left, base, size=size, bold=True, max_width=stop - left - _GAP * unit)
    for name in shown:
        bold = name == "read-out"
        canvas.text(values[name], columns[name][0], base, size=size, bold=bold, align="right")
    canvas.line(QPointF(line.left(), line.bottom()), QPointF(line.right(), line.bottom()), theme.grid)


def _columns(canvas: Canvas, plot: FixedPointsPlot, body: QRectF) -> Columns:
    """Return by its heading where each column is, and whether it is set to the right; those without room are left out,
    the number of starts last."""
    unit = canvas.unit
    wanted = ["starts", *(["read-out"] if plot.has_readouts else []), "unstable", "largest |λ|"]
    widest = {
        "starts": [row.starts for row in plot.rows],
        "read-out": [row.readout for row in plot.rows],
        "unstable": [row.unstable for row in plot.rows],
        "largest |λ|": [row.largest for row in plot.rows],
    }
    kind = max(canvas.width(f"{row.name} {row.words}", NAME, bold=True) for row in plot.rows)
    left = body.left() + _MARK * unit
    widths = {
        name: max([canvas.width(name, SMALL), *(canvas.width(text, NAME, bold=True) for text in widest[name][:200])])
        for name in wanted
    }
    for spared in ("unstable", "largest |λ|", "starts"):
        if kind + sum(widths[name] + 1.4 * _GAP * unit for name in wanted) <= body.right() - left:
            break
        wanted.remove(spared)
    spare = max(body.right() - left - kind - sum(widths[name] for name in wanted), 0.0) / (len(wanted) + 0.5)
    columns: Columns = {}
    x = body.right() - min(spare / 2, 16.0 * unit)
    for name in wanted:
        columns[name] = (x, True)
        x -= widths[name] + min(spare, 44.0 * unit)
    return {"kind": (left, False)} | dict(reversed(columns.items()))


def _paint_extent(canvas: Canvas, track: QRectF, first: int, shown: int, count: int) -> None:
    """Paint which of all rows are in sight."""
    canvas.painter.fillRect(track, QColor(canvas.theme.grid))
    top, high = track.top() + track.height() * first / count, track.height() * shown / count
    canvas.painter.fillRect(QRectF(track.left(), top, track.width(), high), QColor(canvas.theme.ghost))
