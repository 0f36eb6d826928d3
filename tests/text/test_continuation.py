"""A token that is written behind a text is read as that token."""

from __future__ import annotations

import pytest

from gatescope.text.continuation import continued
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("character", ("H", "e", " ", "\n", "é", "!")),
        ("codepoint", ("a", " ", "b", "\n")),
        ("word", ("The", "film", ",", "isn't", "3.5", "?", "(", "good", ")", ".")),
        ("whitespace", ("a,", "b.", "c")),
        ("ids", ("5", "12", "0")),
    ],
)
def test_what_is_written_is_read(name: str, tokens: tuple[str, ...]) -> None:
    cut, text = tokenizer(name), ""
    for count, token in enumerate(tokens, start=1):
        text = continued(text, token, cut)
        assert tuple(cut.tokenize(text, Vocabulary(())).words()) == tokens[:count]


class Pieces:
    name = "subword"


@pytest.mark.parametrize(
    ("token", "text"), [("▁film", "the film"), ("Ġfilm", "the film"), ("##re", "there"), ("n", "then")]
)
def test_a_piece_says_by_its_spelling_whether_a_space_comes_before(token: str, text: str) -> None:
    assert continued("the", token, Pieces()) == text  # type: ignore[arg-type]
