"""Reads typed fields of a JSON object; errors name the wrong field."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError


class Fields:
    """The fields of one object in the file at `path`; each reader raises FormatError for another kind."""

    def __init__(self, path: Path, fields: object, owner: str = "the model card", part: str = "") -> None:
        """`owner` has the fields, for the sentence: ``"the model card"``, ``"the project"``; or a `part` of it has."""
        self.path, self.owner = path, owner
        self._whose = f"{owner}'s {part}" if part else owner
        if not isinstance(fields, Mapping):
            raise FormatError(path, f"{self._whose} holds something else where it should hold named fields")
        self.fields = fields

    def inner(self, found: object, part: str) -> Fields:
        """Return the fields of `found`, which is a part of what has these."""
        return Fields(self.path, found, self.owner, part)

    def wrong(self, name: str, value: object) -> FormatError:
        """Return the error that says that the field `name` is `value`, which it may not be."""
        return FormatError(self.path, f"{self._whose}'s {name!r} is {value!r:.60}")

    def get(self, name: str, kind: type) -> Any:
        value = self.fields.get(name)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(name, value)
        return value

    def number(self, name: str) -> float:
        value = self.fields.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.wrong(name, value)
        try:
            return float(value)
        except OverflowError as error:
            raise FormatError(self.path, f"{self._whose}'s {name!r} is beyond all numbers") from error

    def whole(self, name: str, least: int = 0, most: int = 1 << 31) -> int:
        value: int = self.get(name, int)
        if not least <= value <= most:
            raise self.wrong(name, value)
        return value

    def positive(self, name: str, most: int = 1 << 20) -> int:
        return self.whole(name, 1, most)

    def strings(self, name: str) -> list[str]:
        values: list[str] = self.get(name, list)
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(name, values)
        return values

    def whole_numbers(self, name: str) -> list[int]:
        """Return the numbers from 0 upwards."""
        values: list[int] = self.get(name, list)
        if not all(type(value) is int and 0 <= value < 1 << 31 for value in values):
            raise self.wrong(name, values)
        return values

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value: str = self.get(name, str)
        if value not in allowed:
            raise FormatError(self.path, f"{self._whose}'s {name!r} is {value!r}, not one of {', '.join(allowed)}")
        return value
