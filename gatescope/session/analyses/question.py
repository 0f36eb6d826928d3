"""A view's question about some runs, and the answer to it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from gatescope.session.run.snapshot import Run


@dataclass(frozen=True)
class Question:
    """One analysis of some runs. Two questions are equal if they ask the same of the same runs (the same objects).

    A question keeps its runs alive, and with them their buffers: views drop the questions that they no longer show.

    Attributes:
        analysis: its name in the catalogue.
        runs: what it is asked of; every run is analysed by itself.
        about: what else the answer depends on, by name, in alphabetical order: a token, a target.
    """

    analysis: str
    runs: tuple[Run, ...]
    about: tuple[tuple[str, Hashable], ...] = ()

    @classmethod
    def of(cls, analysis: str, runs: tuple[Run, ...], **about: Hashable) -> Question:
        """Return the question with `about` in its one order."""
        return cls(analysis, runs, tuple(sorted(about.items())))


@dataclass(frozen=True, eq=False)
class Answer:
    """The results of a question, or the reasons for their absence.

    Attributes:
        results: one a run, what the analysis' function returned; None where it failed.
        failures: one a run, a sentence for a person; empty where it did not fail.
    """

    results: tuple[Any, ...]
    failures: tuple[str, ...]

    @property
    def failure(self) -> str:
        """The first failure where every run failed; empty where there is something to show."""
        return self.failures[0] if self.failures and all(self.failures) else ""
