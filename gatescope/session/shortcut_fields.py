"""The keys that a person has chosen for commands, as a text of the settings file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.files.bounded_json import parse_json
from gatescope.words import mark

_MOST, _LONGEST = 500, 60


def write_shortcuts(shortcuts: Mapping[str, tuple[str, ...]]) -> str:
    """Return the keys of commands by name as JSON."""
    return json.dumps({name: list(keys) for name, keys in shortcuts.items()}, separators=(",", ":"))


def read_shortcuts(path: Path, text: str) -> dict[str, tuple[str, ...]]:
    """Return the keys that `write_shortcuts` wrote into the file `path`; what cannot be read counts as not there."""
    try:
        found = parse_json(path, text.encode("utf-8", "replace"), mark("the shortcuts"))
    except FormatError:
        return {}
    if not isinstance(found, dict):
        return {}
    kept = {name: keys for name, keys in list(found.items())[:_MOST] if isinstance(keys, list)}
    return {name: tuple(keys) for name, keys in kept.items() if all(map(_is_short_text, keys))}


def _is_short_text(one: object) -> bool:
    return isinstance(one, str) and 0 < len(one) <= _LONGEST
