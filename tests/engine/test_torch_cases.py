"""Stored answers of PyTorch: our own for random weights, and the project's oracles where they are at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.backward import backward
from gatescope.engine.executors import Executor
from gatescope.engine.packed import backward_packed, run_packed
from gatescope.engine.run import run
from tests.engine.networks import from_state_dict, to_state_dict
from tests.shared import ORACLES, needs_oracles

STORED = Path(__file__).parents[1] / "data" / "torch_cases.npz"


def stored_cases() -> dict[str, dict[str, Any]]:
    cases: dict[str, dict[str, Any]] = {}
    with np.load(STORED) as file:
        for key in file:
            case, _, name = key.partition("/")
            cases.setdefault(case, {})[name] = file[key]
    return cases


CASES = stored_cases()


def kind_of(case: str) -> str:
    return "lstm" if case.startswith("lstm") else "-".join(case.split("-")[:2])


def relative(case: str) -> float:
    """A relu grows without bound, and an absolute tolerance means nothing at 600."""
    return 1e-5 if "relu" in case else 0


@pytest.mark.parametrize("case", CASES)
def test_stored_hidden_states(case: str, executor: Executor) -> None:
    arrays = CASES[case]
    double = from_state_dict(kind_of(case), arrays, np.float64)
    hidden = run(double, inputs=arrays["x"], executor=executor).hidden
    np.testing.assert_allclose(hidden, arrays["out"], rtol=1e-9 * relative(case), atol=1e-12)
    single = from_state_dict(kind_of(case), arrays, np.float32)
    hidden = run(single, inputs=arrays["x"], executor=executor).hidden
    np.testing.assert_allclose(hidden, arrays["out"], rtol=relative(case), atol=1e-5)


@pytest.mark.parametrize("case", CASES)
def test_stored_gradients(case: str, executor: Executor) -> None:
    arrays = CASES[case]
    network = from_state_dict(kind_of(case), arrays, np.float64)
    trace = run(network, inputs=arrays["x"], executor=executor)
    gradients = backward(network, trace, arrays["ask"], executor)
    np.testing.assert_allclose(gradients.inputs, arrays["grad.x"], rtol=1e-9, atol=1e-11)
    for name, found in to_state_dict(network, gradients.layers).items():
        np.testing.assert_allclose(found, arrays[f"grad.{name}"], rtol=1e-9, atol=1e-11, err_msg=name)


@pytest.mark.parametrize("bias", ["bias_ih_l0", "bias_hh_l0"])
def test_the_stored_cases_would_notice_a_swap(bias: str, executor: Executor) -> None:
    """The gates of a GRU in another order are far outside the tolerance."""
    arrays = dict(CASES["gru-after-16-1-forward"])
    arrays[bias] = np.roll(arrays[bias], 16)
    network = from_state_dict("gru-after", arrays, np.float64)
    hidden = run(network, inputs=arrays["x"], executor=executor).hidden
    assert np.abs(hidden - arrays["out"]).max() > 1e-2


ORACLE_NAMES = [
    f"{kind}_{form}"
    for kind in ("rnn_tanh", "rnn_relu", "gru", "lstm")
    for form in ("L1", "L2_bf", "L3_bi", "L1_bi_nobias")
] + ["lstm_L1_proj2", "lstm_L2_bi_proj3"]
ORACLE_KINDS = {"rnn_tanh": "rnn-tanh", "rnn_relu": "rnn-relu", "gru": "gru-after", "lstm": "lstm"}


@needs_oracles
@pytest.mark.parametrize("name", ORACLE_NAMES)
def test_the_oracles_states_and_gradients(name: str, executor: Executor) -> None:
    """Three sequences with an initial state each, float32; gradients of Σ out ⊙ G."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed; the oracles' weights are .pt files")
    weights = torch.load(ORACLES / "torch_oracle" / f"{name}.pt", weights_only=True)
    kind = next(ORACLE_KINDS[start] for start in ORACLE_KINDS if name.startswith(start))
    network = from_state_dict(kind, {key: value.numpy() for key, value in weights.items()}, np.float32)
    with np.load(ORACLES / "torch_oracle" / f"{name}.npz") as file:
        arrays = dict(file)
    turn = (lambda a: a.swapaxes(0, 1)) if name.endswith("_bf") else (lambda a: a)
    x, out, ask, grad_x = (turn(arrays[key]) for key in ("x", "out", "G", "grad_x"))
    total: dict[str, Any] = {}
    for b in range(x.shape[1]):
        initial = {f"{part}.hidden_state": arrays["h0"][n, b] for n, part in enumerate(network.parts)}
        if kind == "lstm":
            initial |= {f"{part}.cell_state": arrays["c0"][n, b] for n, part in enumerate(network.parts)}
        trace = run(network, inputs=x[:, b], initial=initial, executor=executor)
        np.testing.assert_allclose(trace.hidden, out[:, b], rtol=relative(name), atol=1e-5)
        gradients = backward(network, trace, ask[:, b], executor)
        np.testing.assert_allclose(gradients.inputs, grad_x[:, b], rtol=1e-5, atol=1e-5)
        for key, value in to_state_dict(network, gradients.layers).items():
            total[key] = total.get(key, 0) + value
    for key in weights:
        expected = arrays[f"grad:{key}"]
        # Sums over 21 tokens, in another order than PyTorch's.
        tolerance = 3e-5 * max(1, float(np.abs(expected).max()) if "relu" in name else 1)
        np.testing.assert_allclose(total[key], expected, rtol=0, atol=tolerance, err_msg=key)


@needs_oracles
@pytest.mark.parametrize("name", ORACLE_NAMES)
def test_the_oracles_packed_sequences(name: str, executor: Executor) -> None:
    """Sequences of 7 tokens cut to lengths of their own, each with its initial state; torch leaves 0 after the ends."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed; the oracles' weights are .pt files")
    weights = torch.load(ORACLES / "torch_oracle" / f"{name}.pt", weights_only=True)
    kind = next(ORACLE_KINDS[start] for start in ORACLE_KINDS if name.startswith(start))
    network = from_state_dict(kind, {key: value.numpy() for key, value in weights.items()}, np.float32)
    with np.load(ORACLES / "torch_oracle" / f"{name}.npz") as file:
        arrays = dict(file)
    turn = (lambda a: a.swapaxes(0, 1)) if name.endswith("_bf") else (lambda a: a)
    x, out, lengths = turn(arrays["x"]), turn(arrays["packed_out"]), arrays["lens"]
    pieces = [x[:length, b] for b, length in enumerate(lengths)]
    initial = {f"{part}.hidden_state": arrays["h0"][n] for n, part in enumerate(network.parts)}
    if kind == "lstm":
        initial |= {f"{part}.cell_state": arrays["c0"][n] for n, part in enumerate(network.parts)}
    tape = run_packed(network, np.concatenate(pieces), np.cumsum([0, *lengths]), executor, initial)
    expected = np.concatenate([out[:length, b] for b, length in enumerate(lengths)])
    np.testing.assert_allclose(tape.hidden, expected, rtol=relative(name), atol=1e-5)


@pytest.mark.parametrize("kind", ["rnn-tanh", "gru-after", "lstm"])
def test_packed_is_each_sequence_alone(kind: str, executor: Executor) -> None:
    arrays = CASES[f"{kind}-3-2-both"]
    network = from_state_dict(kind, arrays, np.float64)
    offsets = np.array([0, 3, 3, 4, 7])
    tape = run_packed(network, arrays["x"], offsets, executor)
    together = backward_packed(tape, arrays["ask"])
    total: dict[str, Any] = {}
    for start, stop in ((0, 3), (3, 4), (4, 7)):
        trace = run(network, inputs=arrays["x"][start:stop], executor=executor)
        np.testing.assert_allclose(tape.hidden[start:stop], trace.hidden, rtol=0, atol=1e-13)
        alone = backward(network, trace, arrays["ask"][start:stop], executor)
        np.testing.assert_allclose(together.inputs[start:stop], alone.inputs, rtol=0, atol=1e-13)
        for key, value in to_state_dict(network, alone.layers).items():
            total[key] = total.get(key, 0) + value
    for key, value in to_state_dict(network, together.layers).items():
        np.testing.assert_allclose(value, total[key], rtol=0, atol=1e-12, err_msg=key)
