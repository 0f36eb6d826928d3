"""The tokenizer that cuts at given characters: as `str.split` and as Keras' two tokenizers do."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatescope.text.separated import WHITE_SPACE, SeparatedTokenizer
from gatescope.text.vocabulary import Vocabulary
from tests.text.test_word import TROUBLE, same

KERAS = SeparatedTokenizer('!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n ')
STRIPPED = SeparatedTokenizer(WHITE_SPACE, dropped=string.punctuation)
VOCABULARY = Vocabulary(("it's", "its", "a", "film"), lower_case=True)


def test_white_space_is_what_python_cuts_at() -> None:
    assert set(WHITE_SPACE) == {chr(code) for code in range(0x110000) if chr(code).isspace()}


@given(st.text() | TROUBLE)
def test_cutting_at_white_space_is_splitting(text: str) -> None:
    assert SeparatedTokenizer(WHITE_SPACE).tokenize(text, VOCABULARY).words() == text.split()


def test_filtered_characters_part_words_and_an_apostrophe_does_not() -> None:
    tokens = KERAS.tokenize("It's a slow-moving FILM...", VOCABULARY)
    assert tokens.words() == ["It's", "a", "slow", "moving", "FILM"]
    assert tokens.ids.tolist() == [0, 2, -1, -1, 3]


def test_dropped_characters_part_nothing_and_are_not_looked_up() -> None:
    tokens = STRIPPED.tokenize("It's a -- “f.ilm”! 'film'", VOCABULARY)
    assert tokens.words() == ["It's", "a", "“f.ilm”!", "film'"]
    assert tokens.ids.tolist() == [1, 2, -1, 3]


@pytest.mark.parametrize(("caret", "tentative"), [(4, 0), (3, None), (5, None), (6, 1), (None, None)])
def test_the_word_at_the_caret_is_still_being_typed(caret: int | None, tentative: int | None) -> None:
    assert KERAS.tokenize("it's a", VOCABULARY, caret=caret).tentative == tentative


def test_without_separators_the_text_is_one_token() -> None:
    assert SeparatedTokenizer("").tokenize("a film\n", VOCABULARY).words() == ["a film\n"]


@pytest.mark.parametrize("tokenizer", [KERAS, STRIPPED, SeparatedTokenizer("ab", "'")])
@given(data=st.data())
def test_an_edit_reads_as_the_whole_text_would(tokenizer: SeparatedTokenizer, data: st.DataObject) -> None:
    text = data.draw(TROUBLE)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edited = text[:start] + data.draw(TROUBLE) + text[end:]
    previous = tokenizer.tokenize(text, VOCABULARY)
    assert same(tokenizer.tokenize(edited, VOCABULARY, previous=previous), tokenizer.tokenize(edited, VOCABULARY))
