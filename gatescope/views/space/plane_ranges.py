"""Which part of a plane is in sight: a person drags and zooms it, and shows all of it again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.space.plane import PlanePanel, StatePlanePlot

Values = NDArray[np.float64]

_CLOSEST, _FARTHEST = 1e-4, 20.0


class PlaneRanges:
    """By model, the range that a person has chosen; the others show all there is."""

    def __init__(self) -> None:
        self._by_model: dict[str, tuple[Values, Values]] = {}

    def reset(self) -> None:
        """Show all of every plane."""
        self._by_model.clear()

    @property
    def whole(self) -> bool:
        """Whether all of every plane is shown."""
        return not self._by_model

    def applied(self, plot: StatePlanePlot) -> StatePlanePlot:
        """Return `plot` in the ranges that are in sight."""
        if not self._by_model:
            return plot
        return replace(plot, panels=tuple(self._applied(panel) for panel in plot.panels))

    def _applied(self, panel: PlanePanel) -> PlanePanel:
        taken = self._by_model.get(panel.model)
        return panel if taken is None else replace(panel, low=taken[0], high=taken[1])

    def pan(self, shown: PlanePanel, share: tuple[float, float]) -> None:
        """Move what is in sight of `shown` by a share of both ranges."""
        by = (shown.high - shown.low) * np.array(share)
        self._choose(shown, shown.low + by, shown.high + by)

    def zoom(self, shown: PlanePanel, whole: PlanePanel, factor: float, about: tuple[float, float]) -> None:
        """Make both ranges `factor` times as long; the place `about` stays where it is.

        Args:
            whole: the panel in the range that shows all, which bounds how far and how close a person can go.
        """
        size, whole_size = shown.high - shown.low, whole.high - whole.low
        least, most = whole_size * _CLOSEST, whole_size * _FARTHEST
        factors = np.clip(size * factor, least, most) / size
        place = np.array(about)
        self._choose(shown, place + (shown.low - place) * factors, place + (shown.high - place) * factors)

    def _choose(self, shown: PlanePanel, low: Values, high: Values) -> None:
        if len(shown.plane.mean) == 1:
            # A line has no height to move in.
            low, high = np.array([low[0], shown.low[1]]), np.array([high[0], shown.high[1]])
        self._by_model[shown.model] = low, high
