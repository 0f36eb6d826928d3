"""The tolerance ladder: a bar a tolerance, strong where its places stay to the end."""

from __future__ import annotations

from math import log10

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.fixed_points.places import Place
from gatescope.paint.rich_text import power_text, power_width, sentence
from gatescope.plots.fixed_points.ladder_plot import ABOUT, SHORT, TITLE, LadderPlot
from gatescope.plots.fixed_points.point_words import ten
from gatescope.plots.values.point_value import RungValue
from gatescope.words import decimal, tr

_HEADING, _SMALL, _NAME, _TEXT = 15.0, 11.5, 12.5, 12.5
_ROW, _LEAST_ROW = 25.0, 13.0
_PALE = 0.7
_PRINTED_ROW = 18.0
_LEAST_BAR = 3.0


def paint_ladder(canvas: Canvas, plot: LadderPlot, rect: QRectF) -> None:
    """Paint the ladder with its title."""
    baseline = rect.top() + _HEADING * canvas.unit
    canvas.title(tr(TITLE), rect.left(), baseline, max_width=rect.width())
    paint_ladder_body(canvas, plot, rect.adjusted(0.0, (_HEADING + 8.0) * canvas.unit, 0.0, 0.0))


def ladder_height(canvas: Canvas, plot: LadderPlot, _width: float) -> float:
    """Return the height in a figure of all rungs."""
    return (_HEADING + 8.0 + _SMALL + 8.0 + _PRINTED_ROW * len(plot.rungs)) * canvas.unit


def paint_ladder_body(canvas: Canvas, plot: LadderPlot, rect: QRectF) -> tuple[Place, ...]:
    """Paint everything but the title, and return where the bars are."""
    unit, theme = canvas.unit, canvas.theme
    abouts = [f"{one}, {plot.name}" if plot.name else one for one in (tr(ABOUT), tr(SHORT))]
    about = abouts[0] if canvas.width(abouts[0], _SMALL) <= rect.width() else abouts[1]
    canvas.text(about, rect.left(), rect.top() + _SMALL * unit, size=_SMALL, colour=theme.muted, max_width=rect.width())
    for words in (f"{plot.finding} {plot.rest}".strip(), plot.finding):
        said = sentence(canvas, words, rect.width(), size=_TEXT)
        below = said.height + 8.0 * unit if said is not None else 0.0
        body = rect.adjusted(0.0, (_SMALL + 8.0) * unit, 0.0, -below)
        if body.height() >= len(plot.rungs) * _LEAST_ROW * unit:
            break
    if said is not None:
        said.paint(rect.left(), rect.bottom() - said.height)
    if not plot.rungs or body.height() < len(plot.rungs) * _LEAST_ROW * unit:
        return ()
    high = min(body.height() / len(plot.rungs), _ROW * unit)
    size = min(_NAME, high / unit * 0.7)
    names = max(power_width(canvas, ten(rung.tolerance), size) for rung in plot.rungs) + 10.0 * unit
    numbers = max(canvas.width(decimal(f"{rung.count:,}"), size, bold=True) for rung in plot.rungs) + 10.0 * unit
    longest = max(body.width() - names - numbers, 1.0)
    most = max(rung.count for rung in plot.rungs)
    places = []
    for at, rung in enumerate(plot.rungs):
        row = QRectF(body.left(), body.top() + at * high, body.width(), high)
        base = row.center().y() + size * 0.36 * unit
        left = row.left() + names
        power_text(canvas, ten(rung.tolerance), left - 10.0 * unit, base, size=size, colour=theme.text, align="right")
        # By its logarithm: three places beside three hundred would be no bar at all.
        share = log10(rung.count + 1) / log10(most + 1) if most else 0.0
        bar = QRectF(left, row.top() + high * 0.22, max(longest * share, _LEAST_BAR * unit), high * 0.56)
        colour = theme.accent if plot.stays(rung) and rung.count else mix(theme.accent, theme.surface, _PALE)
        canvas.painter.fillRect(bar, QColor(colour if rung.count else theme.grid))
        canvas.text(decimal(f"{rung.count:,}"), bar.right() + 8.0 * unit, base, size=size, bold=True)
        places.append(Place(row, RungValue(rung)))
    return tuple(places)
