"""The axes of a plane of states in words, with their shares of the variance."""

from __future__ import annotations

from gatescope.plots.numbers import number
from gatescope.plots.space.plane import PlanePanel


def axis_names(panel: PlanePanel) -> tuple[str, str]:
    """Return what both axes are: ``1st component, 75 %``, or a unit; empty for an axis that is none."""
    plane = panel.plane
    if plane.principal:
        first, second = map(float, plane.shares)
        return f"1st component, {percent(first)}", f"2nd component, {percent(second)}"
    return "unit 0", "unit 1" if len(plane.mean) == 2 else ""


def share_words(panel: PlanePanel) -> str:
    """Return how much of the variance the plane shows: ``85 % of the variance``; empty where all is shown."""
    if not panel.plane.principal:
        return ""
    return f"{percent(float(panel.plane.shares.sum()))} of the variance"


def percent(share: float) -> str:
    """Return a share as a percentage: without decimals from 1 % on."""
    return f"{number(100 * share, 0 if share >= 0.01 or share == 0.0 else 2)} %"
