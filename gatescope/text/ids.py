"""The id tokenizer: for networks without a vocabulary, whose rows of the embedding are typed as numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gatescope.text.scanner import Scanner
from gatescope.text.scanning import ScanningTokenizer
from gatescope.text.vocabulary import Vocabulary

# Brackets stand between tokens too: a list is often pasted as Python prints it.
_SCANNER = Scanner(re.compile(r"[^\s,;()\[\]]+"), lookahead=1, letters=str)


@dataclass(frozen=True)
class IdTokenizer(ScanningTokenizer):
    """Cuts at white space, commas, semicolons and brackets; "[5, 2 9]" are the rows 5, 2 and 9.

    All other characters between two of these are one token, so that "-3" and "1.5" are reported as no rows rather than
    read as 3, 1 and 5. The vocabulary must be what `ids_vocabulary` gave.
    """

    @property
    def name(self) -> str:
        return "ids"

    @property
    def scanner(self) -> Scanner:
        return _SCANNER


def ids_vocabulary(rows: int) -> Vocabulary:
    """Return the vocabulary of an embedding of V = `rows` rows without names: each is called by its number."""
    return Vocabulary(tuple(map(str, range(rows))))
