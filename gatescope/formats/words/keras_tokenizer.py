"""The JSON that Keras' ``Tokenizer.to_json`` writes.

Source of the format and of its reading: keras_preprocessing/text.py, ``Tokenizer`` and ``text_to_word_sequence``.
Row 0 belongs to no word: shorter texts are padded with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError
from gatescope.formats.files.json_fields import Fields
from gatescope.formats.words.vocabulary_kind import FoundVocabulary
from gatescope.text import registry
from gatescope.text.separated import SeparatedTokenizer
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary, rows_of
from gatescope.words import mark, tr


def is_keras_tokenizer(data: Mapping[str, Any]) -> bool:
    """Return whether `data` is that JSON."""
    config = data.get("config")
    return data.get("class_name") == "Tokenizer" and isinstance(config, Mapping) and "word_index" in config


def read_keras_tokenizer(path: Path, data: Mapping[str, Any], rows: int | None) -> FoundVocabulary:
    """Return the vocabulary and the tokenizer in `data`, read from `path`.

    Args:
        rows: V of the embedding, or None for as many as there are ids.

    Raises:
        FormatError: a field is not what it should be.
        ModelError: the ids are no rows.
    """
    fields = Fields(path, data["config"], mark("the Keras tokenizer"))
    most, out_of_vocabulary = fields.fields.get("num_words"), fields.fields.get("oov_token")
    if most is not None:
        most = fields.positive("num_words", 1 << 31)
    if out_of_vocabulary is not None:
        out_of_vocabulary = fields.get("oov_token", str)
    # Keras keeps every word that it saw, and gives an id only to those before `num_words`.
    ids = {token: row for token, row in _word_index(path, fields).items() if most is None or row < most}
    tokens = rows_of(ids, rows)
    unknown = None if out_of_vocabulary is None else ids.get(out_of_vocabulary)
    if unknown is None:
        told = mark("words that it does not have are left out")
    else:
        told = mark(
            "words that it does not have are read as row {unknown}, “{out_of_vocabulary}”",
            unknown=unknown,
            out_of_vocabulary=out_of_vocabulary,
        )
    vocabulary = Vocabulary(tokens, bool(fields.fields.get("lower", True)), unknown)
    return FoundVocabulary(
        vocabulary,
        _tokenizer(path, fields),
        (mark("a Keras tokenizer of {count:,} tokens; {told}", count=len(ids), told=told),),
    )


def _word_index(path: Path, fields: Fields) -> dict[str, int]:
    found = fields.fields.get("word_index")
    if isinstance(found, str):
        try:
            found = json.loads(found)
        except (ValueError, RecursionError) as error:
            raise FormatError(path, tr("the Keras tokenizer's 'word_index' is not JSON")) from error
    if not isinstance(found, dict) or not all(type(row) is int for row in found.values()):
        raise FormatError(path, tr("the Keras tokenizer's 'word_index' does not give every word a whole number"))
    return found


def _tokenizer(path: Path, fields: Fields) -> Tokenizer:
    if fields.fields.get("char_level"):
        return registry.tokenizer("codepoint")
    split = fields.get("split", str)
    if len(split) != 1:
        raise FormatError(path, tr("the Keras tokenizer's 'split' is {split!r:.60}, not one character", split=split))
    return SeparatedTokenizer(fields.get("filters", str) + split)
