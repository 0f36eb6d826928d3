from itertools import pairwise
from math import hypot

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gatescope.paint.canvas import Canvas
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.axis_words import axis_word
from gatescope.plots.numbers import whole_step
from gatescope.plots.theme import LIGHT
from tests.paint.looking import ink, pixels
from tests.plots.builders import tokens


class Recorder(Canvas):
    """Remembers what was written where instead of painting it."""

    def __init__(self, painter: QPainter) -> None:
        super().__init__(painter, LIGHT, QRectF(0, 0, 1100, 640))
        self.written: list[tuple[str, float, float]] = []

    def text(self, words: str, x: float, baseline: float, **style: object) -> float:
        max_width = style.pop("max_width", None)
        style.pop("colour")
        width = self.width(words, style["size"], bold=bool(style.get("bold")))  # type: ignore[arg-type]
        if max_width is not None:
            width = min(width, max_width)  # type: ignore[type-var]
        # A single letter that is wider than its column is squeezed.
        width *= hypot(self.painter.transform().m11(), self.painter.transform().m12())
        x = self.painter.transform().map(0.0, 0.0)[0] if x == 0.0 else x
        self.written.append((words, x, width))
        return width


def written(text: str, width: float, cursor: int | None = None) -> list[tuple[str, float, float]]:
    """(word, place, width) of everything that the axis writes."""
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    canvas = Recorder(painter)
    axis = TokenAxis(canvas, tokens(text), cursor, width)
    axis.paint(QRectF(100, 0, width, axis.height))
    painter.end()
    return canvas.written


def test_with_room_every_word_is_written_under_its_column() -> None:
    found = written("the food was good", 400)
    assert [word for word, _, _ in found] == ["the", "food", "was", "good"]
    assert [x for _, x, _ in found] == [150, 250, 350, 450]


@pytest.mark.parametrize("cursor", [None, 0, 3])
@pytest.mark.parametrize("width", [60, 180, 300, 420, 900])
def test_words_never_overlap(width: float, cursor: int | None) -> None:
    text = "an extraordinarily long word and short ones to it absolutely wonderful"
    found = sorted(written(text, width, cursor), key=lambda one: one[1])
    upright = width / len(text.split()) < 34
    for (_, left, a), (_, right, b) in pairwise(found):
        assert right - left >= (12 if upright else (a + b) / 2)


@pytest.mark.parametrize("cursor", range(8))
def test_letters_are_all_written_and_none_over_another(cursor: int) -> None:
    found = sorted(written("W M W M W M W M W M", 90, cursor), key=lambda one: one[1])
    assert [word for word, _, _ in found] == list("WMWMWMWMWM")
    for (_, left, a), (_, right, b) in pairwise(found):
        assert right - left >= (a + b) / 2 - 1e-6


def test_a_long_word_uses_the_room_that_short_ones_leave() -> None:
    assert [max_width > 80 for _, _, max_width in written("a wonderfully-long . b", 240)] == [False, True, False, False]
    wide = {word: width for word, _, width in written("wonderfully-long wonderfully-long wonderfully-long", 180)}
    assert max(wide.values()) <= 60


def test_the_current_word_is_written_in_full_and_its_neighbours_give_way() -> None:
    found = {x: max_width for _, x, max_width in written("wonderfully-long wonderfully-long wonderfully-long", 180, 1)}
    assert found[190.0] > 80
    assert all(max_width < 50 for x, max_width in found.items() if x != 190.0)


@pytest.mark.parametrize("width", [60, 180, 900])
def test_the_current_word_is_always_written(width: float) -> None:
    text = " ".join(f"w{i}" for i in range(20))
    assert "w13" in [word for word, _, _ in written(text, width, 13)]


def test_a_long_text_is_numbered_from_one() -> None:
    found = written("w " * 5000, 900)
    assert [word for word, _, _ in found] == [
        "500",
        *(f"{n // 1000}\u202f{n % 1000:03}" for n in range(1000, 5001, 500)),
    ][: len(found)]
    assert len(found) > 5
    assert found[0][1] == pytest.approx(100 + 499.5 * 900 / 5000)


def test_unknown_blank_and_endless_words_can_be_read() -> None:
    sequence = tokens("a\x00b " + "x" * 50)
    assert axis_word(sequence, 0) == "a␀b"
    assert axis_word(sequence, 1) == "x" * 40 + "…"


def test_words_leave_ink() -> None:
    picture = QImage(400, 40, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    axis = TokenAxis(Canvas(painter, LIGHT, QRectF(0, 0, 1100, 640)), tokens("the food"), 1, 400)
    axis.paint(QRectF(0, 0, 400, 40))
    painter.end()
    shown = pixels(picture)
    assert ink(shown[:, 60:140], LIGHT.surface).sum() > 40
    assert ink(shown[:, 260:340], LIGHT.surface).sum() > 40
    assert not ink(shown[:, 140:260], LIGHT.surface).any()


def test_an_axis_without_width_writes_nothing() -> None:
    picture = QImage(400, 40, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    axis = TokenAxis(Canvas(painter, LIGHT, QRectF(0, 0, 1100, 640)), tokens("a b c"), 1, 0)
    axis.paint(QRectF(0, 0, 0, 40))
    painter.end()
    assert not ink(pixels(picture), LIGHT.surface).any()


@pytest.mark.parametrize(("least", "step"), [(0.2, 1), (1.5, 2), (3, 5), (21, 50), (100, 100), (101, 200)])
def test_whole_step(least: float, step: int) -> None:
    assert whole_step(least) == step
