"""What the explanations of all cells have in common."""

from __future__ import annotations

import numpy as np

from gatescope.plots.cell.drawing import Drawing
from gatescope.plots.cell.moment import Array, Moment
from gatescope.plots.cell.wiring import Explanation
from gatescope.plots.cell.words import coloured, three
from gatescope.plots.notation import is_turned, state_letter
from gatescope.plots.numbers import number, short
from gatescope.plots.signals import function_name, symbol
from gatescope.words import tr, trn


def pieces(equation: str) -> tuple[tuple[str, bool], ...]:
    """Return an equation with its right side in turn."""
    left, _, right = equation.partition(" = ")
    return (f"{left} =", False), (right, True)


def open_words(value: float) -> str:
    """Say how far a gate is open."""
    if value <= 0.1:
        return tr("nearly shut ({three})", three=three(value))
    return (
        tr("wide open ({three})", three=three(value))
        if value >= 0.9
        else tr("partly open ({three})", three=three(value))
    )


def held_note(moment: Moment, signal: str, value: float) -> str:
    """Say that a gate of the unit is held; empty where it is free."""
    if not moment.is_held(signal):
        return ""
    name = signal.replace("_", " ")
    return tr(
        "The {name} of unit {unit} is held at {value} here: its equation does not count.",
        name=name,
        unit=moment.unit,
        value=number(value),
    )


def gate_numbers(drawing: Drawing, signal: str) -> tuple[str, str]:
    """Return where a gate of the unit came from: ``f = σ(−3.81) = 0.022``, and the terms within the brackets.

    Both are rich text; the second is empty where the first has all there is.
    """
    moment, convention = drawing.moment, drawing.moment.convention
    value = float(moment.now(signal)[moment.unit])
    name = symbol(signal, drawing.cell)
    written = coloured(signal, three(value))
    if moment.is_held(signal):
        return tr("{name} = {written}, held", name=name, written=written), ""
    if signal == "forget_gate" and convention.coupled:
        i = coloured("input_gate", three(float(moment.now("input_gate")[moment.unit])))
        return f"{name} = 1 − {i} = {written}", ""
    before = float(moment.before_squashing(signal)[moment.unit])
    activation = {"candidate": convention.candidate_activation, "hidden_state": convention.activation}
    sign = function_name(activation.get(signal, convention.gate_activation))
    turned = "1 − " if is_turned(signal, convention) else ""
    terms = moment.filled.numbers(signal).removeprefix(turned).removeprefix(f"{sign}(").removesuffix(")")
    if convention.clip is not None and abs(before) >= convention.clip:
        where = tr("where the sum was cut to ±{clip}", clip=short(convention.clip))
    else:
        where = tr("where {before} = {terms}: word, state, bias", before=number(before), terms=terms)
        if terms.count(" ") > 4:
            where = tr("where {before} = {terms}", before=number(before), terms=terms)
    return f"{name} = {turned}{sign}({number(before)}) = {written}", where


def _span(read: Array | None) -> str:
    """Say from where to where the numbers reach that are read; empty where they are not known."""
    if read is None:
        return ""
    finite = read[np.isfinite(read)]
    return (
        tr(", {float} to {float2}", float=number(float(finite.min())), float2=number(float(finite.max())))
        if len(finite)
        else tr(", none of them finite")
    )


def word_explained(drawing: Drawing) -> Explanation:
    """Explain what the step reads."""
    moment = drawing.moment
    h, width = moment.before("hidden_state"), moment.parameters.inputs
    numbers = tr("<i>x</i>: {width} numbers{span}", width=width, span=_span(moment.read))
    if moment.unit < len(h):
        numbers += f"; {drawing.symbol_before('hidden_state')} = {three(float(h[moment.unit]))}"
    many = trn("{count} number", "{count} numbers", width)
    if moment.earlier is None:
        state = tr("the initial state, which is 0") if not h.any() else tr("the initial state of the model")
    else:
        state = tr(
            "{state_letter} as it was after {earlier_word}",
            state_letter=state_letter(),
            earlier_word=moment.earlier_word,
        )
    comes = (
        tr("{word} comes in as the {many} of {read_name}", word=moment.word, many=many, read_name=moment.read_name)
        if moment.part.layer
        else (tr("{word} comes in as {many}", word=moment.word, many=many))
    )
    equation = (
        ("[", False),
        ("<i>x</i><sub><i>t</i></sub> , " + drawing.symbol_before("hidden_state"), True),
        ("]", False),
    )
    said = tr("{comes}; beside it the cell reads {state}.", comes=comes, state=state)
    return Explanation(equation, numbers, said[0].upper() + said[1:])
