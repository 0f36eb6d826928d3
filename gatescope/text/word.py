"""The word tokenizer: words with their apostrophes, numbers, and every other visible character by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gatescope.text.graphemes import classify
from gatescope.text.scanner import Scanner
from gatescope.text.scanning import ScanningTokenizer

_WORD_CLASSES = "wnlvtyx"
# A word (isn't, café, 3.5, 1,000): letters and digits with their marks, an apostrophe between letters, a full stop or
# comma between digits. Then one ideograph, one flag, one pictograph, one punctuation mark or symbol.
_PATTERN = re.compile(
    r"[wnlvtyx][wnlvtyxmz]*(?:(?:q|(?<=n)d(?=n))[wnlvtyx][wnlvtyxmz]*)*"
    r"|c[mz]*"
    r"|rr?[mz]*"
    r"|em*(?:zem*)*[mz]*"
    r"|[pqd][mz]*"
)
_SCANNER = Scanner(_PATTERN, lookahead=2)


@dataclass(frozen=True)
class WordTokenizer(ScanningTokenizer):
    """Cuts at white space and around punctuation; "isn't" and "film's" stay whole, "slow-moving" becomes three tokens.

    Space, control and format characters belong to no token, nor does a mark with nothing to stand on.
    """

    @property
    def name(self) -> str:
        return "word"

    @property
    def scanner(self) -> Scanner:
        return _SCANNER

    def goes_on(self, token: str) -> bool:
        """Return whether `token` is a word; a punctuation mark is whole as soon as it is typed."""
        return classify(token[0]) in _WORD_CLASSES
