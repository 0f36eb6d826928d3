"""What a state holds of the words that were read."""

from __future__ import annotations

import numpy as np

from gatescope.analysis.time_scales import KEEPING_GATE
from gatescope.errors import UsageError
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.written import decimal, percent
from gatescope.lessons.verdict import Measured

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
        raise UsageError(f"{model} is an RNN, which has no gate that keeps its state")
    first = token if token >= 0 else len(ids) + token
    if not 0 < first < len(ids):
        raise UsageError(f"token {token} must have words before it: the text has {len(ids)}")
    state, steps = "cell_state" if network.cell.name == "lstm" else "hidden_state", len(ids) - first
    rows, worst, at_value = [], 0.0, np.empty(0)
    for held_at in sorted({*values, value}):
        where = f"@t{first}-{len(ids) - 1}"
        trace = bench.run(network, ids, hold=(f"{gate}={held_at:g}{where}", f"{silence}=0{where}"))
        sizes = np.linalg.norm(trace[state].astype(np.float64), axis=1)
        left = sizes[first:] / sizes[first - 1]
        worst = max(worst, float(np.abs(left - held_at ** np.arange(1, steps + 1)).max()))
        rows.append((f"held at {held_at:.2f}", percent(float(left[0])), percent(float(left[-1]))))
        if held_at == value:
            at_value = left
    numbers = {"left_1": float(at_value[0]), "left_last": float(at_value[-1]), "steps": steps, "error": worst}
    sentence = (
        f"With the {gate.replace('_', ' ')} held at {value:.2f}, {percent(numbers['left_1'])} of the state is left "
        f"after one word and {percent(numbers['left_last'])} after {steps}; the power is met to {decimal(worst, 2)}."
    )
    columns = (gate.replace("_", " "), "left after 1 word", f"after {steps} words")
    return Measured("true" if worst < _EXACT else "false", numbers, columns, tuple(rows), sentence)


CHECKS = (multiplied_state,)
