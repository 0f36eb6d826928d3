"""One matrix at every step: what becomes of a gradient that it multiplies again and again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.gradients import gradients
from gatescope.engine.cells import RNN, Convention
from gatescope.engine.initialisers import initialise
from gatescope.engine.network import Array, LayerParameters, Network
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.written import decimal, power_of_ten
from gatescope.lessons.verdict import Measured
from gatescope.words import tr

_FAR = 3.0
"""Powers of ten, down or up, from which a gradient is called vanished or exploded."""
_LAYERS = 50
_FLOAT64 = np.finfo(np.float64)


def gradient_by_gain(
    bench: Bench,
    *,
    value: float = 0.9,
    gains: tuple[float, ...] = (0.9, 1.0, 1.1),
    units: int = 32,
    steps: int = 100,
    model: str = "",
    text: str = "",
) -> Measured:
    """Does a gradient vanish or explode where one matrix multiplies it at every step?

    An RNN of so many `units` without a nonlinearity, whose recurrent matrix turns a vector (a random orthogonal one)
    and stretches it by a gain, is followed back over so many `steps`: at each of `gains`, and at `value`. With a
    `model` and a `text` its own recurrent matrices are multiplied by the same gains beside it. True where at `value` a
    thousandth is left, or a thousand times as much.

    Numbers: ``log10``, of what is left at `value`; ``log10_at_1``, at the gain 1; with a model ``model_log10``, and
    ``model_log10_most`` at the largest gain.
    """
    logs = {gain: _followed(bench, gain, units, steps) for gain in sorted({*gains, value, 1.0})}
    numbers = {"log10": logs[value], "log10_at_1": logs[1.0], "gain": value, "steps": steps}
    columns: tuple[str, ...] = (tr("gain"), tr("left after {steps} steps", steps=steps))
    rows = [(f"{gain:.2f}", power_of_ten(log)) for gain, log in logs.items() if gain in {*gains, value}]
    if model and text:
        found = bench.model(model)
        ids = bench.read(found, text)
        own = {gain: _of_model(bench, found.network, ids, gain) for gain in logs}
        numbers |= {"model_log10": own[value], "model_log10_most": own[max(own)]}
        columns += (tr("{model}, {count} words", model=model, count=len(ids)),)
        shown = [gain for gain in logs if gain in {*gains, value}]
        rows = [(*row, power_of_ten(own[gain])) for row, gain in zip(rows, shown, strict=True)]  # type: ignore[misc]
    left = logs[value]
    what = tr("vanishes") if left <= -_FAR else tr("explodes") if left >= _FAR else tr("neither vanishes nor explodes")
    sentence = tr(
        "With the gain {value:.2f} the gradient {what}: {left} of it is left after {steps} steps.",
        value=value,
        what=what,
        left=power_of_ten(left),
        steps=steps,
    )
    current = [gain for gain in logs if gain in {*gains, value}].index(value)
    return Measured("true" if abs(left) >= _FAR else "false", numbers, columns, tuple(rows), sentence, current)


def steps_as_layers(bench: Bench, *, value: int = 10_000, gains: tuple[float, ...] = (0.9, 1.1)) -> Measured:
    """Is a step over time to a gradient what a layer is, so that so many steps (`value`) are so many layers?

    A unit without a nonlinearity multiplies by each of `gains` at every step. Its gradient is followed back over
    `value` steps in log space, where no float ends, and 50 steps are compared with a stack of 50 layers. True where
    both are the power that they should be.

    Numbers: ``log10_first``, ``log10_last``, of the first and the last gain; ``layers_error``, the largest relative
    difference between steps and layers; ``outside``, how many of the gains leave the range of 64-bit floats.
    """
    rows, logs, worst, wrong, outside = [], [], 0.0, 0.0, 0
    for gain in gains:
        network = _linear(np.array([[gain]]))
        trace = bench.run(network, inputs=np.zeros((value + 1, 1)))
        found = gradients(network, trace, executor=bench.executor)
        log = float(found.log10_norm("grad.hidden_state")[0])
        plain = float(abs(found["grad.hidden_state"][0, 0]))
        wrong = max(wrong, abs(log - value * np.log10(gain)))
        in_steps, in_layers = _steps_and_layers(bench, gain)
        worst = max(worst, abs(in_steps / in_layers - 1))
        outside += not _FLOAT64.tiny <= plain <= _FLOAT64.max
        logs.append(log)
        rows.append((f"{gain:g}", power_of_ten(log), decimal(plain), decimal(in_steps), decimal(in_layers)))
    numbers = {
        "log10_first": logs[0], "log10_last": logs[-1], "layers_error": worst, "outside": outside, "steps": value,
    }  # fmt: skip
    columns = (
        tr("factor"),
        tr("{value:,} steps", value=value),
        tr("as a 64-bit float"),
        tr("{layers} steps", layers=_LAYERS),
        tr("{layers} layers", layers=_LAYERS),
    )
    sentence = tr(
        "{value:,} steps leave {logs} with the factor {gains:g} and {logs2} with {gains2:g}; {layers} steps and "
        "{layers} layers differ by {worst}.",
        value=value,
        logs=power_of_ten(logs[0]),
        gains=gains[0],
        logs2=power_of_ten(logs[-1]),
        gains2=gains[-1],
        layers=_LAYERS,
        worst=decimal(worst, 2),
    )
    true = wrong < 1e-6 * max(1, value) and worst < 1e-9
    return Measured("true" if true else "false", numbers, columns, tuple(rows), sentence)


def _linear(matrix: Array) -> Network:
    """Return an RNN without a nonlinearity: h = matrix · h₋₁ + x, of one input."""
    H = len(matrix)
    layer = LayerParameters(np.ones((1, H, 1)), np.asarray(matrix)[None], np.zeros((1, H)), np.zeros((1, H)))
    return Network(RNN, Convention(activation="linear"), ((layer,),))


def _followed(bench: Bench, gain: float, units: int, steps: int) -> float:
    """Return log₁₀ of what an orthogonal matrix times `gain` leaves of a gradient."""
    network = _linear(initialise("orthogonal", (units, units), 0, np.float64) * gain)
    trace = bench.run(network, inputs=np.zeros((steps + 1, 1)))
    norms = gradients(network, trace, executor=bench.executor).log10_norm("grad.hidden_state")
    return float(norms[0] - norms[-1])


def _of_model(bench: Bench, network: Network, ids: NDArray[np.int64], gain: float) -> float:
    """Return log₁₀ of what is left of a gradient from the last word to the first, U multiplied by `gain`."""
    for part in network.parts:
        for gate in network.cell.gates:
            key = f"{part}.U.{gate}"
            network = network.with_array(key, network.array(key) * gain)
    trace = bench.run(network, ids)
    norms = gradients(network, trace, executor=bench.executor).log10_norm("grad.hidden_state")
    return float(norms[0] - norms[-1])


def _steps_and_layers(bench: Bench, gain: float) -> tuple[float, float]:
    """Return ∂h/∂x of the first input after so many steps of one layer, and of one step through as many layers."""
    one = np.full((1, 1, 1), gain)
    zero = np.zeros((1, 1))
    in_time = Network(RNN, Convention(activation="linear"), ((LayerParameters(one, one, zero, zero),),))
    stacked = (LayerParameters(one, np.zeros((1, 1, 1)), zero, zero),)
    in_space = Network(RNN, Convention(activation="linear"), (stacked,) * _LAYERS)
    found = []
    for network, tokens in ((in_time, _LAYERS), (in_space, 1)):
        trace = bench.run(network, inputs=np.zeros((tokens, 1)))
        found.append(float(gradients(network, trace, executor=bench.executor)["grad.inputs"][0, 0]))
    return found[0], found[1]


CHECKS = (gradient_by_gain, steps_as_layers)
