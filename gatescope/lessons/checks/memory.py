"""What a state holds of the words that were read."""

from __future__ import annotations

import numpy as np

from gatescope.analysis.memory_ledger import memory_ledger
from gatescope.analysis.time_scales import KEEPING_GATE
from gatescope.engine.exact_number import exact
from gatescope.errors import UsageError
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.written import decimal, percent
from gatescope.lessons.verdict import Measured
from gatescope.words import tr

_MOST_WORDS = 0.9
_EXACT = 1e-4
"""A share that is this close to another is the same one, computed in float32."""


def multiplied_state(
    bench: Bench,
    *,
    model: str,
    text: str,
    silence: str,
    token: int = 4,
    value: float = 0.5,
    values: tuple[float, ...] = (0.0, 0.5, 1.0),
) -> Measured:
    """Is a state multiplied by its keeping gate at every step, so that 0 forgets and 1 keeps?

    From `token` on the keeping gate (f of an LSTM, z of a GRU) is held at each of `values` and at `value`, and the
    signal `silence` at 0, so that nothing new is written: ``input_gate`` of an LSTM, ``candidate`` of a GRU. True where
    after n steps gate to the power of n is left of the state, for all of them.

    Numbers: ``left_1`` and ``left_last``, the shares after one step and at the end at `value`; ``steps``; ``error``,
    the largest difference from the power.
    """
    found = bench.model(model)
    network, ids = found.network, bench.read(found, text)
    gate = KEEPING_GATE.get(network.cell.name)
    if gate is None:
        raise UsageError(tr("{model} is an RNN, which has no gate that keeps its state", model=model))
    first = token if token >= 0 else len(ids) + token
    if not 0 < first < len(ids):
        raise UsageError(
            tr("token {token} must have words before it: the text has {count}", token=token, count=len(ids))
        )
    state, steps = "cell_state" if network.cell.name == "lstm" else "hidden_state", len(ids) - first
    rows, worst, at_value = [], 0.0, np.empty(0)
    for held_at in sorted({*values, value}):
        where = f"@t{first}-{len(ids) - 1}"
        trace = bench.run(network, ids, hold=(f"{gate}={exact(held_at)}{where}", f"{silence}=0{where}"))
        sizes = np.linalg.norm(trace[state].astype(np.float64), axis=1)
        left = sizes[first:] / sizes[first - 1]
        worst = max(worst, float(np.abs(left - held_at ** np.arange(1, steps + 1)).max()))
        rows.append((tr("held at {value:.2f}", value=held_at), percent(float(left[0])), percent(float(left[-1]))))
        if held_at == value:
            at_value = left
    numbers = {"left_1": float(at_value[0]), "left_last": float(at_value[-1]), "steps": steps, "error": worst}
    sentence = tr(
        "With the {gate} held at {value:.2f}, {left_1} of the state is left after one word and {left_last} after "
        "{steps}; the power is met to {worst}.",
        gate=tr(gate.replace("_", " ")),
        value=value,
        left_1=percent(numbers["left_1"]),
        left_last=percent(numbers["left_last"]),
        steps=steps,
        worst=decimal(worst, 2),
    )
    columns = (tr(gate.replace("_", " ")), tr("left after 1 word"), tr("after {steps} words", steps=steps))
    current = sorted({*values, value}).index(value)
    return Measured("true" if worst < _EXACT else "false", numbers, columns, tuple(rows), sentence, current)


def share_of_early_words(bench: Bench, *, model: str, text: str, value: int = 4, most_left: float = 0.5) -> Measured:
    """Get the first words less and less room in the state?

    The state of an LSTM or a GRU is the sum of what each word wrote and the gates since then have left of it. The share
    of the first `value` words is taken after every later word. True where it falls at nine words of ten or more, and in
    the end no more than `most_left` of the share at first is left.

    Numbers: ``share_first``, after these words; ``share_last``, after the last; ``left``, their ratio; ``falls``, the
    part of the words at which the share falls.
    """
    found = bench.model(model)
    trace = bench.run(found.network, bench.read(found, text))
    words = bench.words(found, text)
    if not 0 < value < trace.length:
        raise UsageError(
            tr("{value} first words need words after them: the text has {length}", value=value, length=trace.length)
        )
    shares = np.array([memory_ledger(trace, token=t).share[:value].sum() for t in range(value - 1, trace.length)])
    falls = float((np.diff(shares) < 0).mean())
    numbers = {
        "share_first": float(shares[0]), "share_last": float(shares[-1]), "left": float(shares[-1] / shares[0]),
        "falls": falls,
    }  # fmt: skip
    shown = sorted({*np.linspace(0, len(shares) - 1, min(6, len(shares))).round().astype(int).tolist()})
    rows = tuple((f"“{words[value - 1 + k]}”", percent(float(shares[k]))) for k in shown)
    sentence = tr(
        "The first {value} words have {share_first} of the state after “{words}” and {share_last} in the end; their "
        "share falls at {falls} of the words.",
        value=value,
        share_first=percent(numbers["share_first"]),
        words=words[value - 1],
        share_last=percent(numbers["share_last"]),
        falls=percent(falls),
    )
    true = falls >= _MOST_WORDS and numbers["left"] <= most_left
    return Measured("true" if true else "false", numbers, (tr("after"), tr("share")), rows, sentence)


CHECKS = (multiplied_state, share_of_early_words)
