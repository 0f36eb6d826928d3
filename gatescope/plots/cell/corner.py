"""A corner of the product in turn, entry by entry: three units at the last three words."""

from __future__ import annotations

import numpy as np

from gatescope.plots.cell.drawing import Drawing
from gatescope.plots.cell.gru import shares_of
from gatescope.plots.cell.moment import Moment
from gatescope.plots.cell.wiring import Array, Product
from gatescope.plots.gradient_words import quoted
from gatescope.plots.signals import function_name
from gatescope.words import tr

_SIZE = 3
_OF_OPERATION = {
    "lstm": {"input": "written", "add": "written", "output": "shown", "show": "shown", "project": "shown"},
    "gru": {"candidate": "reset", "write": "written", "add": "written", "result": "written"},
}


def product_of(drawing: Drawing, operation: str) -> Product | None:
    """Return three units about the chosen one at this word and the two that were read before it; fewer where there are
    no more. None for a cell that multiplies nothing entry by entry.

    An operation that is no product shows the one that its result goes into.
    """
    moment = drawing.moment
    if drawing.cell not in _OF_OPERATION:
        return None
    which = _OF_OPERATION[drawing.cell].get(operation, "kept")
    count = len(moment.recorded("candidate"))
    first = min(max(moment.unit - 1, 0), max(count - _SIZE, 0))
    units = range(first, min(first + _SIZE, count))
    moments = _read_before(moment)
    columns = [_factors(one, which) for one in moments]
    signs = _signs(drawing, which)
    rows = slice(units.start, units.stop)
    left = np.stack([pair[0][rows] for pair in columns], axis=1)
    right = np.stack([pair[1][rows] for pair in columns], axis=1)
    with np.errstate(all="ignore"):
        result = left * right
    words = tuple(quoted(moment.run.tokens, one.token) for one in moments)
    return Product(signs, tuple(tr("unit {unit}", unit=unit) for unit in units), words, left, right, result)


def _read_before(moment: Moment) -> list[Moment]:
    """Return the moment and the ones before it, in the order of reading."""
    found = [moment]
    while len(found) < _SIZE and found[0].earlier is not None:
        found.insert(0, Moment(moment.run, moment.part, found[0].earlier, moment.unit))
    return found


def _factors(moment: Moment, which: str) -> tuple[Array, Array]:
    """Return the two vectors that are multiplied, (H,) each."""
    if moment.network.cell.name == "lstm":
        if which == "kept":
            return moment.now("forget_gate"), moment.before("cell_state")
        if which == "written":
            return moment.now("input_gate"), moment.now("candidate")
        return moment.now("output_gate"), moment.squashed_state
    z = moment.recorded("update_gate")
    if which == "kept":
        return z, moment.before("hidden_state")
    if which == "written":
        return 1 - z, moment.now("candidate")
    other = moment.recurrent if moment.convention.reset_after else moment.before("hidden_state")
    return moment.now("reset_gate"), other


def _signs(drawing: Drawing, which: str) -> tuple[str, str, str]:
    if drawing.cell == "lstm":
        out = function_name(drawing.moment.convention.output_activation)
        return {
            "kept": (drawing.symbol("forget_gate"), drawing.symbol_before("cell_state"), "kept"),
            "written": (drawing.symbol("input_gate"), drawing.symbol("candidate"), "written"),
            "shown": (drawing.symbol("output_gate"), f"{out}({drawing.symbol('cell_state')})", "shown"),
        }[which]
    old, new = shares_of(drawing)
    before = drawing.symbol_before("hidden_state")
    inner = f"<i>U</i> {before} + <i>b</i>" if drawing.moment.convention.reset_after else before
    return {
        "kept": (old, before, "kept"),
        "written": (new, drawing.symbol("candidate"), "written"),
        "reset": (drawing.symbol("reset_gate"), inner, "counts"),
    }[which]
