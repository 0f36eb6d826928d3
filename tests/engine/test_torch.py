"""The engine against torch.nn.RNN, GRU and LSTM with random weights, where PyTorch is installed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from gatescope.engine.executors import Executor
from gatescope.engine.network import Network
from gatescope.engine.packed import backward_packed, run_packed
from gatescope.engine.run import run
from tests.engine.networks import DIRECTIONS, random_network, to_state_dict, torch_module, vectors
from tests.engine.options import random_option

torch = pytest.importorskip("torch", reason="PyTorch is not installed; tests/data/torch_cases.npz stands in for it")

TORCH_KINDS = ("rnn-tanh", "rnn-relu", "gru-after", "lstm")
SIZES = (1, 3, 15, 16, 17, 33, 64, 200)


@pytest.mark.parametrize("units", SIZES)
@pytest.mark.parametrize("kind", TORCH_KINDS)
def test_hidden_states_agree(kind: str, units: int, executor: Executor) -> None:
    network = random_network(kind, units, 7, seed=units, dtype=np.float32)
    assert_same_hidden(network, tokens=12, executor=executor, tolerance=1e-5)


@pytest.mark.parametrize("directions", ["forward", "both"])
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("kind", TORCH_KINDS)
def test_stacks_agree(kind: str, layers: int, directions: str, executor: Executor) -> None:
    network = random_network(kind, 18, 5, layers, DIRECTIONS[directions], seed=layers)
    assert_same_hidden(network, tokens=9, executor=executor, tolerance=1e-12)
    assert_same_hidden(network.astype(np.float32), tokens=9, executor=executor, tolerance=1e-5)


@pytest.mark.parametrize("kind", TORCH_KINDS)
def test_a_lone_reverse_direction_is_torch_on_the_turned_text(kind: str, executor: Executor) -> None:
    network = random_network(kind, 6, 3, directions=("reverse",))
    x = vectors(network, 8)
    with torch.no_grad():
        expected = torch_module(network)(torch.tensor(x[::-1].copy()))[0].numpy()[::-1]
    np.testing.assert_allclose(run(network, inputs=x, executor=executor).hidden, expected, atol=1e-12)


@pytest.mark.parametrize("kind", ["gru-after", "lstm"])
def test_initial_states_agree(kind: str, executor: Executor) -> None:
    network = random_network(kind, 6, 3)
    x = vectors(network, 4)
    rng = np.random.default_rng(5)
    initial = {f"layer0.forward.{state}": rng.normal(size=6) for state in network.cell.states}
    h = torch.tensor(initial["layer0.forward.hidden_state"][None])
    state = (h, torch.tensor(initial["layer0.forward.cell_state"][None])) if kind == "lstm" else h
    with torch.no_grad():
        expected = torch_module(network)(torch.tensor(x), state)[0].numpy()
    np.testing.assert_allclose(run(network, inputs=x, initial=initial, executor=executor).hidden, expected, atol=1e-12)


# torch says once a process that oneDNN has no projections.
projects = pytest.mark.filterwarnings("ignore:LSTM with projections:UserWarning")


@projects
@pytest.mark.parametrize("directions", ["forward", "both"])
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("units", [3, 17])
def test_projections_agree(units: int, layers: int, directions: str, executor: Executor) -> None:
    network = random_option("lstm projection", units, 5, layers, DIRECTIONS[directions], seed=units)
    assert_same_hidden(network, tokens=9, executor=executor, tolerance=1e-12)
    assert_same_hidden(network.astype(np.float32), tokens=9, executor=executor, tolerance=1e-5)
    assert_same_gradients(network, executor)


@projects
@pytest.mark.parametrize("directions", ["forward", "both"])
@pytest.mark.parametrize("kind", ["gru-after", "lstm", "lstm projection"])
def test_sequence_lengths_and_an_initial_state_for_each(kind: str, directions: str, executor: Executor) -> None:
    """torch's packed sequences: each direction starts at the end of the sequence itself, not of the longest."""
    make = random_option if kind == "lstm projection" else random_network
    network = make(kind, 6, 3, 2, DIRECTIONS[directions])
    lengths, rng = [5, 2, 4], np.random.default_rng(5)
    x = vectors(network, sum(lengths))
    widths = {"hidden_state": network.outputs, "cell_state": network.units}
    initial = {
        f"{part}.{state}": rng.normal(size=(len(lengths), widths[state]))
        for state in network.cell.states
        for part in network.parts
    }
    offsets = np.cumsum([0, *lengths])
    pack = torch.nn.utils.rnn.pack_sequence([torch.tensor(x[a:b]) for a, b in pairwise(offsets)], enforce_sorted=False)
    states = [
        torch.tensor(np.stack([initial[f"{part}.{state}"] for part in network.parts]))
        for state in ("hidden_state", "cell_state")
        if state in network.cell.states
    ]
    with torch.no_grad():
        packed, _ = torch_module(network)(pack, tuple(states) if len(states) == 2 else states[0])
    padded, _ = torch.nn.utils.rnn.pad_packed_sequence(packed, batch_first=True)
    expected = np.concatenate([padded[s, :length].numpy() for s, length in enumerate(lengths)])
    np.testing.assert_allclose(run_packed(network, x, offsets, executor, initial).hidden, expected, atol=1e-12)


@pytest.mark.parametrize("directions", ["forward", "both"])
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("kind", TORCH_KINDS)
def test_packed_gradients_are_those_of_autograd(kind: str, layers: int, directions: str, executor: Executor) -> None:
    assert_same_gradients(random_network(kind, 17, 5, layers, DIRECTIONS[directions], seed=layers), executor)


def assert_same_gradients(network: Network, executor: Executor) -> None:
    lengths = [4, 1, 7]
    x = vectors(network, sum(lengths))
    ask = np.random.default_rng(3).normal(size=(len(x), network.outputs * len(network.directions)))
    offsets = np.cumsum([0, *lengths])
    tape = run_packed(network, x, offsets, executor)
    gradients = backward_packed(tape, ask)

    module = torch_module(network)
    leaf = torch.tensor(x, requires_grad=True)
    pieces = [module(leaf[a:b])[0] for a, b in pairwise(offsets)]
    torch.autograd.backward(torch.cat(pieces), torch.tensor(ask))
    assert_close(gradients.inputs, leaf.grad.numpy())
    for name, found in to_state_dict(network, gradients.layers).items():
        assert_close(found, getattr(module, name).grad.numpy())


def assert_same_hidden(network: Network, tokens: int, executor: Executor, tolerance: float) -> None:
    x = vectors(network, tokens)
    with torch.no_grad():
        expected = torch_module(network)(torch.tensor(x))[0].numpy()
    np.testing.assert_allclose(run(network, inputs=x, executor=executor).hidden, expected, rtol=0, atol=tolerance)


def assert_close(found: np.ndarray, expected: np.ndarray) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-11)
