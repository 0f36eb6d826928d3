"""The eigenvalues at one fixed point beside those at the others, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.description import Plot
from gatescope.plots.fixed_points.subject import NONE, Subject
from gatescope.session.document.resting import PointRef
from gatescope.words import mark, tr

TITLE = mark("Eigenvalues")


@dataclass(frozen=True, eq=False)
class Spectrum:
    """The (S,) eigenvalues at one point, complex, the largest first."""

    ref: PointRef
    values: NDArray[np.complex128]


@dataclass(frozen=True, eq=False)
class EigenvaluesPlot(Plot):
    """Eigenvalues in the complex plane with the unit circle, and a sentence.

    Attributes:
        in_focus: those at the chosen point; None where there is no point.
        others: those at the other points of the same model, drawn pale.
        about: ``the saddle, 64 of them``; name: of the model where several are shown.
        finding: rich text.
        zoom: how much larger than whole the plane is shown; centre: the number in its middle.
        subject: what it is of.
    """

    in_focus: Spectrum | None = None
    others: tuple[Spectrum, ...] = ()
    about: str = ""
    finding: str = ""
    zoom: float = 1.0
    centre: complex = 0j
    subject: Subject = NONE

    @property
    def reach(self) -> float:
        """How far from 0 the picture has to go: over the circle, and to the farthest eigenvalue of the chosen point."""
        largest = 1.0 if self.in_focus is None else float(np.abs(self.in_focus.values[0]))
        return max(1.0, largest)

    def nothing_to_draw(self) -> str:
        return "" if self.in_focus is not None else tr("There is no fixed point to show eigenvalues of.")

    def facts(self) -> dict[str, str]:
        return self.subject.facts(tr("{title} of ∂F/∂s at {about}", title=TITLE, about=self.about), self.finding)
