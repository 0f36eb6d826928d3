"""The table of fixed points, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.analysis.fixed_points.found import Kind
from gatescope.plots.description import Plot
from gatescope.plots.fixed_points.subject import NONE, Subject
from gatescope.session.document.resting import PointRef
from gatescope.words import mark

TITLE = mark("Fixed points")


@dataclass(frozen=True)
class PointRow:
    """One point.

    Attributes:
        ref: which; of which model: name, and its hue where several are shown.
        kind: for the mark; words: ``stable, spiral``.
        largest: the largest |λ|; unstable: how many lie outside the circle; starts: how many led there.
        readout: what the first read-out says there, empty where there is none.
    """

    ref: PointRef
    kind: Kind
    words: str
    largest: str
    unstable: str
    readout: str
    starts: str
    name: str = ""
    hue: str = ""


@dataclass(frozen=True, eq=False)
class FixedPointsPlot(Plot):
    """The table, and a sentence.

    Attributes:
        rows: the points, model by model.
        read: ``“.” for ever``: what is read.
        starts: ``1,024 starts``.
        place: ``layer 2``; empty where the network has but one part.
        has_readouts: whether any point has a read-out.
        in_focus: the row that is chosen, or None.
        finding: rich text; rest: the sentences after it, which a low picture leaves out.
        subject: what it is of.
    """

    rows: tuple[PointRow, ...] = ()
    read: str = ""
    starts: str = ""
    place: str = ""
    has_readouts: bool = False
    in_focus: int | None = None
    finding: str = ""
    rest: str = ""
    subject: Subject = NONE

    def facts(self) -> dict[str, str]:
        return self.subject.facts(TITLE, f"{self.finding} {self.rest}".strip())
