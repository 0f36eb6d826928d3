from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.cells import Convention
from gatescope.plots.ranges import magnitude, nice, signal_range, symmetric
from tests.plots.builders import network


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(1.0, 1.0), (1.01, 1.5), (2.4, 2.5), (0.3, 0.3), (0.31, 0.4), (8.5, 10.0), (123.0, 150.0), (1e308, 1e300)],
)
def test_nice_rounds_up_to_a_step(value: float, rounded: float) -> None:
    assert nice(value) == pytest.approx(rounded)


@pytest.mark.parametrize("value", np.geomspace(1e-38, 1e38, 77).tolist())
def test_nice_is_never_below_the_value(value: float) -> None:
    assert value <= nice(value) * (1 + 1e-8) <= 2 * value


def test_magnitude_ignores_what_is_not_finite() -> None:
    assert magnitude(np.array([1.0, -3.0, np.nan, np.inf, -np.inf])) == 3.0
    assert magnitude(np.array([np.nan])) == 0.0
    assert magnitude(np.zeros((0, 4))) == 0.0


def test_a_bounded_signal_keeps_its_range_whatever_its_values() -> None:
    lstm = network("lstm")
    for values in (np.zeros((2, 3)), np.full((2, 3), np.nan), np.zeros((0, 3))):
        assert signal_range("forget_gate", [(lstm, values)]) == (0.0, 1.0)
        assert signal_range("candidate", [(lstm, values)]) == (-1.0, 1.0)
        assert signal_range("cell_state", [(lstm, values)]) == (-1.0, 1.0)


def test_the_cell_state_spans_the_nice_maximum_of_all_runs() -> None:
    lstm = network("lstm")
    shown = [(lstm, np.array([[0.5, -1.2]])), (lstm, np.array([[-2.2, np.nan]]))]
    assert signal_range("cell_state", shown) == (-2.5, 2.5)


def test_only_a_relu_stretches_the_hidden_state() -> None:
    relu, tanh = network("rnn", convention=Convention(activation="relu")), network("rnn")
    values = np.array([[0.0, 7.0]])
    assert signal_range("hidden_state", [(tanh, values)]) == (-1.0, 1.0)
    assert signal_range("hidden_state", [(tanh, values), (relu, values)]) == (-8.0, 8.0)


@pytest.mark.parametrize(
    ("cell", "convention", "signal", "expected"),
    [
        ("lstm", Convention(gate_activation="hard_sigmoid"), "forget_gate", (0.0, 1.0)),
        ("lstm", Convention(gate_activation="relu"), "forget_gate", (0.0, 3.0)),
        ("lstm", Convention(gate_activation="relu"), "hidden_state", (-3.0, 3.0)),
        ("lstm", Convention(candidate_activation="relu"), "candidate", (-3.0, 3.0)),
        ("lstm", Convention(candidate_activation="softsign"), "candidate", (-1.0, 1.0)),
        ("lstm", Convention(output_activation="linear"), "hidden_state", (-3.0, 3.0)),
        ("lstm", Convention(output_activation="softsign"), "hidden_state", (-1.0, 1.0)),
        ("gru", Convention(candidate_activation="relu"), "hidden_state", (-3.0, 3.0)),
        ("gru", Convention(candidate_activation="softsign"), "hidden_state", (-1.0, 1.0)),
        ("rnn", Convention(activation="softsign"), "hidden_state", (-1.0, 1.0)),
        ("rnn", Convention(activation="leaky_relu(0.1)"), "hidden_state", (-3.0, 3.0)),
    ],
)
def test_activations_bound_what_they_bound(
    cell: str, convention: Convention, signal: str, expected: tuple[float, float]
) -> None:
    shown = [(network(cell, convention=convention), np.array([[0.0, 2.8]]))]
    assert signal_range(signal, shown) == expected


def test_a_gate_that_can_be_negative_is_signed() -> None:
    tanh = network(convention=Convention(gate_activation="tanh"))
    assert signal_range("forget_gate", [(tanh, np.array([[-0.5, 0.5]]))]) == (-1.0, 1.0)


def test_what_was_held_may_lie_anywhere() -> None:
    lstm = network()
    assert signal_range("forget_gate", [(lstm, np.array([[0.2, 2.8]]))], forced=True) == (0.0, 3.0)
    assert signal_range("forget_gate", [(lstm, np.array([[0.2, -2.8]]))], forced=True) == (-3.0, 3.0)
    assert signal_range("forget_gate", [(lstm, np.array([[0.2, 0.8]]))], forced=True) == (0.0, 1.0)
    assert signal_range("forget_gate", [(lstm, np.zeros((0, 2)))], forced=True) == (0.0, 1.0)
    assert signal_range("forget_gate", [(lstm, np.full((1, 2), np.nan))], forced=True) == (0.0, 1.0)
    assert signal_range("hidden_state", [(lstm, np.array([[0.2, 2.8]]))], forced=True) == (-3.0, 3.0)


def test_a_projection_bounds_nothing() -> None:
    made = network()
    part = replace(made.layers[0][0], U=np.zeros((4, 3, 2)), projection=np.ones((2, 3)))
    projected = replace(made, layers=((part,),), readouts=())
    assert signal_range("hidden_state", [(projected, np.array([[0.0, 2.8]]))]) == (-3.0, 3.0)


def test_parameters_are_symmetric_about_zero() -> None:
    assert symmetric(np.array([0.01, -0.034])) == pytest.approx((-0.04, 0.04))
    assert symmetric(np.zeros(3)) == (-1.0, 1.0)
    assert symmetric(np.array([np.nan, np.inf, 0.2])) == pytest.approx((-0.2, 0.2))
