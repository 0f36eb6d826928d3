"""The gradient through embedding, cell and read-out against finite differences and PyTorch."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.formats.own.tensors import tensors, with_tensors
from gatescope.training.dropout import Dropout
from gatescope.training.gradients import NO_DROPOUT, loss_and_gradients, read, sum_rows
from gatescope.training.sequences import Sequences, classified, pack, word_weights
from gatescope.training.tasks.metric import ACCURACY
from tests.training.toys import network_for

CELLS = ("rnn", "gru", "lstm")


def toy(cell: str, labels: tuple[str, ...]) -> Network:
    network = network_for(cell, tokens=7, embedding=3, units=4, labels=labels, seed=5).astype(np.float64)
    rng = np.random.default_rng(6)
    return with_tensors(network, {name: rng.normal(size=a.shape) * 0.6 for name, a in tensors(network).items()})


def sentences(classes: int, every_word: float = 0.0) -> Sequences:
    # Words that repeat within and across sentences, a sentence of one word, and a row that is never used.
    words = [[1, 2, 1, 5], [3], [2, 2, 6, 4, 1], [4, 0]]
    return classified([np.array(ids) for ids in words], [i % classes for i in range(len(words))], every_word)


@pytest.mark.slow
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("labels", [("no", "yes"), ("a", "b", "c")])
@pytest.mark.parametrize("every_word", [0.0, 0.3])
def test_gradients_equal_finite_differences(cell: str, labels: tuple[str, ...], every_word: float) -> None:
    network, data = toy(cell, labels), sentences(len(labels), every_word)
    rng = np.random.default_rng(0)
    gradients = loss_and_gradients(network, data, NO_DROPOUT, rng).gradients
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
                changed = with_tensors(network, {**values, name: moved})
                losses.append(loss_and_gradients(changed, data, NO_DROPOUT, rng).loss)
            slope = (losses[0] - losses[1]) / 2e-5
            assert abs(gradients[name][index] - slope) <= 1e-6 * max(abs(slope), 1e-3 * scale), (name, index)


@pytest.mark.parametrize("cell", CELLS)
def test_with_dropout_the_masks_of_the_way_forward_hold_on_the_way_back(cell: str) -> None:
    network, data = toy(cell, ("no", "yes")), sentences(2, 0.3)
    values = tensors(network)
    dropout = Dropout(inputs=0.5, outputs=0.5, recurrent=0.5)
    gradients = loss_and_gradients(network, data, dropout, np.random.default_rng(4)).gradients
    assert not gradients["layer0.forward.U"].all()
    for name in ("embedding", "layer0.forward.U", "readout.r.weight"):
        for index in np.ndindex(*values[name].shape):
            losses = []
            for sign in (1, -1):
                moved = values[name].copy()
                moved[index] += sign * 1e-5
                changed = with_tensors(network, {**values, name: moved})
                losses.append(loss_and_gradients(changed, data, dropout, np.random.default_rng(4)).loss)
            assert gradients[name][index] == pytest.approx((losses[0] - losses[1]) / 2e-5, rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("cell", CELLS)
def test_vectors_and_numbers_have_gradients_too(cell: str) -> None:
    rng = np.random.default_rng(1)
    network = network_for(cell, inputs=("a", "b"), units=3, labels=("x", "y", "z"), kind="linear", layers=2, seed=2)
    network = network.astype(np.float64)
    lengths = (4, 1, 3)
    data = pack(
        [rng.normal(size=(n, 2)) for n in lengths],
        [rng.normal(size=(n, 3)) for n in lengths],
        [rng.random(n) for n in lengths],
    )
    values = tensors(network)
    step = loss_and_gradients(network, data, NO_DROPOUT, rng)
    assert list(step.gradients) == list(values)
    for name, value in values.items():
        index = tuple(rng.integers(0, n) for n in value.shape)
        losses = []
        for sign in (1, -1):
            moved = value.copy()
            moved[index] += sign * 1e-5
            losses.append(read(with_tensors(network, {**values, name: moved}), data)[0])
        assert step.gradients[name][index] == pytest.approx((losses[0] - losses[1]) / 2e-5, rel=1e-5, abs=1e-9)


def test_what_is_read_without_dropout_has_the_loss_that_is_trained() -> None:
    network, data = toy("gru", ("no", "yes")), sentences(2)
    loss = loss_and_gradients(network, data, NO_DROPOUT, np.random.default_rng(0)).loss
    assert read(network, data)[0] == pytest.approx(loss, rel=1e-12)


@pytest.mark.parametrize("labels", [("no", "yes"), ("a", "b", "c")])
def test_accuracy_counts_the_right_labels_where_they_count(labels: tuple[str, ...]) -> None:
    network, data = toy("rnn", labels), sentences(len(labels))
    columns = network.readouts[0].weight.shape[0]
    bias = np.array([3.0] if columns == 1 else [3.0, 0, 0])
    sure = {**tensors(network), "readout.r.weight": np.zeros((columns, 4)), "readout.r.bias": bias}
    loss, logits = read(with_tensors(network, sure), data)
    assert ACCURACY.of(loss, logits, data) == 0.5


def test_the_weights_of_a_sentence_sum_to_one_and_favour_its_last_word() -> None:
    weights = word_weights(4, 0.2)
    assert weights.sum() == pytest.approx(1.0)
    assert weights[3] == pytest.approx(0.8 + 0.2 / 4)
    assert weights[0] == pytest.approx(0.2 / 4)


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
    step = loss_and_gradients(network, data, NO_DROPOUT, np.random.default_rng(0))
    loss, gradients = step.loss, step.gradients
    values = {name: torch.tensor(array, requires_grad=True) for name, array in tensors(network).items()}
    oracle = getattr(torch.nn, cell.upper())(3, 4, batch_first=True).double()
    ours = ("W", "U", "b_x", "b_h")
    names = dict(zip(oracle.state_dict(), (f"layer0.forward.{matrix}" for matrix in ours), strict=True))
    state = {theirs: values[name].reshape(oracle.state_dict()[theirs].shape) for theirs, name in names.items()}
    total = torch.zeros((), dtype=torch.float64)
    for row in range(len(data)):
        ids = data.inputs[data.offsets[row] : data.offsets[row + 1]]
        hidden, _ = torch.func.functional_call(oracle, state, (values["embedding"][torch.tensor(ids)][None],))
        logit = hidden[0, -1] @ values["readout.r.weight"][0] + values["readout.r.bias"][0]
        label = torch.tensor(float(data.targets[data.last[row]]), dtype=torch.float64)
        total = total + torch.nn.functional.binary_cross_entropy_with_logits(logit, label) / len(data)
    total.backward()
    assert loss == pytest.approx(float(total.detach()), rel=1e-12)
    for name, value in values.items():
        np.testing.assert_allclose(gradients[name], value.grad.numpy(), rtol=1e-9, atol=1e-12)
