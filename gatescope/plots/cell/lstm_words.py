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
from gatescope.words import mark, tr

_TITLES = {
    "word": mark("read the word"),
    "forget": mark("open or shut the forget gate"),
    "keep": mark("multiply by the forget gate"),
    "input": mark("propose, and let some of it in"),
    "add": mark("add what is written to what is kept"),
    "output": mark("open or shut the output gate"),
    "show": mark("show a part of the cell state"),
    "project": mark("project what is shown"),
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
    return Operation(tr(_TITLES[name]), code[name])


def explain(drawing: Drawing, name: str) -> Explanation:
    """Explain one operation."""
    return _EXPLAIN[name](drawing)


def _forget(drawing: Drawing) -> Explanation:
    moment = drawing.moment
    f = float(moment.now("forget_gate")[moment.unit])
    numbers, where = gate_numbers(drawing, "forget_gate")
    said = tr(
        "At {word} the forget gate of unit {unit} is {open_words}: it will keep {share} of c.",
        word=moment.word,
        unit=moment.unit,
        open_words=open_words(f),
        share=share(f),
    )
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
    becomes = tr("{three} becomes {three2}", three=three(before), three2=three(kept))
    said = tr(
        "At {word} the forget gate keeps {share} of what unit {unit} held: {becomes}.",
        word=moment.word,
        share=share(f),
        unit=unit,
        becomes=becomes,
    )
    if before == 0 and moment.earlier is None:
        said = tr(
            "{word} is the first word that is read: unit {unit} holds 0, so there is nothing to keep.",
            word=moment.word,
            unit=unit,
        )
    return Explanation(
        _sum(drawing, "kept"),
        f"{called} = {three(kept)}",
        not_finite(moment, f, before) or said,
        tr("where {gate_numbers}", gate_numbers=gate_numbers(drawing, "forget_gate")[0]),
        mean_of(moment, "forget_gate"),
        called,
        (94.0, 50.0),
    )


def _input(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    i, proposed = float(moment.now("input_gate")[unit]), float(moment.now("candidate")[unit])
    called = f"{coloured('input_gate', factor(i))} × {coloured('candidate', factor(proposed))}"
    written = i * proposed
    lets_in = tr("the input gate lets {share} of it in: {three}", share=share(i), three=three(written))
    said = tr(
        "The candidate proposes {three} for unit {unit}; {lets_in}.", three=three(proposed), unit=unit, lets_in=lets_in
    )
    where = tr(
        "where {gate_numbers} and {gate_numbers2}",
        gate_numbers=gate_numbers(drawing, "input_gate")[0],
        gate_numbers2=gate_numbers(drawing, "candidate")[0],
    )
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
    said = tr(
        "Unit {unit} now holds {three}: {three2} it kept, {three3} came with {word}.",
        unit=unit,
        three=three(after),
        three2=three(kept),
        three3=three(written),
        word=moment.word,
    )
    numbers = f"{called} = {coloured('cell_state', three(after))}"
    if moment.is_held("cell_state"):
        said = tr(
            "c of unit {unit} is held at {three} here; its equation would give {three2}.",
            unit=unit,
            three=three(after),
            three2=three(kept + written),
        )
        numbers = tr("{coloured}, held", coloured=coloured("cell_state", three(after)))
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
    opened = tr(
        "At {word} the output gate of unit {unit} is {open_words}",
        word=moment.word,
        unit=moment.unit,
        open_words=open_words(o),
    )
    said = tr("{opened}: it will show {share} of what the unit holds.", opened=opened, share=share(o))
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
        tr("goes into the projection")
        if projected
        else tr("is its {state_letter}, which the next step and the layers above see", state_letter=state_letter())
    )
    said = tr(
        "Unit {unit} shows {share} of {three}: {three2} {goes_on}.",
        unit=unit,
        share=share(o),
        three=three(squashed),
        three2=three(shown),
        goes_on=goes_on,
    )
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
        said = tr(
            "The {units} units are projected to {count} outputs; unit {unit} is only part of their sums.",
            units=units,
            count=len(hidden),
            unit=unit,
        )
        return Explanation(equation, "", said, "", mean_of(moment, "hidden_state", size=True))
    value = float(hidden[unit])
    numbers = tr(
        "<i>{state_letter}</i><sub>{unit}</sub> = row {unit} of <i>R</i> · <i>y</i> = {three}",
        state_letter=state_letter(),
        unit=unit,
        three=three(value),
    )
    said = tr("Output {unit} is a sum over all {units} units: {three}.", unit=unit, units=units, three=three(value))
    said = _unless_held(moment, said, value, None)
    everyone = mean_of(moment, "hidden_state", size=True)
    return Explanation(
        equation, numbers, not_finite(moment, value) or said, "", everyone, f"= {three(value)}", (704.0, 150.0)
    )


def _unless_held(moment: Moment, said: str, value: float, free: float | None) -> str:
    """Return what to say of a hidden state that may be held or taken out."""
    if moment.taken_out()[moment.unit]:
        return tr(
            "Unit {unit} is taken out: its {state_letter} is 0 whatever the gates say.",
            unit=moment.unit,
            state_letter=state_letter(),
        )
    if moment.is_held("hidden_state"):
        would = "" if free is None else tr("; its equation would give {three}", three=three(free))
        return tr(
            "{state_letter} of unit {unit} is held at {value} here{would}.",
            state_letter=state_letter(),
            unit=moment.unit,
            value=number(value),
            would=would,
        )
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
