"""Describes the cells of runs at one token, at one operation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from gatescope.plots.cell import grid, gru, gru_words, lstm, lstm_words, rnn, rnn_words
from gatescope.plots.cell.corner import product_of
from gatescope.plots.cell.drawing import Drawing
from gatescope.plots.cell.moment import Moment
from gatescope.plots.cell.wiring import CellPlot, Explanation, Operation, Wiring
from gatescope.plots.notation import in_code, state_letter
from gatescope.plots.runs import caption, cursor_of, part_of, range_of, tokens_of
from gatescope.plots.signals import CELL_NAMES, part_title
from gatescope.plots.traces import chosen_unit
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import tr


@dataclass(frozen=True)
class _Cell:
    """How one kind of cell is drawn and told."""

    operations_of: Callable[[Moment], tuple[str, ...]]
    draw: Callable[[Drawing], None]
    operation: Callable[[Moment, str], Operation]
    explain: Callable[[Drawing, str], Explanation]


_CELLS = {
    "rnn": _Cell(rnn.operations_of, rnn.draw, rnn_words.operation, rnn_words.explain),
    "gru": _Cell(gru.operations_of, gru.draw, gru_words.operation, gru_words.explain),
    "lstm": _Cell(lstm.operations_of, lstm.draw, lstm_words.operation, lstm_words.explain),
}


def describe_cell(runs: Sequence[Run], focus: Focus, step: int | None = None, *, corner: bool = False) -> CellPlot:
    """Describe the step of every run at the token in focus, in the part in focus, for the chosen unit.

    Args:
        step: the operation in turn, from 1; a cell with fewer stays at its last. None for the last of all.
        corner: also a corner of the product in turn, entry by entry.
    """
    tokens = tokens_of(runs, focus)
    cursor = cursor_of(tokens, focus)
    wirings = []
    for run in runs:
        token = len(run.tokens) - 1 if cursor is None else cursor
        if 0 <= token < len(run.tokens):
            wirings.append(_wiring(run, runs, focus, token, step, corner=corner))
    at = max((wiring.step for wiring in wirings), default=1)
    shown = [(run, part_of(run, focus)) for run in runs]
    return CellPlot(
        tokens, tuple(wirings), at, focus.model, corner, cursor=cursor, caption=caption(shown),
    )  # fmt: skip


def _wiring(run: Run, runs: Sequence[Run], focus: Focus, token: int, step: int | None, *, corner: bool) -> Wiring:
    part = part_of(run, focus)
    unit = min(chosen_unit(run, part, focus).unit, run.network.parameters(part).units - 1)
    moment, cell = Moment(run, part, token, unit), _CELLS[run.network.cell.name]
    names = cell.operations_of(moment)
    at = min(max(step or len(names), 1), len(names))
    drawing = Drawing(moment, names, partial(range_of, runs, focus), compared=len(runs) > 1)
    cell.draw(drawing)
    bottom = max(strip.at[1] for strip in drawing.strips) + 14.0
    return Wiring(
        run.model, run.network.cell.name, part, unit, token, part_title(run.network, part), _about(run, moment),
        tuple(_operation(cell, moment, name) for name in names), at, cell.explain(drawing, names[at - 1]),
        tuple(drawing.strips), tuple(drawing.boxes), tuple(drawing.nodes), tuple(drawing.wires),
        tuple(drawing.labels), grid.TOP, bottom, product_of(drawing, names[at - 1]) if corner else None,
    )  # fmt: skip


def _operation(cell: _Cell, moment: Moment, name: str) -> Operation:
    """Return an operation with its code in the notation; that of what is read has a word of the text in it."""
    found = cell.operation(moment, name)
    return found if name == "word" else replace(found, code=in_code(found.code))


def _about(run: Run, moment: Moment) -> str:
    """Return what the cell is made of: ``3 gates · cell state c and output h · 8,448 weights``."""
    gates, h = len(run.network.cell.unit_interval), state_letter()
    states = (
        tr("cell state c and output {h}", h=h) if "cell_state" in run.network.cell.states else tr("one state, {h}", h=h)
    )
    weights = sum(array.size for array in moment.parameters.arrays().values())
    named = tr("{gates} gates", gates=gates) if gates else tr("no gate")
    return tr(
        "{cell_names} · {named} · {states} · {weights:,} weights",
        cell_names=CELL_NAMES[run.network.cell.name],
        named=named,
        states=states,
        weights=weights,
    )


def beside(plot: CellPlot, cursor: int | None) -> CellPlot:
    """Return the plot with another cursor."""
    return replace(plot, cursor=cursor)
