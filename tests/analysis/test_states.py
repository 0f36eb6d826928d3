"""Saturation, time scales, the memory ledger and moving averages against their slow twins and by definition."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gatescope.analysis.memory_ledger import LABEL, memory_ledger
from gatescope.analysis.moving_average import ewma, moving_averages
from gatescope.analysis.saturation import histogram, limits, saturation, saturation_of
from gatescope.analysis.time_scales import half_life, time_scales
from gatescope.engine.executors import Executor
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.engine.network import Network
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.errors import ModelError, UsageError
from tests.analysis import cases, naive
from tests.engine.networks import DIRECTIONS, random_network, vectors

GATED = ["lstm", "gru-after", "gru-before"]


def traced(network: Network, tokens: int = 12, *clamps: Clamp, **options: Any) -> Trace:
    return run(network, inputs=vectors(network, tokens), interventions=Interventions(clamps), **options)


# The memory ledger


@pytest.mark.parametrize("token", [None, 0, 5])
@pytest.mark.parametrize("directions", ["forward", "reverse"])
@pytest.mark.parametrize("kind", GATED)
def test_the_ledger_is_its_slow_twin(kind: str, directions: str, token: int | None) -> None:
    network = random_network(kind, 4, 3, 2, DIRECTIONS[directions], scale=2)
    part = f"layer1.{directions}"
    rng = np.random.default_rng(1)
    initial = {f"{part}.{state}": rng.normal(size=4) for state in network.cell.states}
    trace = traced(network, 9, initial=initial)
    found = memory_ledger(trace, token=token)
    state = "cell_state" if kind == "lstm" else "hidden_state"
    end = (8 if directions == "forward" else 0) if token is None else token
    read = list(range(end + 1)) if directions == "forward" else list(range(8, end - 1, -1))
    if kind == "lstm":
        kept, written = trace["forget_gate"], trace["input_gate"] * trace["candidate"]
    else:
        kept, written = trace["update_gate"], (1 - trace["update_gate"]) * trace["candidate"]
    amounts, start = naive.ledger(kept[read], written[read], initial[f"{part}.{state}"])
    np.testing.assert_allclose(found.amounts[read], amounts, rtol=1e-12, atol=1e-300)
    assert not np.delete(found.amounts, read, axis=0).any()
    np.testing.assert_allclose(found.initial, start, rtol=1e-12)
    np.testing.assert_array_equal(found.total, trace[state][end])
    np.testing.assert_allclose(found.amounts.sum(axis=0) + found.initial, found.total, atol=1e-12)
    assert (found.part, found.state, found.token, found.label) == (part, state, end, LABEL)
    assert found.residual < 1e-12
    np.testing.assert_allclose(found.by_token, np.abs(found.amounts).sum(axis=1))
    assert found.share.sum() + found.initial_share == pytest.approx(1)
    assert found.share[read[0]] == pytest.approx(found.by_token[read[0]] / (found.by_token.sum() + np.abs(start).sum()))


@pytest.mark.parametrize("name", [name for name in cases.OPTIONS if not name.startswith("rnn")])
def test_the_ledger_adds_up_under_every_convention(name: str) -> None:
    network = cases.network(name)
    assert memory_ledger(traced(network)).residual < 1e-12
    if name != "lstm-coupled":
        ledger = memory_ledger(traced(network, 12, Clamp(network.cell.gates[1], 0.97, (1, 2))))
        assert ledger.residual < 1e-12


@pytest.mark.slow
@pytest.mark.parametrize("bias", [0.0, 4.0, 12.0])
@pytest.mark.parametrize("kind", ["lstm", "gru-after"])
def test_ten_thousand_float32_tokens_add_up(kind: str, bias: float, executor: Executor) -> None:
    network = random_network(kind, 8, 4, dtype=np.float32)
    gate = "forget_gate" if kind == "lstm" else "update_gate"
    network = network.with_array(f"layer0.forward.b_x.{gate}", np.full(8, bias, np.float32))
    found = memory_ledger(traced(network, 10_000, executor=executor))
    assert np.isfinite(found.amounts).all()
    scale = max(1.0, float(np.abs(found.total).max()))
    assert found.residual < 1e-5 * scale if bias < 12 else found.residual < 3e-4 * scale
    if not bias:
        # 10,000 factors of about one half are no double any more, and count as nothing.
        assert not found.amounts[0].any()
        assert found.share[-20:].sum() > 0.99


def test_a_closed_forget_gate_forgets_and_an_open_one_keeps() -> None:
    """Claim: f = 1 and i = 0 hold c for any length; f = 0 leaves the last word alone."""
    network = random_network("lstm", 3, 2)
    start = {"layer0.forward.cell_state": np.array([0.5, -1.0, 2.0])}
    belt = memory_ledger(traced(network, 500, Clamp("forget_gate", 1), Clamp("input_gate", 0), initial=start))
    np.testing.assert_array_equal(belt.total, start["layer0.forward.cell_state"])
    assert belt.initial_share == 1
    gone = memory_ledger(traced(network, 20, Clamp("forget_gate", 0), initial=start))
    assert gone.share[-1] == 1
    assert gone.initial_share == 0


@pytest.mark.parametrize(("kind", "state"), [("lstm", "cell_state"), ("gru-before", "hidden_state")])
def test_a_held_state_is_written_by_its_token_alone(kind: str, state: str) -> None:
    network = random_network(kind, 3, 2)
    trace = traced(network, 20, Clamp(state, 5.0, (1,), range(10, 11)))
    found = memory_ledger(trace)
    gate = trace["forget_gate" if kind == "lstm" else "update_gate"]
    assert found.residual < 1e-12
    assert not found.amounts[:10, 1].any()
    assert found.amounts[10, 1] == pytest.approx(5 * np.prod(gate[11:, 1]), rel=1e-9)
    assert found.amounts[:10, 0].all()


def test_a_state_of_zeros_has_no_shares() -> None:
    network = random_network("lstm", 3, 2)
    found = memory_ledger(traced(network, 4, Clamp("input_gate", 0)))
    assert not found.share.any()
    assert found.initial_share == 0


# Moving averages


@pytest.mark.parametrize("directions", ["forward", "reverse"])
@pytest.mark.parametrize("kind", ["gru-after", "gru-before"])
def test_the_moving_averages_are_their_slow_twins(kind: str, directions: str) -> None:
    network = random_network(kind, 4, 3, 2, DIRECTIONS[directions])
    part = f"layer1.{directions}"
    start = np.array([0.4, -0.2, 0.1, 0.3])
    trace = traced(network, 8, initial={f"{part}.hidden_state": start})
    found = moving_averages(network, trace)
    turn = -1 if directions == "reverse" else 1
    z, n, r = (trace[name][::turn] for name in ("update_gate", "candidate", "reset_gate"))
    np.testing.assert_allclose(found.same_gate[::turn], naive.ewma(n, z, start), atol=1e-12)
    np.testing.assert_allclose(found.residual("same_gate"), 0, atol=1e-12)
    constant = np.tile(z.mean(axis=0), (8, 1))
    np.testing.assert_allclose(found.constant_gate[::turn], naive.ewma(n, constant, start), atol=1e-12)
    p = network.layers[1][0]
    below = trace[f"layer0.{directions}.hidden_state"][::turn]
    bias = r * p.b_h[2] if kind == "gru-after" else p.b_h[2]
    alone = np.tanh(below @ p.W[2].T + p.b_x[2] + bias)
    np.testing.assert_allclose(found.no_feedback[::turn], naive.ewma(alone, z, start), atol=1e-12)
    assert np.abs(found.residual()).max() > 1e-3
    assert np.abs(found.residual("no_feedback")).max() > 1e-3
    np.testing.assert_allclose(found.mean_gate, z.mean(axis=0))
    np.testing.assert_array_equal(found.hidden, trace.hidden)


@pytest.mark.parametrize("clip", [None, 0.4])
@pytest.mark.parametrize("vocabulary", [0, 6])
def test_without_recurrence_and_with_one_gate_a_gru_is_an_ewma(vocabulary: int, clip: float | None) -> None:
    """Claim: a GRU *is* an EWMA just where z does not vary and the candidate does not see h."""
    network = random_network("gru-after", 4, 3, vocabulary=vocabulary)
    network = replace(network, convention=replace(network.convention, clip=clip))
    network = network.with_array("layer0.forward.U.candidate", np.zeros((4, 4)))
    hold = Interventions((Clamp("update_gate", 0.8),))
    source = {"ids": [0, 5, 3, 3, 1]} if vocabulary else {"inputs": vectors(network, 5)}
    found = moving_averages(network, run(network, interventions=hold, **source))  # type: ignore[arg-type]
    for average in ("same_gate", "constant_gate", "no_feedback"):
        np.testing.assert_allclose(found.residual(average), 0, atol=1e-12)


def test_an_ewma_in_closed_form() -> None:
    """Of a constant: v (1 − kᵗ⁺¹) + start kᵗ⁺¹."""
    found = ewma(np.full((30, 1), 2.0), np.full((30, 1), 0.9), np.array([7.0]))
    left = 0.9 ** np.arange(1, 31)
    np.testing.assert_allclose(found[:, 0], 2 * (1 - left) + 7 * left, rtol=1e-12)


# Time scales


@pytest.mark.parametrize("kind", ["lstm", "gru-after"])
def test_time_scales_count_steps(kind: str) -> None:
    network = random_network(kind, 4, 3)
    trace = traced(network, 15)
    gate = trace["forget_gate" if kind == "lstm" else "update_gate"]
    found = time_scales(trace)
    for unit in range(4):
        assert found.half_life[unit] == pytest.approx(naive.half_life(list(gate[:, unit])), abs=2e-3)
        assert found.time_constant[unit] == pytest.approx(1 / (1 - np.mean(gate[:, unit])))
        # Over its own half-life, a text of copies of this one keeps half.
        kept = np.prod(gate[:, unit]) ** (found.text_half_life[unit] / 15)
        assert kept == pytest.approx(0.5)
    assert (found.text_half_life <= found.half_life).all()
    np.testing.assert_allclose(found.unit_mean, gate.mean(axis=1))
    np.testing.assert_allclose(0.5 ** (1 / found.token_half_life), gate, rtol=1e-9)


def test_half_lives_of_known_gates() -> None:
    found = half_life(np.array([0.99, 0.5, 0.9, 0.0, 1.0, 1.5]))
    np.testing.assert_allclose(found, [68.9676, 1, 6.5788, 0, np.inf, np.inf], rtol=1e-4)


def test_gates_that_never_or_always_open() -> None:
    network = random_network("lstm", 3, 2)
    found = time_scales(traced(network, 5, Clamp("forget_gate", 1, (0,)), Clamp("forget_gate", 0, (1,))))
    assert found.half_life[:2].tolist() == [np.inf, 0]
    assert found.time_constant[:2].tolist() == [np.inf, 1]
    assert found.text_half_life[:2].tolist() == [np.inf, 0]
    one_shut = time_scales(traced(network, 5, Clamp("forget_gate", 0, (2,), range(1, 2))))
    assert one_shut.text_half_life[2] == 0
    assert one_shut.half_life[2] > 0


# Saturation


@pytest.mark.parametrize("name", cases.OPTIONS)
def test_saturated_fractions_are_their_slow_twins(name: str) -> None:
    network = cases.network(name)
    trace = traced(network, 20)
    found = saturation(trace, bins=7)
    assert set(found.signals) == set(network.cell.signals)
    for signal, measured in found.signals.items():
        values = trace[signal]
        if signal == "cell_state":
            if name == "lstm-all":
                assert measured.limits == (-np.inf, np.inf)
                continue
            values = values / (1 + np.abs(values)) if name == "lstm-relu" else np.tanh(values)
        left, right = naive.fractions(values, *measured.limits)
        np.testing.assert_allclose(measured.left, left, atol=1e-15, err_msg=signal)
        np.testing.assert_allclose(measured.right, right, atol=1e-15, err_msg=signal)
        assert (measured.counts.sum(axis=1) == 20).all()
        for unit in range(values.shape[1]):
            expected, _ = np.histogram(values[:, unit], measured.edges)
            np.testing.assert_array_equal(measured.counts[unit], expected)


def test_the_limits_go_by_the_nonlinearity() -> None:
    def of(name: str, signal: str, **convention: Any) -> tuple[float, float]:
        network = cases.network(name)
        network = replace(network, convention=replace(network.convention, **convention))
        return limits(traced(network, 2), "layer0.forward", signal)

    assert of("lstm", "forget_gate") == (0.1, 0.9)
    assert of("lstm", "candidate") == (-0.9, 0.9)
    assert of("lstm", "hidden_state") == (-0.9, 0.9)
    assert of("lstm", "cell_state") == (-0.9, 0.9)
    assert of("lstm-projection", "hidden_state") == (-np.inf, np.inf)
    assert of("gru-after", "hidden_state", candidate_activation="scaled_tanh(2, 1)") == (-1.8, 1.8)
    assert of("rnn", "hidden_state") == (-0.9, 0.9)
    low, high = of("rnn", "hidden_state", activation="relu")
    assert 0 < low < 1e-40
    assert high == np.inf
    assert of("lstm", "output_gate", gate_activation="linear") == (-np.inf, np.inf)


def test_dead_and_stuck_units() -> None:
    values = np.array([[0.0, 0.95, 0.5, -0.009], [0.005, 0.951, 0.5, 0.009], [0.0, 0.95, 0.9, 0.0]])
    found = saturation_of(values, (0.1, 0.9))
    assert found.dead.tolist() == [True, False, False, True]
    assert found.stuck.tolist() == [True, True, False, False]
    assert not saturation_of(values[:1], (0.1, 0.9)).stuck.any()


def test_a_bounded_signal_has_its_whole_range_and_another_what_it_needs() -> None:
    assert saturation_of(np.array([[0.4], [0.5]]), (0.1, 0.9)).edges[[0, -1]].tolist() == pytest.approx([0, 1])
    assert saturation_of(np.array([[0.4], [-0.5]]), (-0.9, 0.9)).edges[[0, -1]].tolist() == pytest.approx([-1, 1])
    assert saturation_of(np.array([[4.0], [-5.0]]), (-np.inf, np.inf)).edges[[0, -1]].tolist() == [-5, 4]
    assert saturation_of(np.zeros((2, 1)), (-np.inf, np.inf)).edges[[0, -1]].tolist() == [0, 1]
    assert histogram(np.array([[0.0, 9.0], [1.0, -9.0]]), np.array([0, 0.5, 1])).tolist() == [[1, 1], [1, 1]]


# What cannot be


@pytest.mark.parametrize("analysis", [memory_ledger, time_scales, saturation])
def test_bad_input(analysis: Any) -> None:
    network = random_network("lstm", 3, 2)
    with pytest.raises(UsageError, match="has no tokens"):
        analysis(run(network, inputs=np.zeros((0, 2))))
    with pytest.raises(UsageError, match=r"no part 'layer0\.reverse'; the trace has layer0\.forward"):
        analysis(traced(network), "layer0.reverse")
    broken = network.with_array("layer0.forward.b_x.candidate", np.array([0, 0, np.nan]))
    with pytest.raises(ModelError, match=r"candidate of unit 2 is not a finite number at token 0"):
        analysis(traced(broken))


@pytest.mark.parametrize("analysis", [memory_ledger, time_scales])
def test_the_plain_rnn_has_no_gate_that_keeps(analysis: Any) -> None:
    with pytest.raises(UsageError, match="needs LSTM or GRU: an RNN has none"):
        analysis(traced(random_network("rnn-tanh")))


def test_only_a_gru_is_a_moving_average() -> None:
    network = random_network("lstm")
    with pytest.raises(UsageError, match="a moving average of the candidate needs GRU: an LSTM has none"):
        moving_averages(network, traced(network))


def test_a_ledger_after_a_token_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="no token 12: the text has 12, 0 … 11"):
        memory_ledger(traced(random_network("lstm")), token=12)
