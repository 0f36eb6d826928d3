"""The axes of a plane of states in words, with their shares of the variance."""

from __future__ import annotations

from gatescope.plots.numbers import number
from gatescope.plots.space.plane import PlanePanel
from gatescope.words import tr


def axis_names(panel: PlanePanel) -> tuple[str, str]:
    """Return what both axes are: ``1st component, 75 %``, or a unit; empty for an axis that is none."""
    plane = panel.plane
    if plane.principal:
        first, second = map(float, plane.shares)
        return tr("1st component, {percent}", percent=percent(first)), tr(
            "2nd component, {percent}", percent=percent(second)
        )
    return tr("unit 0"), tr("unit 1") if len(plane.mean) == 2 else ""


def share_words(panel: PlanePanel) -> str:
    """Return how much of the variance the plane shows: ``85 % of the variance``; empty where all is shown."""
    if not panel.plane.principal:
        return ""
    return tr("{percent} of the variance", percent=percent(float(panel.plane.shares.sum())))


def percent(share: float) -> str:
    """Return a share as a percentage: without decimals from 1 % on."""
    return f"{number(100 * share, 0 if share >= 0.01 or share == 0.0 else 2)} %"
