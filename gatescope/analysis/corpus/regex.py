"""Regular expressions over the lines of a corpus: what a unit may stand for, in a person's words."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.corpus.shard import Words
from gatescope.errors import UsageError
from gatescope.words import tr

READY_MADE = (
    ("inside quotes", r"[\"“][^\"“”]*[\"”]"),
    ("after a negation", r"(?i)\b(?:not|never|no|nothing|none|nor|cannot|\w+n['’]t)\W+\w+"),
    ("in brackets", r"\([^()]*\)"),
    ("a number", r"\d[\d.,]*"),
)
"""Expressions that are offered by name."""


@dataclass(frozen=True)
class Regex:
    """An expression that was compiled."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, text: str) -> Regex:
        """Compile `text`, which may be the name of one that is `READY_MADE`.

        Raises:
            UsageError: it is no regular expression.
        """
        try:
            with warnings.catch_warnings():
                # Python says so of expressions that may mean something else one day.
                warnings.simplefilter("ignore", FutureWarning)
                return cls(re.compile(dict(READY_MADE).get(text, text)))
        except (re.error, RecursionError, OverflowError) as error:
            raise UsageError(tr("“{text}” is no regular expression: {error}", text=text, error=error)) from error


def matched_tokens(regex: Regex, words: Words) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first token of every match, and the one behind its last; matches without a token are left out."""
    first, last = [], []
    for line in range(len(words.lines)):
        text = words.line_text(line)
        begin, end = int(words.borders[line]), int(words.borders[line + 1])
        for match in regex.pattern.finditer(text):
            low = begin + int(np.searchsorted(words.ends[begin:end], match.start(), side="right"))
            high = begin + int(np.searchsorted(words.starts[begin:end], match.end(), side="left"))
            if low < high:
                first.append(low)
                last.append(high)
    return np.array(first, np.int64), np.array(last, np.int64)
