"""Every operation of a GRU: its line of code, its equation, and what it does to the chosen unit."""

from __future__ import annotations

from gatescope.plots.cell.common_words import gate_numbers, held_note, pieces, word_explained
from gatescope.plots.cell.drawing import BY, Drawing
from gatescope.plots.cell.gru import shares_of
from gatescope.plots.cell.moment import Moment
from gatescope.plots.cell.wiring import Explanation, Operation
from gatescope.plots.cell.words import coloured, factor, hued, mean_of, not_finite, share, signed_term, three
from gatescope.plots.notation import keeps_new, state_letter
from gatescope.plots.signals import equation_in, function_name
from gatescope.words import mark, tr

_TITLES = {
    "word": mark("read the word"),
    "update": mark("set the update gate"),
    "keep": mark("multiply what was held by the share that is kept"),
    "candidate": mark("reset, and propose"),
    "write": mark("multiply the candidate by the share that is written"),
    "add": mark("add what is written to what is kept"),
    "result": mark("hand on the result"),
}


def operation(moment: Moment, name: str) -> Operation:
    """Return one of `gru.operations_of`."""
    convention = moment.convention
    gate, candidate = function_name(convention.gate_activation), function_name(convention.candidate_activation)
    old, new = ("(1 − z)", "z") if keeps_new(convention) else ("z", "(1 − z)")
    inner = "r ⊙ (U h_old + b)" if convention.reset_after else "U (r ⊙ h_old)"
    turned = "1 − " if keeps_new(convention) else ""
    code = {
        "word": f"x = {moment.read_name}",
        "update": f"z = {turned}{gate}(W<sub>z</sub> x + U<sub>z</sub> h_old + b<sub>z</sub>)",
        "keep": f"kept = {old} ⊙ h_old",
        "candidate": f"r = {gate}(…);  h\u0303 = {candidate}(W x + {inner} …)",
        "write": f"written = {new} ⊙ h\u0303",
        "add": "h = kept + written",
        "result": "return h",
    }
    return Operation(tr(_TITLES[name]), code[name])


def explain(drawing: Drawing, name: str) -> Explanation:
    """Explain one operation."""
    return _EXPLAIN[name](drawing)


def _numbers(moment: Moment) -> tuple[float, float, float, float]:
    """Return the share that keeps, what was held, the share that writes, and the candidate."""
    unit = moment.unit
    z, before = float(moment.recorded("update_gate")[unit]), float(moment.before("hidden_state")[unit])
    return z, before, 1 - z, float(moment.now("candidate")[unit])


def _update(drawing: Drawing) -> Explanation:
    moment = drawing.moment
    keeps, _, writes, _ = _numbers(moment)
    z = float(moment.now("update_gate")[moment.unit])
    numbers, where = gate_numbers(drawing, "update_gate")
    kept = tr(
        "At {word} unit {unit} will keep {share} of what it held",
        word=moment.word,
        unit=moment.unit,
        share=share(keeps),
    )
    said = tr("{kept} and take {share} of the candidate.", kept=kept, share=share(writes))
    return Explanation(
        pieces(hued(equation_in(moment.network, moment.part, "update_gate"))),
        numbers,
        not_finite(moment, z) or held_note(moment, "update_gate", z) or said,
        where,
        mean_of(moment, "update_gate"),
        numbers,
        (60.0, 130.0),
    )


def _keep(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    keeps, before, _, _ = _numbers(moment)
    called = f"{coloured('update_gate', factor(keeps))} × {coloured('hidden_state', factor(before))}"
    kept = keeps * before
    said = tr(
        "At {word} unit {unit} keeps {share} of what it held: {three} becomes {three2}.",
        word=moment.word,
        unit=unit,
        share=share(keeps),
        three=three(before),
        three2=three(kept),
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
        not_finite(moment, keeps, before) or said,
        tr("where {gate_numbers}", gate_numbers=gate_numbers(drawing, "update_gate")[0]),
        mean_of(moment, "update_gate"),
        called,
        (94.0, 36.0),
    )


def _candidate(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    r, proposed = float(moment.now("reset_gate")[unit]), float(moment.now("candidate")[unit])
    numbers, where = gate_numbers(drawing, "candidate")
    if moment.convention.reset_after:
        said = tr(
            "Unit {unit} counts {share} of what the old state says to it, and proposes {three}.",
            unit=unit,
            share=share(r),
            three=three(proposed),
        )
    else:
        said = tr(
            "All candidates see {share} of the old state of unit {unit}; its own is {three}.",
            share=share(r),
            unit=unit,
            three=three(proposed),
        )
    return Explanation(
        pieces(hued(equation_in(moment.network, moment.part, "candidate"))),
        f"{gate_numbers(drawing, 'reset_gate')[0]};  {numbers}",
        not_finite(moment, r, proposed) or held_note(moment, "candidate", proposed) or said,
        where,
        mean_of(moment, "reset_gate"),
        numbers,
        (548.0, 100.0),
    )


def _write(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    _, _, writes, proposed = _numbers(moment)
    called = f"{coloured('update_gate', factor(writes))} × {coloured('candidate', factor(proposed))}"
    written = writes * proposed
    said = tr(
        "The candidate proposes {three} for unit {unit}; {share} of it is written: {three2}.",
        three=three(proposed),
        unit=unit,
        share=share(writes),
        three2=three(written),
    )
    return Explanation(
        _sum(drawing, "written"),
        f"{called} = {three(written)}",
        not_finite(moment, writes, proposed) or said,
        tr("where {gate_numbers}", gate_numbers=gate_numbers(drawing, "candidate")[0]),
        mean_of(moment, "candidate", size=True),
        called,
        (492.0, 38.0),
    )


def _add(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    keeps, before, writes, proposed = _numbers(moment)
    kept, written, after = keeps * before, writes * proposed, float(moment.now("hidden_state")[unit])
    called = f"{three(kept)} {signed_term(written)}"
    said = tr(
        "Unit {unit} now holds {three}: {three2} it kept, {three3} came with {word}.",
        unit=unit,
        three=three(after),
        three2=three(kept),
        three3=three(written),
        word=moment.word,
    )
    is_held = moment.is_held("hidden_state")
    if is_held:
        would = tr("its equation would give {three}", three=three(kept + written))
        said = tr(
            "{state_letter} of unit {unit} is held at {three} here; {would}.",
            state_letter=state_letter(),
            unit=unit,
            three=three(after),
            would=would,
        )
    if moment.taken_out()[unit]:
        said = tr(
            "Unit {unit} is taken out: its {state_letter} is 0 whatever the gates say.",
            unit=unit,
            state_letter=state_letter(),
        )
    result = coloured("hidden_state", three(after))
    return Explanation(
        _sum(drawing, "both"),
        tr("{result}, held", result=result) if is_held else f"{called} = {result}",
        not_finite(moment, kept, written, after) or said,
        "",
        mean_of(moment, "hidden_state", size=True),
        called,
        (472.0, 40.0),
    )


def _result(drawing: Drawing) -> Explanation:
    moment, unit = drawing.moment, drawing.moment.unit
    after = float(moment.now("hidden_state")[unit])
    said = tr(
        "{state_letter} is the whole state of a GRU: all that follows sees unit {unit} as {three}.",
        state_letter=state_letter(),
        unit=unit,
        three=three(after),
    )
    equation = ((f"{drawing.symbol('hidden_state')}", True),)
    numbers = f"{drawing.symbol('hidden_state')} = {three(after)}"
    return Explanation(
        equation, numbers, not_finite(moment, after) or said, "", mean_of(moment, "hidden_state", size=True)
    )


def _sum(drawing: Drawing, part: str) -> tuple[tuple[str, bool], ...]:
    """Return h = z ⊙ h + (1 − z) ⊙ h̃ with a part of it in turn."""
    old, new = shares_of(drawing)
    kept = f"{old} {BY} {drawing.symbol_before('hidden_state')}"
    written = f"{new} {BY} {drawing.symbol('candidate')}"
    left = f"{drawing.symbol('hidden_state')} ="
    if part == "both":
        return (left, False), (f"{kept} + {written}", True)
    return (left, False), (kept, part == "kept"), ("+", False), (written, part == "written")


_EXPLAIN = {
    "word": word_explained,
    "update": _update,
    "keep": _keep,
    "candidate": _candidate,
    "write": _write,
    "add": _add,
    "result": _result,
}
