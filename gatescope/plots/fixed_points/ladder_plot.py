"""The tolerance ladder, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.analysis.fixed_points.found import Rung
from gatescope.plots.description import Plot
from gatescope.plots.fixed_points.subject import NONE, Subject
from gatescope.words import mark, tr

TITLE = mark("Tolerance ladder")
ABOUT = mark("distinct places at every tolerance")
SHORT = mark("distinct places")


@dataclass(frozen=True, eq=False)
class LadderPlot(Plot):
    """A bar a tolerance, and a sentence.

    Attributes:
        rungs: from the loosest to the tightest.
        name: of the model, where several are shown.
        finding: rich text; rest: the sentence after it, which a low picture leaves out.
        subject: what it is of.
    """

    rungs: tuple[Rung, ...] = ()
    name: str = ""
    finding: str = ""
    rest: str = ""
    subject: Subject = NONE

    def stays(self, rung: Rung) -> bool:
        """Return whether as many places are left at the tightest tolerance as here."""
        return rung.count == self.rungs[-1].count

    def nothing_to_draw(self) -> str:
        return "" if self.rungs else tr("There is nothing to count: no search has been made.")

    def facts(self) -> dict[str, str]:
        return self.subject.facts(TITLE, f"{self.finding} {self.rest}".strip())
