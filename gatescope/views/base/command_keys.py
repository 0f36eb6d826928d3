"""The keys of commands in tool tips: these name the usual ones, and a person may have chosen others."""

from __future__ import annotations

import re
from collections.abc import Mapping

_OTHER_KEYS: dict[str, str] = {}
_WRITTEN: dict[str, str] = {}
"""What was made of a text, and the text."""
_NONE = "–"


def use_keys(other_keys: Mapping[str, str]) -> None:
    """Write the keys that a person has chosen from now on: by the usual ones, and empty where there are none now.

    The usual ones are to be there in every way in which a text may write them.
    """
    _OTHER_KEYS.clear()
    _OTHER_KEYS.update(other_keys)


def with_keys(text: str) -> str:
    """Return `text`, a tool tip with the usual keys of commands or what came of one, with those that are in use."""
    original = _WRITTEN.get(text, text)
    if not _OTHER_KEYS:
        return original
    names = "|".join(re.escape(one) for one in sorted(_OTHER_KEYS, key=len, reverse=True))
    bare = re.sub(
        rf" \(({names})\)", lambda found: f" ({_OTHER_KEYS[found[1]]})" if _OTHER_KEYS[found[1]] else "", original
    )
    if bare == original:
        bare = re.sub(rf"(?<![\w+])({names})(?![\w+])", lambda found: _OTHER_KEYS[found[1]] or _NONE, original)
    if bare != original:
        _WRITTEN[bare] = original
    return bare
