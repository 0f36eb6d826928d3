"""Gradient flow against the analyses it is made of, and where a run stops being numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.factors import factors
from gatescope.analysis.gradient_flow import gradient_flow
from gatescope.analysis.gradients import gradients
from gatescope.analysis.targets import Target, nearest
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.engine.network import Network
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.errors import Cancelled, ModelError, UsageError
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors
from tests.reports import cancelled_at

T = 9


def poisoned(kind: str, token: int, layers: int = 1, directions: str = "forward") -> tuple[Network, Trace]:
    """A run that is NaN from `token` on, because a vector is."""
    network = random_network(kind, 4, 3, layers, DIRECTIONS[directions])
    inputs = vectors(network, T)
    inputs[token] = np.nan
    return network, run(network, inputs=inputs)


@pytest.mark.parametrize("target", ["last", "tokens:4", "readout:sentiment@6"])
@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_what_gradients_and_factors_say(kind: str, directions: str, target: str) -> None:
    network = random_network(kind, 4, 3, 3, DIRECTIONS[directions])
    trace = run(network, inputs=vectors(network, T))
    slopes = gradients(network, trace, target)
    for layer in range(3):
        found = gradient_flow(network, trace, target, f"layer{layer}.{network.directions[-1]}")
        assert [one.part for one in found.parts] == [f"layer{layer}.{direction}" for direction in network.directions]
        assert str(found.target) == slopes.target
        assert found.token == {"last": T - 1, "tokens:4": 4}.get(target, 6)
        assert found.bad is None
        for one in found.parts:
            np.testing.assert_array_equal(one.hidden, slopes.log10_norm(f"{one.part}.grad.hidden_state"))
            if kind == "lstm":
                np.testing.assert_array_equal(one.cell, slopes.log10_norm(f"{one.part}.grad.cell_state"))
                np.testing.assert_allclose(one.factors, trace[f"{one.part}.forget_gate"].mean(axis=1), rtol=1e-12)
            else:
                assert one.cell.shape == (0,)
            if kind.startswith("gru"):
                np.testing.assert_allclose(one.factors, trace[f"{one.part}.update_gate"].mean(axis=1), rtol=1e-12)
            if kind.startswith("rnn"):
                np.testing.assert_array_equal(one.factors, factors(network, trace, one.part).jacobian_largest)


def test_the_last_layer_is_followed_by_default() -> None:
    network = random_network("gru-after", 4, 3, 2)
    found = gradient_flow(network, run(network, inputs=vectors(network, T)), Target(token=2))
    assert [one.part for one in found.parts] == ["layer1.forward"]
    assert (found.parts[0].hidden[3:] == -np.inf).all()


@pytest.mark.parametrize("kind", ["rnn-tanh", "gru-before", "lstm"])
def test_nothing_is_known_from_a_bad_token_on(kind: str) -> None:
    network, trace = poisoned(kind, 5, layers=2)
    (part,) = gradient_flow(network, trace, "tokens:3").parts
    whole = vectors(network, T)[:5]
    short = run(network, inputs=whole)
    np.testing.assert_array_equal(
        part.hidden[:5], gradients(network, short, "tokens:3").log10_norm("grad.hidden_state")
    )
    assert np.isnan(part.hidden[5:]).all()
    assert np.isfinite(part.factors[:5]).all()
    assert np.isnan(part.factors[5:]).all()

    after = gradient_flow(network, trace, "last")
    assert after.bad == 5
    (part,) = after.parts
    assert np.isnan(part.hidden).all()
    assert np.isfinite(part.factors[:5]).all()


def test_a_layer_above_may_have_gone_bad_before_the_one_below() -> None:
    network, trace = poisoned("gru-after", 6, layers=2)
    trace.records["layer1.forward"].hidden[4] = np.inf
    assert gradient_flow(network, trace).bad == 3


@pytest.mark.parametrize("token", [0, 4])
def test_a_reverse_direction_leaves_no_good_token(token: int) -> None:
    network, trace = poisoned("lstm", token, directions="both")
    found = gradient_flow(network, trace, "tokens:8")
    assert found.bad == 0
    assert all(np.isnan(one.hidden).all() and np.isnan(one.factors).all() for one in found.parts)


@pytest.mark.parametrize("kind", ["rnn-tanh", "gru-after", "lstm"])
def test_a_bad_first_token_is_all_there_is_to_say(kind: str) -> None:
    network, trace = poisoned(kind, 0)
    found = gradient_flow(network, trace)
    assert found.bad == 0
    assert found.parts[0].hidden.shape == found.parts[0].factors.shape == (T,)
    assert np.isnan(found.parts[0].factors).all()


def test_what_is_held_at_later_tokens_does_not_reach_the_good_ones() -> None:
    network = random_network("lstm", 4, 3)
    inputs = vectors(network, T)
    inputs[6] = np.nan
    hold = Interventions((Clamp("forget_gate", 0.5, None, range(2, 9)),))
    found = gradient_flow(network, run(network, inputs=inputs, interventions=hold), "tokens:4")
    short = run(
        network, inputs=inputs[:6], interventions=Interventions((Clamp("forget_gate", 0.5, None, range(2, 6)),))
    )
    wanted = gradients(network, short, "tokens:4").log10_norm("grad.cell_state")
    np.testing.assert_array_equal(found.parts[0].cell[:6], wanted)
    np.testing.assert_array_equal(found.parts[0].factors[2:6], 0.5)


@pytest.mark.slow
def test_beyond_the_float_range_it_is_a_number() -> None:
    network = random_network("lstm", 3, 2, dtype=np.float32)
    hold = Interventions((Clamp("forget_gate", 0.5), Clamp("output_gate", 0.0, None, range(4_999))))
    found = gradient_flow(network, run(network, inputs=vectors(network, 5_000), interventions=hold))
    assert found.parts[0].cell[0] < -1_400
    assert found.bad is None


def test_what_it_refuses() -> None:
    network = random_network("lstm", 3, 2)
    with pytest.raises(UsageError, match="no tokens"):
        gradient_flow(network, run(network, inputs=vectors(network, 0)))
    trace = run(network, inputs=vectors(network, 3))
    with pytest.raises(UsageError, match="no token 3"):
        gradient_flow(network, trace, "tokens:3")
    with pytest.raises(UsageError, match=r"no part 'layer1\.forward'"):
        gradient_flow(network, trace, part="layer1.forward")
    with pytest.raises(UsageError, match="no read-out 'topic'"):
        gradient_flow(network, trace, "readout:topic")
    readout = network.readouts[0]
    broken = replace(network, readouts=(replace(readout, weight=np.full_like(readout.weight, np.nan)),))
    with pytest.raises(ModelError, match="'sentiment' has weights that are not finite"):
        gradient_flow(broken, trace, "readout:sentiment")


@pytest.mark.parametrize("kind", ["rnn-tanh", "lstm"])
def test_it_can_be_cancelled(kind: str) -> None:
    network = random_network(kind, 4, 3)
    trace = run(network, inputs=vectors(network, 1_000))
    shares: list[float] = []
    gradient_flow(network, trace, report=shares.append)
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1
    for call in range(len(shares)):
        with pytest.raises(Cancelled):
            gradient_flow(network, trace, report=cancelled_at(call))


def test_the_nearest_target_is_what_the_network_and_the_text_have() -> None:
    network = random_network("lstm", 3, 2)
    mute = replace(network, readouts=())
    first = Target(readout="sentiment")
    assert nearest(network, None, 5) == first
    assert nearest(mute, None, 5) == Target()
    assert nearest(network, Target(), 5) == Target()
    assert nearest(network, Target(4), 5) == Target(4)
    assert nearest(network, Target(5), 5) == Target()
    assert nearest(network, Target(2, "sentiment", "good"), 5) == Target(2, "sentiment", "good")
    assert nearest(network, Target(2, "sentiment", "blue"), 5) == Target(2, "sentiment")
    assert nearest(network, Target(2, "topic", "a"), 5) == Target(2, "sentiment")
    assert nearest(mute, Target(2, "topic", "a"), 5) == Target(2)
