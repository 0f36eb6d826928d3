"""One sentence from checkpoint to checkpoint as a picture: a table with a strip of the read-out in every row."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.rich_text import sentence
from gatescope.plots.colours import indices
from gatescope.plots.training.checkpoints_plot import TITLE as NAME_OF_PLOT
from gatescope.plots.training.checkpoints_plot import CheckpointRow, CheckpointsPlot, RowRef
from gatescope.words import decimal, tr

_TITLE, NAME, SMALL, _SYMBOL = 15.0, 12.0, 11.5, 14.0
_HEAD, ROW = 26.0, 27.0
_EDGE, _GAP = 12.0, 12.0
_STRIP, _LEAST_STRIP = 17.0, 60.0
_HALF, _CHOSEN = 0.36, 0.88
_BEST = "best"


def rows_in(height: float, unit: float) -> int:
    """Return how many rows a table of this height has room for, in a window, above a sentence of one line."""
    return max(int((height / unit - _HEAD - NAME - 12.0) / ROW), 1)


class CheckpointsLayout:
    """The parts of one picture, in logical pixels.

    Attributes:
        head: the line over the columns.
        rows: of the table, with their whole width.
        strips: the left and the right end of the strips.
        step, said, gate, metric: the right ends of these columns; 0 for one without room.
        text, text_top: the sentence, and where it begins.
    """

    def __init__(self, canvas: Canvas, plot: CheckpointsPlot, rect: QRectF, *, titled: bool = True) -> None:
        unit = canvas.unit
        self.text = sentence(canvas, plot.finding, rect.width() - 2 * _EDGE * unit, size=NAME)
        said = self.text.height + 8.0 * unit if self.text is not None else 0.0
        self.title = QRectF(rect.left(), rect.top(), rect.width(), (_TITLE + 8.0) * unit if titled else 0.0)
        self.head = QRectF(rect.left(), self.title.bottom(), rect.width(), _HEAD * unit)
        if rect.bottom() - self.head.bottom() - said < ROW * unit:
            self.text, said = None, 0.0
        fitting = max(int((rect.bottom() - self.head.bottom() - said + 1.0) / (ROW * unit)), 0)
        self.rows = tuple(
            QRectF(rect.left(), self.head.bottom() + k * ROW * unit, rect.width(), ROW * unit)
            for k in range(min(len(plot.rows), fitting))
        )
        self.text_top = self.head.bottom() + len(self.rows) * ROW * unit + 6.0 * unit
        self._columns(canvas, plot, rect)

    def _columns(self, canvas: Canvas, plot: CheckpointsPlot, rect: QRectF) -> None:
        unit, gap = canvas.unit, _GAP * canvas.unit

        def widest(words: list[str], head: float, *, bold: bool = False) -> float:
            return max([canvas.width(one, NAME, bold=bold) for one in words] + [head])

        steps = widest([decimal(f"{row.step:,}") for row in plot.rows], canvas.width(tr("step"), SMALL), bold=True)
        said = widest([row.said for row in plot.rows], min(canvas.width(plot.at, SMALL), 70.0 * unit), bold=True)
        gate = widest([row.gate for row in plot.rows], canvas.symbol_width(plot.gate, _SYMBOL))
        metrics = [row.metric for row in plot.rows]
        metric = widest(metrics, min(canvas.width(plot.metric, SMALL), 64.0 * unit)) if any(metrics) else 0.0
        best = canvas.width(_BEST, SMALL) + 5.0 * unit if metric else 0.0
        self.step = rect.left() + _EDGE * unit + steps
        right = rect.right() - _EDGE * unit
        wanted = {"metric": metric + best, "said": said, "gate": gate}
        left = self.step + gap
        # In a narrow table the gate goes first, then the metric.
        for name in ("gate", "metric"):
            if right - left - sum(wide + gap for wide in wanted.values() if wide) < _LEAST_STRIP * unit:
                wanted[name] = 0.0
        places = {}
        for name in ("metric", "gate", "said"):
            places[name] = right if wanted[name] else 0.0
            right -= wanted[name] + gap if wanted[name] else 0.0
        self.metric, self.gate, self.said = places["metric"], places["gate"], places["said"]
        self.widths = {**wanted, "metric": metric}
        self.strips = (left, max(right, left + 1.0))

    def strip(self, row: int, unit: float) -> QRectF:
        """Return where the strip of a row is."""
        middle, (left, right) = self.rows[row].center().y(), self.strips
        return QRectF(left, middle - _STRIP * unit / 2, right - left, _STRIP * unit)

    def ref_at(self, point: QPointF, tokens: int) -> RowRef | None:
        """Return the row under a point, and the token of its strip; None where none is."""
        left, right = self.strips
        for row, place in enumerate(self.rows):
            if place.contains(point):
                inside = tokens and left <= point.x() < right
                return RowRef(row, int((point.x() - left) / (right - left) * tokens) if inside else None)
        return None


def paint_checkpoints(canvas: Canvas, plot: CheckpointsPlot, rect: QRectF) -> None:
    """Paint as many rows of `plot` into `rect` as there is room for, with the title."""
    layout = CheckpointsLayout(canvas, plot, rect)
    base = rect.top() + _TITLE * canvas.unit
    canvas.title(tr(NAME_OF_PLOT), rect.left(), base, max_width=rect.width())
    paint_checkpoints_body(canvas, plot, layout)


def paint_checkpoints_body(canvas: Canvas, plot: CheckpointsPlot, layout: CheckpointsLayout) -> None:
    """Paint everything but the title."""
    _paint_head(canvas, plot, layout)
    for row in range(len(layout.rows)):
        _paint_row(canvas, plot, layout, row)
    if layout.text is not None:
        layout.text.paint(layout.head.left() + _EDGE * canvas.unit, layout.text_top)


def paint_hovered_checkpoint(canvas: Canvas, rect: QRectF) -> None:
    """Frame the row under the mouse."""
    canvas.frame(rect.adjusted(2.0, 1.0, -2.0, -1.0), canvas.theme.muted, 1.0, 4.0)


def _paint_head(canvas: Canvas, plot: CheckpointsPlot, layout: CheckpointsLayout) -> None:
    unit, theme, head = canvas.unit, canvas.theme, layout.head
    canvas.painter.fillRect(head, QColor(theme.raised))
    base = head.center().y() + SMALL * _HALF * unit
    left, right = layout.strips
    canvas.text(tr("step"), layout.step, base, size=SMALL, colour=theme.muted, align="right")
    canvas.text(plot.of, left, base, size=SMALL, colour=theme.muted, max_width=right - left)
    if layout.said:
        most = layout.widths["said"] + _GAP * unit * 0.8
        canvas.text(plot.at, layout.said, base, size=SMALL, colour=theme.muted, align="right", max_width=most)
    if layout.gate:
        wide = canvas.symbol_width(plot.gate, _SYMBOL)
        canvas.symbol(plot.gate, layout.gate - wide, base, size=_SYMBOL, colour=theme.line(plot.gate_hue))
    if layout.metric:
        most = layout.widths["metric"] + canvas.width(_BEST, SMALL)
        canvas.text(plot.metric, layout.metric, base, size=SMALL, colour=theme.muted, align="right", max_width=most)


def _paint_row(canvas: Canvas, plot: CheckpointsPlot, layout: CheckpointsLayout, at: int) -> None:
    unit, theme, rect, row = canvas.unit, canvas.theme, layout.rows[at], plot.rows[at]
    if row.looked_at:
        canvas.painter.fillRect(rect, QColor(mix(theme.accent, theme.surface, _CHOSEN)))
        canvas.painter.fillRect(QRectF(rect.left(), rect.top(), 3.0 * unit, rect.height()), QColor(theme.accent))
    ground = QRectF(rect.left(), rect.bottom() - 1.0, rect.width(), 1.0)
    canvas.painter.fillRect(ground, QColor(theme.grid))
    base = rect.center().y() + NAME * _HALF * unit
    canvas.text(decimal(f"{row.step:,}"), layout.step, base, size=NAME, bold=True, align="right")
    _paint_strip(canvas, plot, row, layout.strip(at, unit))
    if layout.said:
        most = layout.widths["said"]
        canvas.text(row.said, layout.said, base, size=NAME, bold=True, align="right", max_width=most)
    if layout.gate:
        canvas.text(row.gate, layout.gate, base, size=NAME, align="right")
    if layout.metric:
        canvas.text(row.metric, layout.metric, base, size=NAME, align="right")
        if row.best:
            right = layout.metric - canvas.width(row.metric, NAME) - 5.0 * unit
            canvas.text(_BEST, right, base, size=SMALL, colour=theme.muted, align="right")


def _paint_strip(canvas: Canvas, plot: CheckpointsPlot, row: CheckpointRow, place: QRectF) -> None:
    if len(row.values):
        canvas.map(place, indices(row.values[None, :], plot.low, plot.high), plot.colours)
        if plot.cursor is not None and plot.cursor < len(row.values):
            wide = place.width() / len(row.values)
            x = place.left() + plot.cursor * wide
            canvas.frame(QRectF(x, place.top(), max(wide, 3.0), place.height()), canvas.theme.accent, 1.4)
    canvas.frame(place, canvas.theme.border)
