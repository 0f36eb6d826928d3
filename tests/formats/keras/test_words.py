"""Vocabularies of the layers that make ids of texts."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.reader import read
from gatescope.formats.keras.words import words_of

DATA = Path(__file__).parents[2] / "data"


def tokens_of(kind: str, config: Mapping[str, Any], text: str, learned: tuple[str, ...] = ()) -> list[int]:
    vocabulary, tokenizer, _ = words_of(LayerConfig("text", kind, config), learned, 6)
    assert vocabulary is not None
    assert tokenizer is not None
    return list(tokenizer.tokenize(text, vocabulary).ids)


def test_words_given_stand_behind_those_for_padding_and_for_unknown_words() -> None:
    config = {"standardize": "lower_and_strip_punctuation", "split": "whitespace", "vocabulary": ["the", "dont"]}
    assert tokens_of("TextVectorization", config, "The film: DON'T!") == [2, 1, 3]


def test_learned_words_have_their_rows_already() -> None:
    learned = ("", "[UNK]", "The", "film")
    assert tokens_of("TextVectorization", {"standardize": None}, "The film the", learned) == [2, 3, 1]


def test_characters() -> None:
    config = {"standardize": "lower", "split": "character", "vocabulary": ["", "[UNK]", "a", "b"]}
    assert tokens_of("TextVectorization", config, "aBc") == [2, 3, 1]


@pytest.mark.parametrize(("padding", "first"), [(None, 1), ("[MASK]", 2)])
def test_a_string_lookup(padding: str | None, first: int) -> None:
    config = {"mask_token": padding, "oov_token": "<oov>", "num_oov_indices": 1, "vocabulary": ["x", "y"]}
    assert tokens_of("StringLookup", config, "yz") == [first + 1, first - 1]


@pytest.mark.parametrize(
    ("config", "rows", "note"),
    [
        ({}, 6, "does not hold the words"),
        ({"vocabulary": ["a", 3]}, 6, "does not hold the words"),
        ({"vocabulary": ["a", "b", "c"]}, 3, "do not fit the embedding"),
    ],
)
def test_words_that_are_missing_or_too_many(config: Mapping[str, Any], rows: int, note: str) -> None:
    vocabulary, tokenizer, said = words_of(LayerConfig("text", "TextVectorization", config), (), rows)
    assert (vocabulary, tokenizer) == (None, None)
    assert note in said


@pytest.mark.parametrize("learned", [True, False])
def test_in_an_archive(learned: bool, tmp_path: Path) -> None:
    """The layer put before an embedding of ten rows, as Keras would save it."""
    path = tmp_path / "model.keras"
    words = ["good", "bad"]
    with zipfile.ZipFile(DATA / "keras_sum.keras") as old, zipfile.ZipFile(path, "w") as new:
        config = json.loads(old.read("config.json"))
        layer = {"name": "text", "standardize": "lower", "vocabulary": None if learned else words}
        config["config"]["layers"].insert(1, {"class_name": "TextVectorization", "config": layer})
        new.writestr("config.json", json.dumps(config))
        new.writestr("model.weights.h5", old.read("model.weights.h5"))
        if learned:
            new.writestr("assets/layers/text_vectorization/vocabulary.txt", "\n".join(["", "[UNK]", *words]))
    (stack,) = read(path).stacks
    assert stack.vocabulary is not None
    assert len(stack.vocabulary) == 10
    assert [stack.vocabulary.id(word) for word in ("Good", "bad", "other")] == [2, 3, 1]
    assert stack.tokenizer is not None
