"""The character tokenizer: every character is a token, white space included."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gatescope.text.graphemes import GRAPHEME
from gatescope.text.scanner import Scanner
from gatescope.text.scanning import ScanningTokenizer

_CLUSTERS = Scanner(GRAPHEME, lookahead=1)
_CODE_POINTS = Scanner(re.compile(".", re.DOTALL), lookahead=0, letters=str)


@dataclass(frozen=True)
class CharacterTokenizer(ScanningTokenizer):
    """Cuts between characters; no token is ever tentative, a character ends as it is typed.

    Attributes:
        clusters: whether a letter stays together with its accents, as a person counts characters; else every code
            point is a token, as Python and so most scripts that train a model count them.
    """

    clusters: bool = True

    @property
    def name(self) -> str:
        return "character" if self.clusters else "codepoint"

    @property
    def scanner(self) -> Scanner:
        return _CLUSTERS if self.clusters else _CODE_POINTS

    def goes_on(self, token: str) -> bool:
        return False
