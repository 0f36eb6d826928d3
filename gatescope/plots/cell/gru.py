"""The wiring of a GRU, with its reset gate before or after the matrix of h.

Equations and sources: `engine.reference.gru`.
"""

from __future__ import annotations

import numpy as np

from gatescope.plots.cell import grid as at
from gatescope.plots.cell.drawing import BY, Drawing
from gatescope.plots.cell.inlets import draw_inlets, draw_readout
from gatescope.plots.cell.moment import Moment
from gatescope.plots.notation import keeps_new
from gatescope.words import tr

_ABOVE, _BELOW = at.GATE - at.STRIP_HEIGHT / 2, at.GATE + at.STRIP_HEIGHT / 2
_BOX_TOP, _BOX_BOTTOM = at.BOX - at.BOX_HEIGHT / 2, at.BOX + at.BOX_HEIGHT / 2
_H, _X = at.PROPOSE - 13.0, 80.0
_TURN = 356.0
H_ROW, X_ROW = 240.0, 266.0
"""The rows of h and of the word, which do not go on as one line: the reset gate touches h alone."""


def operations_of(_moment: Moment) -> tuple[str, ...]:
    """Return the names of the operations, in their order."""
    return ("word", "update", "keep", "candidate", "write", "add", "result")


def draw(drawing: Drawing) -> None:
    """Draw all of it."""
    convention = drawing.moment.convention
    squash = drawing.sign(convention.gate_activation)
    drawing.box("update_gate", tr("update"), squash, (at.KEEP, at.BOX), "update")
    drawing.box("reset_gate", tr("reset"), squash, (at.WRITE, at.BOX), "candidate")
    sign = drawing.sign(convention.candidate_activation)
    drawing.box("candidate", tr("candidate"), sign, (at.PROPOSE, at.BOX), "candidate")
    drawing.missing(tr("no output gate"), (at.SHOW, at.BOX))
    boxes = {at.KEEP: "update", at.WRITE: "candidate", at.PROPOSE: "candidate"}
    draw_inlets(drawing, boxes, H_ROW, X_ROW, joined=False, apart=at.PROPOSE)
    _draw_reset(drawing)
    _draw_shares(drawing)
    _draw_state(drawing)


def _draw_reset(drawing: Drawing) -> None:
    """Draw what the reset gate does to h on its way into the candidate."""
    after = drawing.moment.convention.reset_after
    drawing.record("reset_gate", (at.WRITE, at.GATE), "candidate", "left")
    drawing.wire("reset_gate", "candidate", (at.WRITE, _BOX_TOP), (at.WRITE, _BELOW))
    drawing.wire("reset_gate", "candidate", (at.WRITE, _ABOVE), (at.WRITE, _X), (_TURN, _X), (_TURN, at.RESET),
                 (_H - at.NODE, at.RESET), arrow=True)  # fmt: skip
    drawing.node("⊙", (_H, at.RESET), "candidate")
    if after:
        drawing.wire("hidden_state", "candidate", (_H, H_ROW), (_H, at.MATRIX + 9.0))
        drawing.node("U", (_H, at.MATRIX), "candidate", plain=True)
        drawing.wire("hidden_state", "candidate", (_H, at.MATRIX - 9.0), (_H, at.RESET + at.NODE))
    else:
        drawing.wire("hidden_state", "candidate", (_H, H_ROW), (_H, at.RESET + at.NODE), arrow=True)
    drawing.wire("hidden_state", "candidate", (_H, at.RESET - at.NODE), (_H, _BOX_BOTTOM), arrow=True)


def _draw_shares(drawing: Drawing) -> None:
    """Draw the update gate and its two shares: what keeps, and what writes."""
    turned = keeps_new(drawing.moment.convention)
    drawing.record("update_gate", (at.KEEP, at.GATE), "update")
    drawing.wire("update_gate", "update", (at.KEEP, _BOX_TOP), (at.KEEP, _BELOW))
    drawing.node("⊙", (at.PLUS, at.TIMES), "write")
    drawing.wire("update_gate", "write", (at.KEEP, at.TIMES), (at.PLUS, at.TIMES))
    drawing.wire("update_gate", "keep", (at.KEEP, _ABOVE), (at.KEEP, at.STATE + at.NODE), arrow=True)
    if turned:
        drawing.node("1 −", (at.KEEP, 34.0), "keep", plain=True)
    else:
        drawing.node("1 −", (244.0, at.TIMES), "write", plain=True)
    drawing.record("candidate", (at.PROPOSE, at.GATE), "candidate")
    drawing.wire("candidate", "candidate", (at.PROPOSE, _BOX_TOP), (at.PROPOSE, _BELOW))
    drawing.wire("candidate", "candidate write", (at.PROPOSE, _ABOVE), (at.PROPOSE, at.TIMES),
                 (at.PLUS, at.TIMES))  # fmt: skip


def shares_of(drawing: Drawing) -> tuple[str, str]:
    """Return what keeps and what writes, as rich text: z and 1 − z, or the other way round."""
    z = drawing.symbol("update_gate")
    rest = f"(1 − {z})"
    return (rest, z) if keeps_new(drawing.moment.convention) else (z, rest)


def _draw_state(drawing: Drawing) -> None:
    """Draw h from word to word."""
    moment, row, line = drawing.moment, at.STATE, "hidden_state"
    z, before, candidate = moment.recorded("update_gate"), moment.before(line), moment.now("candidate")
    with np.errstate(all="ignore"):
        kept, written = z * before, (1 - z) * candidate
    old, new = shares_of(drawing)
    drawing.wire(line, "word keep", (at.START, row), (at.KEEP, row), state=True)
    drawing.wire(line, "keep add", (at.KEEP, row), (at.PLUS, row), state=True)
    drawing.wire(line, "add result", (at.PLUS, row), (at.END, row), state=True, arrow=True)
    drawing.before(line, (at.BEFORE, row), key="carried")
    drawing.label(drawing.symbol_before(line), (at.START, row - 14), "word", math=True)
    drawing.node("⊙", (at.KEEP, row), "keep")
    drawing.between("kept", tr("what is kept"), f"{old} {BY} {drawing.symbol_before(line)}", kept, line,
                    (at.KEPT, row), "keep")  # fmt: skip
    drawing.node("+", (at.PLUS, row), "add")
    drawing.between("written", tr("what is written"), f"{new} {BY} {drawing.symbol('candidate')}", written, line,
                    (at.PLUS, at.WRITTEN), "write", "left")  # fmt: skip
    drawing.wire("text", "write add", (at.PLUS, at.TIMES - at.NODE), (at.PLUS, at.WRITTEN + 7.0))
    drawing.wire("text", "add", (at.PLUS, at.WRITTEN - 7.0), (at.PLUS, row + at.NODE), arrow=True)
    drawing.record(line, (at.AFTER, row), "add", "above")
    drawing.label(drawing.symbol(line), (at.END, row - 14), "result", math=True, align="right")
    draw_readout(drawing, (at.OUT + 60.0, row + 3.0), (at.END, row + 56.0), "result")
