"""The character tokenizer: every grapheme cluster is a token, white space included."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.text.graphemes import GRAPHEME
from gatescope.text.scanner import Scanner
from gatescope.text.sequence import sequence
from gatescope.text.tokens import TokenSequence
from gatescope.text.vocabulary import Vocabulary

_SCANNER = Scanner(GRAPHEME, lookahead=1)


@dataclass(frozen=True)
class CharacterTokenizer:
    """Cuts between grapheme clusters; no token is ever tentative, a character ends as it is typed."""

    @property
    def name(self) -> str:
        return "character"

    def tokenize(
        self,
        text: str,
        vocabulary: Vocabulary,
        *,
        caret: int | None = None,
        previous: TokenSequence | None = None,
    ) -> TokenSequence:
        """Return the grapheme clusters of `text`; see `Tokenizer`."""
        return sequence(text, _SCANNER, vocabulary, previous)
