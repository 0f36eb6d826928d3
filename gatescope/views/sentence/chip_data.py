"""Words, shades, numbers and descriptions of the chips, taken from a snapshot when they are painted."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from gatescope.plots.axis_words import visible
from gatescope.plots.colours import indices
from gatescope.plots.numbers import number
from gatescope.plots.shading import Band, bands, called, value_of
from gatescope.plots.surprise import Guess, came, likeliest
from gatescope.plots.values.value import TextRow, ValueText
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Snapshot
from gatescope.text.tokens import TokenSequence
from gatescope.views.sentence.text_positions import shown
from gatescope.words import mark, tr

_LONGEST = 32
_LONGEST_GUESS = 12
_INVITATIONS = {
    "text": mark("Each word becomes a token here as you type."),
    "ids": mark("Each id becomes a token here as you type."),
    "vectors": mark("Each vector becomes a token here."),
}
"""By what the model reads, shown while there are no chips."""
_WIDEST_GUESS = "W 0.00"


class ChipGuess(NamedTuple):
    """What a language model expects next, with its probability, and whether it came."""

    label: str
    probability: str
    came: bool


class ChipData:
    """One snapshot through one focus. Only the tokens that are asked for are computed.

    Attributes:
        tokens: the sentence as the model in focus reads it.
        bands: the quantity that shades the chips, one for each number under the word.
    """

    def __init__(self, snapshot: Snapshot, focus: Focus) -> None:
        run = snapshot.run(focus.model) or snapshot.runs[0]
        self.tokens: TokenSequence = run.tokens
        self._run, self._runs = run, snapshot.runs
        self.bands: tuple[Band, ...] = bands(snapshot.runs, focus)

    def shades(self, first: int, last: int) -> list[tuple[int, ...]]:
        """Return, for the chips from `first` up to `last`, the entry of each band in its table of colours."""
        found = (indices(band.painted[first:last], band.low, band.high).tolist() for band in self.bands)
        return list(zip(*found, strict=True))

    def word(self, token: int) -> str:
        """Return the word as a chip shows it: one line, cut where long, with visible blanks and control characters."""
        start, end = int(self.tokens.starts[token]), int(self.tokens.ends[token])
        word = self.tokens.text[start : min(end, start + _LONGEST)]
        word = visible(word) if word.isspace() else shown(word).replace("\n", " ")
        return word + "…" if end - start > _LONGEST else word

    def known(self, token: int) -> bool:
        return bool(self.tokens.known[token])

    def values(self, first: int, last: int) -> list[tuple[float, ...]]:
        """Return the values of all bands, and those as opened, for the chips from `first` up to `last`."""
        shown = [band.values for band in self.bands]
        shown += [band.opened for band in self.bands if band.opened is not None]
        return list(zip(*(values[first:last].tolist() for values in shown), strict=True))

    def number(self, band: int, token: int) -> str:
        """Return the number that a chip shows, behind that as opened where it differs."""
        shown = self.bands[band]
        before, now = shown.before(token), shown.rounded(token)
        return f"{before} → {now}" if before else now

    def longest_number(self) -> str:
        """Return a text that is as wide as the widest line of numbers."""
        ends = (number(end, band.digits) for band in self.bands for end in (band.low, band.high))
        widest = max(ends, key=len, default="")
        # Always, so that chips keep their places while a weight is dragged.
        if any(band.opened is not None for band in self.bands):
            widest = f"{widest} → {widest}"
        if self.guessing:
            widest = max(widest, _WIDEST_GUESS, key=len)
        return f"L  {widest}" if len(self.bands) > 1 else widest

    @property
    def guessing(self) -> bool:
        """Whether the model in focus says which token comes next."""
        return self._run.predicts_next

    def guesses(self, first: int, last: int) -> list[ChipGuess | None]:
        """Return what the model in focus expects to follow each of the tokens from `first` up to `last`."""
        if not self.guessing:
            return [None] * (last - first)
        found = likeliest(self._run, first, last)
        return [self._guess(token, guess) for token, guess in zip(range(first, last), found, strict=True)]

    def _guess(self, token: int, guess: Guess) -> ChipGuess:
        label = guess.label if len(guess.label) <= _LONGEST_GUESS else guess.label[:_LONGEST_GUESS] + "…"
        return ChipGuess(label, number(guess.probability), guess.column == came(self._run, token))

    def invitation(self) -> str:
        """Return the sentence that is shown while there are no chips."""
        return tr(_INVITATIONS[self._run.reads])

    def value(self, token: int) -> float | None:
        """Return the number on a chip; None where it has one of every model."""
        return float(self.bands[0].values[token]) if len(self.bands) == 1 else None

    def text(self, token: int) -> ValueText:
        """Say what `token` is, and what the models make of it."""
        head = tr("“{word}” · token {token} of {count}", word=self.word(token), token=token + 1, count=len(self.tokens))
        notes = [] if self.known(token) else [tr("Not in the vocabulary: read as <unk>")]
        if token == self.tokens.tentative:
            notes.append(tr("Still being typed"))
        compared = len(self._runs) > 1
        rows = []
        for band in self.bands:
            of = f"{called(band.run, self._runs)} " if compared else ""
            hue = f"cell:{band.run.network.cell.name}" if compared else band.quantity
            rows.append(TextRow(hue, escape(of + band.name(token)), band.compared(token)))
            notes += [tr("Nothing came before")] * (token < band.first)
        if self.guessing:
            (guess,) = self.guesses(token, token + 1)
            assert guess is not None
            name = f"{called(self._run, self._runs)} " if compared else ""
            name += tr("expects “{label}” next", label=guess.label)
            rows.append(TextRow(f"cell:{self._run.network.cell.name}", escape(name), guess.probability))
            notes += [tr("It came")] * guess.came
        value = value_of(self.bands[0], token) if len(self.bands) == 1 else None
        equations = () if value is None else value.text().equations
        return ValueText(head, equations=equations, rows=tuple(rows), note=". ".join(dict.fromkeys(notes)))
