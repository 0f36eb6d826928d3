"""A memory ledger on paper: the bands of the words, a panel a model."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import legible
from gatescope.paint.figure.axes import TEXT, SlantedWords, paint_spines, paint_tick, tick_widths
from gatescope.paint.memory.bands import paint_bands, tint
from gatescope.paint.memory.ledger_layout import TICKS
from gatescope.plots.axis_words import axis_word
from gatescope.plots.memory.ledger_plot import LedgerPanel, LedgerPlot
from gatescope.words import tr

_ROW, _SYMBOL, _BETWEEN = 18.0, 14.5, 8.0
_MARGIN = 5.0


def paint_ledger_panel(canvas: Canvas, plot: LedgerPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect`; the band of the cursor's word in full."""
    unit = canvas.unit
    left = rect.left() + tick_widths(canvas, [name for _, name in TICKS])
    words = SlantedWords(canvas, plot.tokens, plot.cursor, rect.right() - left, plot.whole)
    pitch = (rect.height() - words.height + _BETWEEN * unit) / len(plot.panels)
    for at, panel in enumerate(plot.panels):
        top = rect.top() + at * pitch
        head = top + _ROW * unit
        area = QRectF(left, head, rect.right() - left, max(top + pitch - _BETWEEN * unit - head, unit))
        _paint_about(canvas, panel, left, top + TEXT * unit, named=len(plot.panels) > 1)
        full = None if plot.cursor is None or panel.group_of(plot.cursor) < 0 else panel.group_of(plot.cursor)
        paint_bands(canvas, panel, area, plot.stretch, full)
        for share, name in TICKS if area.height() > 4.0 * TEXT * unit else (TICKS[0], TICKS[-1]):
            paint_tick(canvas, area, area.bottom() - share * area.height(), name, grid=False)
        paint_spines(canvas, area)
        if not panel.grouped:
            _paint_words(canvas, panel, area, full)
        if at == len(plot.panels) - 1:
            words.paint(area)


def _paint_about(canvas: Canvas, panel: LedgerPanel, left: float, baseline: float, *, named: bool) -> None:
    """Write what the bands are: ``share of every word in c_t``."""
    unit = canvas.unit
    of = "" if panel.unit is None else tr("unit {unit} of ", unit=panel.unit)
    name = tr("{label}: share", label=panel.label) if named else tr("share")
    words = tr("{name} of every word in {of}", name=name, of=of)
    left += canvas.text(words, left, baseline, size=TEXT, colour=canvas.theme.muted)
    canvas.symbol(panel.symbol, left + 2.0 * unit, baseline, size=_SYMBOL, colour=canvas.theme.muted)


def _paint_words(canvas: Canvas, panel: LedgerPanel, area: QRectF, full: int | None) -> None:
    """Write the words that have room in their bands: in the widest run of columns, where the band is highest."""
    unit, column = canvas.unit, area.width() / panel.groups
    for band in range(panel.groups):
        word = axis_word(panel.tokens, int(panel.edges[band]))
        wide = canvas.width(word, TEXT, bold=band == full) + 2.0 * _MARGIN * unit
        place = _widest(panel, area, band, column, wide, (TEXT + 4.0) * unit)
        if place is None:
            continue
        ground = canvas.theme.hue(panel.state) if band == full else tint(canvas.theme, panel.state, band)
        ink = legible(canvas.theme.surface if band == full else canvas.theme.text, ground)
        baseline = place.center().y() + TEXT * 0.36 * unit
        canvas.text(word, place.center().x(), baseline, size=TEXT, bold=band == full, colour=ink, align="centre")


def _widest(panel: LedgerPanel, area: QRectF, band: int, column: float, wide: float, high: float) -> QRectF | None:
    """Return the first place in a band with room for its word, which may reach over several columns; None where none
    has."""
    span = max(int(-(-wide // column)), 1)
    for first in range(band if not panel.part.reverse else 0, panel.groups - span + 1):
        ends = [panel.ends(at, band) for at in range(first, first + span)]
        low, top = max(low for low, _ in ends), min(top for _, top in ends)
        if (top - low) * area.height() >= high:
            left = area.left() + first * column
            return QRectF(left, area.bottom() - top * area.height(), span * column, (top - low) * area.height())
    return None
