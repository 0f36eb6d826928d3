"""Every operation of an LSTM: its line of code, its equation, and what it does to the chosen unit."""

from __future__ import annotations

from gatescope.plots.cell.common_words import gate_numbers, held_note, open_words, pieces, word_explained
from gatescope.plots.cell.drawing import BY, Drawing
from gatescope.plots.cell.moment import Moment
from gatescope.plots.cell.wiring import Explanation, Operation
from gatescope.plots.cell.words import coloured, factor, hued, mean_of, not_finite, share, signed_term, three
from gatescope.plots.notation import state_letter
from gatescope.plots.numbers import number
from gatescope.plots.signals import equation_in, function_name

_TITLES = {
    "word": "read the word",
    "forget": "open or shut the forget gate",
    "keep": "multiply by the forget gate",
    "input": "propose, and let some of it in",
    "add": "add what is written to what is kept",
    "output": "open or shut the output gate",
    "show": "show a part of the cell state",
    "project": "project what is shown",
}


def operation(moment: Moment, name: str) -> Operation:
    """Return one of `lstm.operations_of`."""
    convention = moment.convention
    gate, candidate = function_name(convention.gate_activation), function_name(convention.candidate_activation)
    out = function_name(convention.output_activation)
    peeps = moment.parameters.peepholes is not None
    peephole, new_peephole = (" + p<sub>f</sub> ⊙ c_old", " + p<sub>o</sub> ⊙ c") if peeps else ("", "")
    code = {
        "word": f"x = {moment.read_name}",
        "forget": "i = σ(…);  f = 1 − i".replace("σ", gate)
        if convention.coupled
        else f"f = {gate}(W<sub>f</sub> x + U<sub>f</sub> h_old{peephole} + b<sub>f</sub>)",
        "keep": "kept = f ⊙ c_old",
        "input": f"c\u0303 = {candidate}(…)" if convention.coupled else f"i = {gate}(…);  c\u0303 = {candidate}(…)",
        "add": "c = kept + i ⊙ c\u0303",
        "output": f"o = {gate}(W<sub>o</sub> x + U<sub>o</sub> h_old{new_peephole} + b<sub>o</sub>)",
        "show": f"y = o ⊙ {out}(c)" if moment.parameters.projection is not None else f"h = o ⊙ {out}(c)",
        "project": "h = R y",
    }
    return Operation(_TITLES[name], code[name])


def explain(drawing: Drawing, name: str) -> Explanation:
    """Explain one operation."""
    return _EXPLAIN[name](drawing)


def _forget(drawing: Drawing) -> Explanation:
    moment = drawing.moment
    f = float(moment.now("forget_gate")[moment.unit])
    numbers, where = gate_numbers(drawing, "forget_gate")
    said = f"At {moment.word} the forget gate of unit {moment.unit} is {open_words(f)}: it will keep {share(f)} of c."
    return Explanation(
        pieces(hued(equation_in(moment.network, moment.part, "forget_gate"))),
        numbers,
        not_finite(moment, f) or held_note(moment, "forget_gate", f) or said,
        where,
        mean_of(moment, "forget_gate"),
        numbers,
        (60.0, 130.0),
    )


def _keep(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    f, before = float(moment.now("forget_gate")[unit]), float(moment.before("cell_state")[unit])
    called = f"{coloured('forget_gate', factor(f))} × {coloured('cell_state', factor(before))}"
    kept = f * before
    becomes = f"{three(before)} becomes {three(kept)}"
    said = f"At {moment.word} the forget gate keeps {share(f)} of what unit {unit} held: {becomes}."
    if before == 0 and moment.earlier is None:
        said = f"{moment.word} is the first word that is read: unit {unit} holds 0, so there is nothing to keep."
    return Explanation(
        _sum(drawing, "kept"),
        f"{called} = {three(kept)}",
        not_finite(moment, f, before) or said,
        f"where {gate_numbers(drawing, 'forget_gate')[0]}",
        mean_of(moment, "forget_gate"),
        called,
        (94.0, 50.0),
    )


def _input(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    i, proposed = float(moment.now("input_gate")[unit]), float(moment.now("candidate")[unit])
    called = f"{coloured('input_gate', factor(i))} × {coloured('candidate', factor(proposed))}"
    written = i * proposed
    lets_in = f"the input gate lets {share(i)} of it in: {three(written)}"
    said = f"The candidate proposes {three(proposed)} for unit {unit}; {lets_in}."
    where = f"where {gate_numbers(drawing, 'input_gate')[0]} and {gate_numbers(drawing, 'candidate')[0]}"
    return Explanation(
        _sum(drawing, "written"),
        f"{called} = {three(written)}",
        not_finite(moment, i, proposed) or said,
        where,
        mean_of(moment, "input_gate"),
        called,
        (492.0, 38.0),
    )


def _add(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    f, before = float(moment.now("forget_gate")[unit]), float(moment.before("cell_state")[unit])
    i, proposed = float(moment.now("input_gate")[unit]), float(moment.now("candidate")[unit])
    after = float(moment.now("cell_state")[unit])
    kept, written = f * before, i * proposed
    called = f"{three(kept)} {signed_term(written)}"
    said = f"Unit {unit} now holds {three(after)}: {three(kept)} it kept, {three(written)} came with {moment.word}."
    numbers = f"{called} = {coloured('cell_state', three(after))}"
    if moment.is_held("cell_state"):
        said = f"c of unit {unit} is held at {three(after)} here; its equation would give {three(kept + written)}."
        numbers = f"{coloured('cell_state', three(after))}, held"
    return Explanation(
        _sum(drawing, "both"),
        numbers,
        not_finite(moment, kept, written, after) or said,
        "",
        mean_of(moment, "cell_state", size=True),
        called,
        (472.0, 40.0),
    )


def _output(drawing: Drawing) -> Explanation:
    moment = drawing.moment
    o = float(moment.now("output_gate")[moment.unit])
    numbers, where = gate_numbers(drawing, "output_gate")
    opened = f"At {moment.word} the output gate of unit {moment.unit} is {open_words(o)}"
    said = f"{opened}: it will show {share(o)} of what the unit holds."
    return Explanation(
        pieces(hued(equation_in(moment.network, moment.part, "output_gate"))),
        numbers,
        not_finite(moment, o) or held_note(moment, "output_gate", o) or said,
        where,
        mean_of(moment, "output_gate"),
        numbers,
        (686.0, 150.0),
    )


def _show(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    o, c = float(moment.now("output_gate")[unit]), float(moment.now("cell_state")[unit])
    squashed = float(moment.squashed_state[unit])
    out = function_name(moment.convention.output_activation)
    called = f"{coloured('output_gate', factor(o))} × {out}({coloured('cell_state', three(c))})"
    projected = moment.parameters.projection is not None
    shown = o * squashed if projected else float(moment.now("hidden_state")[unit])
    goes_on = (
        "goes into the projection"
        if projected
        else f"is its {state_letter()}, which the next step and the layers above see"
    )
    said = f"Unit {unit} shows {share(o)} of {three(squashed)}: {three(shown)} {goes_on}."
    if not projected:
        said = _unless_held(moment, said, shown, o * squashed)
    return Explanation(
        pieces(hued(equation_in(moment.network, moment.part, "hidden_state"))),
        f"{called} = {three(shown)}",
        not_finite(moment, o, c, shown) or said,
        "",
        mean_of(moment, "hidden_state", size=True),
        called,
        (702.0, 62.0),
    )


def _project(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    hidden, units = moment.now("hidden_state"), len(moment.now("output_gate"))
    equation = pieces(hued(equation_in(moment.network, moment.part, "hidden_state")))
    if unit >= len(hidden):
        said = f"The {units} units are projected to {len(hidden)} outputs; unit {unit} is only part of their sums."
        return Explanation(equation, "", said, "", mean_of(moment, "hidden_state", size=True))
    value = float(hidden[unit])
    numbers = f"<i>{state_letter()}</i><sub>{unit}</sub> = row {unit} of <i>R</i> · <i>y</i> = {three(value)}"
    said = f"Output {unit} is a sum over all {units} units: {three(value)}."
    said = _unless_held(moment, said, value, None)
    everyone = mean_of(moment, "hidden_state", size=True)
    return Explanation(
        equation, numbers, not_finite(moment, value) or said, "", everyone, f"= {three(value)}", (704.0, 150.0)
    )


def _unless_held(moment: Moment, said: str, value: float, free: float | None) -> str:
    """Return what to say of a hidden state that may be held or taken out."""
    if moment.taken_out()[moment.unit]:
        return f"Unit {moment.unit} is taken out: its {state_letter()} is 0 whatever the gates say."
    if moment.is_held("hidden_state"):
        would = "" if free is None else f"; its equation would give {three(free)}"
        return f"{state_letter()} of unit {moment.unit} is held at {number(value)} here{would}."
    return said


def _sum(drawing: Drawing, part: str) -> tuple[tuple[str, bool], ...]:
    """Return c = f ⊙ c + i ⊙ c̃ with a part of it in turn."""
    kept = f"{drawing.symbol('forget_gate')} {BY} {drawing.symbol_before('cell_state')}"
    written = f"{drawing.symbol('input_gate')} {BY} {drawing.symbol('candidate')}"
    left = f"{drawing.symbol('cell_state')} ="
    if part == "both":
        return (left, False), (f"{kept} + {written}", True)
    return (left, False), (kept, part == "kept"), ("+", False), (written, part == "written")


_EXPLAIN = {
    "word": word_explained,
    "forget": _forget,
    "keep": _keep,
    "input": _input,
    "add": _add,
    "output": _output,
    "show": _show,
    "project": _project,
}
