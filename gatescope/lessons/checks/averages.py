"""How far a GRU's state is an average of its candidates."""

from __future__ import annotations

import numpy as np

from gatescope.analysis.moving_average import moving_averages
from gatescope.lessons.card import Verdict
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.written import percent
from gatescope.lessons.verdict import Measured
from gatescope.words import mark, tr

_SAME = 1e-4
_CLOSE = 0.05
"""A residual of less than this part of the state would still be called an average."""


def moving_average(bench: Bench, *, model: str, text: str, value: int = 0) -> Measured:
    """Is a GRU's state an exponentially weighted moving average of its candidate?

    The state of a run is held against three averages: with the gate and the candidate of every word, with the gate of
    every unit at its mean over the text (the true average, which forgets at one rate), and with candidates that know
    nothing of the state. The residual is the root of the mean square over the text, in parts of the state's own. True
    where all three stay below 5 %, only if where the first does.

    Numbers: ``same_gate``, ``constant_gate``, ``no_feedback``, the residuals; ``unit`` in front: of the unit `value`.
    """
    found = bench.model(model)
    trace = bench.run(found.network, bench.read(found, text))
    averages = moving_averages(found.network, trace)
    rows = []
    numbers: dict[str, float] = {}
    for name, words in _AVERAGES.items():
        residual = averages.residual(name)
        whole = _size(residual) / _size(averages.hidden)
        one = _size(residual[:, value]) / max(_size(averages.hidden[:, value]), 1e-12)
        numbers |= {name: whole, f"unit_{name}": one}
        rows.append((tr(words), percent(whole), percent(one)))
    verdict: Verdict = "false"
    if numbers["same_gate"] < _SAME:
        apart = max(numbers["constant_gate"], numbers["no_feedback"])
        verdict = "true" if apart < _CLOSE else "only if"
    sentence = tr(
        "With each word's own gate and candidate the average is the state to {same_gate}; a gate that does not vary "
        "misses {constant_gate} of it, a candidate without the state {no_feedback}.",
        same_gate=percent(numbers["same_gate"]),
        constant_gate=percent(numbers["constant_gate"]),
        no_feedback=percent(numbers["no_feedback"]),
    )
    return Measured(
        verdict, numbers, (tr("average"), tr("residual"), tr("unit {value}", value=value)), tuple(rows), sentence
    )


_AVERAGES = {
    "same_gate": mark("z and n of every word"),
    "constant_gate": mark("z at its mean: a true average"),
    "no_feedback": mark("n without the state"),
}


def _size(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(values))))


CHECKS = (moving_average,)
