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


def pieces(equation: str) -> tuple[tuple[str, bool], ...]:
    """Return an equation with its right side in turn."""
    left, _, right = equation.partition(" = ")
    return (f"{left} =", False), (right, True)


def open_words(value: float) -> str:
    """Say how far a gate is open."""
    if value <= 0.1:
        return f"nearly shut ({three(value)})"
    return f"wide open ({three(value)})" if value >= 0.9 else f"partly open ({three(value)})"


def held_note(moment: Moment, signal: str, value: float) -> str:
    """Say that a gate of the unit is held; empty where it is free."""
    if not moment.is_held(signal):
        return ""
    name = signal.replace("_", " ")
    return f"The {name} of unit {moment.unit} is held at {number(value)} here: its equation does not count."


def gate_numbers(drawing: Drawing, signal: str) -> tuple[str, str]:
    """Return where a gate of the unit came from: ``f = σ(−3.81) = 0.022``, and the terms within the brackets.

    Both are rich text; the second is empty where the first has all there is.
    """
    moment, convention = drawing.moment, drawing.moment.convention
    value = float(moment.now(signal)[moment.unit])
    name = symbol(signal, drawing.cell)
    written = coloured(signal, three(value))
    if moment.is_held(signal):
        return f"{name} = {written}, held", ""
    if signal == "forget_gate" and convention.coupled:
        i = coloured("input_gate", three(float(moment.now("input_gate")[moment.unit])))
        return f"{name} = 1 − {i} = {written}", ""
    before = float(moment.before_squashing(signal)[moment.unit])
    activation = {"candidate": convention.candidate_activation, "hidden_state": convention.activation}
    sign = function_name(activation.get(signal, convention.gate_activation))
    turned = "1 − " if is_turned(signal, convention) else ""
    terms = moment.filled.numbers(signal).removeprefix(turned).removeprefix(f"{sign}(").removesuffix(")")
    if convention.clip is not None and abs(before) >= convention.clip:
        where = f"where the sum was cut to ±{short(convention.clip)}"
    else:
        where = f"where {number(before)} = {terms}: word, state, bias"
        if terms.count(" ") > 4:
            where = f"where {number(before)} = {terms}"
    return f"{name} = {turned}{sign}({number(before)}) = {written}", where


def _span(read: Array | None) -> str:
    """Say from where to where the numbers reach that are read; empty where they are not known."""
    if read is None:
        return ""
    finite = read[np.isfinite(read)]
    return (
        f", {number(float(finite.min()))} to {number(float(finite.max()))}" if len(finite) else ", none of them finite"
    )


def word_explained(drawing: Drawing) -> Explanation:
    """Explain what the step reads."""
    moment = drawing.moment
    h, width = moment.before("hidden_state"), moment.parameters.inputs
    numbers = f"<i>x</i>: {width} numbers{_span(moment.read)}"
    if moment.unit < len(h):
        numbers += f"; {drawing.symbol_before('hidden_state')} = {three(float(h[moment.unit]))}"
    many = f"{width} number{'s' if width > 1 else ''}"
    if moment.earlier is None:
        state = "the initial state, which is 0" if not h.any() else "the initial state of the model"
    else:
        state = f"{state_letter()} as it was after {moment.earlier_word}"
    comes = (
        f"{moment.word} comes in as the {many} of {moment.read_name}"
        if moment.part.layer
        else (f"{moment.word} comes in as {many}")
    )
    equation = (
        ("[", False),
        ("<i>x</i><sub><i>t</i></sub> , " + drawing.symbol_before("hidden_state"), True),
        ("]", False),
    )
    said = f"{comes}; beside it the cell reads {state}."
    return Explanation(equation, numbers, said[0].upper() + said[1:])
