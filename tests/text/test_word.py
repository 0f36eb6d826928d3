"""The word tokenizer: rules, offsets, the tentative word, and that an edit reads as the whole text would."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatescope.text.tokens import TokenSequence
from gatescope.text.vocabulary import Vocabulary
from gatescope.text.word import WordTokenizer

VOCABULARY = Vocabulary(("<unk>", "the", "film", "isn't", "not", "good", ".", "café"), lower_case=True, unknown=0)
WORD = WordTokenizer()

# Few characters, so that edits make and break the rules that look ahead: apostrophes, decimals, flags, joiners, CRLF.
TROUBLE = st.text(
    st.sampled_from([*"ab1'.,’ \r\n\0é", "\u0301", "\u200d", "🙂", "👩", "🏽", "🇩", "好", "각", "\ud800"])
)


def same(left: TokenSequence, right: TokenSequence) -> bool:
    arrays = ("starts", "ends", "ids", "known")
    return (left.text, left.tentative) == (right.text, right.tentative) and all(
        np.array_equal(getattr(left, name), getattr(right, name)) for name in arrays
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The film isn't good.", ["The", "film", "isn't", "good", "."]),
        ("don’t", ["don’t"]),
        ("'twas rock 'n' roll's", ["'", "twas", "rock", "'", "n", "'", "roll's"]),
        ("3.5/5, 1,000 in the '90s.", ["3.5", "/", "5", ",", "1,000", "in", "the", "'", "90s", "."]),
        ("slow-moving...", ["slow", "-", "moving", ".", ".", "."]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("नमस्ते שלום", ["नमस्ते", "שלום"]),
        ("你好 각각", ["你", "好", "각각"]),
        ("👩‍👧🏽🇩🇪🇫🇷", ["👩‍👧🏽", "🇩🇪", "🇫🇷"]),
        ("a\0b\ud800c", ["a", "b", "c"]),
        ("", []),
        (" \t\n\u3000", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    tokens = WORD.tokenize(text, VOCABULARY)
    assert tokens.words() == words
    assert tokens.text == text


def test_ids_follow_the_vocabulary() -> None:
    tokens = WORD.tokenize("The film isn’t baffling, CAFE\u0301", VOCABULARY)
    assert tokens.ids.tolist() == [1, 2, 3, 0, 0, 7]
    assert tokens.known.tolist() == [True, True, True, False, False, True]


@pytest.mark.parametrize(
    ("text", "caret", "tentative"),
    [
        ("not goo", 7, 1),
        ("not goo", 5, None),
        ("not goo", 3, 0),
        ("not ", 4, None),
        ("not.", 4, None),
        ("isn't", 3, None),
        ("good.", 4, 0),
        ("", 0, None),
        ("good", 99, None),
        ("good", None, None),
    ],
)
def test_only_a_word_that_ends_at_the_caret_is_tentative(text: str, caret: int | None, tentative: int | None) -> None:
    assert WORD.tokenize(text, VOCABULARY, caret=caret).tentative == tentative


def test_moving_the_caret_keeps_the_tokens_and_ends_the_tentative_word() -> None:
    typing = WORD.tokenize("not good", VOCABULARY, caret=8)
    moved = WORD.tokenize("not good", VOCABULARY, caret=1, previous=typing)
    assert moved.tentative is None
    assert moved.ids is typing.ids


@given(TROUBLE)
def test_offsets_tell_the_token_and_what_lies_between_is_no_word(text: str) -> None:
    tokens = WORD.tokenize(text, VOCABULARY)
    assert (tokens.starts < tokens.ends).all()
    assert (tokens.ends[:-1] <= tokens.starts[1:]).all()
    covered = "".join(tokens.words())
    assert sum(character.isalnum() for character in covered) == sum(character.isalnum() for character in text)


@given(TROUBLE, st.data())
def test_an_edit_reads_as_the_whole_text_would(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edited = text[:start] + data.draw(TROUBLE) + text[end:]
    previous = WORD.tokenize(text, VOCABULARY, caret=start)
    assert same(
        WORD.tokenize(edited, VOCABULARY, caret=end, previous=previous), WORD.tokenize(edited, VOCABULARY, caret=end)
    )


@given(st.text(), st.text())
def test_any_other_text_reads_as_if_it_came_first(text: str, other: str) -> None:
    previous = WORD.tokenize(text, VOCABULARY)
    assert same(WORD.tokenize(other, VOCABULARY, previous=previous), WORD.tokenize(other, VOCABULARY))


@pytest.mark.parametrize("filler", ["word ", "🙂", "a", " ", "1.", "🇩"])
def test_an_edit_far_from_the_ends_of_a_long_text(filler: str) -> None:
    text = filler * 3000
    previous = WORD.tokenize(text, VOCABULARY)
    for edited in (text[:4000] + "🇫x'" + text[4000:], text[:2999] + text[3100:], "1" + text, text + "'s"):
        assert same(WORD.tokenize(edited, VOCABULARY, previous=previous), WORD.tokenize(edited, VOCABULARY))


def test_an_edit_reads_only_what_it_touched() -> None:
    class Counting(Vocabulary):
        asked = 0

        def look_up(self, tokens):  # type: ignore[no-untyped-def]
            type(self).asked += len(tokens)
            return super().look_up(tokens)

    vocabulary = Counting(VOCABULARY.tokens, lower_case=True, unknown=0)
    text = "the film isn't good . " * 2000
    previous = WORD.tokenize(text, vocabulary)
    Counting.asked = 0
    WORD.tokenize(text[:20000] + "x" + text[20000:], vocabulary, previous=previous)
    assert Counting.asked < 8


def test_arrays_cannot_be_written() -> None:
    tokens = WORD.tokenize("not good", VOCABULARY)
    with pytest.raises(ValueError, match="read-only"):
        tokens.ids[0] = 1
