"""The number in a label is the value, and its equation in numbers comes to it, of every cell, convention and place."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.executors import reference
from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.network import Network, ReadOut
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run as run_network
from gatescope.plots.gradient_words import plain
from gatescope.plots.matrix import matrix
from gatescope.plots.numbers import number
from gatescope.plots.signals import shown_values
from gatescope.plots.values.readout_value import ReadoutValue
from gatescope.plots.values.signal_value import SignalValue
from gatescope.plots.values.weight_value import WeightValue
from gatescope.session.run.snapshot import Run
from tests.engine.networks import KINDS, random_network
from tests.engine.options import OPTIONS, random_option
from tests.plots.builders import tokens

IDS = [1, 2, 0, 3]
TEXT = "the food was good"
FUNCTIONS = {
    "sigma": lambda x: 1 / (1 + math.exp(-x)),
    "tanh": math.tanh,
    "relu": lambda x: max(x, 0.0),
    "exp": math.exp,
}
NETWORKS = {kind: random_network(kind, layers=2, directions=("forward", "reverse"), vocabulary=5) for kind in KINDS}
NETWORKS["z keeps the new"] = replace(
    NETWORKS["gru-after"], convention=replace(NETWORKS["gru-after"].convention, update_gate_keeps="new")
)
NETWORKS |= {name: random_option(name, seed=3, layers=2, vocabulary=5) for name in OPTIONS}


def ran(network: Network, interventions: Interventions | None = None) -> Run:
    trace = run_network(network, ids=IDS, executor=reference, interventions=interventions)
    return Run("toy", network, tokens(TEXT), trace, read_out(network, trace.hidden), None, 0, None)


def evaluated(line: str) -> float | None:
    """What the right side in numbers of a line comes to; None where it names an unusual function."""
    left = plain(line).removeprefix("= ").rpartition(" = ")[0]
    superscripts = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    code = re.sub(r"×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "e" + m[1].translate(superscripts), left)
    code = code.replace("−", "-").replace("×", "*").replace("σ", "sigma")
    if set(re.findall(r"[A-Za-z_]{2,}", code)) - set(FUNCTIONS):
        return None
    return float(eval(code, dict(FUNCTIONS)))


@pytest.mark.parametrize("name", NETWORKS)
def test_the_equation_in_numbers_comes_to_the_value(name: str) -> None:
    run = ran(NETWORKS[name])
    for part in run.network.parts:
        for signal in run.network.cell.signals:
            values = shown_values(run, part, signal)
            for token in range(len(IDS)):
                value = SignalValue(run, part, signal, 1, token)
                text = value.text()
                assert value.number == values[token, 1]
                assert text.value == number(float(values[token, 1]))
                *_, last = text.equations
                if len(text.equations) > 1:
                    assert plain(last).endswith(f"= {text.value}")
                    came = evaluated(last)
                    assert came is None or came == pytest.approx(value.number, abs=0.04), (part, signal, last)


@pytest.mark.parametrize("kind", ["lstm", "gru-after", "rnn-tanh"])
def test_a_held_value_says_so_and_gives_no_equation_that_is_not_true(kind: str) -> None:
    network = random_network(kind, vocabulary=5)
    part, signal = network.parts[0], network.cell.signals[0]
    run = ran(network, Interventions((Clamp(signal, 0.25, (1,), range(1, 3), 0), Ablate((2,), 0))))
    assert [SignalValue(run, part, signal, 1, token).held_at for token in range(4)] == [None, 0.25, 0.25, None]
    text = SignalValue(run, part, signal, 1, 2).text()
    assert (text.value, "Held" in text.note, len(text.equations)) == ("0.25", True, 1)
    assert SignalValue(run, part, "hidden_state", 2, 0).held_at == 0.0
    assert SignalValue(run, part, signal, 0, 2).held_at is None


def test_a_held_update_gate_is_told_as_it_is_shown() -> None:
    network = NETWORKS["z keeps the new"]
    run = ran(network, Interventions((Clamp("update_gate", 0.25, (1,), None, 0, "forward"),)))
    value = SignalValue(run, network.parts[0], "update_gate", 1, 0)
    assert (value.held_at, value.number) == (0.75, pytest.approx(0.75))


@pytest.mark.parametrize("kind", ["logistic", "softmax", "linear"])
def test_a_read_out_comes_to_its_value(kind: str) -> None:
    rng = np.random.default_rng(2)
    base = random_network("lstm", directions=("forward", "reverse"), vocabulary=5)
    rows = 1 if kind == "logistic" else 6
    labels = ("bad", "good") if kind == "logistic" else tuple("abcdef")
    found = ReadOut("out", kind, rng.normal(size=(rows, 10)), rng.normal(size=rows), labels)
    run = ran(replace(base, readouts=(found,)))
    for column in (-1, *range(rows if rows > 1 else 0)):
        for token in range(4):
            value = ReadoutValue(run, column, token)
            assert value.text().value == number(float(run.readouts["out"][token, column]))
            assert evaluated(value.text().equations[-1]) == pytest.approx(value.number, abs=0.05)


@pytest.mark.parametrize(
    "key",
    ["layer0.forward.U.{}", "layer0.reverse.U.{}", "layer1.forward.W.{}", "layer0.forward.W.{}",
     "readout.sentiment.weight"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["lstm", "gru-after", "gru-before", "rnn-relu"])
def test_what_a_weight_adds_is_its_product_with_what_it_weighs(kind: str, key: str) -> None:
    network = NETWORKS[kind]
    run = ran(network)
    for token in range(4):
        value = WeightValue(matrix(network, "toy", key.format(network.cell.gates[0])), 0, 2, "place", run, token)
        assert value.text().value == number(value.number, 4)
        symbols, filled = value.text().equations
        assert "[2]" in plain(symbols)
        product = filled.partition(" &nbsp;")[0]
        said = evaluated(f"= {product.rpartition('= ')[2]} = ")
        assert evaluated(product) == pytest.approx(said, abs=0.02)


def test_a_recurrent_weight_weighs_the_state_before_the_step_in_either_direction() -> None:
    network = NETWORKS["lstm"]
    run = ran(network)
    for part in network.parts[:2]:
        hidden = run.trace[f"{part}.hidden_state"][:, 2]
        before = [*hidden[1:], 0.0] if part.reverse else [0.0, *hidden[:-1]]
        for token in range(4):
            value = WeightValue(matrix(network, "toy", f"{part}.U.forget_gate"), 0, 2, "place", run, token)
            assert number(float(before[token])) in plain(value.text().equations[1])


@pytest.mark.parametrize("key", ["layer0.forward.b_x.forget_gate", "embedding", "readout.sentiment.bias"])
def test_any_other_array_has_a_value_alone(key: str) -> None:
    network = NETWORKS["lstm"]
    text = WeightValue(matrix(network, "toy", key), 0, 0, "place", ran(network), 1, 0.5).text()
    assert text.equations == ()
    assert text.note == "Trained: 0.5000"
