"""What a person has learnt so far: a guess and a verdict a claim, kept as text in the settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from gatescope.lessons.card import VERDICTS, Verdict

_MOST = 1000
_LONGEST = 200
"""Letters of a claim's name."""


@dataclass(frozen=True)
class Done:
    """How far a claim is.

    Attributes:
        guess: index of the answer that was guessed; None where none was.
        verdict: of the last test; None where it was not tested.
    """

    guess: int | None = None
    verdict: Verdict | None = None


NOTHING = Done()


@dataclass(frozen=True)
class Progress:
    """All claims that something was done with, by their names."""

    done: Mapping[str, Done] = field(default_factory=dict)

    def of(self, name: str) -> Done:
        """Return how far the claim called `name` is."""
        return self.done.get(name, NOTHING)

    def guessed(self, name: str, guess: int) -> Progress:
        """Return it with a guess."""
        return self._with(name, replace(self.of(name), guess=guess))

    def tested(self, name: str, verdict: Verdict) -> Progress:
        """Return it with the verdict of a test."""
        return self._with(name, replace(self.of(name), verdict=verdict))

    def written(self) -> str:
        """Return it as text, for `read_progress`."""
        return json.dumps({name: [one.guess, one.verdict] for name, one in self.done.items()}, separators=(",", ":"))

    def _with(self, name: str, done: Done) -> Progress:
        return Progress(MappingProxyType({**self.done, name: done}))


def read_progress(text: str) -> Progress:
    """Return the progress in `text`; what of it cannot be read is left out."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        found = {}
    done: dict[str, Done] = {}
    for name, one in list(found.items())[:_MOST] if isinstance(found, dict) else ():
        if isinstance(one, list) and len(one) == 2 and len(name) <= _LONGEST:
            guess, verdict = one
            number = guess if type(guess) is int and 0 <= guess < 3 else None
            done[name] = Done(number, verdict if verdict in VERDICTS else None)
    return Progress(MappingProxyType(done))
