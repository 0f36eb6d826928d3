"""The columns of the table of units: which have room, and where they are."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.plots.units.table_plot import CORRELATION, HALF_LIFE, KEEPING, MEAN, POSITION, TRACE, UNIT

HEAD, ROW = 28.0, 26.0
"""Design pixels of the names of the columns, and of a row."""
_WIDTHS = {UNIT: 50.0, MEAN: 62.0, KEEPING: 172.0, HALF_LIFE: 98.0, POSITION: 96.0, CORRELATION: 176.0}
_TRACE, _WIDEST_TRACE = 74.0, 320.0
# The first to go where they have no room.
_DROPPED = (MEAN, POSITION, HALF_LIFE, TRACE, KEEPING)


def column_places(columns: Sequence[str], width: float, unit: float) -> dict[str, tuple[float, float]]:
    """Return left edge and width of every column that has room in `width` pixels, in their order.

    Args:
        unit: pixels of a design pixel.
    """
    kept = list(columns)
    for dropped in _DROPPED:
        if _least(kept) * unit <= width:
            break
        if dropped in kept:
            kept.remove(dropped)
    spare = max(width / unit - sum(_WIDTHS.get(one, 0.0) for one in kept), 0.0)
    trace = min(spare, _WIDEST_TRACE) if TRACE in kept else 0.0
    left = max(spare - trace, 0.0)
    # What is left over goes to the two columns with bars.
    bars = [one for one in (KEEPING, CORRELATION) if one in kept]
    found, x = {}, 0.0
    for one in kept:
        wide = trace if one == TRACE else _WIDTHS[one] + (left / len(bars) if one in bars else 0.0)
        wide = min(wide * unit, max(width - x, 1.0))
        found[one] = x, wide
        x += wide
    return found


def column_edges(columns: Sequence[str], width: int, unit: float) -> dict[str, tuple[int, int]]:
    """Return the first pixel of every column that has room on screen, and that after its last."""
    places = column_places(columns, width, unit)
    return {column: (round(x), round(x + wide)) for column, (x, wide) in places.items()}


def _least(columns: Sequence[str]) -> float:
    return sum(_WIDTHS.get(one, _TRACE) for one in columns)
