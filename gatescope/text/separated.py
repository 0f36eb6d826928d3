"""The tokenizer that cuts at given characters, as Keras' and ``str.split`` do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from gatescope.text.scanner import Scanner
from gatescope.text.scanning import ScanningTokenizer

WHITE_SPACE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)
WHITE_SPACE += "\u2028\u2029\u202f\u205f\u3000"
"""What ``str.split()`` cuts at."""


@dataclass(frozen=True)
class SeparatedTokenizer(ScanningTokenizer):
    """Cuts at some characters and nowhere else.

    Attributes:
        separators: characters between tokens, in no token.
        dropped: characters inside tokens that are left out before a token is looked up: with an apostrophe here
            "isn't" is the token *isnt*. A run of nothing but such characters is no token.
    """

    separators: str
    dropped: str = ""

    @property
    def name(self) -> str:
        return "separated"

    @cached_property
    def scanner(self) -> Scanner:
        parting, dropped = re.escape(self.separators), re.escape(self.dropped)
        first = f"[^{parting}{dropped}]" if parting or dropped else "."
        rest = f"[^{parting}]*" if parting else ".*"
        return Scanner(re.compile(first + rest, re.DOTALL), lookahead=1, letters=str)

    @property
    def spelling(self) -> Callable[[str], str]:
        return self._without_dropped if self.dropped else str

    @cached_property
    def _removals(self) -> dict[int, None]:
        return dict.fromkeys(map(ord, self.dropped))

    def _without_dropped(self, token: str) -> str:
        return token.translate(self._removals)
