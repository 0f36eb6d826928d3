"""The tokenizers by name, and as cards and projects write them."""

from __future__ import annotations

import json

import pytest

from gatescope.errors import ModelError, UsageError
from gatescope.text.character import CharacterTokenizer
from gatescope.text.ids import IdTokenizer
from gatescope.text.registry import from_json, names, to_json, tokenizer
from gatescope.text.separated import SeparatedTokenizer
from gatescope.text.word import WordTokenizer
from tests.text.subwords import trained


def test_by_name() -> None:
    assert tokenizer("word") == WordTokenizer()
    assert tokenizer("character") == CharacterTokenizer()
    assert tokenizer("codepoint") == CharacterTokenizer(clusters=False)
    assert tokenizer("ids") == IdTokenizer()
    with pytest.raises(UsageError, match="there are word, character, codepoint, ids, whitespace"):
        tokenizer("sentencepiece")


@pytest.mark.parametrize("name", names())
def test_json_and_back(name: str) -> None:
    assert from_json(json.loads(json.dumps(to_json(tokenizer(name))))) == tokenizer(name)


def test_json_and_back_with_settings() -> None:
    for made in (SeparatedTokenizer(" ,", "'"), trained("wordpiece")):
        assert from_json(json.loads(json.dumps(to_json(made)))) == made


@pytest.mark.parametrize(
    "data", [None, 3, ["word"], {}, {"name": "subword"}, {"name": "separated", "separators": 1}, {"name": "word"}]
)
def test_what_is_wrong_is_said(data: object) -> None:
    with pytest.raises(ModelError, match="the tokenizer"):
        from_json(data)
