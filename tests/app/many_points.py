"""A search for fixed points that finds more than a table has room for, at once."""

from __future__ import annotations

from dataclasses import replace

from gatescope.analysis.fixed_points.constant import Constant
from gatescope.analysis.fixed_points.found import FixedPoints
from gatescope.app.start.application import Desktop
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.progress import Report
from gatescope.session.analyses.catalogue import ANALYSES
from tests.plots.fixed_points.builders import answer, point

COUNT = 12


def many(network: Network, _trace: None, *, constant: Constant, part: Part, report: Report) -> FixedPoints:
    """The answer to any question: stable points with rising read-outs."""
    return answer(network, [point(network, 0.5 + k / 30, k / COUNT, k, k) for k in range(COUNT)], part)


def find_many_points(desktop: Desktop) -> None:
    """Let the window's searches find them, in this process, which does not have to start another one."""
    quick = replace(ANALYSES["fixed points"], where="thread", function=many)
    desktop.session.analyses._catalogue = {**ANALYSES, "fixed points": quick}
