"""Describes what a language model expects after every token: its likeliest next tokens, and what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gatescope.plots.axis_words import axis_word
from gatescope.plots.description import TokenAxisPlot
from gatescope.plots.numbers import number
from gatescope.plots.runs import caption, cursor_of
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.surprise import Guess, came, guesses, probabilities, rank, surprise
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import in_quotes, mark, tr

SHOWN = 5
"""Guesses after each token."""
_LONGEST = 12
_ORDINALS = (
    mark("its first guess"),
    mark("its second guess"),
    mark("its third guess"),
    mark("its fourth guess"),
    mark("its fifth guess"),
)
_BEFORE = 24


@dataclass(frozen=True, eq=False)
class GuessesPlot(TokenAxisPlot):
    """The five likeliest next tokens: as bars after the token cursor, and as a column after every token near it.

    Attributes:
        run: of the model.
        noun: ``letter``, or ``token`` where tokens are longer than that.
    """

    run: Run
    noun: str

    @property
    def at(self) -> int:
        """The token that the bars follow."""
        return len(self.tokens) - 1 if self.cursor is None else self.cursor

    @property
    def colours(self) -> str:
        """The name of the table of colours of probabilities."""
        return f"cell:{self.run.network.cell.name}"

    def guesses(self, token: int) -> list[Guess]:
        """Return the likeliest next tokens after `token`."""
        return guesses(self.run, token, SHOWN)

    def came(self, token: int) -> int | None:
        """Return the id of what followed `token`; None at the end of the text."""
        return came(self.run, token)

    def label(self, guess: Guess) -> str:
        """Return the name of a guess, cut where it is long."""
        return guess.label if len(guess.label) <= _LONGEST else guess.label[:_LONGEST] + "…"

    def word(self, token: int) -> str:
        """Return a token of the text as the axis writes it."""
        return axis_word(self.tokens, token)

    def heading(self) -> str:
        """Return which text the bars follow: ``after “Nor shall Dea”``."""
        end = int(self.tokens.ends[self.at])
        start = max(end - _BEFORE, 0)
        text = " ".join(self.tokens.text[start:end].split())
        return tr("after “{words}”", words="…" * (start > 0) + text)

    def finding(self) -> str:
        """Return what came after the cursor, beside what was expected."""
        token, column = self.at, self.came(self.at)
        if column is None:
            return tr(
                "Nothing came yet: “{label}” is the likeliest next {noun}.",
                label=self.guesses(token)[0].label,
                noun=tr(self.noun),
            )
        if not np.isfinite(probabilities(self.run)[token, column]):
            return tr("“{word}” came; the model's probability of it is not a number.", word=self.word(token + 1))
        place = rank(self.run, token, column)
        which = tr(_ORDINALS[place - 1]) if place <= SHOWN else tr("guess {place}", place=place)
        surprised = number(float(surprise(self.run)[token + 1]), 1)
        return tr(
            "“{word}” came, {which}: {surprised} nats of surprise.",
            word=self.word(token + 1),
            which=which,
            surprised=surprised,
        )

    def summaries(self, first: int, last: int) -> tuple[str, ...]:
        """Return how often a guess came after the tokens from `first` up to `last`, with the mean surprise of all,
        and shorter."""
        followed = range(first, min(last, len(self.tokens) - 1))
        ranks = [rank(self.run, token, int(self.run.tokens.ids[token + 1])) for token in followed]
        if not ranks:
            return ("",)
        hits, near = sum(one == 1 for one in ranks), sum(one <= SHOWN for one in ranks)
        mean = number(float(np.mean(surprise(self.run)[1:])), 1)
        counts = tr("After {hits} of {count} in sight the first guess came", hits=hits, count=self._counted(len(ranks)))
        return (
            tr(
                "{counts}, after {near} one of the five. Whole text: {mean} nats a {noun}.",
                counts=counts,
                near=near,
                mean=mean,
                noun=tr(self.noun),
            ),
            tr("{counts}, after {near} one of the five.", counts=counts, near=near),
            f"{counts}.",
            tr("First guess: {hits} of {count}.", hits=hits, count=len(ranks)),
        )

    def _counted(self, count: int) -> str:
        return tr("{count} letters", count=count) if self.noun == "letter" else tr("{count} tokens", count=count)

    def said(self, token: int) -> str:
        """Return one line about the guesses after a token."""
        words = ", ".join(
            f"{in_quotes(self.label(guess))} {number(guess.probability)}" for guess in self.guesses(token)
        )
        return tr("after “{word}”: {words}", word=self.word(token), words=words)

    def facts(self) -> dict[str, str]:
        return {
            "Title": f"Next {self.noun}",
            "Cell": CELL_NAMES[self.run.network.cell.name],
            "Model": self.run.model,
            "Sentence": self.tokens.text,
        }


def guessing(runs: Sequence[Run]) -> Run | None:
    """Return the run whose read-out is drawn as guesses: that of a language model alone, with a text to follow."""
    return runs[0] if len(runs) == 1 and runs[0].predicts_next and len(runs[0].tokens) else None


def guesses_plot(run: Run, focus: Focus) -> GuessesPlot:
    """Describe what the language model of `run` expects after every token."""
    lengths = run.tokens.ends[:_BEFORE] - run.tokens.starts[:_BEFORE]
    noun = mark("letter") if len(lengths) and int(lengths.max()) == 1 else mark("token")
    cursor = cursor_of(run.tokens, focus)
    return GuessesPlot(run.tokens, run, noun, cursor=cursor, caption=caption([(run, None)]))
