"""Reads typed keys of one table of a TOML file; every error names the file, the line and the key."""

from __future__ import annotations

import math
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError
from gatescope.lessons.key_lines import line_of
from gatescope.words import tr

_MISSING = object()


class TomlTable:
    """The keys of one table. Each reader takes a key; `finish` complains of those that no reader took.

    Every reader raises FormatError for a value of another kind, or for a key that is not there and has no default.
    """

    def __init__(self, path: Path, text: str, values: Mapping[str, Any], name: str = "") -> None:
        """Wrap `values`, which stand in the table `name` of `text`; the top of the file has none."""
        self._path, self._source, self._values, self._name = path, text, values, name
        self._taken: set[str] = set()

    def wrong(self, key: str, sentence: str) -> FormatError:
        """Return the error that says `sentence` of `key`."""
        full = f"{self._name}.{key}" if self._name else key
        return FormatError(
            self._path,
            tr(
                "line {line}, {key}: {sentence}",
                line=line_of(self._source, self._name, key),
                key=full,
                sentence=sentence,
            ),
        )

    def table(self, key: str) -> TomlTable | None:
        """Return the table called `key`, or None where there is none."""
        values = self._take(key, None)
        if values is None:
            return None
        if not isinstance(values, dict):
            raise self.wrong(key, tr("is {values!r:.60}, where a table [{key}] is wanted", values=values, key=key))
        return TomlTable(self._path, self._source, values, f"{self._name}.{key}" if self._name else key)

    def text(self, key: str, default: Any = _MISSING, *, filled: bool = False) -> str:
        """Return a text; with `filled`, one that is not empty."""
        value = self._take(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, tr("is {value!r:.60}, where a text is wanted", value=value))
        if filled and not value.strip():
            raise self.wrong(key, tr("is empty"))
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a row of texts; none by default."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(key, tr('is {value!r:.60}, where a row of texts is wanted, as ["a", "b"]', value=value))
        return tuple(value)

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        """Return a text that is one of `known`."""
        value = self.text(key)
        if value not in known:
            raise self.wrong(
                key,
                tr(
                    "is {value!r}, not one of {listed}{near}",
                    value=value,
                    listed=", ".join(known),
                    near=_near(value, known),
                ),
            )
        return value

    def number(self, key: str, default: Any = _MISSING) -> float:
        """Return a finite number."""
        value = self._take(key, default)
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise self.wrong(key, tr("is {value!r:.60}, where a number is wanted", value=value))
        return float(value)

    def whole(self, key: str, default: Any = _MISSING) -> int:
        """Return a whole number."""
        value = self._take(key, default)
        if type(value) is not int:
            raise self.wrong(key, tr("is {value!r:.60}, where a whole number is wanted", value=value))
        return value

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a row of whole numbers from 0; none by default."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(type(one) is int and one >= 0 for one in value):
            raise self.wrong(
                key, tr("is {value!r:.60}, where a row of whole numbers is wanted, as [1, 2]", value=value)
            )
        return tuple(value)

    def flag(self, key: str) -> bool:
        """Return a truth value; false by default."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, tr("is {value!r:.60}, where true or false is wanted", value=value))
        return value

    def raw(self, key: str) -> Any:
        """Return whatever stands there."""
        return self._take(key, _MISSING)

    def all_keys(self) -> tuple[str, ...]:
        """Return the keys that are there."""
        return tuple(self._values)

    def finish(self) -> None:
        """Raise FormatError where a key is there that no reader took."""
        known = tuple(self._taken)
        for key in self._values:
            if key not in self._taken:
                raise self._unknown(key, known)

    def _unknown(self, key: str, known: tuple[str, ...]) -> FormatError:
        where = f"[{self._name}]" if self._name else tr("a card")
        return self.wrong(
            key,
            tr(
                "is no key of {where}{listed}",
                where=where,
                listed=_near(key, known) or tr("; there are {known}", known=_listed(known)),
            ),
        )

    def _take(self, key: str, default: Any) -> Any:
        self._taken.add(key)
        value = self._values.get(key, default)
        if value is _MISSING:
            # A key that is missing is often there with a typo.
            for typo in get_close_matches(key, [one for one in self._values if one not in self._taken], n=1):
                raise self._unknown(typo, (key,))
            raise self.wrong(key, tr("is missing"))
        return value


def _near(word: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(word, known, n=1)
    return tr("; did you mean {near}?", near=near[0]) if near else ""


def _listed(known: tuple[str, ...]) -> str:
    return ", ".join(sorted(known)) or tr("none")
