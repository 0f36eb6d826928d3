"""Puts a change of a list, or of a map in JSON, into what another window has written meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable

Merge = Callable[[object, object, object], object]
"""Called with what this window knew, what it made of that, and what the file has; returns what the file is to have."""


def as_list(value: object) -> list[str]:
    """Return the texts in a list of an INI file, which gives a list of one back as a text, and an empty one as None."""
    names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [name for name in names if isinstance(name, str) and name]


def merged_list(most: int) -> Merge:
    """Return how a list is merged, the newest first and `most` of them: what was put in front comes before what another
    window has there, and what was taken out goes."""

    def merged(before: object, mine: object, there: object) -> list[str]:
        known, wanted = as_list(before), as_list(mine)
        front = wanted[: _in_front(known, wanted)]
        gone = {*known, *front} - set(wanted[len(front) :])
        return [*front, *(name for name in as_list(there) if name not in gone)][:most]

    return merged


def merged_map(before: object, mine: object, there: object) -> str:
    """Return a map in JSON with the entries of `there`, and what `mine` has otherwise than `before`."""
    known, wanted, found = map(_as_map, (before, mine, there))
    kept = {key: value for key, value in found.items() if key in wanted or key not in known}
    changed = {key: value for key, value in wanted.items() if key not in known or known[key] != value}
    both = {**kept, **changed}
    return str(mine) if both == wanted else json.dumps(both, separators=(",", ":"))


def _in_front(known: list[str], wanted: list[str]) -> int:
    """Return how many of `wanted` come before those that are in `known` in the same order."""
    at = len(known)
    for number in range(len(wanted), 0, -1):
        if wanted[number - 1] not in known[:at]:
            return number
        at = known.index(wanted[number - 1])
    return 0


def _as_map(value: object) -> dict[str, object]:
    try:
        found = json.loads(value) if isinstance(value, str) and value else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
