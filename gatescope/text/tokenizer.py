"""The interface of every tokenizer."""

from __future__ import annotations

from typing import Protocol

from gatescope.text.tokens import TokenSequence
from gatescope.text.vocabulary import Vocabulary


class Tokenizer(Protocol):
    """Turns a text into tokens; a pure function of its arguments. Two that read every text alike are equal."""

    @property
    def name(self) -> str:
        """The kind, as the model card spells it: ``"word"``, ``"character"``, ``"subword"``; see `registry`."""
        ...

    def tokenize(
        self,
        text: str,
        vocabulary: Vocabulary,
        *,
        caret: int | None = None,
        previous: TokenSequence | None = None,
    ) -> TokenSequence:
        """Return the tokens of `text`.

        Args:
            caret: where the person is typing; a word whose end the caret touches is tentative. None: none is.
            previous: the tokens of the text before an edit, made with the same vocabulary; only what the edit
                touched is read anew, the result is the same.
        """
        ...
