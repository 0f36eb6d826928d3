"""The wiring of a plain RNN: a sum, and its nonlinearity.

Equations and sources: `engine.reference.rnn`.
"""

from __future__ import annotations

from gatescope.plots.cell import grid as at
from gatescope.plots.cell.drawing import Drawing
from gatescope.plots.cell.inlets import draw_inlets, draw_readout
from gatescope.plots.cell.moment import Moment
from gatescope.plots.notation import sum_letter
from gatescope.words import tr

_ABOVE, _BELOW = at.GATE - at.STRIP_HEIGHT / 2, at.GATE + at.STRIP_HEIGHT / 2
_BOX_TOP = at.BOX - at.BOX_HEIGHT / 2
_SUM = at.KEPT


def operations_of(_moment: Moment) -> tuple[str, ...]:
    """Return the names of the operations, in their order."""
    return ("word", "sum", "squash")


def draw(drawing: Drawing) -> None:
    """Draw all of it."""
    moment = drawing.moment
    joined = not drawing.compared
    h_row, x_row = (210.0, 250.0) if joined else (226.0, 252.0)
    drawing.missing(tr("no forget gate"), (110.0, at.BOX))
    drawing.missing(tr("no output gate"), (at.SHOW, at.BOX))
    if drawing.compared:
        drawing.wire("hidden_state", "word", (at.START, at.STATE), (at.PROPOSE, at.STATE), dashed=True)
        drawing.label(tr("nothing is kept as it is"), (at.START, at.STATE - 12.0), "word")
    draw_inlets(drawing, {_SUM: "sum"}, h_row, x_row, joined=joined)
    drawing.box("", tr("sum"), "Σ", (_SUM, at.BOX), "sum")
    total = moment.before_squashing("hidden_state")
    drawing.between(
        "sum", tr("the sum"), f"<i>{sum_letter()}</i><sub><i>t</i></sub>", total, "", (_SUM, at.GATE), "sum", "right"
    )
    drawing.wire("text", "sum", (_SUM, _BOX_TOP), (_SUM, _BELOW))
    drawing.wire("text", "squash", (_SUM, _ABOVE), (_SUM, at.TIMES), (338.0, at.TIMES), (338.0, at.BOX),
                 (at.PROPOSE - at.BOX_WIDTH / 2, at.BOX), arrow=True)  # fmt: skip
    drawing.box(
        "hidden_state", tr("squash"), drawing.sign(moment.convention.activation), (at.PROPOSE, at.BOX), "squash"
    )
    drawing.wire("hidden_state", "squash", (at.PROPOSE, _BOX_TOP), (at.PROPOSE, at.STATE), (at.END, at.STATE),
                 arrow=True, state=True)  # fmt: skip
    drawing.record("hidden_state", (at.PROPOSE, at.GATE), "squash")
    drawing.label(drawing.symbol("hidden_state"), (at.END, at.STATE - 14), "squash", math=True, align="right")
    draw_readout(drawing, (at.OUT + 60.0, at.STATE + 3.0), (at.END, at.STATE + 56.0), "squash")
