"""The sentences that a plane of states is fitted on: those of the text, the bundled ones, or a file's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.progress import Report
from gatescope.resources import resource
from gatescope.session.run.snapshot import Run
from gatescope.text.tokens import TokenSequence

TEXT, BUNDLED = "text", "bundled"
"""The text that is shown, and the sentences that come with GateScope."""


@dataclass(frozen=True)
class Fit:
    """What a plane is fitted on, and how the models read it. Two fits are equal if both are the same.

    Attributes:
        source: `TEXT` or `BUNDLED`.
        readers: of every network that may be asked about, the model that it belongs to.
    """

    source: str
    readers: tuple[tuple[Network, Model], ...]

    def model_of(self, network: Network) -> Model | None:
        """Return the model that `network` belongs to; None where that is not known."""
        return next((model for known, model in self.readers if known is network), None)

    def reader_of(self, network: Network) -> Model | None:
        """Return the model whose words `network` reads; None where it reads none."""
        found = self.model_of(network)
        return found if found is not None and reads_texts(found) else None


def fit_of(source: str, runs: Sequence[Run]) -> Fit:
    """Return the fit on `source` that can be asked about `runs`."""
    return Fit(source, tuple((run.network, run.reader) for run in runs if run.reader is not None))


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


def bundled_texts() -> list[str]:
    """Return the sentences that come with GateScope, written for it."""
    return resource("sentences", "reviews.txt").read_text(encoding="utf-8").splitlines()


def tokenized(model: Model, text: str) -> TokenSequence:
    """Return those tokens of `text` that the model has a row for."""
    assert model.tokenizer is not None
    assert model.vocabulary is not None
    found = model.tokenizer.tokenize(text, model.vocabulary).without(model.masked_id)
    return found if model.vocabulary.unknown is not None else found.without(-1)


def tokenized_texts(model: Model, texts: Sequence[str], most: int, report: Report) -> TokenizedTexts:
    """Return the tokens of `texts`, up to the text in which there are `most` of them."""
    found: list[TokenSequence] = []
    count = 0
    for text in texts:
        report(0.0)
        found.append(tokenized(model, text))
        count += len(found[-1])
        if count >= most:
            break
    ids = np.concatenate([one.ids for one in found]) if found else np.zeros(0, np.int64)
    offsets = np.cumsum([0, *(len(one) for one in found)]).astype(np.int64)
    return TokenizedTexts(
        tuple(texts[: len(found)]), ids, offsets, tuple(word for one in found for word in one.words())
    )
