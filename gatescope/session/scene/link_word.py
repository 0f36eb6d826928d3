"""How a link to a scene is told from a text: by its first letters, without a look at what is in it."""

from __future__ import annotations

import os
import re

PREFIX = "gatescope:"
_LINK = re.compile(rf"{PREFIX}[\w-]+", re.ASCII)
_WORD = re.compile(r"[\w-]+", re.ASCII)
_LINK_ALONE = re.compile(rf"[\s<(\[\"'“„>]*{PREFIX}\S+(?:[ \t]*\r?\n[> \t]*[\w-]+)*[\s>)\]\"'”“.,;]*")
_LONGEST_ALONE = 20_000
_SHORTEST_LINE = 60
"""Characters of a line that a mail program breaks."""


def links_in(text: str) -> tuple[str, ...]:
    """Return what may be the first link in `text`, the likeliest first: with the lines that a mail program broke it
    into, and as it stands in the first of them. Quotes, brackets and marks of quoted mail are left out."""
    found = _LINK.search(text)
    if found is None:
        return ()
    lines = [found[0]]
    rest = text[found.end() :].splitlines()
    # Where a line goes on behind the link, or is short, the link ends there.
    if rest and not rest[0].strip() and len(found[0]) >= _SHORTEST_LINE:
        for line in rest[1:]:
            part = line.strip().lstrip("> ")
            whole = _WORD.match(part)
            if whole is None:
                break
            lines.append(whole[0])
            if whole[0] != part:
                break
    return tuple(dict.fromkeys(("".join(lines), lines[0])))


def names_link(text: str) -> bool:
    """Return whether `text`, where a file or a link is named, is meant as a link, be it a whole one or not."""
    return text.strip().startswith(PREFIX) and not os.path.exists(text)


def is_link(text: str) -> bool:
    """Return whether `text` is meant as a link, and nothing but that: quotes, brackets and line breaks aside."""
    return PREFIX in text[:_LONGEST_ALONE] and len(text) <= _LONGEST_ALONE and _LINK_ALONE.fullmatch(text) is not None
