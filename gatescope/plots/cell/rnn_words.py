"""Every operation of a plain RNN: its line of code, its equation, and what it does to the chosen unit."""

from __future__ import annotations

from gatescope.plots.cell.common_words import gate_numbers, pieces, word_explained
from gatescope.plots.cell.drawing import Drawing
from gatescope.plots.cell.moment import Moment
from gatescope.plots.cell.wiring import Explanation, Operation
from gatescope.plots.cell.words import coloured, hued, mean_of, not_finite, three
from gatescope.plots.notation import state_letter, sum_letter
from gatescope.plots.numbers import number
from gatescope.plots.signals import equation_in, function_name

_TITLES = {"word": "read the word", "sum": "add word, state and bias", "squash": "squash the sum"}


def operation(moment: Moment, name: str) -> Operation:
    """Return one of `rnn.operations_of`."""
    sign = function_name(moment.convention.activation)
    code = {"word": f"x = {moment.read_name}", "sum": "a = W x + U h_old + b", "squash": f"h = {sign}(a)"}
    return Operation(_TITLES[name], code[name])


def explain(drawing: Drawing, name: str) -> Explanation:
    """Explain one operation."""
    return {"word": word_explained, "sum": _sum, "squash": _squash}[name](drawing)


def _sum(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    total = float(moment.before_squashing("hidden_state")[unit])
    sign = function_name(moment.convention.activation)
    terms = moment.filled.numbers("hidden_state").removeprefix(f"{sign}(").removesuffix(")")
    left = f"<i>{sum_letter()}</i><sub><i>t</i></sub> ="
    right = f"<i>W</i> <i>x</i><sub><i>t</i></sub> + <i>U</i> {drawing.symbol_before('hidden_state')} + <i>b</i>"
    summed = f"At {moment.word} word, old state and bias add up to {number(total)} in unit {unit}"
    said = f"{summed}; nothing of the old state goes past this sum."
    numbers = f"{terms} = {number(total)}"
    return Explanation(
        ((left, False), (right, True)), numbers, not_finite(moment, total) or said, "word, state, bias",
        mean_of(moment, "hidden_state", size=True), numbers, (100.0, 60.0),
    )  # fmt: skip


def _squash(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    total = float(moment.before_squashing("hidden_state")[unit])
    after = float(moment.now("hidden_state")[unit])
    sign = function_name(moment.convention.activation)
    said = f"{number(total)} becomes {three(after)}, all that unit {unit} hands on to the next step."
    if moment.taken_out()[unit]:
        said = f"Unit {unit} is taken out: its {state_letter()} is 0 whatever the sum says."
    elif moment.is_held("hidden_state"):
        said = f"{state_letter()} of unit {unit} is held at {three(after)} here: its equation does not count."
    called = f"{sign}({number(total)})"
    numbers, _ = gate_numbers(drawing, "hidden_state")
    return Explanation(
        pieces(hued(equation_in(moment.network, moment.part, "hidden_state"))),
        numbers,
        not_finite(moment, total, after) or said,
        "",
        mean_of(moment, "hidden_state", size=True),
        f"{called} = {coloured('hidden_state', three(after))}",
        (560.0, 100.0),
    )
