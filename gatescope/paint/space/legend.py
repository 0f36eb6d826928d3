"""The legend of a plane of states: the colours of the read-out, the paths, the kinds of fixed points."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.space.fixed_marks import paint_mark
from gatescope.paint.space.plane_layout import LEGEND_ROW, SMALL
from gatescope.plots.space.plane import Kind, ReadOutScale, StatePlanePlot
from gatescope.words import mark, tr

_SAMPLE, _SIGN, _GAP, _APART = 22.0, 12.0, 6.0, 16.0
_KINDS: dict[Kind, str] = {"stable": mark("stable"), "saddle": mark("saddle"), "unstable": mark("unstable")}


@dataclass(frozen=True)
class Entry:
    """One entry.

    Attributes:
        words: behind the sample; in front of the bar of a scale.
        hue: of a line; `dash` and `width` as in `Canvas.curve`.
        scale: the colours of a read-out.
        kind: of a fixed point.
        start: whether it is the square where a sentence begins.
    """

    words: str
    hue: str = ""
    dash: int = 0
    width: float = 1.8
    scale: ReadOutScale | None = None
    kind: Kind | None = None
    start: bool = False

    @property
    def sample(self) -> float:
        """The design pixels that are drawn before the words."""
        return 0.0 if self.scale is not None else _SIGN if self.kind or self.start else _SAMPLE


def legend_entries(plot: StatePlanePlot) -> list[Entry]:
    """Return what the panels of `plot` hold, each once."""
    if not plot.panels:
        return []
    panel, compared = plot.panels[0], len(plot.panels) > 1
    # In Compare each heading has the hue of its path.
    own = "hidden_state" if compared else f"cell:{panel.cell}"
    found = [] if panel.scale is None else [Entry(panel.scale.label, scale=panel.scale)]
    found += [Entry(tr("start"), own, start=True), Entry(panel.path.name, own)]
    found += [Entry(path.name, f"guess:{number % 5}", width=1.2) for number, path in enumerate(panel.others)]
    found += [Entry(path.name, dash=2, width=1.4) for path in panel.repeated[:1]]
    kinds = {drawn.mark.kind for each in plot.panels for drawn in each.marks}
    return found + [Entry(tr(_KINDS[kind]), kind=kind) for kind in _KINDS if kind in kinds]


def legend_lines(canvas: Canvas, entries: list[Entry], width: float) -> int:
    """Return how many lines `entries` take."""
    return 1 + max((line for line, _ in _places(canvas, entries, width)), default=-1)


def paint_legend(canvas: Canvas, entries: list[Entry], rect: QRectF) -> None:
    """Paint the entries from the left, in as many lines as they take."""
    unit = canvas.unit
    for entry, (line, x) in zip(entries, _places(canvas, entries, rect.width()), strict=True):
        baseline, left = rect.top() + (line + 0.72) * LEGEND_ROW * unit, rect.left() + x
        if entry.scale is not None:
            wide = canvas.text(entry.words, left, baseline, size=SMALL, colour=canvas.theme.muted)
            canvas.colour_bar(SMALL).paint(
                canvas.painter, left + wide + _GAP * unit, baseline, entry.scale.low, entry.scale.high,
                entry.scale.colours, canvas.theme,
            )  # fmt: skip
            continue
        _paint_sample(canvas, entry, left, baseline - SMALL * 0.34 * unit)
        left += (entry.sample + _GAP) * unit
        canvas.text(entry.words, left, baseline, size=SMALL, max_width=max(rect.right() - left, 0.0))


def _paint_sample(canvas: Canvas, entry: Entry, left: float, middle: float) -> None:
    painter, unit, theme = canvas.painter, canvas.unit, canvas.theme
    centre = QPointF(left + _SIGN / 2 * unit, middle)
    if entry.kind is not None:
        paint_mark(canvas, centre, entry.kind)
    elif entry.start:
        half = 3.4 * unit
        painter.setPen(canvas.pen(theme.line(entry.hue), 1.6))
        painter.setBrush(QColor(theme.surface))
        painter.drawRect(QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(canvas.pen(theme.line(entry.hue) if entry.hue else theme.text, entry.width, entry.dash))
        painter.drawLine(QPointF(left, middle), QPointF(left + _SAMPLE * unit, middle))


def _places(canvas: Canvas, entries: list[Entry], width: float) -> list[tuple[int, float]]:
    """Return for each entry its line, and how far from the left it begins."""
    line, x, places = 0, 0.0, []
    for entry in entries:
        wide = canvas.width(entry.words, SMALL) + (entry.sample + _GAP) * canvas.unit
        if entry.scale is not None:
            wide += canvas.colour_bar(SMALL).width(entry.scale.low, entry.scale.high)
        if x and x + wide > width:
            line, x = line + 1, 0.0
        places.append((line, x))
        x += wide + _APART * canvas.unit
    return places
