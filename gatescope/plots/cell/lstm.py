"""The wiring of an LSTM, with peepholes, a projection, a clip and coupled gates where it has them.

Equations and sources: `engine.reference.lstm`.
"""

from __future__ import annotations

import numpy as np

from gatescope.plots.cell import grid as at
from gatescope.plots.cell.drawing import BY, Drawing
from gatescope.plots.cell.inlets import draw_inlets, draw_readout
from gatescope.plots.cell.moment import Moment
from gatescope.plots.signals import function_name
from gatescope.words import tr

_GATES = ("forget_gate", "input_gate", "candidate", "output_gate")
_ABOVE, _BELOW = at.GATE - at.STRIP_HEIGHT / 2, at.GATE + at.STRIP_HEIGHT / 2
_BOX_TOP = at.BOX - at.BOX_HEIGHT / 2
_HALF = at.STRIP_WIDTH / 2


def operations_of(moment: Moment) -> tuple[str, ...]:
    """Return the names of the operations, in their order."""
    last = ("project",) if moment.parameters.projection is not None else ()
    return ("word", "forget", "keep", "input", "add", "output", "show", *last)


def rows_of(*, joined: bool) -> tuple[float, float]:
    """Return the rows of h and of the word."""
    return (210.0, 250.0) if joined else (226.0, 252.0)


def draw(drawing: Drawing) -> None:
    """Draw all of it."""
    moment, convention = drawing.moment, drawing.moment.convention
    joined = not drawing.compared
    h_row, x_row = rows_of(joined=joined)
    squash = drawing.sign(convention.gate_activation)
    boxes = {at.KEEP: "forget", at.WRITE: "input", at.PROPOSE: "input", at.SHOW: "output"}
    if convention.coupled:
        # The forget gate is what the input gate leaves, which therefore comes first.
        boxes = {at.WRITE: "forget", at.PROPOSE: "input", at.SHOW: "output"}
        drawing.node("1 −", (at.KEEP, at.BOX), "forget")
        drawing.wire("input_gate", "forget", (at.WRITE, 115.0), (236.0, 115.0), (236.0, at.BOX),
                     (at.KEEP + 19.0, at.BOX), arrow=True)  # fmt: skip
    else:
        drawing.box("forget_gate", tr("forget"), squash, (at.KEEP, at.BOX), "forget")
    drawing.box("input_gate", tr("input"), squash, (at.WRITE, at.BOX), boxes[at.WRITE])
    drawing.box(
        "candidate", tr("candidate"), drawing.sign(convention.candidate_activation), (at.PROPOSE, at.BOX), "input"
    )
    drawing.box("output_gate", tr("output"), squash, (at.SHOW, at.BOX), "output")
    draw_inlets(drawing, boxes, h_row, x_row, joined=joined)
    _draw_state(drawing)
    _draw_gates(drawing, boxes[at.WRITE])
    _draw_way_out(drawing, h_row)
    if moment.parameters.peepholes is not None:
        _draw_peepholes(drawing, boxes[at.WRITE])


def _draw_state(drawing: Drawing) -> None:
    """Draw the cell state from word to word."""
    forget, before = drawing.moment.now("forget_gate"), drawing.moment.before("cell_state")
    written_in, proposed = drawing.moment.now("input_gate"), drawing.moment.now("candidate")
    with np.errstate(all="ignore"):
        kept, written = forget * before, written_in * proposed
    row = at.STATE
    line = "cell_state"
    drawing.wire(line, "word keep", (at.START, row), (at.KEEP, row), state=True)
    drawing.wire(line, "keep add", (at.KEEP, row), (at.PLUS, row), state=True)
    drawing.wire(line, "add show", (at.PLUS, row), (at.OUT, row), state=True)
    drawing.wire(line, "add", (at.OUT, row), (at.END, row), state=True, arrow=True)
    drawing.before("cell_state", (at.BEFORE, row))
    drawing.label(drawing.symbol_before("cell_state"), (at.START, row - 14), "word", math=True)
    drawing.node("⊙", (at.KEEP, row), "keep")
    symbol = f"{drawing.symbol('forget_gate')} {BY} {drawing.symbol_before('cell_state')}"
    drawing.between("kept", tr("what is kept"), symbol, kept, line, (at.KEPT, row), "keep")
    drawing.node("+", (at.PLUS, row), "add")
    symbol = f"{drawing.symbol('input_gate')} {BY} {drawing.symbol('candidate')}"
    drawing.between("written", tr("what is written"), symbol, written, line, (at.PLUS, at.WRITTEN), "input", "left")
    drawing.wire("text", "input add", (at.PLUS, at.TIMES - at.NODE), (at.PLUS, at.WRITTEN + 7.0))
    drawing.wire("text", "add", (at.PLUS, at.WRITTEN - 7.0), (at.PLUS, row + at.NODE), arrow=True)
    drawing.record("cell_state", (at.AFTER, row), "add", "above")
    drawing.label(drawing.symbol("cell_state"), (at.END, row - 14), "add", math=True, align="right")


def _draw_gates(drawing: Drawing, write: str) -> None:
    """Draw what comes out of the gates, up to where it multiplies."""
    drawing.node("⊙", (at.PLUS, at.TIMES), "input")
    drawing.record("forget_gate", (at.KEEP, at.GATE), "forget")
    drawing.record("input_gate", (at.WRITE, at.GATE), write)
    drawing.record("candidate", (at.PROPOSE, at.GATE), "input")
    drawing.record("output_gate", (at.SHOW, at.GATE), "output")
    operations = ("forget", write, "input", "output")
    for signal, column, operation in zip(_GATES, (at.KEEP, at.WRITE, at.PROPOSE, at.SHOW), operations, strict=True):
        coupled = signal == "forget_gate" and drawing.moment.convention.coupled
        drawing.wire(signal, operation, (column, at.BOX - at.NODE if coupled else _BOX_TOP), (column, _BELOW))
    drawing.wire("forget_gate", "forget keep", (at.KEEP, _ABOVE), (at.KEEP, at.STATE + at.NODE), arrow=True)
    both = "input" if write == "input" else f"{write} input"
    drawing.wire("input_gate", both, (at.WRITE, _ABOVE), (at.WRITE, at.TIMES), (at.PLUS, at.TIMES))
    drawing.wire("candidate", "input", (at.PROPOSE, _ABOVE), (at.PROPOSE, at.TIMES), (at.PLUS, at.TIMES))
    drawing.wire("output_gate", "output show", (at.SHOW, _ABOVE), (at.SHOW, at.TIMES), (at.OUT, at.TIMES))


def _draw_way_out(drawing: Drawing, h_row: float) -> None:
    """Draw what the output gate shows of the state, and what becomes of it."""
    moment = drawing.moment
    projection = moment.parameters.projection
    last = "show" if projection is None else "project"
    drawing.wire("text", "show", (at.OUT, at.STATE), (at.OUT, at.TIMES - at.NODE))
    drawing.node(function_name(moment.convention.output_activation), (at.OUT, 29.0), "show", plain=True)
    drawing.node("⊙", (at.OUT, at.TIMES), "show")
    h_at = (at.OUT + 18.0 + _HALF, h_row)
    if projection is None:
        drawing.wire("hidden_state", "show", (at.OUT, at.TIMES + at.NODE), (at.OUT, h_row), (h_at[0] - _HALF, h_row))
    else:
        with np.errstate(all="ignore"):
            shown = moment.now("output_gate") * moment.squashed_state
        symbol = f"{drawing.symbol('output_gate')} {BY} {function_name(moment.convention.output_activation)}(<i>c</i>)"
        drawing.between("shown", tr("what is shown"), symbol, shown, "", (at.OUT + 26.0, 112.0), "show", "below")
        drawing.wire("hidden_state", "show", (at.OUT, at.TIMES + at.NODE), (at.OUT, 105.0))
        drawing.wire("hidden_state", "project", (at.OUT, 119.0), (at.OUT, h_row), (h_at[0] - _HALF, h_row))
        drawing.node("R", (at.OUT, 172.0), "project")
    drawing.record("hidden_state", h_at, last, "")
    drawing.wire("hidden_state", last, (h_at[0] + _HALF, h_row), (at.END, h_row), arrow=True)
    drawing.label(drawing.symbol("hidden_state"), (at.END, h_row - 14), last, math=True, align="right")
    draw_readout(drawing, (h_at[0], h_row + 7.0), (at.END, h_row + 37.0), last)


def _draw_peepholes(drawing: Drawing, write: str) -> None:
    """Draw the looks of the gates at the cell state: f and i at the old one, o at the new one."""
    drawn = [] if drawing.moment.convention.coupled else [(at.KEEP, "forget")]
    column = at.KEEP - 36.0
    for gate, operation in (*drawn, (at.WRITE, write)):
        end = gate - 36.0
        points = ((column, at.STATE), (column, 119.0), (end, 119.0), (end, _BOX_TOP))
        drawing.wire("cell_state", operation, *dict.fromkeys(points), arrow=True, dashed=True)
    end = at.SHOW + 36.0
    drawing.wire("cell_state", "output", (end, at.STATE), (end, _BOX_TOP), arrow=True, dashed=True)
    drawing.label("peephole", (column - 6.0, 80.0), "forget", align="right")
