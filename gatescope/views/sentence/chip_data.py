"""Words, shades, numbers and descriptions of the chips, taken from a snapshot when they are painted."""

from __future__ import annotations

from html import escape

from gatescope.plots.axis_words import visible
from gatescope.plots.chips import chip_values
from gatescope.plots.colours import indices
from gatescope.plots.numbers import number
from gatescope.plots.ranges import symmetric
from gatescope.plots.readout import shown_label, shown_values
from gatescope.plots.signals import CELL_NAMES, title
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Snapshot
from gatescope.text.tokens import TokenSequence
from gatescope.views.sentence.text_positions import shown

_LONGEST = 32
_LEAST = 0.005


class ChipData:
    """One snapshot through one focus. Only the tokens that are asked for are computed.

    Attributes:
        tokens: the sentence as the model in focus reads it.
        lines: a (cell, values (T,)) for each number under the word: the read-out of every run, or, where there is
            none, the shade itself.
        colours: name of the colour table of the shades.
    """

    def __init__(self, snapshot: Snapshot, focus: Focus) -> None:
        run = snapshot.run(focus.model) or snapshot.runs[0]
        self.tokens: TokenSequence = run.tokens
        self._run, self._focus = run, focus
        self._shade, self._low, self._high, self.colours = chip_values(run, focus)
        # Runs that cut the text up in another way have no number for our tokens.
        self._runs = [r for r in snapshot.runs if r.readouts and len(r.tokens) == len(run.tokens)]
        self.lines = [(r.network.cell.name, shown_values(r)) for r in self._runs]
        if not self.lines:
            self.lines = [(run.network.cell.name, self._shade)]

    def shades(self, first: int, last: int) -> list[int]:
        """Return the entries of the table `colours` for the chips from `first` up to `last`."""
        return [int(index) for index in indices(self._shade[first:last], self._low, self._high)]

    def word(self, token: int) -> str:
        """Return the word as a chip shows it: one line, cut where long, with visible blanks and control characters."""
        start, end = int(self.tokens.starts[token]), int(self.tokens.ends[token])
        word = self.tokens.text[start : min(end, start + _LONGEST)]
        word = visible(word) if word.isspace() else shown(word).replace("\n", " ")
        return word + "…" if end - start > _LONGEST else word

    def known(self, token: int) -> bool:
        return bool(self.tokens.known[token])

    def values(self, first: int, last: int) -> list[tuple[float, ...]]:
        """Return the value of each line for the chips from `first` up to `last`."""
        return list(zip(*(values[first:last].tolist() for _, values in self.lines), strict=True))

    def number(self, line: int, token: int) -> str:
        value = float(self.lines[line][1][token])
        # A power of ten does not fit on a chip, and is 0.00 to the eye.
        return number(0.0 if abs(value) < _LEAST else value)

    def longest_number(self) -> str:
        """Return a text that is as wide as the widest line of numbers."""
        widest = "0.00" if self._runs else "−0.00"
        for run in self._runs:
            if run.network.readouts[0].kind == "linear":
                widest = max(widest, number(symmetric(shown_values(run))[0]), key=len)
        return f"L  {widest}" if len(self.lines) > 1 else widest

    def invitation(self) -> str:
        """Return the sentence that is shown while there are no chips."""
        kind = {"text": "word", "ids": "id", "vectors": "vector"}[self._run.reads]
        return f"Each {kind} becomes a token here" + (" as you type." if self._run.reads != "vectors" else ".")

    def about(self, token: int) -> str:
        """Return rich text about `token` for the status line and the tool tip."""
        parts = [f"“<b>{escape(self.word(token))}</b>”", f"token {token + 1} of {len(self.tokens)}"]
        if not self.known(token):
            parts.append("not in the vocabulary: read as &lt;unk&gt;")
        if token == self.tokens.tentative:
            parts.append("still being typed")
        for run in self._runs:
            name = f"{CELL_NAMES[run.network.cell.name]} " if len(self._runs) > 1 else ""
            readout, label = run.network.readouts[0], escape(visible(shown_label(run, token)))
            said = number(float(shown_values(run)[token]))
            # A probability is that of a label; a value is that of an output.
            words = (said, label) if readout.kind != "linear" else (label, said)
            parts.append(" ".join((f"{name}{escape(readout.name)}", *filter(None, words))))
        signal = self._focus.signal
        if signal in self._run.network.cell.signals:
            units = self._run.network.units
            selected = next((ref for ref in self._focus.units if ref.model == self._run.model), None)
            which = f"unit {selected.unit}" if selected is not None else f"mean of {units} units"
            parts.append(f"{title(signal)} ({which}) {number(float(self._shade[token]))}")
        return " · ".join(parts)
