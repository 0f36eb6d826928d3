"""The factors of a gradient against what they must multiply to."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.analysis.factors import direct_path, factors
from gatescope.analysis.jacobian import recurrent_jacobian
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.engine.run import run
from gatescope.errors import Cancelled, UsageError
from tests.engine.networks import DIRECTIONS, random_network, vectors
from tests.reports import cancelled_at


@pytest.mark.parametrize("directions", ["forward", "reverse"])
@pytest.mark.parametrize("kind", ["lstm", "gru-after"])
def test_the_direct_path_is_a_product(kind: str, directions: str) -> None:
    network = random_network(kind, 4, 3, 2, DIRECTIONS[directions])
    trace = run(network, inputs=vectors(network, 12))
    gate = trace["forget_gate" if kind == "lstm" else "update_gate"]
    found = direct_path(network, trace, token=7)
    for t in range(12):
        later = range(t + 1, 8) if directions == "forward" else range(7, t)
        if (t > 7) == (directions == "forward") and t != 7:
            assert (found.log10_product[t] == -np.inf).all()
            assert found.log10_norm[t] == -np.inf
            continue
        product = np.prod([gate[j] for j in later], axis=0) * np.ones(4)
        np.testing.assert_allclose(10 ** found.log10_product[t], product, rtol=1e-10)
        assert 10 ** found.log10_norm[t] == pytest.approx(np.linalg.norm(product), rel=1e-10)
    whole = direct_path(network, trace)
    assert whole.token == (11 if directions == "forward" else 0)
    assert (whole.part, whole.gate) == (f"layer1.{directions}", "forget_gate" if kind == "lstm" else "update_gate")


@pytest.mark.parametrize("directions", ["forward", "reverse"])
@pytest.mark.parametrize("kind", ["lstm", "gru-after", "gru-before"])
def test_a_state_that_is_held_cuts_the_direct_path(kind: str, directions: str) -> None:
    """At whatever it is held, the value that it has included: nothing that comes before it moves it."""
    network = random_network(kind, 4, 3, 2, DIRECTIONS[directions])
    state, gate = ("cell_state", "forget_gate") if kind.startswith("lstm") else ("hidden_state", "update_gate")
    first = (Clamp(state, 0.7, (1, 2), range(3, 4)), Clamp(state, -0.2, (3,), range(3, 4), layer=0))
    before = run(network, inputs=vectors(network, 9), interventions=Interventions(first))
    as_it_is = Clamp(state, float(before[state][5, 0]), (0,), range(5, 6))
    trace = run(network, inputs=vectors(network, 9), interventions=Interventions((*first, as_it_is)))
    factor = trace[gate].copy()
    factor[3, 1:3] = factor[5, 0] = 0
    found = direct_path(network, trace)
    for t in range(9):
        later = factor[t + 1 :] if directions == "forward" else factor[:t]
        np.testing.assert_allclose(10 ** found.log10_product[t], np.prod(later, axis=0), rtol=1e-10)
    assert np.isfinite(found.log10_product[:, 3]).all()


def test_the_direct_path_of_ten_thousand_tokens() -> None:
    """f held at 0.9: 10^-457.5 is a number like any other in log space, and f = 0 cuts the path."""
    network = random_network("lstm", 3, 2)
    hold = Interventions((Clamp("forget_gate", 0.9), Clamp("forget_gate", 0.0, (1,), range(5_000, 5_001))))
    found = direct_path(network, run(network, inputs=vectors(network, 10_001), interventions=hold))
    assert found.log10_product[0, 0] == pytest.approx(10_000 * np.log10(0.9), rel=1e-12)
    assert found.log10_product[5_000, 1] == pytest.approx(5_000 * np.log10(0.9), rel=1e-12)
    assert found.log10_product[4_999, 1] == -np.inf
    assert found.log10_norm[0] == pytest.approx(10_000 * np.log10(0.9) + 0.5 * np.log10(2), rel=1e-12)


def test_the_plain_rnn_has_no_direct_path() -> None:
    network = random_network("rnn-tanh")
    with pytest.raises(UsageError, match="a direct path needs LSTM or GRU: an RNN has none"):
        direct_path(network, run(network, inputs=vectors(network, 3)))


def test_a_direct_path_from_nowhere() -> None:
    network = random_network("lstm")
    trace = run(network, inputs=vectors(network, 3))
    with pytest.raises(UsageError, match="no token 3: the text has 3"):
        direct_path(network, trace, token=3)
    with pytest.raises(UsageError, match=r"no part 'layer1\.forward'; the trace has layer0\.forward"):
        direct_path(network, trace, "layer1.forward")
    with pytest.raises(UsageError, match="has no tokens"):
        direct_path(network, run(network, inputs=np.zeros((0, 4))))


@pytest.mark.parametrize("directions", ["forward", "reverse"])
def test_mean_slopes_are_those_of_the_recorded_values(directions: str) -> None:
    network = random_network("lstm", 4, 3, directions=DIRECTIONS[directions])
    trace = run(network, inputs=vectors(network, 6))
    found = factors(network, trace)
    for gate in ("input_gate", "forget_gate", "output_gate"):
        s = 1 / (1 + np.exp(-trace[f"preactivation.{gate}"]))
        np.testing.assert_allclose(found.slopes[gate], (s * (1 - s)).mean(axis=1), rtol=1e-10)
    for name, at in (("candidate", "preactivation.candidate"), ("cell_state", "cell_state")):
        np.testing.assert_allclose(found.slopes[name], (1 / np.cosh(trace[at]) ** 2).mean(axis=1), rtol=1e-10)
    turn = -1 if directions == "reverse" else 1
    jacobian = recurrent_jacobian(network, trace)
    np.testing.assert_array_equal(found.jacobian_norm, jacobian.frobenius()[::turn])
    np.testing.assert_array_equal(found.jacobian_largest, jacobian.largest_singular_value()[::turn])
    assert found.jacobian_norm.shape == (6,)


def test_the_jacobians_multiply_to_the_gradient_of_a_plain_rnn() -> None:
    """Claim: an RNN's gradient is a product of T Jacobians, and no norm exceeds the product of their largest values."""
    from gatescope.analysis.gradients import gradients

    network = random_network("rnn-tanh", 5, 3, scale=1.5)
    trace = run(network, inputs=vectors(network, 40))
    norms = gradients(network, trace)["log10_grad_norm.hidden_state"]
    jacobian = recurrent_jacobian(network, trace)
    product = np.ones(5)
    for token in range(39, 0, -1):
        product = product @ jacobian.matrix(token)
        assert norms[token - 1] == pytest.approx(np.log10(np.linalg.norm(product)), rel=1e-9)
    bound = np.log10(jacobian.largest_singular_value())[1:].sum() + np.log10(np.sqrt(5))
    assert norms[0] <= bound


@pytest.mark.parametrize("kind", ["lstm", "gru-before"])
def test_long_texts_come_in_blocks_and_can_be_cancelled(kind: str) -> None:
    network = random_network(kind, 3, 2)
    jacobian = recurrent_jacobian(network, run(network, inputs=vectors(network, 2_500)))
    for token in (0, 1_023, 1_024, 2_499):
        matrix = jacobian.matrix(token)
        assert jacobian.frobenius()[token] == pytest.approx(np.linalg.norm(matrix), rel=1e-10)
        largest = np.linalg.svd(matrix, compute_uv=False)[0]
        assert jacobian.largest_singular_value()[token] == pytest.approx(largest, rel=1e-4)
    for measure in (jacobian.frobenius, jacobian.largest_singular_value):
        with pytest.raises(Cancelled):
            measure(report=cancelled_at(1))
    with pytest.raises(UsageError, match="no token 2500"):
        jacobian.matrix(2_500)
    assert len(jacobian) == 2_500


@pytest.mark.parametrize(("size", "expected"), [(1e25, True), (3e38, False)])
def test_weights_near_the_end_of_single_precision_have_a_largest_singular_value(size: float, expected: bool) -> None:
    """At rest a plain RNN's Jacobian is U; its products with a vector may be infinite, and that is no complaint."""
    network = random_network("rnn-tanh", units=4, dtype=np.float32)
    for key in network.keys():  # noqa: SIM118
        array = np.zeros_like(network.array(key))
        network = network.with_array(key, np.full_like(array, size) if ".U." in key else array)
    found = recurrent_jacobian(network, run(network, inputs=vectors(network, 2))).largest_singular_value()
    assert np.allclose(found, 4 * np.float64(np.float32(size)), rtol=1e-4) if expected else np.isinf(found).all()
