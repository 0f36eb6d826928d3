from __future__ import annotations

from itertools import pairwise

import pytest

from gatescope.session.undo.text_edit import TextEdit, edit_between
from gatescope.session.undo.typing_burst import PAUSE_S, TypingBurst, one_key
from tests.session.helpers import Clock


def bursts(*texts: str, carets: tuple[int, ...] | None = None, pauses: tuple[float, ...] = ()) -> list[int]:
    """Number the edits between `texts`, counting from 1."""
    clock = Clock()
    burst = TypingBurst(clock)
    numbers = []
    for index, (before, after) in enumerate(pairwise(texts)):
        clock.now += pauses[index] if pauses else 0.1
        edit = edit_between(before, after, carets[index] if carets else None)
        numbers.append(burst.number(edit))
        burst.made(edit)
    return numbers


def test_letters_typed_one_after_the_other_are_one_burst():
    assert bursts("", "n", "no", "not") == [1, 1, 1]


def test_a_space_still_belongs_to_its_word_and_the_next_letter_does_not():
    assert bursts("", "a", "a ", "a  ", "a  b", "a  bc") == [1, 1, 1, 2, 2]


@pytest.mark.parametrize(("pause", "numbers"), [(PAUSE_S, [1, 1]), (PAUSE_S + 0.01, [1, 2])])
def test_a_pause_ends_a_burst(pause, numbers):
    assert bursts("", "a", "ab", pauses=(0.0, pause)) == numbers


def test_typing_elsewhere_is_another_burst():
    assert bursts("xy", "xya", "bxya", carets=(3, 1)) == [1, 2]


def test_deleting_is_a_burst_of_its_own():
    assert bursts("", "a", "ab", "a", "", "c") == [1, 1, 2, 2, 3]


def test_the_delete_key_and_backspace_go_on():
    assert bursts("abcd", "acd", "ad", carets=(1, 1)) == [1, 1]


def test_a_paste_joins_nothing():
    assert bursts("", "a", "apasted", "apastedb") == [1, 2, 3]


def test_typing_over_a_selection_begins_a_burst():
    assert bursts("", "a", "ab", "x", "xy") == [1, 1, 2, 2]


def test_an_end_is_an_end():
    burst = TypingBurst(Clock())
    first = TextEdit(0, "", "a")
    assert burst.number(first) == 1
    burst.made(first)
    burst.end()
    assert burst.number(TextEdit(1, "", "b")) == 2


@pytest.mark.parametrize("key", ["a", "é", "e\u0301", "👨‍👩‍👧‍👦", "🇩🇪", "\n", "\0"])
def test_one_grapheme_is_one_key(key):
    assert one_key(TextEdit(0, "", key))
    assert one_key(TextEdit(0, key, ""))
    assert one_key(TextEdit(0, "a whole selection", key))


@pytest.mark.parametrize("text", ["ab", "🇩🇪🇫🇷", "x" * 1_000_000])
def test_more_is_not(text):
    assert not one_key(TextEdit(0, "", text))
    assert not one_key(TextEdit(0, text, ""))
