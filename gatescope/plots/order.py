"""The orders in which a map shows its units."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.errors import UsageError
from gatescope.plots.once import once
from gatescope.session.document.document import ORDERS
from gatescope.session.run.snapshot import Run

# Similar units are found from at most so many tokens: more change the order no longer, but cost a key press.
_SAMPLE = 512


def unit_order(run: Run, part: Part, order: str) -> NDArray[np.int64]:
    """Return the unit to draw in each row, top row first, (H,).

    All signals of a part share one order, so that a row is the same unit in every map.

    Args:
        order: ``"index"`` as recorded; ``"last value"`` by the hidden state after the last token, greatest first;
            ``"similarity"`` puts units beside each other whose hidden states rise and fall together.

    Raises:
        UsageError: there is no such order.
    """
    return once(run, ("order", part, order), lambda: _order(run.trace[f"{part}.hidden_state"], order))


def _order(hidden: NDArray[np.floating], order: str) -> NDArray[np.int64]:
    if order == "index" or (order in ORDERS and hidden.shape[0] == 0):
        return np.arange(hidden.shape[1], dtype=np.int64)
    if order == "last value":
        last = np.nan_to_num(hidden[-1].astype(np.float64), nan=-np.inf)
        return np.argsort(-last, kind="stable").astype(np.int64)
    if order == "similarity":
        return _chain(hidden[:: max(1, hidden.shape[0] // _SAMPLE)])
    raise UsageError(f"there is no unit order {order!r}; there are {', '.join(ORDERS)}")


def _chain(hidden: NDArray[np.floating]) -> NDArray[np.int64]:
    """Order the columns of (T, H) as a chain in which each is followed by the most similar one still free.

    Similarity is the correlation over the tokens; the chain starts at the unit that correlates least with the rest,
    because one that starts in the middle has to jump back over the half it left.
    """
    finite = np.where(np.isfinite(hidden), hidden, 0.0).astype(np.float64)
    centred = finite - finite.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    centred /= np.where(length > 0.0, length, 1.0)
    similarity = centred.T @ centred
    free = np.ones(len(similarity), dtype=np.bool_)
    chain = np.empty(len(similarity), dtype=np.int64)
    unit = int(similarity.sum(axis=0).argmin())
    for place in range(len(chain)):
        chain[place] = unit
        free[unit] = False
        unit = int(np.where(free, similarity[unit], -np.inf).argmax())
    return chain


def fitting_order(order: NDArray[np.int64], units: int) -> NDArray[np.int64]:
    """Return `order`; as recorded behind a projection, where hidden states and gates are not the same units."""
    return order if len(order) == units else np.arange(units, dtype=np.int64)
