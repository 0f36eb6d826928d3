"""The tokenizer that cuts at given characters, as Keras' and ``str.split`` do."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from gatescope.text.scanner import Scanner
from gatescope.text.sequence import ending_at, sequence
from gatescope.text.tokens import TokenSequence
from gatescope.text.vocabulary import Vocabulary

WHITE_SPACE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)
WHITE_SPACE += "\u2028\u2029\u202f\u205f\u3000"
"""What ``str.split()`` cuts at."""


@dataclass(frozen=True)
class SeparatedTokenizer:
    """Cuts at some characters and nowhere else.

    Attributes:
        separators: characters between tokens, in no token.
        dropped: characters that part nothing, but that a token is looked up without: with an apostrophe here "isn't"
            is the token *isnt*. What consists of nothing else is no token.
    """

    separators: str
    dropped: str = ""

    @property
    def name(self) -> str:
        return "separated"

    def tokenize(
        self,
        text: str,
        vocabulary: Vocabulary,
        *,
        caret: int | None = None,
        previous: TokenSequence | None = None,
    ) -> TokenSequence:
        """Return what stands between the separators of `text`; see `Tokenizer`."""
        tokens = sequence(text, self._scanner, vocabulary, previous, self._spelled if self.dropped else str)
        return replace(tokens, tentative=ending_at(tokens, caret))

    @cached_property
    def _scanner(self) -> Scanner:
        parting, dropped = re.escape(self.separators), re.escape(self.dropped)
        first = f"[^{parting}{dropped}]" if parting or dropped else "."
        rest = f"[^{parting}]*" if parting else ".*"
        return Scanner(re.compile(first + rest, re.DOTALL), lookahead=1, letters=str)

    @cached_property
    def _without(self) -> dict[int, None]:
        return dict.fromkeys(map(ord, self.dropped))

    def _spelled(self, token: str) -> str:
        return token.translate(self._without)
