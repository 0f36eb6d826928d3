"""Chips stand as the editor shows their words: from the right where they are read so."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout, QTextOption
from pytestqt.qtbot import QtBot

from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Snapshot
from gatescope.views.sentence.chip_row import EDGE, GAP
from gatescope.views.sentence.chips import ChipStrip
from gatescope.views.sentence.reading_order import ReadingOrder, direction_of
from tests.views.helpers_controls import make_model, make_snapshot

HEBREW, ARABIC = "שלום עולם זה טוב", "مرحبا بالعالم هذا جيد"
TEXTS = {
    "latin": "The food was not good",
    "hebrew": HEBREW,
    "arabic": ARABIC,
    "hebrew in a latin text": f"they say {HEBREW} to me",
    "latin in a hebrew text": "זה good food טוב",
    "with a comma inside": "they say שלום, עולם to me",
    "two runs": "a שלום עולם b مرحبا بالعالم c",
}
MODEL = make_model()


def shown(text: str) -> Snapshot:
    return make_snapshot(text, MODEL)


def in_the_editor(snapshot: Snapshot) -> list[int]:
    """The tokens from the left to the right as Qt lays the text out, which is what the editor does."""
    tokens = snapshot.runs[0].tokens
    layout = QTextLayout(tokens.text)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10_000)
    layout.endLayout()

    def left(token: int) -> float:
        start, end = int(tokens.starts[token]), int(tokens.ends[token])
        return min(place.x() for run in line.glyphRuns(start, end - start) for place in run.positions())

    return sorted(range(len(tokens)), key=left)


def in_the_strip(strip: ChipStrip) -> list[int]:
    return [token for token, _, _ in sorted(strip.visible_chips(), key=lambda chip: chip[1])]


@pytest.fixture
def strip(qtbot: QtBot) -> ChipStrip:
    strip = ChipStrip()
    qtbot.addWidget(strip)
    strip.resize(900, 80)
    with qtbot.waitExposed(strip):
        strip.show()
    return strip


@pytest.mark.parametrize("name", TEXTS)
def test_chips_stand_in_the_order_of_the_editor(strip: ChipStrip, name: str) -> None:
    snapshot = shown(TEXTS[name])
    strip.show_snapshot(snapshot, Focus(token=0))
    assert in_the_strip(strip) == in_the_editor(snapshot)
    places = sorted((left, width) for _, left, width in strip.visible_chips())
    assert all(abs(b[0] - a[0] - a[1] - GAP) < 1e-6 for a, b in pairwise(places))
    assert places[0][0] == pytest.approx(EDGE)


def test_a_long_text_begins_at_the_end_where_it_is_read_from(strip: ChipStrip) -> None:
    strip.resize(300, 80)
    for text, edge in ((" ".join([HEBREW] * 6), strip.width() - EDGE), (" ".join([TEXTS["latin"]] * 6), EDGE)):
        strip.show_snapshot(shown(text), Focus(token=0))
        left, width = next((left, width) for token, left, width in strip.visible_chips() if token == 0)
        assert edge in (pytest.approx(left), pytest.approx(left + width))


@pytest.mark.parametrize("name", TEXTS)
def test_a_click_meets_the_chip_that_is_there(qtbot: QtBot, strip: ChipStrip, name: str) -> None:
    strip.show_snapshot(shown(TEXTS[name]), Focus(token=0))
    for token, left, width in strip.visible_chips():
        for x in (left + 1, left + width / 2, left + width - 1):
            assert strip._row.token_at(x) == token


@pytest.mark.parametrize("name", TEXTS)
def test_every_token_can_be_brought_into_sight(strip: ChipStrip, name: str) -> None:
    strip.resize(330, 80)
    text = " ".join([TEXTS[name]] * 6)
    snapshot = shown(text)
    count = len(snapshot.runs[0].tokens)
    for token in (0, count - 1, count // 2, 1, count // 2 + 3):
        strip.show_snapshot(snapshot, Focus(token=token))
        left, width = next((left, width) for one, left, width in strip.visible_chips() if one == token)
        assert left >= 0
        assert left + width <= strip.width()
    strip.grab()


def test_the_scroll_bar_begins_where_the_text_does(strip: ChipStrip) -> None:
    strip.resize(200, 80)
    for text, inverted in ((HEBREW * 5, True), (TEXTS["latin"] * 5, False), ("", False)):
        strip.show_snapshot(shown(text), Focus(token=0))
        assert strip._bar.invertedAppearance() == inverted


def test_a_wheel_turned_sideways_moves_the_chips_with_it(strip: ChipStrip) -> None:
    for text, forward in ((HEBREW, 120.0), (TEXTS["latin"], -120.0)):
        strip.show_snapshot(shown(text), Focus(token=0))
        assert strip._row.turned(120, 10) == forward
        assert strip._row.turned(10, 120) == -120.0


def test_a_direction_is_that_of_the_first_letter() -> None:
    assert [direction_of(text) for text in ("good", "שלום", "مرحبا", "12, «a", "12 ש", "12, .", "")] == [
        1, -1, -1, 1, -1, 0, 0,
    ]  # fmt: skip


def test_a_run_longer_than_any_strip_keeps_the_direction_of_the_text() -> None:
    words = ["a", *["שלום"] * 200, "b"]
    order = ReadingOrder(" ".join(words), len(words), words.__getitem__)
    assert order.run(100) is None
    assert order.run(0) is None
    short = ["a", *["שלום"] * 20, "b"]
    assert ReadingOrder(" ".join(short), len(short), short.__getitem__).run(10) == (1, 21)
