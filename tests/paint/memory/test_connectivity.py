"""A connectivity on paper: bars as long as the values, shades as deep, and all words in sight where there is room."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gatescope.analysis.targets import Target
from gatescope.export.png import image
from gatescope.paint.canvas import Canvas
from gatescope.paint.memory.connectivity import ground_of, paint_connectivity_body
from gatescope.paint.memory.connectivity_layout import ConnectivityLayout
from gatescope.plots.memory.connectivity_plot import SIGNED, SIZE, ConnectivityPlot
from gatescope.plots.theme import DARK, LIGHT, Theme
from tests.paint.looking import has, pixels
from tests.plots.memory.test_connectivity import drawn
from tests.plots.memory.test_ledger import SENTENCE, real

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
LONG = " ".join(["good", "bad", "extraordinarily"] * 300)


def painted(plot: ConnectivityPlot, theme: Theme, size: tuple[int, int], **options):
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    canvas = Canvas(painter, theme, QRectF(0, 0, *size), 1.0)
    layout = ConnectivityLayout(canvas, plot, QRectF(0, 0, *size), **options)
    paint_connectivity_body(canvas, plot, layout)
    painter.end()
    return pixels(picture), layout


@THEMES
@pytest.mark.parametrize("kind", [SIZE, SIGNED])
def test_bars_and_shades_are_the_values(theme, kind) -> None:
    plot = drawn(real(), kind=kind)
    shown, layout = painted(plot, theme, (600, 300))
    (block,), (laid,) = plot.blocks, layout.blocks
    assert [word.token for word in laid.words] == list(range(7))
    inks = (theme.positive, theme.negative) if kind == SIGNED else (theme.line("readout"), theme.line("readout"))
    for word in laid.words:
        value = float(block.values[word.token])
        bar = shown[int(word.bar.top()) + 1, int(word.bar.left()) : int(word.bar.right())][None]
        filled = has(bar, inks[value < 0]).sum()
        whole = word.bar.width() / (2 if kind == SIGNED else 1)
        assert abs(filled - abs(value) * whole) <= 1.5
        corner = shown[int(word.chip.center().y()), int(word.chip.left()) + 2]
        assert QColor.fromRgb(*map(int, corner)).name() == ground_of(theme, plot, block, word.token)


@pytest.mark.parametrize("size", [(200, 60), (360, 130), (520, 240), (1600, 900)])
@pytest.mark.parametrize("text", ["good", SENTENCE, LONG])
@pytest.mark.parametrize("cells", [("lstm",), ("rnn", "gru", "lstm")])
def test_no_word_lies_over_another_or_over_the_sentence(size, text, cells) -> None:
    runs = [real(cell, text) for cell in cells]
    token = len(runs[0].tokens) // 2
    plot = drawn(*runs, target=Target(token), token=token)
    _, layout = painted(plot, LIGHT, size)
    places = [word.whole for laid in layout.blocks for word in laid.words]
    for at, place in enumerate(places):
        assert place.bottom() <= layout.finding.top() + 1
        assert place.left() >= 0
        assert place.right() <= size[0] + 1
        assert not any(place.intersects(other) for other in places[at + 1 : at + 60])
    if size[1] > 200:
        # The word at the cursor is in sight in every model, however long the text is.
        assert all(layout.place_of(at, token) for at in range(len(cells)))
    assert not image(plot, *size, 1.0, LIGHT).isNull()


def test_names_stand_beside_their_words_where_they_would_take_a_row_from_them() -> None:
    plot = drawn(real("rnn"), real("gru"), real("lstm"))
    for size, beside in (((500, 420), False), ((500, 170), True)):
        _, layout = painted(plot, LIGHT, size, window=True)
        for laid in layout.blocks:
            assert (laid.label.right() <= laid.words[0].chip.left()) == beside
            assert beside or laid.label.bottom() <= laid.words[0].chip.top() + 1
            assert len(laid.words) == 7


def test_rows_can_be_turned_and_words_made_larger() -> None:
    plot = drawn(real(text=LONG), token=800)
    _, here = painted(plot, LIGHT, (300, 200))
    _, first = painted(plot, LIGHT, (300, 200), row=0)
    assert here.blocks[0].first > first.blocks[0].first == 0
    assert here.blocks[0].scrolls
    assert here.blocks[0].note.top() >= max(word.whole.bottom() for word in here.blocks[0].words)
    assert here.blocks[0].note.bottom() <= here.finding.top() + 1
    short = drawn(real())
    _, usual = painted(short, LIGHT, (600, 300))
    _, large = painted(short, LIGHT, (600, 300), zoom=1.5)
    assert large.blocks[0].size.font == pytest.approx(1.5 * usual.blocks[0].size.font)
    assert not usual.blocks[0].scrolls


@THEMES
def test_what_is_not_a_number_has_the_bad_colour(theme) -> None:
    plot = drawn(real(), token=3)
    plot.blocks[0].values[4:] = np.nan
    shown, layout = painted(plot, theme, (600, 300))
    for word in layout.blocks[0].words:
        bar = shown[int(word.bar.top()) + 1, int(word.bar.left()) : int(word.bar.right())][None]
        assert has(bar, theme.bad).all() == (word.token >= 4)
