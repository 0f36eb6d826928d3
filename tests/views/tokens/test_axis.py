"""The words under the maps: as many as there is room for, none over another."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import ClassVar, NamedTuple

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from gatescope.plots.axis_words import axis_word
from gatescope.plots.theme import DARK, LIGHT
from gatescope.plots.token_axis import FLAT_HEIGHT
from gatescope.text.tokens import TokenSequence
from gatescope.views.tokens import axis_strip
from gatescope.views.tokens.axis import TokenAxis
from gatescope.views.tokens.axis_layouts import AxisLayouts
from gatescope.views.tokens.words import WordMetrics
from tests.plots.builders import tokens

WIDTH = 600.0


class Recorder(QPainter):
    """A painter that remembers what is written, and where: logical pixels right of the picture's left end."""

    made: ClassVar[list[Recorder]] = []

    def __init__(self, picture: QPixmap) -> None:
        super().__init__(picture)
        self.texts: list[tuple[str, float, float]] = []
        self.italic: list[bool] = []
        self.made.append(self)

    def drawText(self, at, text):  # type: ignore[no-untyped-def, override]
        width = self.fontMetrics().horizontalAdvance(text)
        self.texts.append((text, at.x(), at.x() + width))
        self.italic.append(self.font().italic())


def axis_of(sequence: TokenSequence, first: float, last: float, cursor: int | None = None) -> TokenAxis:
    axis = TokenAxis()
    axis.set_theme(LIGHT)
    axis.set_tokens(sequence)
    axis.set_range(first, last)
    axis.set_cursor(cursor)
    axis.set_rect(QRectF(10.0, 0.0, WIDTH, FLAT_HEIGHT))
    return axis


class Written(NamedTuple):
    texts: list[tuple[str, float, float]]
    italic: list[bool]


def painted(axis: TokenAxis) -> Written:
    image = QImage(700, 80, QImage.Format.Format_RGB32)
    Recorder.made.clear()
    painter = QPainter(image)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(axis_strip, "QPainter", Recorder)
        axis.paint(painter, None)  # type: ignore[arg-type]
    painter.end()
    made = Recorder.made
    return Written(*(list(chain.from_iterable(getattr(one, part) for one in made)) for part in Written._fields))


def image_of(axis: TokenAxis, ratio: float = 1.0) -> QImage:
    image = QImage(round(700 * ratio), round(80 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    axis.paint(painter, None)  # type: ignore[arg-type]
    painter.end()
    return image


def overlaps(places: list[tuple[float, float]]) -> bool:
    places = sorted(places)
    return any(left[1] > right[0] + 0.5 for left, right in pairwise(places))


def long_words(count: int) -> TokenSequence:
    return tokens(" ".join(f"extraordinary{i}" for i in range(count)))


@pytest.mark.parametrize("count", [1, 5, 10, 15])
def test_words_lie_flat_while_there_is_room_and_are_elided(qtbot: QtBot, count: int) -> None:
    written = painted(axis_of(long_words(count), 0, max(count, 8)))
    assert len(written.texts) == count
    assert not overlaps([(left, right) for _, left, right in written.texts])


@pytest.mark.parametrize("count", [26, 45, 60, 85, 200])
def test_words_in_narrow_columns_are_thinned_and_whole(qtbot: QtBot, count: int) -> None:
    written = painted(axis_of(long_words(count), 0, count, 3))
    texts = [text for text, _, _ in written.texts]
    assert "extraordinary3" in texts
    assert all(len(text) >= len("extraordi") for text in texts)
    assert 4 <= len(texts) <= 7
    assert not overlaps([(left, right) for _, left, right in written.texts])


def test_the_most_important_words_stay(qtbot: QtBot) -> None:
    sequence, importance = tokens(" ".join(f"remarkable{i}" for i in range(60))), np.zeros(60)
    importance[[11, 41]] = 1.0
    axis = axis_of(sequence, 0, 60)
    axis.set_tokens(sequence, importance)
    assert {"remarkable11", "remarkable41"} <= {text for text, _, _ in painted(axis).texts}


def test_short_tokens_stay_flat_in_narrow_columns(qtbot: QtBot) -> None:
    written = painted(axis_of(tokens(" ".join("abcdefgh" * 5)), 0, 40))
    assert len(written.texts) == 40
    assert "".join(text for text, _, _ in sorted(written.texts, key=lambda one: one[1])) == "abcdefgh" * 5
    assert not overlaps([(left, right) for _, left, right in written.texts])


@pytest.mark.parametrize("cursor", [0, 7, 14])
def test_the_cursors_word_is_whole_and_its_neighbours_give_way(qtbot: QtBot, cursor: int) -> None:
    written = painted(axis_of(long_words(15), 0, 15, cursor))
    assert f"extraordinary{cursor}" in [text for text, _, _ in written.texts]
    assert not overlaps([(left, right) for _, left, right in written.texts])


def test_far_out_places_are_numbered_from_one(qtbot: QtBot) -> None:
    written = painted(axis_of(tokens(" ".join(["w"] * 50_000)), 0, 50_000, 123))
    assert "w" in [text for text, _, _ in written.texts]
    numbers = [text for text, _, _ in written.texts if text != "w"]
    assert numbers[:2] == ["10\u202f000", "20\u202f000"]
    assert not overlaps([(left, right) for _, left, right in written.texts])


def test_unknown_words_are_italic(qtbot: QtBot) -> None:
    known = tokens("the zorblax was")
    sequence = TokenSequence(known.text, known.starts, known.ends, known.ids, np.array([True, False, True]))
    assert painted(axis_of(sequence, 0, 8)).italic == [False, True, False]


def test_no_tokens_write_nothing(qtbot: QtBot) -> None:
    assert painted(axis_of(tokens(""), 0, 8)).texts == []


def one_token(text: str) -> TokenSequence:
    return TokenSequence(text, np.array([0]), np.array([len(text)]), np.array([0]), np.array([True]))


@pytest.mark.parametrize(
    ("typed", "written"), [("word", "word"), (" ", "␣"), ("\n", "⏎"), ("a\0b", "a␀b"), ("né", "né"), ("مرحبا", "مرحبا")]
)
def test_what_cannot_be_seen_is_made_visible(typed: str, written: str) -> None:
    assert axis_word(one_token(typed), 0) == written


def test_an_endless_word_is_cut_before_it_is_measured() -> None:
    assert axis_word(one_token("x" * 1_000_000), 0) == "x" * 40 + "…"


def test_an_elided_word_fits(qtbot: QtBot) -> None:
    metrics = WordMetrics(11)
    short = metrics.fitted("extraordinary", 40.0)
    assert metrics.width(short) <= 40.0
    assert short.startswith("ex")
    assert metrics.fitted("ex", 40.0) == "ex"


def test_axes_that_share_their_words_show_the_newest_text(qtbot: QtBot) -> None:
    layouts = AxisLayouts()

    def axis(sequence: TokenSequence) -> TokenAxis:
        made = axis_of(sequence, 0, 45, cursor=44)
        made.share(layouts)
        return made

    words, other = long_words(45), tokens(" ".join(f"anotherword{i}" for i in range(45)))
    first, second = axis(words), axis(words)
    assert image_of(first) == image_of(second) == image_of(axis_of(words, 0, 45, cursor=44))
    second.set_tokens(other)
    assert image_of(second) == image_of(axis_of(other, 0, 45, cursor=44))
    assert image_of(first) == image_of(axis_of(words, 0, 45, cursor=44))
    first.set_cursor(3)
    assert image_of(first) == image_of(axis_of(words, 0, 45, cursor=3))
    assert image_of(first, 2.0) == image_of(axis_of(words, 0, 45, cursor=3), 2.0)
    dark = axis_of(words, 0, 45, cursor=3)
    for changed in (first, dark):
        changed.set_theme(DARK)
    assert image_of(first) == image_of(dark)
    first.set_range(10.0, 55.0)
    dark.set_range(10.0, 55.0)
    assert image_of(first) == image_of(dark)


@pytest.mark.parametrize("count", [6, 12, 45, 90])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_picture_that_is_kept_up_to_date_equals_one_that_is_drawn_at_once(
    qtbot: QtBot, count: int, ratio: float
) -> None:
    """Letters typed in every place, another cursor, and words of another look, which draw a part of it anew."""
    words = [f"extraordinary{i}" for i in range(count)]
    layouts = AxisLayouts()
    steps: list[tuple[list[str], int | None]] = [(words, count - 1)]
    for at, cursor in ((count - 1, count - 1), (0, 0), (count // 2, 3), (count // 2 + 1, None)):
        words = [*words[:at], f"{words[at]}gjy"[-9:], *words[at + 1 :]]
        steps.append((words, cursor))
    for written, cursor in steps:
        sequence = tokens(" ".join(written))
        kept, anew = (axis_of(sequence, 0, count, cursor) for _ in range(2))
        kept.share(layouts)
        assert image_of(kept, ratio) == image_of(anew, ratio)
