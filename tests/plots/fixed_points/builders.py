"""Answers of a search with known points, for pictures of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatescope.analysis.fixed_points.found import NOT_CONVERGED, Dropped, FixedPoint, FixedPoints, Rung
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.plots.fixed_points.figure_plot import FixedPointsFigure
from gatescope.plots.fixed_points.of_runs import describe_eigenvalues, describe_ladder, describe_table
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run

LADDER = ((1e-1, 343), (10**-1.5, 68), (1e-2, 16), (1e-3, 3), (1e-4, 3), (1e-6, 3), (1e-8, 3))
KINDS = ("stable", "saddle", "stable")


def point(of: Run | Network, largest: complex, readout: float | None, starts: int = 1, seed: int = 0) -> FixedPoint:
    """A point with one eigenvalue given and the others at ½ and below; its state is random."""
    network = of if isinstance(of, Network) else of.network
    parameters = network.layers[-1][0]
    width = parameters.outputs + (parameters.units if network.cell.name == "lstm" else 0)
    random = np.random.default_rng(seed)
    eigenvalues = np.linspace(0.5, 0.1, width).astype(np.complex128)
    eigenvalues[0] = largest
    if largest.imag and width > 1:
        eigenvalues[1] = largest.conjugate()
    directions = random.normal(size=(1, width))
    readouts = {} if readout is None else {network.readouts[0].name: np.array([readout])}
    return FixedPoint(random.normal(size=width), 1e-12, eigenvalues, directions, starts, readouts)


def answer(of: Run | Network, points: Sequence[FixedPoint] | None = None, part: Part | None = None) -> FixedPoints:
    """The answer of the mock-up: two stable points and a saddle between, 24 starts that led to none."""
    network = of if isinstance(of, Network) else of.network
    if points is None:
        points = (
            point(of, 0.946 + 0.02j, 0.06, 134, 1),
            point(of, 1.048 + 0j, 0.33, 0, 2),
            point(of, 0.912 + 0j, 0.98, 266, 3),
        )
    return FixedPoints(
        part=part or network.parts[-1],
        points=tuple(points),
        ladder=tuple(Rung(*one) for one in LADDER) if points else tuple(Rung(one, 0) for one, _ in LADDER),
        dropped=(Dropped(NOT_CONVERGED, 24),),
        starts=424,
        seed=0,
        tolerance=1e-10,
        apart=0.1,
        slowest=0.02,
    )


def figure_of(run: Run) -> FixedPointsFigure:
    """The picture with everything about that answer."""
    found, focus = [answer(run)], Focus(model=run.model)
    table = describe_table([run], found, focus)
    return FixedPointsFigure(
        table=table,
        eigenvalues=describe_eigenvalues([run], found, focus),
        ladder=describe_ladder([run], found, focus),
        caption=table.caption,
    )
