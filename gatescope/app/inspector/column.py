"""One property of the records of a table. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

_Record = TypeVar("_Record")


@dataclass(frozen=True)
class Column(Generic[_Record]):
    """One property of a record.

    Attributes:
        title, tip: marked for `tr`; the tip says what the column means, for the header's tool tip.
        text: what stands in the cell.
        right: numbers stand at the right.
        order: what the column is sorted by; its text by default.
        colour: the name of a colour of `Theme`; ``""`` for the usual one.
    """

    title: str
    text: Callable[[_Record], str]
    tip: str = ""
    right: bool = False
    order: Callable[[_Record], Any] | None = None
    colour: Callable[[_Record], str] | None = None
