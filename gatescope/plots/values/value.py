"""One value of a picture, and the text about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from gatescope.plots.gradient_words import plain
from gatescope.plots.numbers import number
from gatescope.session.document.document import UnitRef


@dataclass(frozen=True)
class TextRow:
    """A line of a small table: one of several values at the same token.

    Attributes:
        hue: key of `Theme.line` for its dot.
        name: rich text. value: rich text.
    """

    hue: str
    name: str
    value: str


@dataclass(frozen=True)
class ValueText:
    """What a label says about a value.

    Attributes:
        head: what it is, plain text: ``“absolutely” · unit 31 · candidate``.
        value: as written beside it, rich text.
        equations: rich text for the maths font, a line each: with symbols, then with numbers.
        rows: of a small table.
        note: plain text below all of it, such as that a gate is held.
        also: plain text below that: what else it is called.
    """

    head: str
    value: str = ""
    equations: tuple[str, ...] = ()
    rows: tuple[TextRow, ...] = ()
    note: str = ""
    also: str = ""

    @property
    def plain(self) -> str:
        """The same as one line for a screen reader."""
        rows = (plain(f"{row.name} {row.value}") for row in self.rows)
        said = (f"{self.head} {plain(self.value)}".strip(), *map(plain, self.equations), *rows, self.note, self.also)
        return ". ".join(one for one in said if one)

    @property
    def spoken(self) -> str:
        """The value in few words, as it is said with every move of the cursor: ``“not”, unit 3, forget gate: 0.12``."""
        head = self.head.replace(" · ", ", ")
        rows = (plain(f"{row.name}: {row.value}") for row in self.rows)
        said = (f"{head}: {plain(self.value)}" if self.value else head, *rows, self.note)
        return ". ".join(one for one in said if one)


class Value(Protocol):
    """A value at one place of a view. Two of the same place and run are equal."""

    @property
    def number(self) -> float | None:
        """The value itself; None where several stand side by side."""

    @property
    def token(self) -> int | None:
        """The token it belongs to."""

    @property
    def unit(self) -> UnitRef | None:
        """The unit that the value is of, or that it feeds."""

    @property
    def signal(self) -> str:
        """The name of the signal, ``"readout"``, or empty for what is no signal."""

    @property
    def to_hold(self) -> float | None:
        """What the signal of the unit would be held at here, as it is shown; None for what cannot be held."""

    def text(self) -> ValueText:
        """Describe it."""


def with_opened(now: str, opened: float | None) -> str:
    """Return a value as written, behind what it was as opened where that reads otherwise: ``0.92 → 0.29``."""
    before = now if opened is None else number(opened)
    return now if before == now else f"{before} → {now}"


class OfNoUnit:
    """The base of values that belong to no unit: there is none to choose, and nothing to hold."""

    signal = ""
    unit: UnitRef | None = None
    to_hold: float | None = None


class OfNoToken(OfNoUnit):
    """The base of values that belong to no token either."""

    token: int | None = None
