"""What σ and tanh do to a number: where they are flat, where they end, and what is without them."""

from __future__ import annotations

import numpy as np

from gatescope.engine.activations import apply, slope, squash
from gatescope.engine.cells import RNN, Convention
from gatescope.engine.network import LayerParameters, Network
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.written import decimal, percent
from gatescope.lessons.verdict import Measured
from gatescope.words import tr

_FLAT = 0.05
"""A slope below this part of the steepest one lets next to nothing through."""


def flat_past(bench: Bench, *, model: str, text: str, value: float = 5.0) -> Measured:
    """Are σ and tanh flat beyond ±`value`?

    Measures σ′ and tanh′ at 0 and at ±`value`, and which share of a model's pre-activations lies beyond it in a text.
    True where both slopes have fallen below a twentieth of the steepest one.

    Numbers: ``sigmoid_at_0``, ``sigmoid_there``, ``tanh_at_0``, ``tanh_there``, ``beyond``.
    """
    network = bench.model(model).network
    trace = bench.run(network, bench.read(bench.model(model), text))
    places = np.array([0.0, value, -value])
    rows, flat = [], True
    numbers: dict[str, float] = {}
    for name, shown in (("sigmoid", "σ"), ("tanh", "tanh")):
        squashing = squash(name)
        slopes = slope(squashing, places, apply(squashing, places))
        left = float(slopes[1:].max() / slopes[0])
        flat &= left < _FLAT
        numbers |= {f"{name}_at_0": float(slopes[0]), f"{name}_there": float(slopes[1])}
        rows.append((f"{shown}′", *(decimal(float(one)) for one in slopes[:2]), percent(left)))
    every = np.concatenate(
        [trace[f"{part}.preactivation.{gate}"].ravel() for part in trace.parts for gate in trace.cell.gates]
    )
    numbers["beyond"] = float((np.abs(every) > value).mean())
    sentence = tr(
        "Of the steepest slope, {rows} of σ′ and {rows2} of tanh′ are left at ±{value:g}; {beyond} of the "
        "pre-activations of {model} lie beyond.",
        rows=rows[0][-1],
        rows2=rows[1][-1],
        value=value,
        beyond=percent(numbers["beyond"]),
        model=model,
    )
    return Measured(
        "true" if flat else "false", numbers, (tr("slope"), "at 0", f"at ±{value:g}", tr("left")), tuple(rows), sentence
    )


def range_of_gates(bench: Bench, *, model: str, text: str, value: float = 1.0) -> Measured:
    """Do all gates stay in (0, 1) and all signed signals in (−1, 1), however large what enters them?

    Runs a text with all weights of the cells multiplied by `value`, and takes the least and the largest value of every
    signal that went through σ or tanh; a cell state did not. True where none leaves its range; at the ends of a range
    only rounding stands.

    Numbers: ``least_gate``, ``largest_gate``, ``largest_signed``, ``largest_input``.
    """
    found = bench.model(model)
    network = _times(found.network, value)
    trace = bench.run(network, bench.read(found, text))
    rows, largest = [], 0.0
    gates: list[float] = []
    signed: list[float] = []
    for signal in trace.cell.signals:
        if signal == "cell_state":
            continue
        values = np.concatenate([trace[f"{part}.{signal}"].ravel() for part in trace.parts])
        low, high = float(values.min()), float(values.max())
        in_unit = signal in trace.cell.unit_interval
        (gates if in_unit else signed).extend((low, high))
        squashing = "σ" if in_unit else "tanh"
        rows.append((tr(signal.replace("_", " ")), squashing, decimal(low), decimal(high)))
    for gate in trace.cell.gates:
        entered = np.concatenate([np.abs(trace[f"{part}.preactivation.{gate}"]).ravel() for part in trace.parts])
        largest = max(largest, float(entered.max()))
    gates = gates or [0.5]
    numbers = {
        "least_gate": min(gates),
        "largest_gate": max(gates),
        "largest_signed": max(map(abs, signed)),
        "largest_input": largest,
    }
    inside = numbers["least_gate"] >= 0 and numbers["largest_gate"] <= 1 and numbers["largest_signed"] <= 1
    sentence = tr(
        "What enters reaches ±{largest}; what leaves stays between {gates} and {gates2} behind σ, and within "
        "±{largest_signed} behind tanh.",
        largest=decimal(largest),
        gates=decimal(min(gates)),
        gates2=decimal(max(gates)),
        largest_signed=decimal(numbers["largest_signed"]),
    )
    return Measured(
        "true" if inside else "false",
        numbers,
        (tr("signal"), tr("behind"), tr("least"), tr("most")),
        tuple(rows),
        sentence,
    )


def repeated_product(
    bench: Bench, *, value: float = 3.0, steps: int = 20, start: float = 1.0, most: float = 1000.0
) -> Measured:
    """Does a state that is multiplied by `value` again and again grow beyond all bounds, and tanh keep it?

    Steps two RNNs of one unit without input from `start`: h = w·h, and h = tanh(w·h). True where after so many `steps`
    the first is beyond `most` and the second within (−1, 1).

    Numbers: ``without``, ``with_tanh``, ``change``, the last step of the second.
    """
    states = {}
    for name in ("linear", "tanh"):
        network = _one_unit(value, name)
        initial = {f"{network.default_part}.hidden_state": np.array([start])}
        trace = bench.run(network, inputs=np.zeros((steps, 1)), initial=initial)
        states[name] = trace["hidden_state"][:, 0]
    without, squashed = (float(states[name][-1]) for name in ("linear", "tanh"))
    numbers = {"without": without, "with_tanh": squashed, "change": float(abs(np.diff(states["tanh"])[-1]))}
    shown = sorted({0, 1, 2, 4, 9, steps - 1} & set(range(steps)))
    rows = tuple((f"{n + 1}", decimal(float(states["linear"][n])), decimal(float(states["tanh"][n]), 4)) for n in shown)
    true = abs(without) > most and abs(squashed) < 1
    sentence = tr(
        "After {steps} steps × {value:g} gives {without} without tanh, and {squashed} with it.",
        steps=steps,
        value=value,
        without=decimal(without),
        squashed=decimal(squashed, 4),
    )
    columns = (tr("step"), f"h = {value:g}·h", f"h = tanh({value:g}·h)")
    return Measured("true" if true else "false", numbers, columns, rows, sentence)


def _one_unit(weight: float, activation: str) -> Network:
    """Return an RNN of one unit whose state is φ(weight · h); its input counts for nothing."""
    one, zero = np.full((1, 1, 1), weight), np.zeros((1, 1))
    layer = LayerParameters(np.zeros((1, 1, 1)), one, zero, zero)
    return Network(RNN, Convention(activation=activation), ((layer,),))


def _times(network: Network, factor: float) -> Network:
    """Return the network with all weights and biases of its cells multiplied."""
    if factor == 1.0:
        return network
    names = network.keys()
    for key in names:
        if key.startswith("layer") and key.split(".")[2] in ("W", "U", "b_x", "b_h"):
            network = network.with_array(key, network.array(key) * factor)
    return network


CHECKS = (flat_past, range_of_gates, repeated_product)
