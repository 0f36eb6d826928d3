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
from gatescope.words import mark, tr

_TITLES = {"word": mark("read the word"), "sum": mark("add word, state and bias"), "squash": mark("squash the sum")}


def operation(moment: Moment, name: str) -> Operation:
    """Return one of `rnn.operations_of`."""
    sign = function_name(moment.convention.activation)
    code = {"word": f"x = {moment.read_name}", "sum": "a = W x + U h_old + b", "squash": f"h = {sign}(a)"}
    return Operation(tr(_TITLES[name]), code[name])


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
    summed = tr(
        "At {word} word, old state and bias add up to {total} in unit {unit}",
        word=moment.word,
        total=number(total),
        unit=unit,
    )
    said = tr("{summed}; nothing of the old state goes past this sum.", summed=summed)
    numbers = f"{terms} = {number(total)}"
    return Explanation(
        ((left, False), (right, True)), numbers, not_finite(moment, total) or said, tr("word, state, bias"),
        mean_of(moment, "hidden_state", size=True), numbers, (100.0, 60.0),
    )  # fmt: skip


def _squash(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    total = float(moment.before_squashing("hidden_state")[unit])
    after = float(moment.now("hidden_state")[unit])
    sign = function_name(moment.convention.activation)
    said = tr(
        "{total} becomes {three}, all that unit {unit} hands on to the next step.",
        total=number(total),
        three=three(after),
        unit=unit,
    )
    if moment.taken_out()[unit]:
        said = tr(
            "Unit {unit} is taken out: its {state_letter} is 0 whatever the sum says.",
            unit=unit,
            state_letter=state_letter(),
        )
    elif moment.is_held("hidden_state"):
        said = tr(
            "{state_letter} of unit {unit} is held at {three} here: its equation does not count.",
            state_letter=state_letter(),
            unit=unit,
            three=three(after),
        )
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
