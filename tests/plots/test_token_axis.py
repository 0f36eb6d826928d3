"""The words of a token axis, laid out without any drawing: as many as there is room for, none over another."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatescope.plots.axis_words import WordStyle, axis_word
from gatescope.plots.token_axis import TokenAxisLayout
from gatescope.text.tokens import TokenSequence
from tests.plots.builders import tokens


def measure(word: str, style: WordStyle) -> float:
    return len(word) * (7.0 if style == "current" else 6.0)


def layout(
    sequence: TokenSequence,
    width: float,
    cursor: int | None = None,
    stretch: tuple[float, float] | None = None,
    **options: Any,
) -> TokenAxisLayout:
    return TokenAxisLayout(sequence, cursor, stretch or (0.0, float(max(len(sequence), 1))), width, measure, **options)


WORDS = st.lists(st.integers(1, 30).map("x".__mul__), min_size=1, max_size=120).map(" ".join).map(tokens)


@given(WORDS, st.floats(10.0, 2000.0), st.data(), st.sampled_from([0.85, 1.0, 1.8]), st.sampled_from([40.0, 1e9]))
def test_words_never_overlap_and_the_current_one_is_always_there(sequence, width, data, unit, most) -> None:
    cursor = data.draw(st.none() | st.integers(0, len(sequence) - 1))
    first = data.draw(st.floats(0.0, len(sequence) - 0.5))
    stretch = (first, data.draw(st.floats(first + 0.5, len(sequence) + 8.0)))
    found = layout(sequence, width, cursor, stretch, unit=unit, most=most)
    words = sorted(found.words, key=lambda word: word.centre)
    for left, right in pairwise(words):
        # Upright words take a line's height, flat ones their width or the room that they are elided to.
        taken = [11.0 * unit if found.upright else min(measure(w.text, w.style), w.max_width) for w in (left, right)]
        assert right.centre - left.centre >= sum(taken) / 2 - 1e-6
    current = [word.text for word in words if word.style == "current"]
    in_sight = cursor is not None and int(stretch[0]) <= cursor < stretch[1]
    assert current == ([axis_word(sequence, cursor)] if in_sight and cursor is not None else [])


@pytest.mark.parametrize(
    ("text", "width", "upright", "numbered"),
    [
        ("wonderful " * 8, 400, False, False),
        ("wonderful " * 20, 400, True, False),
        ("a " * 20, 400, False, False),
        ("wonderful " * 900, 400, False, True),
    ],
)
def test_words_lie_while_they_have_room_then_stand_then_are_numbers(text, width, upright, numbered) -> None:
    found = layout(tokens(text), width)
    assert (found.upright, found.numbered) == (upright, numbered)


def test_on_paper_words_stand_as_soon_as_one_of_them_is_cut() -> None:
    text = tokens("The service was absolutely wonderful")
    for width in (100.0, 200.0, 300.0, 400.0):
        on_paper = layout(text, width, whole_words=True)
        assert on_paper.upright or all(on_paper.column >= measure(word.text, word.style) for word in on_paper.words)
    assert not layout(text, 200.0).upright
    assert layout(text, 200.0, whole_words=True).upright
    assert not layout(text, 400.0, whole_words=True).upright


def test_words_in_a_low_plot_lie_and_are_thinned_evenly() -> None:
    found = layout(tokens("wonderful " * 20), 400, most=30.0)
    assert not found.upright
    assert [word.centre for word in found.words] == [30.0, 90.0, 170.0, 250.0, 330.0]


def test_larger_text_needs_wider_columns_for_a_part_of_every_word() -> None:
    sequence = tokens("wonderful " * 12)
    assert len(layout(sequence, 12 * 28.0, most=20.0).words) == 12
    zoomed = layout(sequence, 12 * 28.0, most=20.0, zoom=1.4)
    assert 0 < len(zoomed.words) < 12
    assert all(word.max_width >= measure(word.text, word.style) for word in zoomed.words)


def test_what_has_no_room_for_all_words_writes_the_most_important_ones_whole() -> None:
    sequence = tokens(" ".join(f"word{i}" for i in range(40)))
    importance = np.zeros(40)
    importance[[7, 8, 21, 33]] = 0.5, 0.9, 0.7, 0.6
    found = layout(sequence, 400, cursor=9, most=20.0, importance=importance)
    words = {word.text: word.max_width for word in found.words}
    assert "word9" in words
    assert {"word21", "word33"} <= words.keys()
    # Both are beside the cursor's, which comes first.
    assert not {"word7", "word8"} & words.keys()
    assert all(width >= measure(word, "plain") for word, width in words.items())


def test_upright_words_are_thinned_by_importance_too() -> None:
    sequence = tokens(" ".join(f"wonderful{i}" for i in range(80)))
    importance = np.zeros(80)
    importance[[13, 14, 51]] = 0.5, 0.9, 0.7
    found = layout(sequence, 480, importance=importance)
    assert found.upright
    named = {word.text for word in found.words}
    assert {"wonderful14", "wonderful51"} <= named
    assert not {"wonderful13", "wonderful15"} & named


@pytest.mark.parametrize("column", [6.5, 7.0, 12.0, 30.0])
def test_no_letter_is_ever_left_out(column: float) -> None:
    sequence = tokens(" ".join("thou wander'st in his shade".replace(" ", "_")))
    found = layout(sequence, column * len(sequence), cursor=4, most=20.0)
    assert found.letters
    assert len(found.words) == len(sequence)
    assert "".join(word.text for word in sorted(found.words, key=lambda word: word.centre)) == (
        "thou_wander'st_in_his_shade"
    )


def test_letters_in_columns_too_narrow_for_them_are_numbers() -> None:
    found = layout(tokens("a b c d e f g h " * 40), 320 * 4.0, most=20.0)
    assert found.numbered
    assert [word.text for word in found.words][:2] == ["50", "100"]


@pytest.mark.parametrize("importance", [None, np.random.default_rng(0).random(200)])
def test_panning_keeps_the_words_that_are_named(importance: np.ndarray | None) -> None:
    sequence = tokens(" ".join(f"w{i}" for i in range(200)))
    shown = [layout(sequence, 600, stretch=(s, s + 100.0), importance=importance).words for s in (20.0, 21.3)]
    named = [{word.text for word in words} for words in shown]
    assert len(named[0] & named[1]) >= len(named[0]) - 1


def test_numbers_name_the_tokens_in_sight() -> None:
    found = layout(tokens("w " * 20_000), 900, cursor=5_000, stretch=(4_000.0, 14_000.0))
    numbers = {word.text: word.centre for word in found.words if word.style == "plain"}
    assert next(iter(numbers)) == "6\u202f000"
    assert numbers["6\u202f000"] == pytest.approx((5_999.5 - 4_000) * 0.09)
    assert found.words[-1].style == "current"


def test_unknown_words_differ() -> None:
    known = tokens("the zorblax was")
    sequence = TokenSequence(known.text, known.starts, known.ends, known.ids, np.array([True, False, True]))
    assert [word.style for word in layout(sequence, 600, cursor=2).words] == ["plain", "unknown", "current"]


def test_a_text_of_any_length_is_measured_no_further_than_it_can_be_read() -> None:
    looked_at = 0

    def count(word: str, _style: WordStyle) -> float:
        nonlocal looked_at
        looked_at += 1
        return 6.0 * len(word)

    words = TokenAxisLayout(tokens("w " * 50_000), 7, (0.0, 50_000.0), 900.0, count).words
    assert words
    assert looked_at < 100
