"""Undo leads through training, looks at checkpoints and changes of weights, back and forth, over the same networks."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.session.training.undo_steps import LookCommand
from tests.session.training.test_training_run import Desk, desk

pytestmark = pytest.mark.slow

__all__ = ["desk"]
BIAS = "layer0.forward.b_x.forget_gate"


def change(desk: Desk, value: float) -> None:
    array = desk.network().array(BIAS)
    desk.session.set_parameters(desk.front.model, {BIAS: np.full_like(array, value)}, label=f"Bias {value:g}")


def labels(desk: Desk) -> list[str]:
    stack = desk.session.undo_stack
    return [stack.text(index).removesuffix(" sentiment-lstm run 1") for index in range(stack.count())]


def shown(desk: Desk) -> tuple[Network, Network]:
    """The network as it is, and what changes of it count from."""
    return desk.network(), desk.session.document.models[desk.front.model].network


def back_and_forth(desk: Desk) -> None:
    """Undo to the first step and redo: every state of the way up is that of the way down, which are told."""
    stack = desk.session.undo_stack
    known = {stack.index(): shown(desk)}
    while stack.index() > 1:
        stack.undo()
        known[stack.index()] = shown(desk)
    while stack.canRedo():
        stack.redo()
        assert shown(desk) == known[stack.index()]


def test_a_change_between_two_stretches_comes_back_with_the_second_undone(desk: Desk) -> None:
    desk.start()
    desk.train_to(3)
    change(desk, 7.0)
    changed = shown(desk)
    desk.runs.step_batch()
    desk.until(lambda: not desk.runs.busy)
    assert labels(desk) == ["Train", "Bias 7", "Train"]
    # Training goes on from where it stood, not from what was changed by hand.
    assert shown(desk)[0] is shown(desk)[1] is desk.front.newest
    desk.session.undo_stack.undo()
    assert shown(desk) == changed
    desk.session.undo_stack.redo()
    back_and_forth(desk)


@pytest.mark.parametrize("changes", [False, True])
def test_a_look_at_another_checkpoint_is_a_step_and_looks_in_a_row_are_one(desk: Desk, changes: bool) -> None:
    desk.start()
    desk.train_to(6)
    newest = desk.network()
    if changes:
        change(desk, 7.0)
    before = shown(desk)
    for kept in desk.front.history.checkpoints[:3]:
        desk.runs.look_at(kept.step)
    looked = shown(desk)
    assert looked[0] is looked[1] is not newest
    assert labels(desk) == ["Train", *(["Bias 7"] if changes else []), "Look back in"]
    desk.session.undo_stack.undo()
    assert shown(desk) == before
    assert desk.front.looked_at is None
    desk.session.undo_stack.redo()
    assert shown(desk) == looked
    back_and_forth(desk)


def test_a_change_of_what_is_looked_at_parts_two_looks(desk: Desk) -> None:
    desk.start()
    desk.train_to(6)
    first, second = desk.front.history.checkpoints[:2]
    desk.runs.look_at(first.step)
    change(desk, 7.0)
    changed = shown(desk)
    desk.runs.look_at(second.step)
    desk.session.undo_stack.undo()
    assert shown(desk) == changed
    desk.session.undo_stack.redo()
    change(desk, 8.0)
    desk.runs.look_at(None)
    assert labels(desk) == ["Train", "Look back in", "Bias 7", "Look back in", "Bias 8", "Look back in"]
    back_and_forth(desk)


def test_a_look_at_what_is_shown_is_no_step(desk: Desk) -> None:
    desk.start()
    desk.train_to(3)
    desk.runs.look_at(None)
    desk.runs.look_at(desk.front.history.step)
    assert labels(desk) == ["Train"]


def test_what_a_person_had_changed_counts_as_memory_of_the_step(desk: Desk) -> None:
    desk.start()
    desk.train_to(3)
    desk.runs.look_at(0)
    plain = desk.session.undo_stack.command(1)
    change(desk, 7.0)
    desk.runs.look_at(None)
    edited = desk.session.undo_stack.command(3)
    assert isinstance(plain, LookCommand)
    assert isinstance(edited, LookCommand)
    # The biases of the four gates lie in one array.
    assert (plain.cost(), edited.cost()) == (0, 4 * desk.network().array(BIAS).nbytes)


def test_weights_are_not_changed_while_they_are_trained(desk: Desk) -> None:
    desk.start()
    desk.until(lambda: desk.front.history.step > 3)
    before = desk.network()
    change(desk, 7.0)
    assert desk.network() is before
    assert desk.said == ["sentiment-lstm run 1 is being trained: pause it to change its weights"]
    assert labels(desk) == ["Train"]
    # Those of another model are.
    array = desk.session.document.networks["words"].array(BIAS)
    desk.session.set_parameters("words", {BIAS: array + 1}, label="Bias")
    assert desk.session.undo_stack.count() == 2
    desk.pause()
    change(desk, 7.0)
    assert (desk.network().array(BIAS) == 7.0).all()
