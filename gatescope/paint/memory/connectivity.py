"""A connectivity as a picture: words shaded and barred by how much they move the target, and the sentence."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import legible, mix
from gatescope.paint.memory.connectivity_layout import (
    BESIDE,
    NAME,
    SMALL,
    SYMBOL,
    TITLE,
    BlockLayout,
    ConnectivityLayout,
    WordPlace,
)
from gatescope.plots.axis_words import axis_word
from gatescope.plots.memory.connectivity_plot import SYMBOLS, ConnectivityBlock, ConnectivityPlot
from gatescope.plots.memory.connectivity_plot import TITLE as NAME_OF_PLOT
from gatescope.plots.numbers import number
from gatescope.plots.theme import Theme
from gatescope.words import decimal, tr

# The shade of the word that moves the target most, and of one that does not: a trace of the chip is left.
_FULL, _NONE = 0.62, 0.03
_RADIUS = 4.0


def paint_connectivity(canvas: Canvas, plot: ConnectivityPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title and its cursor."""
    layout = ConnectivityLayout(canvas, plot, rect)
    unit, heading = canvas.unit, layout.heading
    baseline = heading.top() + TITLE * unit
    canvas.title(tr(NAME_OF_PLOT), heading.left(), baseline, max_width=heading.width())
    baseline += 21.0 * unit
    symbol = canvas.symbol_width(SYMBOLS[plot.kind], SYMBOL * 0.95)
    most = heading.width() - symbol - 6.0 * unit
    x = heading.left() + canvas.text(
        plot.about, heading.left(), baseline, size=SMALL, colour=canvas.theme.muted, max_width=most
    )
    canvas.symbol(SYMBOLS[plot.kind], x + 6.0 * unit, baseline, size=SYMBOL * 0.95)
    paint_connectivity_body(canvas, plot, layout)
    paint_connectivity_cursor(canvas, plot, layout)


def paint_connectivity_body(canvas: Canvas, plot: ConnectivityPlot, layout: ConnectivityLayout) -> None:
    """Paint the words with their shades, bars and numbers."""
    for block, laid in zip(plot.blocks, layout.blocks, strict=True):
        if laid.label.height():
            hue, beside = canvas.theme.cell_hue(block.cell), laid.label.width() <= BESIDE * canvas.unit
            baseline = laid.label.bottom() - (3.0 if beside else 6.0) * canvas.unit
            most = laid.label.width() - 4.0 * canvas.unit
            left = laid.label.left()
            width = canvas.text(block.label, left, baseline, size=NAME, bold=True, colour=hue, max_width=most)
            if not beside:
                x, muted = left + width + 8.0 * canvas.unit, canvas.theme.muted
                canvas.text(block.target, x, baseline, size=SMALL, colour=muted, max_width=laid.label.right() - x)
        if laid.note.height() and laid.words:
            first, last, count = laid.words[0].token + 1, laid.words[-1].token + 1, len(block.tokens)
            said, baseline = (
                tr("words {first:,}–{last:,} of {count:,}", first=first, last=last, count=count),
                laid.note.top() + SMALL * canvas.unit,
            )
            canvas.text(
                said, laid.note.left(), baseline, size=SMALL, colour=canvas.theme.muted, max_width=laid.note.width()
            )
        for word in laid.words:
            _paint_word(canvas, plot, block, laid, word)
            value = number(float(block.values[word.token]))
            canvas.tip(
                word.chip,
                tr(
                    "“{word}”, token {token}: {value}",
                    word=axis_word(block.tokens, word.token),
                    token=word.token,
                    value=value,
                ),
            )


def paint_connectivity_cursor(canvas: Canvas, plot: ConnectivityPlot, layout: ConnectivityLayout) -> None:
    """Paint the cursor's word, the target's where it is another one, and the sentence."""
    for at, block in enumerate(plot.blocks):
        target = layout.place_of(at, block.target_token)
        if target is not None and block.target_token != plot.cursor:
            # A dashed frame: this is where it is measured, and not where the cursor is.
            canvas.painter.setPen(canvas.pen(canvas.theme.text, 1.2, 1))
            canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = _RADIUS * canvas.unit
            canvas.painter.drawRoundedRect(target.chip.adjusted(-0.5, -0.5, 0.5, 0.5), radius, radius)
        here = None if plot.cursor is None else layout.place_of(at, plot.cursor)
        if here is not None:
            canvas.frame(here.chip.adjusted(-0.5, -0.5, 0.5, 0.5), canvas.theme.accent, 2.0, _RADIUS)
    if layout.finding_text is not None:
        layout.finding_text.paint(layout.finding.left(), layout.finding.top(), canvas)


def ground_of(theme: Theme, plot: ConnectivityPlot, block: ConnectivityBlock, token: int) -> str:
    """Return the colour of a word's chip."""
    value = float(block.values[token])
    if not isfinite(value):
        return mix(theme.surface, theme.bad, 0.3)
    return mix(theme.surface, _ink(theme, plot, block, value), _NONE + (_FULL - _NONE) * min(abs(value), 1.0))


def _ink(theme: Theme, plot: ConnectivityPlot, block: ConnectivityBlock, value: float) -> str:
    if plot.signed:
        return theme.positive if value >= 0 else theme.negative
    return theme.line("readout") if len(plot.blocks) == 1 else theme.cell_hue(block.cell)


def _paint_word(
    canvas: Canvas, plot: ConnectivityPlot, block: ConnectivityBlock, laid: BlockLayout, word: WordPlace
) -> None:
    theme, unit, painter, size = canvas.theme, canvas.unit, canvas.painter, laid.size
    value, ground = float(block.values[word.token]), ground_of(theme, plot, block, word.token)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(word.chip, _RADIUS * unit, _RADIUS * unit)
    canvas.text(
        axis_word(block.tokens, word.token),
        word.chip.center().x(),
        word.chip.center().y() + size.font * 0.35 * unit,
        size=size.font,
        colour=legible(theme.text, ground, theme.text_contrast),
        align="centre",
        max_width=word.chip.width() - 4.0 * unit,
    )
    painter.fillRect(word.bar, QColor(theme.grid))
    if isfinite(value):
        painter.fillRect(_bar(plot, word.bar, value), QColor(_ink(theme, plot, block, value)))
    else:
        painter.fillRect(word.bar, QColor(theme.bad))
    if size.numbered:
        colour = theme.muted if isfinite(value) else theme.bad
        written = decimal(f"{value:.2f}").replace("-", "−") if isfinite(value) else number(value)
        canvas.text(written, word.bar.center().x(), word.baseline, size=size.number, colour=colour, align="centre")


def _bar(plot: ConnectivityPlot, place: QRectF, value: float) -> QRectF:
    """Return the filled part of a bar: from the left, or from the middle where values have a sign."""
    if not plot.signed:
        return QRectF(place.left(), place.top(), place.width() * min(value, 1.0), place.height())
    middle, half = place.center().x(), place.width() / 2.0 * min(abs(value), 1.0)
    return QRectF(middle if value >= 0 else middle - half, place.top(), half, place.height())
