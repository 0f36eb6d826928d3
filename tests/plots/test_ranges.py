from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.cells import Convention
from gatescope.plots.ranges import fitted, magnitude, nice, reach, signal_range, symmetric
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


def spread(outliers: int, of: int = 6400, size: float = 60.0) -> np.ndarray:
    """Values of a cell state up to 2, of which so many are far larger."""
    values = np.random.default_rng(0).uniform(-2.0, 2.0, (of // 32, 32))
    values.ravel()[: outliers * 7 : 7] = size
    return values


def test_few_values_far_beyond_all_others_do_not_stretch_a_robust_range() -> None:
    found = reach(spread(20), gate=False, robust=True)
    assert found.greatest == 60.0
    assert 2.0 < found.most < 3.1
    assert reach(spread(20), gate=False).most == 60.0


def test_many_large_values_are_what_the_picture_is_about() -> None:
    assert reach(spread(320), gate=False, robust=True).most == 60.0


def test_without_outliers_a_robust_range_is_the_plain_one() -> None:
    values = spread(0)
    assert reach(values, gate=False, robust=True).most == magnitude(values)
    assert reach(np.array([[0.5, 9.0]]), gate=False, robust=True).most == 9.0


def test_a_robust_range_ignores_what_is_no_number() -> None:
    values = spread(20)
    values[3] = np.nan
    values[4] = np.inf
    assert 2.0 < reach(values, gate=False, robust=True).most < 3.1
    assert reach(np.full((4, 4), np.nan), gate=True, robust=True) == (0.0, 0.0, False)
    assert reach(np.zeros((0, 4)), gate=True, robust=True) == (0.0, 0.0, False)


def test_a_long_text_is_sampled_and_reaches_as_far() -> None:
    values = np.tile(spread(0), (100, 1))
    values[5] = 500.0
    found = reach(values, gate=False, robust=True)
    assert found.greatest == 500.0
    assert 1.9 < found.most < 3.1


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([-0.86, 1.9], (-1.0, 2.0)),
        ([0.0, 33.0], (0.0, 40.0)),
        ([33.0, 33.0], (0.0, 40.0)),
        ([0.02, 0.9], (0.0, 1.0)),
        ([0.7, 0.82], (0.7, 0.85)),
        ([0.0, 0.0], (-1.0, 1.0)),
        ([np.nan, np.inf], (-1.0, 1.0)),
        ([-2e-5, 5e-5], (-2e-5, 6e-5)),
    ],
)
def test_lines_are_fitted_with_round_numbers(values: list[float], expected: tuple[float, float]) -> None:
    assert fitted([np.array(values)]) == pytest.approx(expected)


@pytest.mark.parametrize("size", np.geomspace(1e-9, 1e9, 19).tolist())
def test_lines_lie_in_their_range_and_use_most_of_it(size: float) -> None:
    values = np.random.default_rng(1).uniform(-0.3, 1.0, 50) * size
    low, high = fitted([values])
    assert low <= values.min()
    assert values.max() <= high
    assert high - low < 1.7 * np.ptp(values)
