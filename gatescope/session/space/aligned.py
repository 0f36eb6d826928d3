"""Keeps the axes of a plane that is fitted on the text itself from turning round while the text is typed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gatescope.analysis.state_space import StatePlane
from gatescope.session.space.in_plane import InPlane, PathInPlane, Values


def aligned(found: InPlane, before: StatePlane | None) -> InPlane:
    """Return `found` with each component, whose sign is free, pointed as in the plane of the text before a key.

    Args:
        before: that plane; None, or one of another network, leaves the signs that the analysis gave.
    """
    if before is None or not found.plane.principal or before.axes.shape != found.plane.axes.shape:
        return found
    signs = np.where((found.plane.axes * before.axes).sum(axis=1) < 0, -1.0, 1.0)
    if (signs > 0).all():
        return found
    low, high = found.low * signs, found.high * signs
    return replace(
        found,
        plane=replace(found.plane, axes=found.plane.axes * signs[:, None]),
        background=replace(found.background, points=found.background.points * signs),
        points=found.points * signs,
        start=found.start * signs,
        others=tuple(_turned(path, signs) for path in found.others),
        repeated=tuple(_turned(path, signs) for path in found.repeated),
        low=np.minimum(low, high),
        high=np.maximum(low, high),
    )


def _turned(path: PathInPlane, signs: Values) -> PathInPlane:
    return replace(path, points=path.points * signs, start=path.start * signs)
