"""Arrays under the names of TensorFlow 1 and of ELMo, against the equations of its cells (rnn_cell_impl.py)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import gatescope as gs
from gatescope.engine.run import run
from gatescope.formats.core.found import Stack
from gatescope.formats.detect.reading import read as read_file
from tests.formats.state_dict.tensors import draw, only, read

Arrays = Mapping[str, NDArray[np.float32]]
A = draw(11)
I, H, P, T = 5, 4, 3, 6  # noqa: E741  as in the shapes
X = A(T, I).astype(np.float64)


def sigmoid(x: NDArray[np.floating]) -> NDArray[np.floating]:
    return 1 / (1 + np.exp(-x))


def lstm(p: Arrays, path: str, x: NDArray[np.floating], forget_bias: float = 1.0) -> NDArray[np.floating]:
    """LSTMCell: i j f o over [x, m]; with peepholes and a projection where there are any."""
    kernel, bias = p[f"{path}kernel"], p[f"{path}bias"]
    peep = {gate: p.get(f"{path}w_{gate}_diag", np.zeros(H)) for gate in "ifo"}
    W_p = p.get(f"{path}projection/kernel")
    c, m, found = np.zeros(H), np.zeros(H if W_p is None else P), []
    for row in x:
        i, j, f, o = np.split(np.concatenate([row, m]) @ kernel + bias, 4)
        c = sigmoid(f + forget_bias + peep["f"] * c) * c + sigmoid(i + peep["i"] * c) * np.tanh(j)
        m = sigmoid(o + peep["o"] * c) * np.tanh(c)
        m = m if W_p is None else m @ W_p
        found.append(m)
    return np.array(found)


def gru(p: Arrays, path: str) -> NDArray[np.floating]:
    h, found = np.zeros(H), []
    for row in X:
        r, u = np.split(sigmoid(np.concatenate([row, h]) @ p[f"{path}gates/kernel"] + p[f"{path}gates/bias"]), 2)
        product = np.concatenate([row, r * h]) @ p[f"{path}candidate/kernel"]
        h = u * h + (1 - u) * np.tanh(product + p[f"{path}candidate/bias"])
        found.append(h)
    return np.array(found)


def lstm_arrays(path: str, inputs: int = I, outputs: int = H) -> dict[str, NDArray[np.float32]]:
    return {f"{path}kernel": A(inputs + outputs, 4 * H), f"{path}bias": A(4 * H)}


def ours(stack: Stack, direction: str = "forward") -> NDArray[np.floating]:
    trace = run(stack.network.astype(np.float64), inputs=X)
    last = len(stack.layers) - 1
    return trace[f"layer{last}.{direction}.hidden_state"]


@pytest.mark.parametrize("cell", ["basic_lstm_cell", "lstm_cell", "BasicLSTMCell", "lstm_cell_1"])
def test_an_lstm(cell: str) -> None:
    p = lstm_arrays(f"rnn/{cell}/")
    stack = only(p)
    np.testing.assert_allclose(ours(stack), lstm(p, f"rnn/{cell}/", X), atol=1e-12)
    assert [a.override for a in stack.assumptions] == ["forget_bias=0.0"]
    assert stack.layers[0].gate_order == "i j f o"
    assert set(stack.tensors) == set(p)


def test_old_names_and_those_of_graphs() -> None:
    p = lstm_arrays("rnn/basic_lstm_cell/")
    for kernel, bias in (("weights", "biases"), ("Linear/Matrix", "Linear/Bias"), ("kernel:0", "bias:0")):
        named = {f"rnn/basic_lstm_cell/{kernel}": p["rnn/basic_lstm_cell/kernel"]}
        named[f"rnn/basic_lstm_cell/{bias}"] = p["rnn/basic_lstm_cell/bias"]
        np.testing.assert_allclose(ours(only(named)), lstm(p, "rnn/basic_lstm_cell/", X), atol=1e-12)


def test_a_projection_and_peepholes() -> None:
    path = "rnn/lstm_cell/"
    p = lstm_arrays(path, outputs=P) | {f"{path}projection/kernel": A(H, P)}
    p |= {f"{path}w_{gate}_diag": A(H) for gate in "ifo"}
    np.testing.assert_allclose(ours(only(p)), lstm(p, path, X), atol=1e-12)


def test_a_gru_resets_before_the_product() -> None:
    path = "rnn/gru_cell/"
    p = {f"{path}gates/kernel": A(I + H, 2 * H), f"{path}gates/bias": A(2 * H)}
    p |= {f"{path}candidate/kernel": A(I + H, H), f"{path}candidate/bias": A(H)}
    np.testing.assert_allclose(ours(only(p)), gru(p, path), atol=1e-12)


def test_an_rnn() -> None:
    p = {"rnn/basic_rnn_cell/kernel": A(I + H, H), "rnn/basic_rnn_cell/bias": A(H)}
    h, found = np.zeros(H), []
    for row in X:
        h = np.tanh(np.concatenate([row, h]) @ p["rnn/basic_rnn_cell/kernel"] + p["rnn/basic_rnn_cell/bias"])
        found.append(h)
    np.testing.assert_allclose(ours(only(p)), np.array(found), atol=1e-12)


def test_layers_with_their_optimiser_embedding_and_read_out() -> None:
    """As the PTB tutorial saves them: slots of Adam beside every variable, softmax_w with the inputs first."""
    cells = [f"Model/RNN/multi_rnn_cell/cell_{k}/basic_lstm_cell/" for k in range(2)]
    p = lstm_arrays(cells[0], H) | lstm_arrays(cells[1], H)
    p |= {"Model/embedding": A(9, H), "Model/dense/kernel": A(H, 9), "Model/dense/bias": A(9)}
    slots = {f"{name}/Adam{k}": A(*value.shape) for name, value in p.items() for k in ("", "_1")}
    stack = only(p | slots)
    assert len(stack.layers) == 2
    assert stack.obstacles == ()
    assert (stack.embedding_name, [r.name for r in stack.readouts]) == ("Model/embedding", ["Model/dense"])
    np.testing.assert_array_equal(stack.readouts[0].weight, p["Model/dense/kernel"].T)
    x = np.asarray(p["Model/embedding"], np.float64)[[3, 1, 7]]
    expected = lstm(p, cells[1], lstm(p, cells[0], x))
    trace = run(stack.network.astype(np.float64), ids=[3, 1, 7])
    np.testing.assert_allclose(trace["layer1.forward.hidden_state"], expected, atol=1e-12)


def test_both_sides_of_one_layer() -> None:
    paths = [f"bidirectional_rnn/{side}/lstm_cell/" for side in ("fw", "bw")]
    p = lstm_arrays(paths[0]) | lstm_arrays(paths[1])
    stack = only(p)
    assert stack.layers[0].directions == ("forward", "reverse")
    np.testing.assert_allclose(ours(stack), lstm(p, paths[0], X), atol=1e-12)
    np.testing.assert_allclose(ours(stack, "reverse"), lstm(p, paths[1], X[::-1])[::-1], atol=1e-12)


def test_sides_stacked_layer_by_layer() -> None:
    paths = [[f"stack_bidirectional_rnn/cell_{k}/bidirectional_rnn/{s}/lstm_cell/" for s in ("fw", "bw")] for k in "01"]
    p = {n: a for path in paths[0] for n, a in lstm_arrays(path).items()}
    p |= {n: a for path in paths[1] for n, a in lstm_arrays(path, 2 * H).items()}
    stack = only(p)
    below = np.hstack([lstm(p, paths[0][0], X), lstm(p, paths[0][1], X[::-1])[::-1]])
    np.testing.assert_allclose(ours(stack), lstm(p, paths[1][0], below), atol=1e-12)


def test_elmo_has_a_network_a_side_and_says_what_it_clips() -> None:
    """Its layers feed each other on one side alone (bilm-tf, training.py)."""
    cells = {(n, k): f"RNN_{n}/RNN/MultiRNNCell/Cell{k}/LSTMCell/" for n in range(2) for k in range(2)}
    p: dict[str, NDArray[np.float32]] = {}
    plain: dict[str, NDArray[np.float32]] = {}
    for (_, k), path in cells.items():
        own = lstm_arrays(path, P if k else I, P) | {f"{path}projection/kernel": A(H, P)}
        plain |= own
        spelt = {"kernel": "W_0", "bias": "B", "projection/kernel": "W_P_0"}
        p |= {f"lm/{path}{spelt[name.removeprefix(path)]}": array for name, array in own.items()}
    forward, backward = read(p)
    for stack, n, x in ((forward, 0, X), (backward, 1, X[::-1])):
        expected = lstm(plain, cells[n, 1], lstm(plain, cells[n, 0], x))
        direction = stack.layers[0].directions[0]
        assert direction == ("forward", "reverse")[n]
        turned = expected if n == 0 else expected[::-1]
        np.testing.assert_allclose(ours(stack, direction), turned, atol=1e-12)
        assert any("ELMo clips" in obstacle and "adds" in obstacle for obstacle in stack.obstacles)


def test_norms_inside_are_said() -> None:
    path = "rnn/layer_norm_basic_lstm_cell/"
    stack = only(lstm_arrays(path) | {f"{path}input/gamma": A(H), f"{path}input/beta": A(H)})
    assert any("input/gamma" in obstacle for obstacle in stack.obstacles)


def test_an_archive_of_arrays(tmp_path: Path) -> None:
    p = lstm_arrays("rnn/lstm_cell/")
    np.savez(tmp_path / "m.npz", **p)
    trace = gs.trace(tmp_path / "m.npz", inputs=X.astype(np.float32))
    np.testing.assert_allclose(trace["hidden_state"], lstm(p, "rnn/lstm_cell/", X), atol=1e-5)


def test_hdf5_under_the_names_of_other_frameworks(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py", reason="h5py is not installed")
    p = lstm_arrays("RNN_0/RNN/MultiRNNCell/Cell0/LSTMCell/")
    torch = {"rnn.weight_ih_l0": A(4 * H, I), "rnn.weight_hh_l0": A(4 * H, H)}
    for name, arrays in (("elmo", p), ("torch", torch)):
        with h5py.File(tmp_path / f"{name}.h5", "w") as file:
            for key, value in arrays.items():
                file[key] = value
        found = read_file(tmp_path / f"{name}.h5")
        assert found.kind == "arrays (HDF5)"
        assert found.stacks[0].layers[0].units == H
