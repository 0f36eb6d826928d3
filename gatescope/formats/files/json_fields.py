"""Reads typed fields of a JSON object; errors name the wrong field."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError
from gatescope.words import mark, tr


class Fields:
    """The fields of one object in the file at `path`; each reader raises FormatError for another kind."""

    def __init__(self, path: Path, fields: object, owner: str = mark("the model card"), part: str = "") -> None:
        """`owner` has the fields, for the sentence: ``"the model card"``, ``"the project"``; or a `part` of it has.

        Both are marked for translation.
        """
        self.path, self.owner = path, owner
        self._whose = tr("{owner}'s {part}", owner=tr(owner), part=tr(part)) if part else tr(owner)
        if not isinstance(fields, Mapping):
            raise FormatError(
                path, tr("{whose} holds something else where it should hold named fields", whose=self._whose)
            )
        self.fields = fields

    def inner(self, found: object, part: str) -> Fields:
        """Return the fields of `found`, which is a part of what has these."""
        return Fields(self.path, found, self.owner, part)

    def wrong(self, name: str, value: object) -> FormatError:
        """Return the error that says that the field `name` is `value`, which it may not be."""
        return FormatError(
            self.path, tr("{whose}'s {name!r} is {value!r:.60}", whose=self._whose, name=name, value=value)
        )

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
            raise FormatError(
                self.path, tr("{whose}'s {name!r} is beyond all numbers", whose=self._whose, name=name)
            ) from error

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
            raise FormatError(
                self.path,
                tr(
                    "{whose}'s {name!r} is {value!r}, not one of {listed}",
                    whose=self._whose,
                    name=name,
                    value=value,
                    listed=", ".join(allowed),
                ),
            )
        return value
