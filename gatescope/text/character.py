"""The character tokenizer: every character is a token, white space included."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gatescope.text.graphemes import GRAPHEME
from gatescope.text.scanner import Scanner
from gatescope.text.sequence import sequence
from gatescope.text.tokens import TokenSequence
from gatescope.text.vocabulary import Vocabulary

_CLUSTERS = Scanner(GRAPHEME, lookahead=1)
_CODE_POINTS = Scanner(re.compile(".", re.DOTALL), lookahead=0, letters=str)


@dataclass(frozen=True)
class CharacterTokenizer:
    """Cuts between characters; no token is ever tentative, a character ends as it is typed.

    Attributes:
        clusters: whether a letter stays together with its accents, as a person counts characters; else every code
            point is a token, as Python and so most scripts that train a model count them.
    """

    clusters: bool = True

    @property
    def name(self) -> str:
        return "character" if self.clusters else "codepoint"

    def tokenize(
        self,
        text: str,
        vocabulary: Vocabulary,
        *,
        caret: int | None = None,
        previous: TokenSequence | None = None,
    ) -> TokenSequence:
        """Return the characters of `text`; see `Tokenizer`."""
        return sequence(text, _CLUSTERS if self.clusters else _CODE_POINTS, vocabulary, previous)
