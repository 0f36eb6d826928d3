"""Which tokens are visible, as the text grows, the cursor moves and a person zooms."""

from __future__ import annotations

import pytest

from gatescope.views.tokens.range import TokenRange


@pytest.fixture
def shown() -> TokenRange:
    made = TokenRange()
    made.set_capacity(50)
    return made


def stretch(shown: TokenRange) -> tuple[float, float]:
    return shown.first, shown.last


def test_a_short_text_uses_the_width(shown: TokenRange) -> None:
    for count, columns in ((0, 2.0), (1, 2.0), (2, 2.0), (5, 5.0), (8, 8.0)):
        shown.set_tokens(count, 0 if count else None)
        assert stretch(shown) == (0.0, columns)


def test_the_range_grows_with_the_tokens(shown: TokenRange) -> None:
    shown.set_tokens(9, 8)
    assert stretch(shown) == (0.0, 9.0)
    shown.set_tokens(50, 49)
    assert stretch(shown) == (0.0, 50.0)


def test_a_long_text_shows_a_stretch_that_follows_the_cursor(shown: TokenRange) -> None:
    shown.set_tokens(200, 199)
    assert stretch(shown) == (150.0, 200.0)
    shown.set_tokens(200, 160)
    assert stretch(shown) == (150.0, 200.0)
    shown.set_tokens(200, 149)
    assert shown.first <= 149 < shown.last
    assert shown.span == 50


def test_following_keeps_the_next_words_in_sight(shown: TokenRange) -> None:
    shown.set_tokens(200, 10)
    shown.set_tokens(200, 60)
    assert shown.last >= 62


def test_the_same_tokens_and_cursor_do_not_undo_a_pan(shown: TokenRange) -> None:
    shown.set_tokens(200, 0)
    shown.pan(100)
    shown.set_tokens(200, 0)
    assert shown.first == 100


def test_zoom_keeps_what_is_under_the_mouse(shown: TokenRange) -> None:
    shown.set_tokens(40, 0)
    shown.zoom(0.5, 10.0)
    assert stretch(shown) == (5.0, 25.0)
    assert shown.zoomed


def test_zooming_out_ends_at_the_whole_text_and_is_the_default_again(shown: TokenRange) -> None:
    shown.set_tokens(40, 0)
    shown.zoom(0.5, 10.0)
    shown.zoom(100.0, 10.0)
    assert stretch(shown) == (0.0, 40.0)
    assert not shown.zoomed


def test_zooming_out_of_a_long_text_reaches_all_of_it_and_stays_there_while_typing(shown: TokenRange) -> None:
    shown.set_tokens(200, 199)
    shown.zoom(100.0, 170.0)
    assert stretch(shown) == (0.0, 200.0)
    shown.set_tokens(201, 200)
    assert stretch(shown) == (0.0, 201.0)


def test_zoom_stops_at_three_tokens(shown: TokenRange) -> None:
    shown.set_tokens(40, 0)
    shown.zoom(1e-6, 20.0)
    assert shown.span == 3.0


def test_a_chosen_stretch_survives_typing_until_the_cursor_leaves_it(shown: TokenRange) -> None:
    shown.set_tokens(40, 3)
    shown.zoom(0.25, 0.0)
    shown.set_tokens(41, 4)
    assert stretch(shown) == (0.0, 10.0)
    shown.set_tokens(41, 40)
    assert stretch(shown) == (31.0, 41.0)


def test_a_pan_stops_at_both_ends(shown: TokenRange) -> None:
    shown.set_tokens(40, 0)
    shown.zoom(0.5, 0.0)
    shown.pan(-5)
    assert shown.first == 0
    shown.pan(500)
    assert shown.last == 40


def test_there_is_nothing_to_pan_while_everything_is_visible(shown: TokenRange) -> None:
    shown.set_tokens(40, 0)
    shown.pan(5)
    assert stretch(shown) == (0.0, 40.0)
    assert not shown.zoomed


def test_a_text_that_shrinks_takes_the_stretch_with_it(shown: TokenRange) -> None:
    shown.set_tokens(200, 199)
    shown.pan(-10)
    shown.set_tokens(20, 19)
    assert stretch(shown) == (0.0, 20.0)


def test_reset_goes_back_to_the_cursor(shown: TokenRange) -> None:
    shown.set_tokens(200, 199)
    shown.zoom(0.1, 160.0)
    shown.pan(-100)
    shown.reset()
    assert stretch(shown) == (150.0, 200.0)
    assert not shown.zoomed


def test_changed_is_told_once_a_change_and_not_without_one(shown: TokenRange) -> None:
    told: list[tuple[float, float]] = []

    def tell() -> None:
        told.append(stretch(shown))

    shown.changed.connect(tell)
    shown.set_tokens(20, 3)
    shown.set_tokens(20, 4)
    shown.reset()
    assert told == [(0.0, 20.0)]
