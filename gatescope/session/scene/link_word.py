"""How a link to a scene is told from a text: by its first letters, without a look at what is in it."""

from __future__ import annotations

import os
import re

PREFIX = "gatescope:"


def link_in(text: str) -> str:
    """Return the link in `text` without what mail and chat put about it (quotes, brackets, line breaks within), or the
    text as it is where there is none."""
    found = re.search(re.escape(PREFIX) + r"[\w-]+", "".join(text.split()), re.ASCII)
    return found[0] if found else text


def names_link(text: str) -> bool:
    """Return whether `text`, where a file or a link is named, is meant as a link, be it a whole one or not."""
    return text.strip().startswith(PREFIX) and not os.path.exists(text)


def is_link(text: str) -> bool:
    """Return whether `text` is meant as a link, spaces around it aside."""
    text = text.strip()
    return text.startswith(PREFIX) and len(text) > len(PREFIX) and len(text.split(maxsplit=1)) == 1
