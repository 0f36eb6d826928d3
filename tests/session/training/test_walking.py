"""The work of the training process, called here: the same networks however it is cut into moments."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.errors import Cancelled, FileError, FormatError
from gatescope.formats.files import atomic
from gatescope.formats.own.library import load
from gatescope.formats.own.tensors import tensors
from gatescope.session.training import walking
from gatescope.session.training.walking import Order, keep_model, make_ready, walk_on
from gatescope.training.tasks.task import Material
from tests.session.training.told_runs import recipe, table


@pytest.fixture
def order(tmp_path: Path) -> Order:
    return Order("sentiment", recipe(epochs=3), Material(data=table(tmp_path)))


def weights(network: Network) -> bytes:
    return b"".join(array.tobytes() for array in tensors(network).values())


def test_moments_give_what_one_walk_gives_also_in_another_process(order: Order) -> None:
    ready = make_ready(order, "mine", order.material.data.parent)
    whole = walk_on(order, None, 60.0)
    assert whole.ended
    assert len(whole.numbers) == 3 * ready.batches
    walk_on(order, ready.state, 60.0, 4)
    cut = walk_on(order, None, 60.0, 3, keep=True)
    assert [one.step for one in cut.numbers] == [5, 6, 7]
    # Another process stands nowhere, and begins at the checkpoint.
    walking._STANDING.clear()
    rest = walk_on(order, cut.checkpoints[-1].state, 60.0)
    assert [one.step for one in rest.numbers] == list(range(8, len(whole.numbers) + 1))
    assert weights(rest.network) == weights(whole.network)
    assert [one.loss for one in rest.numbers] == [one.loss for one in whole.numbers[7:]]


def test_a_run_is_a_model_of_its_own_with_the_words_of_its_task(order: Order) -> None:
    ready = make_ready(order, "mine", order.material.data.parent)
    assert ready.model.family == ready.model.name == "mine"
    assert ready.model.vocabulary is not None
    assert "film" in ready.model.vocabulary.tokens
    assert (ready.measured.metric, ready.measured.unit) == ("validation accuracy", "sentences")
    assert ready.measured.held_out > 0


def test_the_end_of_a_pass_is_a_checkpoint_and_where_it_stands_if_asked(order: Order) -> None:
    batches = make_ready(order, "mine", order.material.data.parent).batches
    walked = walk_on(order, None, 60.0, batches + 1, keep=True)
    assert [kept.step for kept in walked.checkpoints] == [batches, batches + 1]
    assert walked.checkpoints[0].metric == walked.numbers[batches - 1].metric
    assert walk_on(order, None, 60.0, 1).checkpoints == ()
    (here,) = walk_on(order, None, 60.0, 0, keep=True).checkpoints
    assert here.step == batches + 2


def test_a_cancel_leaves_it_after_a_whole_mini_batch(order: Order) -> None:
    make_ready(order, "mine", order.material.data.parent)

    def cancel(share: float) -> None:
        raise Cancelled("no longer wanted")

    with pytest.raises(Cancelled):
        walk_on(order, None, 60.0, report=cancel)
    (here,) = walk_on(order, None, 60.0, 0, keep=True).checkpoints
    assert here.step == 1


def test_a_diverged_run_is_told_with_its_place_and_the_state_before(tmp_path: Path) -> None:
    order = Order("sentiment", recipe(learning_rate=1e6), Material(data=table(tmp_path)))
    make_ready(order, "mine", order.material.data.parent)
    with np.errstate(all="ignore"):
        walked = walk_on(order, None, 60.0)
    assert walked.diverged is not None
    assert walked.diverged.step == len(walked.numbers) + 1
    assert "try a smaller learning rate" in walked.message
    assert walked.checkpoints[-1].step == len(walked.numbers)


def test_a_model_is_kept_with_its_card(order: Order, tmp_path: Path) -> None:
    network = make_ready(order, "mine", order.material.data.parent).state.network
    path = keep_model(order, network, tmp_path / "kept.safetensors", {"steps": 0})
    model = load(path)
    assert weights(model.network) == weights(network)
    card = json.loads(path.with_suffix(".json").read_text())
    assert (card["family"], card["steps"], card["metric"]["name"]) == ("sentiment", 0, "validation accuracy")


def test_a_full_disk_leaves_the_model_that_was_there(
    order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = keep_model(
        order, make_ready(order, "mine", order.material.data.parent).state.network, tmp_path / "kept.safetensors", {}
    )
    before = path.read_bytes()
    network = walk_on(order, None, 60.0, 2).network

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.os, "fsync", full)
    with pytest.raises(FileError, match="No space left on device"):
        keep_model(order, network, path, {})
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".*part"))


def test_a_wrong_table_is_said(tmp_path: Path) -> None:
    path = table(tmp_path)
    path.write_text("text,label\nfine,1\nbad,7\n")
    with pytest.raises(FormatError, match="line 3"):
        make_ready(Order("sentiment", recipe(), Material(data=path)), "mine", tmp_path)
