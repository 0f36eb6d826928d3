"""The syntax trees of the sources that a rule is about; the others are told by their text, which is read in no time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path


def trees_that_name(words: Iterable[str], paths: Iterable[Path]) -> Iterator[tuple[Path, ast.Module]]:
    """Give every source of `paths` in which one of `words` stands anywhere, and its tree."""
    found = re.compile("|".join(map(re.escape, words)))
    for path in paths:
        text = path.read_text("utf-8")
        if found.search(text):
            yield path, ast.parse(text)
