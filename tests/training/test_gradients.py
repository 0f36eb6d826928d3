"""The gradient through embedding, cell and read-out against finite differences and PyTorch."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.formats.own.tensors import tensors, with_tensors
from gatescope.training.batches import Packed, pack
from gatescope.training.gradients import Objective, loss_and_gradients, sum_rows, validate, word_weights
from gatescope.training.initial import untrained

CELLS = ("rnn", "gru", "lstm")


def toy(cell: str, labels: tuple[str, ...]) -> Network:
    network = untrained(cell, tokens=7, embedding=3, units=4, readout="r", labels=labels, seed=5).astype(np.float64)
    rng = np.random.default_rng(6)
    return with_tensors(network, {name: rng.normal(size=a.shape) * 0.6 for name, a in tensors(network).items()})


def sentences(classes: int) -> Packed:
    # Words that repeat within and across sentences, a sentence of one word, and a row that is never used.
    words = [[1, 2, 1, 5], [3], [2, 2, 6, 4, 1], [4, 0]]
    return pack([np.array(ids) for ids in words], [i % classes for i in range(len(words))])


@pytest.mark.slow
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("labels", [("no", "yes"), ("a", "b", "c")])
@pytest.mark.parametrize("every_word", [0.0, 0.3])
def test_gradients_equal_finite_differences(cell: str, labels: tuple[str, ...], every_word: float) -> None:
    network, data = toy(cell, labels), sentences(len(labels))
    objective, rng = Objective(every_word), np.random.default_rng(0)
    _, gradients = loss_and_gradients(network, data, objective, rng)
    values = tensors(network)
    assert list(gradients) == list(values)
    scale = max(float(np.abs(g).max()) for g in gradients.values())
    for name, value in values.items():
        assert gradients[name].shape == value.shape
        for index in np.ndindex(*value.shape):
            losses = []
            for sign in (1, -1):
                moved = value.copy()
                moved[index] += sign * 1e-5
                losses.append(
                    loss_and_gradients(with_tensors(network, {**values, name: moved}), data, objective, rng)[0]
                )
            slope = (losses[0] - losses[1]) / 2e-5
            assert abs(gradients[name][index] - slope) <= 1e-6 * max(abs(slope), 1e-3 * scale), (name, index)


def test_with_dropout_the_masks_of_the_way_forward_hold_on_the_way_back() -> None:
    network, data = toy("lstm", ("no", "yes")), sentences(2)
    values = tensors(network)
    objective = Objective(0.3, dropout=0.5)
    _, gradients = loss_and_gradients(network, data, objective, np.random.default_rng(4))
    for name in ("embedding", "layer0.forward.U", "readout.r.weight"):
        for index in np.ndindex(*values[name].shape):
            losses = []
            for sign in (1, -1):
                moved = values[name].copy()
                moved[index] += sign * 1e-5
                changed = with_tensors(network, {**values, name: moved})
                losses.append(loss_and_gradients(changed, data, objective, np.random.default_rng(4))[0])
            assert gradients[name][index] == pytest.approx((losses[0] - losses[1]) / 2e-5, rel=1e-5, abs=1e-8)


def test_the_loss_after_the_last_word_is_what_validation_reports() -> None:
    network, data = toy("gru", ("no", "yes")), sentences(2)
    loss, _ = loss_and_gradients(network, data, Objective(), np.random.default_rng(0))
    assert validate(network, data)[0] == pytest.approx(loss, rel=1e-12)


def test_accuracy_counts_the_right_labels() -> None:
    network, data = toy("rnn", ("no", "yes")), sentences(2)
    sure = {**tensors(network), "readout.r.weight": np.zeros((1, 4)), "readout.r.bias": np.array([3.0])}
    assert validate(with_tensors(network, sure), data)[1] == 0.5
    network, data = toy("rnn", ("a", "b", "c")), sentences(3)
    sure = {**tensors(network), "readout.r.weight": np.zeros((3, 4)), "readout.r.bias": np.array([3.0, 0, 0])}
    assert validate(with_tensors(network, sure), data)[1] == 0.5


def test_weights_sum_to_one_and_favour_the_last_word() -> None:
    weights = word_weights(sentences(2), 0.2, np.dtype(np.float64))
    assert weights.sum() == pytest.approx(1.0)
    assert weights[3] == pytest.approx((0.8 + 0.2 / 4) / 4)
    assert weights[0] == pytest.approx(0.2 / 4 / 4)


def test_rows_are_summed_by_id() -> None:
    rng = np.random.default_rng(1)
    rows, ids = rng.normal(size=(50, 3)), rng.integers(0, 8, 50)
    wanted = np.zeros((9, 3))
    np.add.at(wanted, ids, rows)
    np.testing.assert_allclose(sum_rows(rows, ids, 9), wanted, rtol=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_gradients_equal_autograd(cell: str) -> None:
    torch = pytest.importorskip("torch", reason="torch is the oracle of this test")
    network, data = toy(cell, ("no", "yes")), sentences(2)
    loss, gradients = loss_and_gradients(network, data, Objective(), np.random.default_rng(0))
    values = {name: torch.tensor(array, requires_grad=True) for name, array in tensors(network).items()}
    oracle = getattr(torch.nn, cell.upper())(3, 4, batch_first=True).double()
    ours = ("W", "U", "b_x", "b_h")
    names = dict(zip(oracle.state_dict(), (f"layer0.forward.{matrix}" for matrix in ours), strict=True))
    state = {theirs: values[name].reshape(oracle.state_dict()[theirs].shape) for theirs, name in names.items()}
    total = torch.zeros((), dtype=torch.float64)
    for row in range(len(data)):
        ids = data.ids[data.offsets[row] : data.offsets[row + 1]]
        hidden, _ = torch.func.functional_call(oracle, state, (values["embedding"][torch.tensor(ids)][None],))
        logit = hidden[0, -1] @ values["readout.r.weight"][0] + values["readout.r.bias"][0]
        label = torch.tensor(float(data.labels[row]), dtype=torch.float64)
        total = total + torch.nn.functional.binary_cross_entropy_with_logits(logit, label) / len(data)
    total.backward()
    assert loss == pytest.approx(float(total.detach()), rel=1e-12)
    for name, value in values.items():
        np.testing.assert_allclose(gradients[name], value.grad.numpy(), rtol=1e-9, atol=1e-12)
