"""Arrays of hand-written models, against the equations that their authors wrote them for."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from gatescope.engine.run import run
from gatescope.errors import FormatError
from gatescope.formats.core.found import Stack
from tests.formats.state_dict.tensors import draw, gru, only, read

Arrays = Mapping[str, NDArray[np.float32]]
A = draw(3)
I, H, T = 5, 4, 6  # noqa: E741  as in the shapes
X = A(T, I).astype(np.float64)


def sigmoid(x: NDArray[np.floating]) -> NDArray[np.floating]:
    return 1 / (1 + np.exp(-x))


def ours(stack: Stack) -> NDArray[np.floating]:
    return run(stack.network.astype(np.float64), inputs=X)["hidden_state"]


def assert_runs(stack: Stack, hidden: list[NDArray[np.floating]]) -> None:
    np.testing.assert_allclose(ours(stack), np.array(hidden), atol=1e-12)


def by_gate(gates: str, *, rows: bool) -> dict[str, NDArray[np.float32]]:
    """W_x·, W_h· and b_· of every gate, (H, I) or (I, H)."""
    shapes = ((H, I), (H, H)) if rows else ((I, H), (H, H))
    arrays = {f"W_{s}{g}": A(*shape) for g in gates for s, shape in zip("xh", shapes, strict=True)}
    return {**arrays, **{f"b_{g}": A(H) for g in gates}}


def lstm(p: Arrays, x: str, h: str, candidate: str = "c", *, rows: bool = True) -> list[NDArray[np.floating]]:
    """Hochreiter & Schmidhuber 1997 with a forget gate; `x` and `h` name the matrices but for the gate."""

    def affine(gate: str, vector: NDArray[np.floating], state: NDArray[np.floating]) -> NDArray[np.floating]:
        W, U = p[x + gate], p[h + gate]
        products = W @ vector + U @ state if rows else vector @ W + state @ U
        return products + p[f"b_{gate}"]

    state = cell = np.zeros(H)
    hidden = []
    for vector in X:
        i, f, o = (sigmoid(affine(gate, vector, state)) for gate in "ifo")
        cell = f * cell + i * np.tanh(affine(candidate, vector, state))
        state = o * np.tanh(cell)
        hidden.append(state)
    return hidden


def test_an_rnn_as_karpathy_wrote_it() -> None:
    p = {"Wxh": A(H, I), "Whh": A(H, H), "Why": A(I, H), "bh": A(H, 1), "by": A(I, 1)}
    stack = only(p)
    state, hidden = np.zeros(H), []
    for x in X:
        state = np.tanh(p["Wxh"] @ x + p["Whh"] @ state + p["bh"][:, 0])
        hidden.append(state)
    assert_runs(stack, hidden)
    readout = stack.network.readouts[0]
    assert (readout.name, readout.weight.shape) == ("Why", (I, H))
    np.testing.assert_array_equal(readout.bias, p["by"][:, 0])
    assert set(stack.tensors) == set(p)


def test_an_rnn_of_columns() -> None:
    p = {"W_xh": A(I, H), "W_hh": A(H, H), "b_h": A(H), "W_hq": A(H, 3), "b_q": A(3)}
    stack = only(p)
    state, hidden = np.zeros(H), []
    for x in X:
        state = np.tanh(x @ p["W_xh"] + state @ p["W_hh"] + p["b_h"])
        hidden.append(state)
    assert_runs(stack, hidden)
    np.testing.assert_array_equal(stack.network.readouts[0].weight, p["W_hq"].T)


@pytest.mark.parametrize("rows", [True, False])
def test_an_lstm_with_an_array_a_gate(rows: bool) -> None:
    p = by_gate("ifoc", rows=rows)
    stack = only(p)
    assert_runs(stack, lstm(p, "W_x", "W_h", rows=rows))
    assert stack.assumptions == ()


def test_an_lstm_of_w_and_u() -> None:
    p = {f"{m}_{g}": A(*s) for g in "ifog" for m, s in (("W", (H, I)), ("U", (H, H)), ("b", (H,)))}
    assert_runs(only(p), lstm(p, "W_", "U_", "g"))


def test_an_lstm_of_linear_modules() -> None:
    p = {f"{m}_{g}": A(*s) for g in "ifog" for m, s in (("W", (H, I)), ("U", (H, H)), ("b", (H,)))}
    named = {f"cell.{n}.weight" if n[0] != "b" else f"cell.W{n[1:]}.bias": array for n, array in p.items()}
    stack = only(named)
    assert stack.name == "cell"
    assert_runs(stack, lstm(p, "W_", "U_", "g"))


def test_an_lstm_over_joined_inputs() -> None:
    p = {f"W{g}": A(H, H + I) for g in "ifoc"} | {f"b{g}": A(H, 1) for g in "ifoc"}
    stack = only(p)
    apart = {f"U{g}": p[f"W{g}"][:, :H] for g in "ifoc"} | {f"W{g}": p[f"W{g}"][:, H:] for g in "ifoc"}
    assert_runs(stack, lstm({**apart, **{f"b_{g}": p[f"b{g}"][:, 0] for g in "ifoc"}}, "W", "U"))
    assert [(a.what, a.taken) for a in stack.assumptions] == [("order of the joined inputs", "[h, x]")]


def test_a_gru_with_one_bias_a_gate_resets_before_the_product() -> None:
    p = by_gate("zrh", rows=False)
    stack = only(p)
    state, hidden = np.zeros(H), []
    for x in X:
        z, r = (sigmoid(x @ p[f"W_x{g}"] + state @ p[f"W_h{g}"] + p[f"b_{g}"]) for g in "zr")
        n = np.tanh(x @ p["W_xh"] + (r * state) @ p["W_hh"] + p["b_h"])
        state = z * state + (1 - z) * n
        hidden.append(state)
    assert_runs(stack, hidden)
    assert [a.override for a in stack.assumptions] == ["reset_after=true", "update_gate_keeps=new"]


def test_a_gru_with_two_biases_a_gate_resets_after_it() -> None:
    p = {f"W_i{g}": A(H, I) for g in "rzn"} | {f"W_h{g}": A(H, H) for g in "rzn"}
    p |= {f"b_{s}{g}": A(H) for g in "rzn" for s in "ih"}
    stack = only(p)
    state, hidden = np.zeros(H), []
    for x in X:
        from_x = {g: p[f"W_i{g}"] @ x + p[f"b_i{g}"] for g in "rzn"}
        from_h = {g: p[f"W_h{g}"] @ state + p[f"b_h{g}"] for g in "rzn"}
        r, z = (sigmoid(from_x[g] + from_h[g]) for g in "rz")
        state = z * state + (1 - z) * np.tanh(from_x["n"] + r * from_h["n"])
        hidden.append(state)
    assert_runs(stack, hidden)


@pytest.mark.parametrize(
    "names", [("w_ih", "w_hh", "b_ih", "b_hh"), ("x2h.weight", "h2h.weight", "x2h.bias", "h2h.bias")]
)
def test_whole_matrices_are_read_as_pytorch_lays_them_out(names: tuple[str, ...]) -> None:
    p = [A(3 * H, I), A(3 * H, H), A(3 * H), A(3 * H)]
    torch = dict(zip(("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"), p, strict=True))
    stack = only({f"enc.{name}": array for name, array in zip(names, p, strict=True)})
    assert stack.name == "enc"
    np.testing.assert_array_equal(ours(stack), ours(only(torch)))
    overrides = ["gate_order=z,r,n", "reset_after=false", "update_gate_keeps=new"]
    assert [a.override for a in stack.assumptions] == overrides
    turned = only({f"enc.{name}": array.T.copy() for name, array in zip(names, p, strict=True)})
    np.testing.assert_array_equal(ours(turned), ours(stack))


def test_layers_may_be_numbered_from_one() -> None:
    p = {f"W_ih_{k}": A(4 * H, I if k == 1 else H) for k in (1, 2)} | {f"W_hh_{k}": A(4 * H, H) for k in (1, 2)}
    assert [layer.name for layer in only(p).layers] == ["lstm.l0", "lstm.l1"]


def test_square_matrices_may_stand_either_way() -> None:
    p = {"Wxh": A(H, H), "Whh": A(H, H)}
    assert "transposed=W,U" in [a.override for a in only(p).assumptions]


@pytest.mark.parametrize("missing", ["W_xi", "W_ho"])
def test_an_array_that_is_missing_makes_it_none(missing: str) -> None:
    p = by_gate("ifoc", rows=True)
    del p[missing]
    with pytest.raises(FormatError, match="no RNN/GRU/LSTM weights found"):
        read(p)


@pytest.mark.parametrize("change", [{"W_xi": A(H, I + 1)}, {"W_hi": A(H + 1, H)}, {"b_f": A(H + 1)}, {"W_xi": A(H)}])
def test_arrays_that_do_not_fit_together_are_none(change: Arrays) -> None:
    with pytest.raises(FormatError, match="no RNN/GRU/LSTM weights found"):
        read({**by_gate("ifoc", rows=True), **change})


@pytest.mark.parametrize("prefix", ["", "cell."])
def test_the_matrices_of_a_course_are_known_by_each_other(prefix: str) -> None:
    """Wx (I, 4H), Wh (H, 4H) and b (4H,), gates i f o g, as Stanford's CS231n has them."""
    p = {"Wx": A(I, 4 * H), "Wh": A(H, 4 * H), "b": A(4 * H)}
    state = cell = np.zeros(H)
    hidden = []
    for vector in X:
        i, f, o, g = np.split(vector @ p["Wx"] + state @ p["Wh"] + p["b"], 4)
        cell = sigmoid(f) * cell + sigmoid(i) * np.tanh(g)
        state = sigmoid(o) * np.tanh(cell)
        hidden.append(state)
    stack = only({f"{prefix}{name}": array for name, array in p.items()})
    assert_runs(stack, hidden)
    assert stack.layers[0].gate_order == "i f o g"
    assert [(a.what, a.taken, a.override) for a in stack.assumptions] == [
        ("gate order", "i f o g", "gate_order=i,f,g,o")
    ]


def test_an_rnn_of_the_same_course() -> None:
    p = {"Wx": A(I, H), "Wh": A(H, H), "b": A(H)}
    state = np.zeros(H)
    hidden = []
    for vector in X:
        state = np.tanh(vector @ p["Wx"] + state @ p["Wh"] + p["b"])
        hidden.append(state)
    assert_runs(only(p), hidden)


def test_a_single_gate_beside_them_makes_a_candidate_of_wh() -> None:
    p = by_gate("ifoc", rows=True) | {"Wx": A(3, 3)}
    assert only(p).layers[0].cell.name == "lstm"


@pytest.mark.parametrize(("cell", "gates"), [("lstm", 4), ("gru", 3)])
def test_the_arrays_of_matlab(cell: str, gates: int) -> None:
    """InputWeights (G·H, I), RecurrentWeights (G·H, H) and Bias (G·H, 1), in MATLAB's order, which is PyTorch's."""
    p = {"InputWeights": A(gates * H, I), "RecurrentWeights": A(gates * H, H), "Bias": A(gates * H, 1)}
    stack = only(p)
    assert stack.layers[0].cell.name == cell
    state = c = np.zeros(H)
    hidden = []
    for vector in X:
        inputs = (p["InputWeights"] @ vector + p["Bias"][:, 0]).reshape(gates, H)
        recurrent = (p["RecurrentWeights"] @ state).reshape(gates, H)
        if cell == "lstm":
            i, f, g, o = inputs + recurrent
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            state = sigmoid(o) * np.tanh(c)
        else:
            r, z = sigmoid(inputs[:2] + recurrent[:2])
            state = z * state + (1 - z) * np.tanh(inputs[2] + r * recurrent[2])
        hidden.append(state)
    assert_runs(stack, hidden)
    assert stack.assumptions[0].why == "MATLAB has it so"


@pytest.mark.parametrize(
    "names",
    [("x2h.weight", "x2h.bias", "h2h.weight", "h2h.bias"), ("W_ih", "b_ih", "W_hh", "b_hh")],
    ids=["modules", "parameters"],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_gated_cell_beside_a_module_of_pytorch_is_a_stack(names: tuple[str, ...], first: bool) -> None:
    inner = dict(zip(names, (A(4 * H, I), A(4 * H), A(4 * H, H), A(4 * H)), strict=True))
    own = {f"decoder.{name}": array for name, array in inner.items()}
    beside = gru("encoder.", 7, 6)
    stacks = read({**own, **beside} if first else {**beside, **own, "head.weight": A(2, H)})
    assert [stack.name for stack in stacks] == (["decoder", "encoder"] if first else ["encoder", "decoder"])
    decoder = next(stack for stack in stacks if stack.name == "decoder")
    alone = only(inner)
    np.testing.assert_array_equal(ours(decoder), ours(alone))
    assert [readout.name for stack in stacks for readout in stack.readouts] == ([] if first else ["head"])


def test_matrices_of_an_attention_beside_a_module_of_pytorch_are_no_cell() -> None:
    attention = {"attention.W": A(6, 6), "attention.U": A(6, 6), "attention.b": A(6), "attention.v": A(1, 6)}
    assert [stack.name for stack in read({**gru("encoder.", 7, 6), **attention})] == ["encoder"]
