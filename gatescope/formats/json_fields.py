"""Reads typed fields of a JSON object, and says which one is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError


class Fields:
    """The fields of one object of the model card at `path`; each reader raises FormatError for another kind."""

    def __init__(self, path: Path, fields: object) -> None:
        if not isinstance(fields, Mapping):
            raise FormatError(path, "the model card holds something else where it should hold named fields")
        self.path, self.fields = path, fields

    def get(self, name: str, kind: type) -> Any:
        value = self.fields.get(name)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise FormatError(self.path, f"the model card's {name!r} is {value!r:.60}")
        return value

    def number(self, name: str) -> float:
        value = self.fields.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise FormatError(self.path, f"the model card's {name!r} is {value!r:.60}")
        return float(value)

    def positive(self, name: str, most: int = 1 << 20) -> int:
        value: int = self.get(name, int)
        if not 1 <= value <= most:
            raise FormatError(self.path, f"the model card's {name!r} is {value}")
        return value

    def strings(self, name: str) -> list[str]:
        values: list[str] = self.get(name, list)
        if not all(isinstance(value, str) for value in values):
            raise FormatError(self.path, f"the model card's {name!r} is {values!r:.60}")
        return values

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value: str = self.get(name, str)
        if value not in allowed:
            raise FormatError(self.path, f"the model card's {name!r} is {value!r}, not one of {', '.join(allowed)}")
        return value
