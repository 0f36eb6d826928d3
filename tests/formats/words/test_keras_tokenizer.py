"""Keras' tokenizer from its JSON: by hand after the format, and against Keras itself where it is installed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from gatescope.errors import FormatError
from gatescope.formats.words.vocabulary_file import read

FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
INDEX = {"<OOV>": 1, "the": 2, "film": 3, "isn't": 4, "good": 5, "slow": 6}


def written(folder: Path, **changes: Any) -> Path:
    """A file as ``Tokenizer.to_json`` writes it: the tables are JSON inside of JSON."""
    config = {
        "num_words": None,
        "filters": FILTERS,
        "lower": True,
        "split": " ",
        "char_level": False,
        "oov_token": "<OOV>",
        "document_count": 3,
        "word_counts": json.dumps({"the": 9, "film": 4}),
        "word_index": json.dumps(INDEX),
        "index_word": json.dumps({row: token for token, row in INDEX.items()}),
    } | changes
    path = folder / "tokenizer.json"
    path.write_text(json.dumps({"class_name": "Tokenizer", "config": config}), "utf-8")
    return path


def ids(path: Path, text: str, rows: int | None = None) -> list[int]:
    found = read(path, rows)
    return found.tokenizer.tokenize(text, found.vocabulary).ids.tolist()


TEXT = "The slow-moving FILM isn't good..."


def test_words_are_cut_lowered_and_looked_up_as_keras_does(tmp_path: Path) -> None:
    assert ids(written(tmp_path), TEXT) == [2, 6, 1, 3, 4, 5]
    assert read(written(tmp_path), 9).vocabulary.tokens[6:] == ("slow", "<row 7>", "<row 8>")


def test_words_beyond_num_words_are_unknown(tmp_path: Path) -> None:
    path = written(tmp_path, num_words=4)
    assert ids(path, TEXT, 4) == [2, 1, 1, 3, 1, 1]
    assert ids(path, TEXT, 7) == [2, 1, 1, 3, 1, 1]


def test_without_an_unknown_token_other_words_have_no_row(tmp_path: Path) -> None:
    path = written(tmp_path, oov_token=None, word_index=json.dumps({"the": 1, "film": 2}))
    assert ids(path, "a film") == [-1, 2]
    assert read(path).notes == ("a Keras tokenizer of 2 tokens; words that it does not have are left out",)


def test_capitals_separators_and_characters(tmp_path: Path) -> None:
    table = json.dumps({"The": 1, "the film": 2})
    assert ids(written(tmp_path, lower=False, split=",", filters="", word_index=table), "The,the film,") == [1, 2]
    assert ids(written(tmp_path, char_level=True, word_index={"a": 1, "!": 2}), "A! ") == [1, 2, -1]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"word_index": "{"}, "'word_index' is not JSON"),
        ({"word_index": "[" * 100_000}, "'word_index' is not JSON"),
        ({"word_index": {"a": "b"}}, "'word_index' does not give every word a whole number"),
        ({"word_index": {"a": 1, "b": 1}}, "'a' and 'b' both have the id 1"),
        ({"num_words": "9"}, "'num_words' is '9'"),
        ({"split": ", "}, "'split' is ', ', not one character"),
        ({"filters": None}, "'filters' is None"),
        ({"oov_token": 3}, "'oov_token' is 3"),
        ({"word_index": {"a": 20}}, "'a' has the id 20, but there are 9 rows"),
    ],
)
def test_what_is_wrong_is_one_sentence(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(FormatError, match=rf"^tokenizer\.json: .*{reason}"):
        read(written(tmp_path, **changes), 9)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"oov_token": "<OOV>"},
        {"oov_token": "<OOV>", "num_words": 5},
        {"num_words": 4},
        {"lower": False, "filters": "."},
        {"char_level": True, "oov_token": "?"},
    ],
)
def test_keras_itself_gives_the_same_ids(tmp_path: Path, options: dict[str, Any]) -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed; it computes for Keras here")
    os.environ.setdefault("KERAS_BACKEND", "torch")
    pytest.importorskip("keras", reason="Keras is not installed (pip install keras)")
    text = pytest.importorskip("keras.src.legacy.preprocessing.text", reason="this Keras has no Tokenizer any more")
    keras = text.Tokenizer(**options)
    keras.fit_on_texts(["The film was good, the film isn't slow.", "A slow\tfilm; the Good!"])
    path = tmp_path / "tokenizer.json"
    path.write_text(keras.to_json(), "utf-8")
    for told in ("The good-film isn't new...", "SLOW\nslow\u00e9 the", ""):
        known = [row for row in ids(path, told) if row >= 0]
        assert known == keras.texts_to_sequences([told])[0]
