"""A memory ledger as a picture: bands of words over the tokens, a panel a model, the sentence and the foot note."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import legible
from gatescope.paint.memory.bands import paint_bands, tint, visible_groups
from gatescope.paint.memory.ledger_layout import NAME, SMALL, SYMBOL, TICK, TICKS, TITLE, LedgerLayout
from gatescope.paint.tips import MOST_TIPS
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.axis_words import axis_word
from gatescope.plots.memory.ledger_plot import TITLE as NAME_OF_PLOT
from gatescope.plots.memory.ledger_plot import LedgerPanel, LedgerPlot
from gatescope.plots.numbers import number
from gatescope.words import tr

_WORD = 11.0
_MARGIN = 4.0
# Fewer pixels between two ticks and the middle one goes.
_TICKS_APART = 2.6


def paint_ledger(canvas: Canvas, plot: LedgerPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title and its cursor."""
    layout = LedgerLayout(canvas, plot, rect)
    _paint_heading(canvas, plot, layout)
    paint_ledger_body(canvas, plot, layout)
    paint_ledger_cursor(canvas, plot, layout)


def paint_ledger_body(canvas: Canvas, plot: LedgerPlot, layout: LedgerLayout) -> None:
    """Paint the bands with their words and ticks."""
    for panel, area, label in zip(plot.panels, layout.areas, layout.labels, strict=False):
        paint_bands(canvas, panel, area, layout.stretch)
        canvas.frame(area.adjusted(0.5, 0.5, -0.5, -0.5), canvas.theme.grid)
        _paint_ticks(canvas, area)
        if label.height():
            hue = canvas.theme.cell_hue(panel.cell)
            baseline = label.bottom() - 5.0 * canvas.unit
            width = canvas.text(panel.label, label.left(), baseline, size=NAME, bold=True, colour=hue)
            canvas.symbol(panel.symbol, label.left() + width + 6.0 * canvas.unit, baseline, size=SYMBOL)
        if canvas.tips is not None:
            _tell(canvas, panel, area, layout)
        column = layout.x_of(1.0) - layout.x_of(0.0)
        if not panel.grouped and column >= _WORD * canvas.unit:
            for group in visible_groups(panel, layout.stretch):
                _paint_word(canvas, panel, area, layout, group)


def _tell(canvas: Canvas, panel: LedgerPanel, area: QRectF, layout: LedgerLayout) -> None:
    """Say of every band, in every column, which word it is of and its share."""
    groups = visible_groups(panel, layout.stretch)
    places = ((column, band) for column in groups for band in groups if band <= column)
    for column, band in islice(places, MOST_TIPS):
        low, high = panel.ends(column, band)
        now, of = (axis_word(panel.tokens, int(panel.edges[one])) for one in (column, band))
        words = tr(
            "{label} after “{now}”: {share} % of “{of}”",
            label=panel.label,
            now=now,
            share=number(100 * (high - low)),
            of=of,
        )
        place = band_place(panel, area, layout, column, band)
        if place.height() > 0.0:
            canvas.tip(place, words)


def paint_ledger_cursor(canvas: Canvas, plot: LedgerPlot, layout: LedgerLayout) -> None:
    """Paint the words below, the cursor over the bands, the sentence and the foot note."""
    for text, place in ((layout.finding_text, layout.finding), (layout.note_text, layout.note)):
        if text is not None:
            text.paint(place.left(), place.bottom() - text.height, canvas)
    if layout.words.height():
        axis = TokenAxis(
            canvas,
            plot.tokens,
            plot.cursor,
            layout.words.width(),
            layout.stretch,
            importance=plot.importance,
            most=layout.most,
            whole=plot.whole,
        )
        axis.paint(layout.words)
    if plot.cursor is None:
        return
    for panel, area in zip(plot.panels, layout.areas, strict=False):
        group = panel.group_of(plot.cursor)
        left, right = layout.column(panel, group) if group >= 0 else (0.0, 0.0)
        if right > left:
            frame = QRectF(left, area.top() - 2.0, right - left, area.height() + 4.0)
            canvas.frame(frame, canvas.theme.accent, 1.5, 2.0)


def paint_band(canvas: Canvas, plot: LedgerPlot, layout: LedgerLayout, at: int, band: int) -> None:
    """Paint one band of a panel in full, with its word."""
    panel, area = plot.panels[at], layout.areas[at]
    hue = canvas.theme.hue(panel.state)
    for column in visible_groups(panel, layout.stretch):
        place = band_place(panel, area, layout, column, band)
        if place.height() > 0.0 and place.width() > 0.0:
            canvas.painter.fillRect(place, QColor(hue))
    if not panel.grouped and band in visible_groups(panel, layout.stretch):
        _paint_word(canvas, panel, area, layout, band, ground=hue)


def band_place(panel: LedgerPanel, area: QRectF, layout: LedgerLayout, column: int, band: int) -> QRectF:
    """Return the rectangle that a band takes in a column; an empty one where it takes none."""
    low, high = panel.ends(column, band)
    if not high > low:
        return QRectF()
    left, right = layout.column(panel, column)
    return QRectF(left, area.bottom() - high * area.height(), right - left, (high - low) * area.height())


def _paint_word(
    canvas: Canvas,
    panel: LedgerPanel,
    area: QRectF,
    layout: LedgerLayout,
    group: int,
    ground: str = "",
) -> None:
    """Write a word into its band, in the column in which it was read, where there is room."""
    place = band_place(panel, area, layout, group, group)
    if place.height() < (_WORD + 3.0) * canvas.unit or place.width() < _WORD * canvas.unit:
        return
    word = axis_word(panel.tokens, int(panel.edges[group]))
    if canvas.width(word, _WORD, bold=bool(ground)) > place.width() - _MARGIN * canvas.unit:
        return
    canvas.text(
        word,
        place.center().x(),
        place.center().y() + _WORD * 0.36 * canvas.unit,
        size=_WORD,
        bold=bool(ground),
        colour=legible(
            canvas.theme.surface if ground else canvas.theme.text,
            ground or tint(canvas.theme, panel.state, group),
            canvas.theme.text_contrast,
        ),
        align="centre",
    )


def _paint_ticks(canvas: Canvas, area: QRectF) -> None:
    unit, muted = canvas.unit, canvas.theme.muted
    ticks = TICKS if area.height() >= _TICKS_APART * 2 * TICK * unit else (TICKS[0], TICKS[-1])
    for share, name in ticks:
        y = area.bottom() - share * area.height()
        baseline = min(max(y + TICK * 0.36 * unit, area.top() + TICK * 0.72 * unit), area.bottom())
        canvas.text(name, area.left() - 6.0 * unit, baseline, size=TICK, colour=muted, align="right")


def _paint_heading(canvas: Canvas, plot: LedgerPlot, layout: LedgerLayout) -> None:
    unit, rect = canvas.unit, layout.heading
    baseline = rect.top() + TITLE * unit
    name = " · ".join(part for part in (NAME_OF_PLOT, plot.place) if part)
    canvas.title(name, rect.left(), baseline, max_width=rect.width())
    paint_about(canvas, plot, rect.left(), baseline + 21.0 * unit)


def paint_about(canvas: Canvas, plot: LedgerPlot, x: float, baseline: float) -> float:
    """Write what the bands are, with the symbols in the maths font, and return the width."""
    before, symbols, after = plot.about
    start, muted = x, canvas.theme.muted
    x += canvas.text(before, x, baseline, size=SMALL, colour=muted) + 4.0 * canvas.unit
    x += canvas.symbol(symbols, x, baseline, size=SYMBOL * 0.95) + 4.0 * canvas.unit
    x += canvas.text(after, x, baseline, size=SMALL, colour=muted)
    return x - start
