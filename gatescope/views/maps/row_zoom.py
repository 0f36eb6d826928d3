"""The part of the units that all maps show: from a share of their rows to another, 0 … 1 from top to bottom."""

from __future__ import annotations

Rows = tuple[float, float]

WHOLE: Rows = (0.0, 1.0)
_CLOSEST = 1.0 / 64.0


def zoomed(rows: Rows, factor: float, share: float) -> Rows:
    """Return `factor` times as many rows; what is at `share` of the height stays there."""
    first, last = rows
    span = min(max((last - first) * factor, _CLOSEST), 1.0)
    return _inside(first + share * (last - first - span), span)


def moved(rows: Rows, share: float) -> Rows:
    """Return the rows that are `share` of the height further down."""
    first, last = rows
    return _inside(first + share * (last - first), last - first)


def _inside(first: float, span: float) -> Rows:
    first = min(max(first, 0.0), 1.0 - span)
    return first, first + span
