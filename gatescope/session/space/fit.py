"""The sentences that a plane of states is fitted on: those of the text, the bundled ones, or a file's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Network
from gatescope.errors import FormatError
from gatescope.formats.core.model import Model
from gatescope.formats.corpus.entries import entries
from gatescope.progress import Report
from gatescope.resources import resource
from gatescope.session.run.snapshot import Run
from gatescope.text.tokens import TokenSequence
from gatescope.words import tr

TEXT, BUNDLED = "text", "bundled"
"""The text that is shown, and the sentences that come with GateScope."""

_LONGEST = 20_000
"""Characters of a text that are read."""
_MOST_ENTRIES = 20_000
"""Texts of a file that are looked at: it may hold nothing but empty lines."""


@dataclass(frozen=True)
class Fit:
    """What a plane is fitted on, and how the models read it. Two fits are equal if both are the same.

    Attributes:
        source: `TEXT`, `BUNDLED`, or the path of a file of texts, of which the beginning is read.
        readers: of every network that may be asked about, the model that it belongs to.
        picked: how often a file was chosen; chosen again, it is read again.
    """

    source: str
    readers: tuple[tuple[Network, Model], ...]
    picked: int = 0

    def model_of(self, network: Network) -> Model | None:
        """Return the model that `network` belongs to; None where that is not known."""
        return next((model for known, model in self.readers if known is network), None)

    def reader_of(self, network: Network) -> Model | None:
        """Return the model whose words `network` reads; None where it reads none."""
        found = self.model_of(network)
        return found if found is not None and reads_texts(found) else None


def fit_of(source: str, runs: Sequence[Run], picked: int = 0) -> Fit:
    """Return the fit on `source` that can be asked about `runs`."""
    return Fit(source, tuple((run.network, run.reader) for run in runs if run.reader is not None), picked)


def reads_texts(model: Model) -> bool:
    """Return whether a model has words to read other sentences with."""
    return model.network.embedding is not None and model.tokenizer is not None and model.vocabulary is not None


@dataclass(frozen=True, eq=False)
class TokenizedTexts:
    """Several texts end to end: S of them, (N,) ids, (S + 1,) where each begins and ends, and N words."""

    texts: tuple[str, ...]
    ids: NDArray[np.int64]
    offsets: NDArray[np.int64]
    words: tuple[str, ...]


def bundled_texts(task: str = "") -> list[str]:
    """Return the sentences that come with GateScope for a task; for one without any, those written as reviews."""
    files = {path.stem: path for path in resource("sentences").glob("*.txt")}
    return files.get(task, files["reviews"]).read_text(encoding="utf-8").splitlines()


def texts_of(source: str, task: str = "") -> Iterator[str]:
    """Return the bundled texts for a task, or those of a file one after the other: the beginning of each.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is empty, no text, or not what its suffix says.
    """
    if source == BUNDLED:
        yield from bundled_texts(task)
    else:
        for entry in islice(entries(Path(source)), _MOST_ENTRIES):
            yield entry.text[:_LONGEST]


def tokenized(model: Model, text: str) -> TokenSequence:
    """Return those tokens of `text` that the model has a row for."""
    assert model.tokenizer is not None
    assert model.vocabulary is not None
    found = model.tokenizer.tokenize(text, model.vocabulary).without(model.masked_id)
    return found if model.vocabulary.unknown is not None else found.without(-1)


def tokenized_texts(model: Model, source: str, most: int, report: Report) -> TokenizedTexts:
    """Return the tokens of the texts of `source`, up to the text in which there are `most` of them.

    Raises:
        FileError, FormatError: see `texts_of`; or there is no word that the model can read.
        Cancelled: `report` raised it.
    """
    found: list[TokenSequence] = []
    count = 0
    for text in texts_of(source, str(model.card.get("task", ""))):
        report(0.0)
        tokens = tokenized(model, text)
        if len(tokens):
            found.append(tokens)
        count += len(tokens)
        if count >= most:
            break
    if not found:
        raise FormatError(
            Path(source), tr("holds no word that {name} could read: give a file with a text a line", name=model.name)
        )
    ids = np.concatenate([one.ids for one in found])
    offsets = np.cumsum([0, *(len(one) for one in found)]).astype(np.int64)
    words = tuple(word for one in found for word in one.words())
    return TokenizedTexts(tuple(one.text for one in found), ids, offsets, words)
