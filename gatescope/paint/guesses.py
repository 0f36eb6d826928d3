"""What a language model expects next, as a picture: bars at the cursor, beside a column of guesses a token."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import legible
from gatescope.paint.guesses_layout import LABEL, NUMBER, SMALL, TITLE, GuessesLayout
from gatescope.plots.colours import Indices, indices, table
from gatescope.plots.guesses_plot import GuessesPlot
from gatescope.plots.numbers import number
from gatescope.words import tr

_HALF = 0.36
_ABOVE_TITLE = 12.0
_CAME = "came"
_CORNER = 3.0
_LEAST = 0.005


def paint_guesses(canvas: Canvas, plot: GuessesPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` below a title."""
    unit = canvas.unit
    title = tr("Next {noun}, and after every {noun}", noun=tr(plot.noun))
    canvas.title(title, rect.left(), rect.top() + TITLE * unit, max_width=rect.width())
    body = rect.adjusted(0.0, (TITLE + _ABOVE_TITLE) * unit, 0.0, 0.0)
    paint_guesses_body(canvas, plot, GuessesLayout(canvas, plot, body))


def paint_guesses_body(canvas: Canvas, plot: GuessesPlot, layout: GuessesLayout) -> None:
    """Paint everything but the title."""
    if layout.heading.height():
        _paint_heading(canvas, plot, layout)
    _paint_bars(canvas, plot, layout)
    if layout.last > layout.first and layout.grid.width() > 0:
        _paint_grid(canvas, plot, layout)
    variants = plot.summaries(layout.first, layout.last)
    most = layout.heading.width()
    summary = next((one for one in variants if canvas.width(one, NUMBER) <= most), variants[-1])
    for place, sentence, bold in zip(layout.findings, (plot.finding(), summary), (True, False), strict=False):
        colour = canvas.theme.text if bold else canvas.theme.muted
        baseline = place.bottom() - 3 * canvas.unit
        canvas.text(sentence, place.left(), baseline, size=NUMBER, bold=bold, colour=colour, max_width=place.width())


def _paint_heading(canvas: Canvas, plot: GuessesPlot, layout: GuessesLayout) -> None:
    place, muted = layout.heading, canvas.theme.muted
    baseline, width = place.top() + SMALL * canvas.unit, layout.bars[0].width()
    canvas.text(plot.heading(), place.left(), baseline, size=SMALL, colour=muted, max_width=width)
    if layout.grid.width() > 0:
        most = place.right() - layout.grid.left()
        whole, words = (
            tr("the five likeliest after each {noun}; framed: what came", noun=tr(plot.noun)),
            tr("framed: what came"),
        )
        words = whole if canvas.width(whole, SMALL) <= most else words
        canvas.text(words, layout.grid.left(), baseline, size=SMALL, colour=muted, max_width=most)


def _paint_bars(canvas: Canvas, plot: GuessesPlot, layout: GuessesLayout) -> None:
    guesses, came = plot.guesses(plot.at), plot.came(plot.at)
    unit = canvas.unit
    labels = max(canvas.width(plot.label(guess), LABEL, bold=True) for guess in guesses) + 12 * unit
    values = canvas.width("0.00", NUMBER, bold=True) + 8 * unit
    tag = canvas.width(_CAME, SMALL) + 18 * unit
    for rank, (guess, place) in enumerate(zip(guesses, layout.bars, strict=False)):
        track = place.adjusted(labels, place.height() * 0.14, -values - tag, -place.height() * 0.14)
        size = min(LABEL, place.height() / unit * 0.85)
        baseline = place.center().y() + size * _HALF * unit
        canvas.text(plot.label(guess), place.left(), baseline, size=size, bold=True)
        _fill(canvas, track, canvas.theme.grid)
        share = guess.probability if 0.0 <= guess.probability <= 1.0 else 0.0
        bar = QRectF(track.left(), track.top(), track.width() * share, track.height())
        _fill(canvas, bar, canvas.theme.line(f"guess:{rank}"))
        right = track.right() + values
        canvas.text(_short(guess.probability), right, baseline, size=NUMBER, bold=True, align="right")
        if guess.column == came:
            high = min(16 * unit, place.height())
            frame = QRectF(right + 6 * unit, place.center().y() - high / 2, tag - 8 * unit, high)
            canvas.frame(frame, canvas.theme.text, 1.2, 8.0)
            middle = frame.center()
            canvas.text(_CAME, middle.x(), middle.y() + SMALL * _HALF * unit, size=SMALL, align="centre")


def _short(probability: float) -> str:
    """Return a probability in two digits; a power of ten is 0.00 to the eye."""
    return number(0.0 if probability < _LEAST else probability)


def _paint_grid(canvas: Canvas, plot: GuessesPlot, layout: GuessesLayout) -> None:
    theme, unit = canvas.theme, canvas.unit
    colours = table(plot.colours, theme)
    for token in range(layout.first, layout.last):
        column = layout.cell(token, 0)
        current = token == plot.at
        baseline = layout.rows[0] - 5 * unit
        most = layout.column - 2 * unit
        canvas.text(
            plot.word(token),
            column.center().x(),
            baseline,
            size=NUMBER,
            bold=current,
            colour=theme.accent if current else theme.text,
            align="centre",
            max_width=most,
        )
        came = plot.came(token)
        for row, guess in enumerate(plot.guesses(token)):
            place = layout.cell(token, row).adjusted(0.5 * unit, 0.5 * unit, -0.5 * unit, -0.5 * unit)
            _paint_cell(canvas, plot.label(guess), guess.probability, place, colours, framed=guess.column == came)
    left = layout.cell(plot.at, 0).left()
    column = QRectF(left, layout.grid.top(), layout.column, layout.grid.height())
    canvas.frame(column, theme.accent, 2.0, _CORNER)


def _paint_cell(
    canvas: Canvas, label: str, probability: float, place: QRectF, colours: Indices, *, framed: bool
) -> None:
    """Paint one guess in the shade of its probability, framed where it came."""
    theme, unit = canvas.theme, canvas.unit
    red, green, blue, _ = colours[int(indices(np.array([probability]), 0.0, 1.0)[0])]
    ground = f"#{red:02x}{green:02x}{blue:02x}"
    canvas.painter.fillRect(place, QColor(ground))
    if framed:
        canvas.frame(place.adjusted(0.5 * unit, 0.5 * unit, -0.5 * unit, -0.5 * unit), theme.text, 1.6, 2.0)
    size = min(NUMBER, place.height() / unit * 0.78)
    canvas.text(
        label,
        place.center().x(),
        place.center().y() + size * _HALF * unit,
        size=size,
        bold=framed,
        colour=legible(theme.text if framed else theme.muted, ground, theme.text_contrast),
        align="centre",
        max_width=place.width() - 2 * unit,
    )


def _fill(canvas: Canvas, place: QRectF, colour: str) -> None:
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QColor(colour))
    radius = min(_CORNER * canvas.unit, place.width() / 2)
    canvas.painter.drawRoundedRect(place, radius, radius)
