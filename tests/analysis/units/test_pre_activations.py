"""What the nonlinearities were given, counted one value at a time, and their slopes by differences."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.local_slopes import local_slopes
from gatescope.analysis.units.pre_activations import (
    BINS,
    REACH,
    activations_of,
    before_nonlinearity,
    pre_activations,
    steepest,
)
from gatescope.engine.activations import apply, squash
from gatescope.engine.cells import Convention
from gatescope.engine.run import run
from gatescope.errors import Cancelled, ModelError
from tests.engine.networks import KINDS, random_network, vectors
from tests.reports import cancelled_at


@pytest.mark.parametrize("kind", KINDS)
def test_counts_and_slopes_value_by_value(kind: str) -> None:
    network = random_network(kind, 4, 3, 2, scale=6.0)
    trace = run(network, inputs=vectors(network, 30))
    for part in trace.parts:
        found = pre_activations(network, trace, part=part)
        assert (found.part, found.tokens, found.bad) == (part, 30, None)
        for signal, driven in found.signals.items():
            formula = squash(driven.activation)

            def value(x: float, formula: object = formula) -> float:
                return float(apply(formula, np.array(x)))  # type: ignore[arg-type]

            counts, slopes = [0] * BINS, []
            for x in before_nonlinearity(trace, part, signal).astype(float).ravel().tolist():
                counts[min(max(math.floor((x + REACH) / (2 * REACH) * BINS), 0), BINS - 1)] += 1
                # At the kink of a relu the slope is that of its flat side.
                kink = driven.activation == "relu"
                slopes.append(float(x > 0) if kink else (value(x + 1e-5) - value(x - 1e-5)) / 2e-5)
            assert driven.counts.tolist() == counts
            assert driven.slope == pytest.approx(np.mean(slopes), rel=1e-6, abs=1e-9)
            assert driven.flat == np.mean(np.array(slopes) < 0.1 * steepest(driven.activation))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kind", KINDS)
def test_no_gradient_passes_where_a_pre_activation_was_cut(kind: str, dtype: type[np.floating]) -> None:
    """The slopes are those by which gradients are multiplied; the state of a cell is not cut on its way to h."""
    network = random_network(kind, 4, 3, 2, scale=3.0, dtype=dtype)
    network = replace(network, convention=replace(network.convention, clip=0.7))
    trace = run(network, inputs=vectors(network, 30))
    for part in trace.parts:
        local = local_slopes(network, trace, part)
        for signal, driven in pre_activations(network, trace, part=part).signals.items():
            gate = 0 if signal == "hidden_state" else trace.cell.gates.index(signal) if signal != "cell_state" else None
            slopes = local.cell if gate is None else local.gates[:, gate]
            assert driven.slope == pytest.approx(slopes.mean(dtype=np.float64), rel=1e-5)
            assert driven.flat == np.mean(slopes < 0.1 * steepest(driven.activation))
            assert (driven.clip is None) == (signal == "cell_state")
            if gate is not None:
                assert driven.flat > 0.2


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_given_makes_what_is_recorded(kind: str) -> None:
    network = random_network(kind, 4, 3)
    trace = run(network, inputs=vectors(network, 8))
    for signal, activation in activations_of(trace).items():
        made = apply(squash(activation), before_nonlinearity(trace, trace.default_part, signal))
        if signal == "cell_state":
            made = trace["output_gate"] * made
        np.testing.assert_allclose(made, trace["hidden_state" if signal == "cell_state" else signal], rtol=1e-12)


def test_the_model_has_its_own_functions() -> None:
    convention = Convention(gate_activation="hard_sigmoid", candidate_activation="softsign", coupled=True)
    network = replace(random_network("lstm", 4, 3), convention=convention)
    assert activations_of(run(network, inputs=vectors(network, 3))) == {
        "input_gate": "hard_sigmoid",
        "candidate": "softsign",
        "output_gate": "hard_sigmoid",
        "cell_state": "tanh",
    }


@pytest.mark.parametrize(
    ("activation", "slope"), [("sigmoid", 0.25), ("tanh", 1.0), ("relu", 1.0), ("hard_sigmoid", 0.2)]
)
def test_the_steepest_slope(activation: str, slope: float) -> None:
    assert steepest(activation) == pytest.approx(slope)


def test_what_stops_being_finite_is_left_out_and_a_report_ends_it() -> None:
    network = random_network("lstm", 4, 3)
    inputs = vectors(network, 12)
    inputs[7] = np.nan
    found = pre_activations(network, run(network, inputs=inputs), part=None)
    assert (found.tokens, found.bad) == (7, 7)
    assert found.signals["forget_gate"].counts.sum() == 7 * 4
    with pytest.raises(Cancelled):
        pre_activations(network, run(network, inputs=inputs), part=None, report=cancelled_at(2))
    inputs[0] = np.nan
    with pytest.raises(ModelError, match="from the first token on"):
        pre_activations(network, run(network, inputs=inputs), part=None)
