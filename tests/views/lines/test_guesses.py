"""The read-out of a language model on screen: bars, columns, clicks, and the same picture in a file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gatescope.paint.canvas import Canvas
from gatescope.paint.guesses import paint_guesses_body
from gatescope.paint.guesses_layout import GuessesLayout
from gatescope.plots.colours import indices, table
from gatescope.plots.guesses_plot import GuessesPlot
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.session.document.document import Focus
from gatescope.views.base.spot import Spot
from gatescope.views.lines.readout import ReadoutView
from tests.paint.looking import has, pixels
from tests.similarity import ssim
from tests.views.helpers_controls import SENTENCE, make_language_model, make_model, make_snapshot

TEXT = "the sweet o the year. so it came"
LETTERS = make_snapshot(TEXT, make_language_model())
WORDS = make_snapshot(SENTENCE, make_model())


@pytest.fixture
def view(qtbot: QtBot) -> ReadoutView:
    view = ReadoutView()
    qtbot.addWidget(view)
    view.resize(560, 200)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_bars_and_columns_have_the_colours_of_their_numbers(view: ReadoutView, theme: Theme) -> None:
    view.set_theme(theme)
    view.show_snapshot(LETTERS, Focus(token=8))
    QApplication.processEvents()
    shown, image = view.plot(), view.guesses.grab().toImage()
    layout = view.guesses.layout_now
    assert isinstance(shown, GuessesPlot)
    assert layout is not None
    colours, seen = table(shown.colours, theme), pixels(image)
    for rank, bar in enumerate(layout.bars):
        wide = has(seen, theme.line(f"guess:{rank}"))[int(bar.top()) : int(bar.bottom())].any(axis=0).sum()
        assert wide > 0 or shown.guesses(8)[rank].probability < 0.02
    for token in range(layout.first, layout.last):
        for row, guess in enumerate(shown.guesses(token)):
            place = layout.cell(token, row)
            corner = image.pixelColor(int(place.left()) + 4, int(place.bottom()) - 4)
            index = indices(guess.probability * (colours[:1, 0] * 0.0 + 1.0), 0.0, 1.0)[0]
            assert corner == QColor(*colours[index, :3].tolist())
    longest = [has(seen, theme.line(f"guess:{rank}")).any(axis=0).sum() for rank in range(5)]
    assert longest == sorted(longest, reverse=True)


def test_a_click_on_a_column_moves_the_cursor_and_hovering_says_its_guesses(qtbot: QtBot, view: ReadoutView) -> None:
    view.show_snapshot(LETTERS, Focus(token=8))
    QApplication.processEvents()
    view.guesses.grab()
    layout = view.guesses.layout_now
    assert layout is not None
    place = layout.cell(layout.first + 2, 3).center().toPoint()
    with qtbot.waitSignal(view.token_clicked) as clicked:
        qtbot.mouseClick(view.guesses, Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == [layout.first + 2]
    told: list[Spot | None] = []
    view.hovered.connect(told.append)
    qtbot.mouseMove(view.guesses, place)
    qtbot.mouseMove(view.guesses, place + QPoint(1, 0))
    qtbot.waitUntil(lambda: bool(told) and told[-1] is not None)
    shown, spot = view.plot(), told[-1]
    assert isinstance(shown, GuessesPlot)
    assert spot is not None
    assert spot.value.number == shown.guesses(layout.first + 2)[3].probability
    there = view.spot_at(view.guesses.mapTo(view, place))
    assert there is not None
    assert there.value.number == spot.value.number
    at_cursor = view.spot_at_cursor()
    assert at_cursor is not None
    assert at_cursor.value.number == shown.guesses(8)[0].probability
    with qtbot.assertNotEmitted(view.token_clicked):
        qtbot.mouseClick(view.guesses, Qt.MouseButton.LeftButton, pos=QPoint(20, 60))


def test_another_model_has_its_lines_back(view: ReadoutView) -> None:
    for snapshot, guesses in ((WORDS, False), (LETTERS, True), (WORDS, False)):
        view.show_snapshot(snapshot, Focus(token=2))
        assert view.guesses.isVisible() == guesses
        assert view.legend.isVisible() != guesses
        assert isinstance(view.plot(), GuessesPlot) == guesses
    view.show_snapshot(make_snapshot("", make_language_model()), Focus())
    assert not view.guesses.isVisible()


def test_both_models_in_compare_have_lines(view: ReadoutView) -> None:
    both = make_snapshot(TEXT, make_language_model("gru"), make_language_model("lstm"))
    view.show_snapshot(both, Focus(token=2))
    assert not view.guesses.isVisible()


@pytest.mark.parametrize(("width", "height"), [(560, 200), (340, 110), (340, 90), (180, 140), (1200, 500)])
def test_every_size_keeps_the_five_bars_and_paints_inside(view: ReadoutView, width: int, height: int) -> None:
    view.resize(width, height)
    view.show_snapshot(LETTERS, Focus(token=20))
    QApplication.processEvents()
    view.guesses.grab()
    layout = view.guesses.layout_now
    assert layout is not None
    area = QRectF(view.guesses.rect())
    assert len(layout.bars) == 5
    assert all(area.contains(bar) for bar in (*layout.bars, *layout.findings))
    assert layout.grid.right() <= area.right()
    if layout.last > layout.first:
        assert layout.first <= 20 < layout.last
        assert area.contains(layout.cell(20, 4))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_file_has_the_picture_of_the_screen(view: ReadoutView, theme: Theme) -> None:
    view.set_theme(theme)
    view.show_snapshot(LETTERS, Focus(token=8))
    QApplication.processEvents()
    screen = view.guesses.grab().toImage()
    plot = view.plot()
    assert isinstance(plot, GuessesPlot)
    image = QImage(screen.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.surface))
    painter = QPainter(image)
    rect = QRectF(image.rect())
    canvas = Canvas(painter, theme, rect, 1.0)
    paint_guesses_body(canvas, plot, GuessesLayout(canvas, plot, rect.adjusted(9, 0, -9, -4)))
    painter.end()
    assert ssim(pixels(screen), pixels(image)) > 0.97
