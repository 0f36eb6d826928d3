"""Vocabularies in JSON: token lists, token → id, id → token, objects that hold one or several of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError, ModelError
from gatescope.formats.files.bounded_json import parse_json
from gatescope.formats.words.keras_tokenizer import is_keras_tokenizer, read_keras_tokenizer
from gatescope.formats.words.vocabulary_kind import FoundVocabulary, guess
from gatescope.text import registry
from gatescope.text.subword import SubwordTokenizer
from gatescope.text.vocabulary import Vocabulary, rows_of
from gatescope.words import mark, tr

_DEEPEST = 3
# More of them make no row of anything.
_DIGITS = 12


def read_json(path: Path, text: str, rows: int | None) -> FoundVocabulary:
    """Return the vocabulary in the JSON `text`.

    Args:
        rows: V of the embedding, or None where unknown; tells which of several lists is meant.

    Raises:
        FormatError: it is no JSON, holds none, or several.
        ModelError: the tokens or their ids fit neither together nor the rows.
        UsageError: it is a tokenizer.json, and the package for it is not installed.
    """
    data = parse_json(path, text.encode(), mark("its content"), partial(_once, path))
    if isinstance(data, dict):
        if isinstance(data.get("model"), dict) and "type" in data["model"] and "vocab" in data["model"]:
            return _of_definition(text, rows)
        if is_keras_tokenizer(data):
            return read_keras_tokenizer(path, data, rows)
        own = data["vocabulary"] if isinstance(data.get("vocabulary"), dict) else data
        if isinstance(own.get("tokens"), list) and "lower_case" in own:
            vocabulary = Vocabulary.from_json(own)
            if "tokenizer" in own:
                return FoundVocabulary(vocabulary, registry.from_json(own["tokenizer"]))
            return FoundVocabulary(vocabulary, guess(vocabulary.tokens).tokenizer)
    found = dict(_lists(data, "", 0))
    return guess(_preferred(path, found, rows), rows)


def _once(path: Path, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose keys are all different; a key that says two things says neither."""
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if seen.setdefault(key, value) != value:
                raise FormatError(
                    path,
                    tr(
                        "has {key!r:.60} twice, as {seen!r:.20} and as {value!r:.20}",
                        key=key,
                        seen=seen[key],
                        value=value,
                    ),
                )
    return made


def _of_definition(text: str, rows: int | None) -> FoundVocabulary:
    tokenizer = SubwordTokenizer(text)
    vocabulary = tokenizer.vocabulary(rows)
    notes = [mark("a tokenizer.json, so texts are cut as it says")]
    if tokenizer.special_tokens:
        listed = ", ".join(tokenizer.special_tokens)
        notes.append(
            mark(
                "{listed}, which it puts about a text, are left out: type them where the model is to read them",
                listed=listed,
            )
        )
    return FoundVocabulary(vocabulary, tokenizer, tuple(notes), tuple(notes))


def _lists(data: object, key: str, depth: int) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Return key → tokens by row, of everything in `data` that looks like a vocabulary."""
    try:
        tokens = _tokens(data)
    except ModelError:
        # Beside a vocabulary there may be counts, which look like ids but are not.
        if not depth:
            raise
        return
    if tokens is not None:
        yield key, tokens
    elif isinstance(data, Mapping) and depth < _DEEPEST:
        for name, value in data.items():
            yield from _lists(value, f"{key}.{name}" if key else name, depth + 1)


def _tokens(data: object) -> tuple[str, ...] | None:
    if isinstance(data, list) and data:
        if all(isinstance(token, str) for token in data):
            return tuple(data)
        if all(isinstance(pair, list) and len(pair) == 2 for pair in data):
            ids = {token: row for token, row in data if isinstance(token, str) and type(row) is int}
            return rows_of(ids) if len(ids) == len(data) else None
    if isinstance(data, dict) and data:
        if all(type(row) is int for row in data.values()):
            return rows_of(data)
        if all(
            row.isascii() and row.isdigit() and len(row) < _DIGITS and isinstance(token, str)
            for row, token in data.items()
        ):
            return _by_row(data)
    return None


def _by_row(tokens: Mapping[str, str]) -> tuple[str, ...]:
    # Rows are the tokens here, so that one check serves for invalid rows as well.
    order = rows_of({row: int(row) for row in tokens})
    return tuple(tokens.get(row, row) for row in order)


def _preferred(path: Path, found: Mapping[str, tuple[str, ...]], rows: int | None) -> tuple[str, ...]:
    different = list(dict.fromkeys(found.values()))
    if not different:
        raise FormatError(path, tr("holds no vocabulary: it takes a list of tokens, or an object of token → id"))
    fitting = [tokens for tokens in different if len(tokens) == rows]
    if len(different) == 1 or len(fitting) == 1:
        return (fitting or different)[0]
    listed = ", ".join(
        tr("{key} ({count:,} tokens)", key=key or tr("the whole"), count=len(tokens)) for key, tokens in found.items()
    )
    if rows is None:
        raise ModelError(tr("it holds several lists, {listed}: save the one that is meant by itself", listed=listed))
    which = tr("several of them have") if fitting else tr("none of them has")
    raise ModelError(
        tr(
            "it holds several lists, {listed}, and {which} the {rows:,} rows of the embedding",
            listed=listed,
            which=which,
            rows=rows,
        )
    )
