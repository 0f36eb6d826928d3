"""The character tokenizer and the grapheme clusters under it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatescope.text.character import CharacterTokenizer
from gatescope.text.graphemes import classify, graphemes
from gatescope.text.vocabulary import Vocabulary
from tests.text.test_word import TROUBLE, same

VOCABULARY = Vocabulary(("a", "b", " ", "e\u0301", "\n"))
CHARACTER = CharacterTokenizer()

# From GraphemeBreakTest.txt of Unicode 15, one case a rule.
CLUSTERS = [
    ("a\r\nb", ["a", "\r\n", "b"]),  # GB3
    ("\n\u0301", ["\n", "\u0301"]),  # GB4
    ("a\n", ["a", "\n"]),  # GB5
    ("\u1100\u1160\u11a8", ["\u1100\u1160\u11a8"]),  # GB6 to GB8
    ("가\u11a8각\u1160", ["가\u11a8", "각", "\u1160"]),
    ("a\u0308\u200db", ["a\u0308\u200d", "b"]),  # GB9
    ("क\u093f", ["क\u093f"]),  # GB9a
    ("👶🏿👶", ["👶🏿", "👶"]),  # GB11
    ("🛑\u200d🛑", ["🛑\u200d🛑"]),
    ("a\u200d🛑", ["a\u200d", "🛑"]),
    ("✁\u200d✁", ["✁\u200d✁"]),
    ("a🇦🇧🇨🇩b", ["a", "🇦🇧", "🇨🇩", "b"]),  # GB12
    ("🇦🇧🇨", ["🇦🇧", "🇨"]),  # GB13
    ("1\ufe0f\u20e3 ", ["1\ufe0f\u20e3", " "]),
]


@pytest.mark.parametrize(("text", "clusters"), CLUSTERS)
def test_clusters(text: str, clusters: list[str]) -> None:
    assert graphemes(text) == clusters
    assert CHARACTER.tokenize(text, VOCABULARY).words() == clusters


@given(st.text() | TROUBLE)
def test_clusters_join_to_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text
    assert len(classify(text)) == len(text)


@given(TROUBLE, st.data())
def test_an_edit_reads_as_the_whole_text_would(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edited = text[:start] + data.draw(TROUBLE) + text[end:]
    previous = CHARACTER.tokenize(text, VOCABULARY)
    assert same(CHARACTER.tokenize(edited, VOCABULARY, previous=previous), CHARACTER.tokenize(edited, VOCABULARY))


def test_a_long_text_is_classified_as_a_short_one() -> None:
    piece = "né 🙂\r\n"
    assert classify(piece * 20_000) == classify(piece) * 20_000


def test_every_character_has_its_row_and_none_is_tentative() -> None:
    tokens = CHARACTER.tokenize("ab e\u0301\nx", VOCABULARY, caret=7)
    assert tokens.ids.tolist() == [0, 1, 2, 3, 4, -1]
    assert tokens.tentative is None
    assert np.array_equal(tokens.known, tokens.ids >= 0)


def test_code_points_part_a_letter_from_its_accent() -> None:
    points = CharacterTokenizer(clusters=False)
    text = "e\u0301\r\nb"
    previous = points.tokenize("e\r\nb", VOCABULARY)
    for tokens in (points.tokenize(text, VOCABULARY), points.tokenize(text, VOCABULARY, previous=previous)):
        assert tokens.words() == list(text)
        assert tokens.ids.tolist() == [-1, -1, -1, 4, 1]
