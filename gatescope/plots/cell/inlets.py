"""What every cell begins with and ends in: h and the word at the bottom, and the read-out."""

from __future__ import annotations

from gatescope.plots.cell.drawing import Drawing
from gatescope.plots.cell.grid import BEFORE, BOX, BOX_HEIGHT, START, STRIP_WIDTH
from gatescope.plots.cell.wiring import Place
from gatescope.plots.numbers import number
from gatescope.plots.readout import column_name, shown_column, shown_values

_APART = 13.0
"""From the middle of a box to where h and the word come in, where each has a line of its own."""
_JOIN = BEFORE + STRIP_WIDTH / 2 + 18.0


def draw_inlets(
    drawing: Drawing, boxes: dict[float, str], h_row: float, x_row: float, *, joined: bool, apart: float | None = None
) -> None:
    """Draw h and the word up to the boxes.

    Args:
        boxes: by column, the operation that reads there.
        joined: whether h and the word go on as one line, as a concatenation does.
        apart: the column where something else comes between h and the box.
    """
    moment, right = drawing.moment, BEFORE + STRIP_WIDTH / 2
    bottom = BOX + BOX_HEIGHT / 2
    every = " ".join(("word", *boxes.values()))
    drawing.wire("hidden_state", every, (START, h_row), (BEFORE - STRIP_WIDTH / 2, h_row))
    drawing.before("hidden_state", (BEFORE, h_row))
    drawing.label(drawing.symbol_before("hidden_state"), (START, h_row - 14), "word", math=True)
    drawing.inputs((BEFORE, x_row))
    drawing.label("<i>x</i><sub><i>t</i></sub>", (START + 4, x_row + 5), "word", math=True)
    columns = sorted(boxes)
    if joined:
        drawing.wire("text", every, (right, x_row), (_JOIN, x_row), (_JOIN, h_row))
        named = moment.word if moment.run.reads != "vectors" and not moment.part.layer else moment.read_name
        drawing.label(named, (_JOIN + 10, x_row + 4), "word", hue="text")
    lines = [(h_row, 0.0, "hidden_state")] if joined else [(h_row, -_APART, "hidden_state"), (x_row, _APART, "text")]
    for row, aside, hue in lines:
        so_far = right
        for at, column in enumerate(columns):
            rest = " ".join(("word", *(boxes[one] for one in columns[at:])))
            drawing.wire(hue, rest, (so_far, row), (column + aside, row))
            if column != apart or row == x_row:
                end: Place = (column + aside, bottom)
                drawing.wire(hue, boxes[column], (column + aside, row), end, arrow=True)
            so_far = column + aside


def draw_readout(drawing: Drawing, start: Place, at: Place, operation: str) -> None:
    """Draw the read-out, where the part is one that it sees."""
    moment, run = drawing.moment, drawing.moment.run
    if not run.network.readouts or moment.part.layer != len(run.network.layers) - 1:
        return
    name = column_name(run.network.readouts[0], shown_column(run, moment.token))
    value = number(float(shown_values(run)[moment.token]))
    drawing.wire("text", operation, start, (start[0], at[1] - 10.0), arrow=True)
    drawing.label(f"{name} = {value}", at, operation, hue="text", align="right")
