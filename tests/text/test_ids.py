"""The id tokenizer: what stands between two ids, and what is no id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatescope.text.ids import IdTokenizer, ids_vocabulary
from tests.text.test_word import same

IDS = IdTokenizer()
VOCABULARY = ids_vocabulary(100)
NUMBERS = st.text(st.sampled_from([*"0123 ,;[]()-.\n\t"]))


@pytest.mark.parametrize("text", ["5, 2 9", "[5, 2, 9]", "5;2\n9\n", "  5\t(2)9,"])
def test_ids_are_read_however_they_are_parted(text: str) -> None:
    tokens = IDS.tokenize(text, VOCABULARY)
    assert tokens.ids.tolist() == [5, 2, 9]
    assert tokens.words() == ["5", "2", "9"]
    assert tokens.known.all()


@pytest.mark.parametrize("text", ["-3", "1.5", "100", "five", "1e1", "5-2"])
def test_what_is_no_row_is_one_unknown_token(text: str) -> None:
    tokens = IDS.tokenize(text, VOCABULARY)
    assert tokens.words() == [text]
    assert tokens.ids.tolist() == [-1]


def test_the_number_at_the_caret_is_still_being_typed() -> None:
    assert IDS.tokenize("5 29", VOCABULARY, caret=4).tentative == 1
    assert IDS.tokenize("5 29", VOCABULARY, caret=3).tentative is None
    assert IDS.tokenize("5 29", VOCABULARY).tentative is None


@given(NUMBERS, st.data())
def test_an_edit_reads_as_the_whole_text_would(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edited = text[:start] + data.draw(NUMBERS) + text[end:]
    previous = IDS.tokenize(text, VOCABULARY)
    assert same(IDS.tokenize(edited, VOCABULARY, previous=previous), IDS.tokenize(edited, VOCABULARY))
