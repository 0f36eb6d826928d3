"""A list of places as plain data: a line each, the place in the midst of what stands around it."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.description import Plot
from gatescope.plots.gradient_words import plain
from gatescope.plots.signals import CELL_NAMES
from gatescope.words import mark, tr

TITLE = mark("Where else")
AROUND = 240
"""Characters of a line that are kept at either side of a place."""


@dataclass(frozen=True)
class PlaceRow:
    """One place.

    Attributes:
        number: of the line in the corpus, or of the token in the sentence, counted from 1.
        before, words, after: the place and what stands around it; line ends are blanks.
        value: what stands at the right; None for nothing.
        text: the line; start, stop: the place in it, in characters.
        score: how well it fits; see `analysis.corpus.search.Hit`.
    """

    number: int
    before: str
    words: str
    after: str
    value: float | None
    text: str
    start: int
    stop: int
    score: float = 1.0

    @classmethod
    def of(cls, number: int, text: str, start: int, stop: int, value: float | None, score: float = 1.0) -> PlaceRow:
        """Return the row of a place in `text`."""
        before, after = text[max(start - AROUND, 0) : start], text[stop : stop + AROUND]
        return cls(number, _line(before), _line(text[start:stop]), _line(after), value, text, start, stop, score)


@dataclass(frozen=True, eq=False)
class PlacesPlot(Plot):
    """The places where some units are on, or where one is largest.

    Attributes:
        rows: of the list.
        begins: (words, how many) that the places begin with, the most frequent first; empty where not counted.
        values: what the number at the right of a row is, such as ``P(positive)``; empty for none.
        where: the name of the corpus, or ``this sentence``.
        numbered: what the numbers at the left count: ``line`` or ``token``.
        model, cell, sentence: of the pattern.
        finding: a sentence, rich text.
        said: what stands in place of the rows where there are none.
        first: which row is on top of what is in sight; current: the one that the keyboard is on, or None.
    """

    rows: tuple[PlaceRow, ...] = ()
    begins: tuple[tuple[str, int], ...] = ()
    values: str = ""
    where: str = ""
    numbered: str = "line"
    model: str = ""
    cell: str = ""
    sentence: str = ""
    finding: str = ""
    said: str = ""
    first: int = 0
    current: int | None = None

    def nothing_to_draw(self) -> str:
        return "" if self.rows else self.said or tr("There is no place to show.")

    def facts(self) -> dict[str, str]:
        return {
            "Title": f"{TITLE}: {self.where}" if self.where else TITLE,
            "Cell": CELL_NAMES.get(self.cell, self.cell),
            "Model": self.model,
            "Sentence": self.sentence,
            "Finding": plain(self.finding),
        }


def _line(text: str) -> str:
    return " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
