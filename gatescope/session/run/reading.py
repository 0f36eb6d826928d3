"""The tokens that a model reads: of the text, or of the vectors it is fed with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from gatescope.engine.network import Network
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.session.document.document import Fed
from gatescope.session.run.single import tokens_of_vectors
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.tokens import TokenSequence
from gatescope.text.vocabulary import Vocabulary
from gatescope.words import tr

_NO_ROW = -1
_MOST_NAMED = 1000


@dataclass
class TextReading:
    """The last tokens that one tokenizer made with one vocabulary; models of a family share it."""

    tokenizer: Tokenizer
    vocabulary: Vocabulary
    masked_id: int | None = None
    tokens: TokenSequence | None = None
    caret: int | None = None
    left_out: tuple[str, ...] = ()
    _shown: TokenSequence | None = None

    def read(self, text: str, caret: int | None) -> TokenSequence:
        """Return the tokens of `text` that the model can read: the same object while nothing changes.

        Those that are masked, or have no row, are left out; `left_out` then has the words without a row, each once.
        """
        if self.tokens is None or self.tokens.text != text or self.caret != caret:
            self.tokens = self.tokenizer.tokenize(text, self.vocabulary, caret=caret, previous=self.tokens)
            self.caret = caret
            self._shown = self.tokens.without(self.masked_id).without(_NO_ROW)
            rowless = np.flatnonzero(self.tokens.ids == _NO_ROW)[:_MOST_NAMED]
            self.left_out = tuple(dict.fromkeys(self.tokens.word(int(at)) for at in rowless))
        assert self._shown is not None
        return self._shown

    def serves(self, model: Model) -> bool:
        """Return whether `model` makes the same tokens of a text."""
        return (
            model.tokenizer is not None
            and self.tokenizer == model.tokenizer
            and self.vocabulary == model.vocabulary
            and self.masked_id == model.masked_id
        )


def reading_of(model: Model, known: Iterable[TextReading]) -> TextReading:
    """Return the reading of `model`: one of those `known` where it makes the same tokens.

    Raises:
        UsageError: the model has an embedding, but nothing that turns a text into rows of it.
    """
    if model.tokenizer is None or model.vocabulary is None:
        raise UsageError(tr("{name} has no vocabulary: attach one to type a sentence", name=model.name))
    found = next((reading for reading in known if reading.serves(model)), None)
    return found or TextReading(model.tokenizer, model.vocabulary, model.masked_id)


class VectorReading:
    """The vectors of one model as the rows of a table, so that they run like a text whose every word is new.

    A model that was not fed yet reads no vectors at all.
    """

    def __init__(self) -> None:
        self._fed: Fed | None = None
        self._plain: Network | None = None
        self._network: Network | None = None
        self._tokens = tokens_of_vectors(0)

    def read(self, network: Network, fed: Fed | None) -> tuple[Network, TokenSequence]:
        """Return `network` with the vectors for an embedding, and a token for each: the same objects while nothing
        changes."""
        if self._network is None or self._plain is not network or self._fed is not fed:
            vectors = np.zeros((0, network.inputs), network.dtype) if fed is None else fed.vectors
            if self._fed is not fed or len(self._tokens) != len(vectors):
                tokens = tokens_of_vectors(len(vectors))
                self._tokens = replace(tokens, ids=np.arange(len(vectors)))
            self._network = replace(network, embedding=vectors)
            self._plain, self._fed = network, fed
        return self._network, self._tokens
