"""Attaches a vocabulary, a tokenizer or word vectors to a model, so that it reads text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from gatescope.engine.network import Network
from gatescope.errors import GateScopeError, UsageError
from gatescope.formats.core.model import Model
from gatescope.formats.files.regular import is_missing
from gatescope.formats.words import vectors, vocabulary_file
from gatescope.progress import Report, silent
from gatescope.text import registry
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary, unnamed
from gatescope.words import tr

_BESIDE = ("vocab.json", "vocabulary.json", "tokenizer.json", "word_index.json", "vocab.txt", "vocabulary.txt")
NOTES = "attached"
"""The field of a model card that has what was attached: ``{"file": …, "notes": […]}``."""


def attach(
    model: Model, vocabulary: str | Path | None = None, tokenizer: str | Path | None = None, report: Report = silent
) -> Model:
    """Return the model with a vocabulary, or where it has no embedding with word vectors for one, and with a tokenizer.

    Args:
        vocabulary: a file that `vocabulary_file.read` or, for a model that takes vectors, `vectors.read` takes.
        tokenizer: the name of one, or a tokenizer.json or Keras tokenizer; by default what the vocabulary looks like.
        report: hears how far the reading of word vectors is.

    Raises:
        FileError: a file cannot be read, or does not fit the model.
        UsageError: there is no such tokenizer, or the model has nothing that it could be for.
        Cancelled: `report` wants no more.
    """
    if vocabulary is None:
        return model if tokenizer is None else _with_tokenizer(model, tokenizer)
    if model.network.embedding is None:
        found = with_word_vectors(model, Path(vocabulary), report)
        return found if tokenizer is None else _with_tokenizer(found, tokenizer)
    return with_vocabulary(model, Path(vocabulary), tokenizer)


def with_vocabulary(model: Model, path: Path, tokenizer: str | Path | None = None) -> Model:
    """Return the model with the vocabulary in the file at `path`, one token a row of its embedding.

    A read-out that has a nameless label a row is taken to say which token comes next, and gets their names.

    Raises:
        FileError: the file cannot be read, holds no vocabulary, or one of more tokens than there are rows.
        UsageError: the model takes vectors, or there is no such tokenizer.
    """
    found = vocabulary_file.read(path, _rows(model))
    if tokenizer is not None:
        found = found.cut_by(_tokenizer(tokenizer))
    network = _labelled(model.network, found.vocabulary)
    made = replace(model, network=network, vocabulary=found.vocabulary, tokenizer=found.tokenizer)
    return _noted(made, path, found.notes)


def words_beside(model: Model, path: Path) -> Model:
    """Return the model in the file at `path` with the vocabulary that lies beside it under one of the usual names; as
    it is where there is none with a token for every row but perhaps one, the padding."""
    if model.network.embedding is None or (model.tokenizer is not None and model.tokenizer.name != "ids"):
        return model
    rows = len(model.network.embedding)
    names = [f"{path.stem}{sign}{name}" for name in _BESIDE for sign in (".", "_", "-")]
    for name in (*names, *_BESIDE):
        try:
            found = with_vocabulary(model, path.with_name(name))
        except GateScopeError:
            continue
        tokens = found.vocabulary.tokens if found.vocabulary is not None else ()
        if sum(token != unnamed(row) for row, token in enumerate(tokens)) >= rows - 1:
            return found
    return model


def with_word_vectors(model: Model, path: Path, report: Report = silent) -> Model:
    """Return the model, which takes vectors, with the word vectors in the file at `path` as its embedding.

    Raises:
        FileError: the file cannot be read, or holds no vectors of the width that the model takes.
        UsageError: the model has an embedding of its own.
        Cancelled: `report` wants no more.
    """
    if model.network.embedding is not None:
        raise UsageError(
            tr("{name} has an embedding of its own: give it the vocabulary of that, no word vectors", name=model.name)
        )
    found = vectors.read(path, model.network.inputs, model.network.dtype, report)
    network = replace(model.network, embedding=found.vectors)
    made = replace(model, network=network, vocabulary=found.vocabulary, tokenizer=registry.tokenizer("word"))
    return _noted(made, path, found.notes)


def _with_tokenizer(model: Model, tokenizer: str | Path) -> Model:
    if model.vocabulary is not None and (model.tokenizer is None or model.tokenizer.name != "ids"):
        if not _is_file(tokenizer):
            return replace(model, tokenizer=_tokenizer(tokenizer))
    elif not _is_file(tokenizer):
        raise UsageError(
            tr("{name} has no vocabulary that a tokenizer could look words up in: give it one too", name=model.name)
        )
    # A tokenizer's file has the vocabulary that it belongs to.
    return with_vocabulary(model, Path(tokenizer))


def _tokenizer(source: str | Path) -> Tokenizer:
    return vocabulary_file.read(Path(source)).tokenizer if _is_file(source) else registry.tokenizer(str(source))


def _is_file(source: str | Path) -> bool:
    if isinstance(source, Path) or not source or source in registry.names():
        return isinstance(source, Path)
    path = Path(source)
    return path.suffix != "" or path.name != source or not is_missing(path)


def _rows(model: Model) -> int:
    if model.network.embedding is None:
        raise UsageError(
            tr("{name} takes vectors, so it has no rows for tokens: give it word vectors", name=model.name)
        )
    return len(model.network.embedding)


def _labelled(network: Network, vocabulary: Vocabulary) -> Network:
    """Return `network` with the tokens as labels of read-outs that have a numbered label for each."""
    count = len(vocabulary)
    numbers = tuple(map(str, range(count)))
    readouts = tuple(
        replace(r, labels=vocabulary.tokens) if r.weight.shape[0] == count and r.labels in ((), numbers) else r
        for r in network.readouts
    )
    same = all(old is new for old, new in zip(network.readouts, readouts, strict=True))
    return network if same else replace(network, readouts=readouts)


def _noted(model: Model, path: Path, notes: tuple[str, ...]) -> Model:
    attached: dict[str, Any] = {"file": path.name, "notes": list(notes)}
    return replace(model, card={**model.card, NOTES: attached})
