"""Vocabularies in every form that is about: which token gets which row, what cuts a text, and what is refused."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gatescope.errors import FormatError, GateScopeError
from gatescope.formats.words.vocabulary_file import read
from gatescope.text.character import CharacterTokenizer
from gatescope.text.registry import tokenizer
from gatescope.text.word import WordTokenizer
from tests.shared import MODELS, needs_models
from tests.text.subwords import KINDS, trained

WORDS = ("<unk>", "the", "film", "isn't", "good", ".")


def written(folder: Path, name: str, content: object) -> Path:
    """The path of a file with that content: bytes, a text, or what becomes JSON."""
    path = folder / name
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


FORMS: dict[str, tuple[str, Any]] = {
    "list": ("v.json", WORDS),
    "ids": ("v.json", {token: row for row, token in reversed(list(enumerate(WORDS)))}),
    "tokens by id": ("v.json", {str(row): token for row, token in enumerate(WORDS)}),
    "pairs": ("v.json", [[token, row] for row, token in reversed(list(enumerate(WORDS)))]),
    "both ways": ("v.json", {"itos": WORDS, "stoi": {token: row for row, token in enumerate(WORDS)}, "size": 6}),
    "beside counts": ("v.json", {"word2idx": {t: k for k, t in enumerate(WORDS)}, "counts": dict.fromkeys(WORDS, 7)}),
    "nested": ("v.json", {"model": {"text": {"vocab": WORDS}}, "version": 2}),
    "own": ("v.json", {"tokens": WORDS, "lower_case": True, "unknown": 0, "tokenizer": "word"}),
    "card": ("v.json", {"name": "m", "vocabulary": {"tokens": WORDS, "lower_case": True, "unknown": 0}}),
    "utf-16": ("v.json", codecs.BOM_UTF16_LE + json.dumps(WORDS).encode("utf-16-le")),
    "marked utf-8": ("v.txt", codecs.BOM_UTF8 + "\n".join(WORDS).encode()),
    "json by content": ("v.vocab", json.dumps(WORDS)),
    "lines": ("v.txt", "\n".join(WORDS)),
    "lines of windows": ("v.txt", "\r\n".join(WORDS) + "\r\n\r\n"),
    "lines with ids": ("v.txt", "\n".join(f"{token}\t{row}" for row, token in reversed(list(enumerate(WORDS))))),
    "ids with lines": ("v.txt", "\n".join(f"{row} {token}" for row, token in reversed(list(enumerate(WORDS))))),
    "lines with counts": ("v.txt", "\n".join(f"{t} {c}" for t, c in zip(WORDS, (9, 900, 50, 50, 7, 1), strict=True))),
    "lines with scores": ("v.vocab", "\n".join(f"{token}\t{-row / 2}" for row, token in enumerate(WORDS))),
    "table": ("v.csv", "id,token\n" + "\n".join(f"{row},{token}" for row, token in reversed(list(enumerate(WORDS))))),
    "table of pandas": ("v.csv", ",word,count\n" + "\n".join(f"{row},{token},7" for row, token in enumerate(WORDS))),
    "table without head": ("v.tsv", "\n".join(f"{token}\t{5 - row}" for row, token in enumerate(WORDS[::-1]))),
    "one column": ("v.csv", "\n".join(WORDS)),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_every_token_its_row(tmp_path: Path, form: str) -> None:
    found = read(written(tmp_path, *FORMS[form]), 6)
    assert found.vocabulary.tokens == WORDS
    assert found.vocabulary.unknown == 0
    assert found.vocabulary.lower_case
    assert found.tokenizer == WordTokenizer()


@pytest.mark.parametrize(
    ("tokens", "name", "lower_case"),
    [
        (("a", "b", " ", "\n"), "codepoint", True),
        (("a", "B", "</s>", "<pad>"), "codepoint", False),
        (("a", "e\u0301", "🇩🇪"), "character", True),
        (("The", "film", ".", "[UNK]"), "word", False),
        (("film", "slow-moving", "don't", "e-mail"), "whitespace", True),
        (("1", "2"), "codepoint", False),
    ],
)
def test_the_looks_of_the_tokens_tell_the_tokenizer(
    tmp_path: Path, tokens: tuple[str, ...], name: str, lower_case: bool
) -> None:
    found = read(written(tmp_path, "v.json", tokens))
    assert found.tokenizer == tokenizer(name)
    assert found.vocabulary.lower_case == lower_case
    assert len(found.notes) >= 2


def test_pieces_of_words_without_their_tokenizer_are_told(tmp_path: Path) -> None:
    found = read(written(tmp_path, "v.txt", "[PAD]\n[UNK]\nfilm\n##ing\n##ly\nslow"))
    assert found.vocabulary.id("##ly") == 4
    assert any("pieces of words (“##ing”)" in note for note in found.notes)


def test_rows_without_a_token_are_counted(tmp_path: Path) -> None:
    found = read(written(tmp_path, "v.json", {"b": 3, "a": 1}), 6)
    assert found.vocabulary.tokens == ("<row 0>", "a", "<row 2>", "b", "<row 4>", "<row 5>")
    assert "4 of the 6 rows have no token" in found.notes


def test_a_token_that_stands_twice_keeps_its_first_row(tmp_path: Path) -> None:
    found = read(written(tmp_path, "v.txt", "the\nfilm\nthe\ngood"))
    assert found.vocabulary.tokens == ("the", "film", "<row 2>", "good")
    assert "“the” stands in rows 0 and 2: typed, it is the first" in found.notes


def test_the_list_that_fits_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path, "v.json", {"graphemes": ["a", "b", "c"], "phonemes": ["AA", "B"]})
    assert read(path, 3).vocabulary.tokens == ("a", "b", "c")
    assert read(path, 2).vocabulary.tokens == ("AA", "B")
    for rows, reason in ((4, "none of them has the 4 rows"), (None, "by itself")):
        with pytest.raises(FormatError, match=rf"^v\.json: .*graphemes \(3 tokens\), phonemes \(2 tokens\).*{reason}"):
            read(path, rows)


WRONG: dict[str, tuple[str, Any, str]] = {
    "empty": ("v.txt", "\n", "is empty"),
    "no json": ("v.json", "{'a': 1}", "is not JSON"),
    "deep": ("v.json", "[" * 100_000, "nested"),
    "a key twice": ("v.json", '{"a": 1, "a": 2}', "has 'a' twice, as 1 and as 2"),
    "an id twice": ("v.json", {"a": 1, "b": 1}, "'a' and 'b' both have the id 1"),
    "negative": ("v.json", {"a": -1, "b": 0}, "'a' has the id -1"),
    "far": ("v.json", {"a": 1 << 50}, "there is only 1 token"),
    "digits": ("v.json", {"9" * 5000: "a"}, "holds no vocabulary"),
    "numbers": ("v.json", [1, 2], "holds no vocabulary"),
    "too many": ("v.txt", "a\nb\nc\nd\ne\nf\ng", "it has 7 tokens, but the embedding has 6 rows"),
    "too far": ("v.json", {"a": 6}, "7 tokens, but the embedding has 6 rows"),
    "vectors": ("v.txt", "the 1 2 3 4 5 6 7 8 9\na 1 2 3 4 5 6 7 8 9", "holds word vectors"),
    "sentences": ("v.txt", "the film\nit was good\nnot bad", "is a text of sentences"),
    "web page": ("v.json", "<!doctype html><html>", "is not JSON"),
    "bytes": ("v.txt", b"\x00\xff\xfe", "is not UTF-8"),
    "ragged": ("v.csv", "a,0\nb,1\nc", "has 1 columns in entry 3, and 2 in the first"),
    "a head alone": ("v.csv", "token,id\n", "no tokens"),
    "open quote": ("v.csv", 'a,0\n"b,1', "is no table of tokens"),
    "no definition": ("v.json", {"model": {"type": "BPE", "vocab": 3}}, "no definition of a tokenizer"),
    "own wrong": ("v.json", {"tokens": ["a", 1], "lower_case": True}, "list of strings"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_one_sentence(tmp_path: Path, case: str) -> None:
    name, content, reason = WRONG[case]
    with pytest.raises(FormatError, match=rf"^v\.\w+: .*{reason}") as found:
        read(written(tmp_path, name, content), 6)
    assert len(str(found.value)) < 400


@pytest.mark.parametrize("kind", KINDS)
def test_a_definition_of_a_tokenizer_brings_its_own_vocabulary(tmp_path: Path, kind: str) -> None:
    subword = trained(kind)
    size = len(subword.vocabulary())
    found = read(written(tmp_path, "tokenizer.json", subword.definition), size + 3)
    assert found.tokenizer == subword
    assert found.vocabulary.tokens[:size] == subword.vocabulary().tokens
    assert len(found.vocabulary) == size + 3
    assert any("[CLS], [SEP]" in note for note in found.notes) == (kind == "wordpiece")
    with pytest.raises(FormatError, match=r"^tokenizer\.json: .*rows"):
        read(tmp_path / "tokenizer.json", size - 1)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=60) | st.text(st.sampled_from([*'[]{}":, \n\tab01<'])).map(str.encode),
    at=st.integers(0, 3),
)
def test_nothing_but_our_own_error_escapes(tmp_path: Path, content: bytes, at: int) -> None:
    try:
        found = read(written(tmp_path, ("v.json", "v.txt", "v.csv", "v")[at], content), 6)
    except GateScopeError:
        return
    assert len(found.vocabulary) == 6


@needs_models
@pytest.mark.parametrize(
    ("file", "rows", "text", "ids"),
    [
        ("charrnn_gru_shakespeare/vocab.json", 100, "To b\r\n", [55, 24, 94, 11, 97, 96]),
        ("g2p_gru/vocab.json", 29, "Zeb?", [28, 7, 4, 1]),
        ("textgenrnn_lstm/vocab.json", 465, "Show", [23, 28, 17, 22]),
    ],
)
def test_real_vocabularies(file: str, rows: int, text: str, ids: list[int]) -> None:
    found = read(MODELS / file, rows)
    assert found.tokenizer.tokenize(text, found.vocabulary).ids.tolist() == ids
    assert isinstance(found.tokenizer, CharacterTokenizer)


def test_a_vocabulary_in_utf_16(bad: Path) -> None:
    found = read(bad / "61_vocab_dup_bom_utf16.json", None)
    assert found.tokenizer.tokenize("naïve 日本 文本", found.vocabulary).ids.tolist() == [1, 2, -1]
    assert not isinstance(found.tokenizer, CharacterTokenizer)
