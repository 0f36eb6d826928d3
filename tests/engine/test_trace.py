"""Keys, shapes and order of a trace."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.executors import reference
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors

SIGNALS = {
    "rnn": ["hidden_state"],
    "gru": ["reset_gate", "update_gate", "candidate", "hidden_state"],
    "lstm": ["forget_gate", "input_gate", "candidate", "output_gate", "cell_state", "hidden_state"],
}
GATES = {
    "rnn": ["hidden_state"],
    "gru": ["reset_gate", "update_gate", "candidate"],
    "lstm": ["input_gate", "forget_gate", "candidate", "output_gate"],
}


def trace_of(kind: str, layers: int = 1, directions: str = "forward", tokens: int = 6) -> Trace:
    network = random_network(kind, 4, 3, layers, DIRECTIONS[directions])
    return run(network, inputs=vectors(network, tokens), executor=reference)


@pytest.mark.parametrize("kind", KINDS)
def test_every_signal_of_every_part_has_a_key(kind: str) -> None:
    trace = trace_of(kind, layers=2, directions="both")
    name = trace.cell.name
    parts = ["layer0.forward", "layer0.reverse", "layer1.forward", "layer1.reverse"]
    wanted = [f"{p}.{s}" for p in parts for s in SIGNALS[name]]
    wanted += [f"{p}.preactivation.{g}" for p in parts for g in GATES[name]]
    assert sorted(trace.keys()) == sorted(wanted)
    assert list(trace.parts) == parts
    assert all(array.shape == (6, 4) for array in trace.values())


@pytest.mark.parametrize("kind", KINDS)
def test_gates_are_their_squashed_preactivations(kind: str) -> None:
    trace = trace_of(kind, directions="both")
    for part in trace.parts:
        for gate in trace.cell.gates:
            pre = trace[f"{part}.preactivation.{gate}"]
            if gate in trace.cell.unit_interval:
                expected = 1 / (1 + np.exp(-pre))
            else:
                expected = np.maximum(pre, 0) if kind == "rnn-relu" else np.tanh(pre)
            np.testing.assert_allclose(trace[f"{part}.{gate}"], expected, atol=1e-14)


def test_the_lstm_equations_hold_between_recorded_signals() -> None:
    trace = trace_of("lstm")
    i, f, g, o, c, h = (
        trace[s] for s in ("input_gate", "forget_gate", "candidate", "output_gate", "cell_state", "hidden_state")
    )
    before = np.vstack([np.zeros_like(c[:1]), c[:-1]])
    np.testing.assert_allclose(c, f * before + i * g, atol=1e-15)
    np.testing.assert_allclose(h, o * np.tanh(c), atol=1e-15)


@pytest.mark.parametrize("kind", ["gru-after", "gru-before"])
def test_the_gru_keeps_the_old_state_where_z_is_one(kind: str) -> None:
    trace = trace_of(kind)
    z, n, h = trace["update_gate"], trace["candidate"], trace["hidden_state"]
    before = np.vstack([np.zeros_like(h[:1]), h[:-1]])
    np.testing.assert_allclose(h, z * before + (1 - z) * n, atol=1e-15)


def test_the_two_reset_forms_differ() -> None:
    after, before = trace_of("gru-after"), trace_of("gru-before")
    np.testing.assert_array_equal(after["reset_gate"][0], before["reset_gate"][0])
    assert np.abs(after["candidate"] - before["candidate"]).max() > 1e-3


def test_short_names_mean_the_last_layer_forward() -> None:
    trace = trace_of("lstm", layers=2, directions="both")
    assert trace["forget_gate"] is trace["layer1.forward.forget_gate"]
    assert trace["preactivation.candidate"] is trace["layer1.forward.preactivation.candidate"]


def test_a_lone_reverse_direction_has_short_names_too() -> None:
    trace = trace_of("gru-after", directions="reverse")
    assert trace["update_gate"] is trace["layer0.reverse.update_gate"]


def test_hidden_puts_forward_beside_reverse() -> None:
    trace = trace_of("lstm", layers=2, directions="both")
    expected = np.hstack([trace["layer1.forward.hidden_state"], trace["layer1.reverse.hidden_state"]])
    np.testing.assert_array_equal(trace.hidden, expected)


def test_a_reverse_direction_stands_in_token_order() -> None:
    """Its first step is the last token, so cutting the last token off must not leave the others as they were."""
    network = random_network("lstm", 4, 3, directions=("reverse",))
    x = vectors(network, 6)
    whole, tail = run(network, inputs=x, executor=reference), run(network, inputs=x[2:], executor=reference)
    np.testing.assert_allclose(whole["hidden_state"][2:], tail["hidden_state"], atol=1e-15)


def test_arrays_are_read_only() -> None:
    for array in trace_of("gru-after").values():
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1


def test_an_unknown_signal_is_an_error_with_the_names_in_it() -> None:
    trace = trace_of("rnn-tanh")
    with pytest.raises(UsageError, match=r"no signal 'forget_gate'; the RNN records hidden_state"):
        trace["forget_gate"]
    assert "forget_gate" not in trace
    assert trace.get("forget_gate") is None


def test_no_tokens_give_empty_arrays() -> None:
    trace = trace_of("lstm", directions="both", tokens=0)
    assert trace.length == 0
    assert trace["forget_gate"].shape == (0, 4)
    assert trace.hidden.shape == (0, 8)


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_tokens_are_a_trace_of_their_own(kind: str) -> None:
    whole = trace_of(kind, layers=2)
    cut = whole.first(4)
    assert (cut.length, cut.parts, whole.length) == (4, whole.parts, 6)
    assert cut.inputs is not None
    assert cut.inputs.shape == (4, 3)
    for key, values in whole.items():
        np.testing.assert_array_equal(cut[key], values[:4])
        assert not cut[key].flags.writeable
    for record in cut.records.values():
        assert len(record.pre) == 4
        assert len(record.hidden) == 5
    assert whole.first(6) is whole
    assert whole.first(0)["hidden_state"].shape == (0, 4)


def test_of_a_reverse_direction_there_is_all_or_nothing() -> None:
    trace = trace_of("lstm", directions="both")
    with pytest.raises(UsageError, match="read the first tokens last"):
        trace.first(4)
    assert trace.first(6) is trace
    assert trace.first(0)["layer0.reverse.hidden_state"].shape == (0, 4)
