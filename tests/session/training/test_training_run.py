"""Runs in the window: their process trains while the document follows, halts, goes back, and survives its end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.errors import UsageError
from gatescope.formats.own.library import load
from gatescope.formats.own.tensors import tensors
from gatescope.session import user_folders
from gatescope.session.session import Session
from gatescope.session.training.shown_run import ShownRun
from gatescope.session.training.training_run import TrainingRuns
from gatescope.training.tasks.task import Material
from tests.session.helpers import settled, word_model
from tests.session.training.told_runs import recipe, table

pytestmark = pytest.mark.slow

PATIENCE_MS = 300_000
"""The process that trains is niced, and a busy machine may hardly let it run."""
ENDLESS = {"epochs": 100_000}


class Desk:
    """A session with a run that trains, as a person has it."""

    def __init__(self, session: Session, qtbot: object, folder: Path) -> None:
        self.session, self._qtbot = session, qtbot
        self.runs: TrainingRuns = session.training
        self.material = Material(data=table(folder))
        self.said: list[str] = []
        self.runs.failed.connect(self.said.append)

    @property
    def front(self) -> ShownRun:
        assert self.runs.front is not None
        return self.runs.front

    @property
    def steps(self) -> list[int]:
        return self.front.history.steps.step.tolist()

    def start(self, **settings: object) -> None:
        self.runs.start("sentiment", recipe(**{**ENDLESS, **settings}), self.material)

    def until(self, so: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(so, timeout=PATIENCE_MS)  # type: ignore[attr-defined]

    def train_to(self, step: int) -> None:
        """Wait until the run is so far, and pause it."""
        self.until(lambda: self.runs.front is not None and self.runs.front.history.step >= step)
        self.pause()

    def pause(self) -> None:
        self.runs.pause()
        self.until(lambda: not self.runs.busy)

    def network(self) -> Network:
        return self.session.document.networks[self.front.model]


@pytest.fixture
def desk(open_session: Callable[..., Session], qtbot: object, tmp_path: Path) -> Desk:
    return Desk(open_session(word_model(), text="the film was great"), qtbot, tmp_path)


def same(a: Network, b: Network) -> bool:
    return all((x == y).all() for x, y in zip(tensors(a).values(), tensors(b).values(), strict=True))


def test_a_run_from_start_to_keep(desk: Desk, qtbot: object, tmp_path: Path) -> None:
    session, runs = desk.session, desk.runs
    desk.start()
    assert runs.busy
    with pytest.raises(UsageError, match="sentiment-lstm run 1 is being trained: pause or stop it before another"):
        desk.start()
    desk.train_to(20)
    name = desk.front.model

    # The document follows by the ordinary way: its words and networks are those of the run, none counts as edited.
    snapshot = settled(qtbot, session)
    assert session.document.shown == (name,)
    assert snapshot.runs[0].opened is None
    assert desk.front.history.condition == "paused"
    assert desk.steps == list(range(1, desk.front.history.step + 1))
    assert desk.front.history.checkpoints[-1].step == desk.front.history.step
    assert desk.network() is desk.front.newest
    assert session.document.models[name].network is desk.network()
    assert session.undo_stack.count() == 1

    # One mini-batch more.
    last = desk.front.history.step
    runs.step_batch()
    desk.until(lambda: not runs.busy)
    assert desk.front.history.step == last + 1

    # Back to a checkpoint, on from there; undo brings back what was dropped.
    kept = desk.front.history.checkpoints[1]
    runs.look_at(kept.step)
    assert desk.front.looked_at == kept.step
    assert desk.network() is kept.network
    runs.go_on()
    assert desk.steps == list(range(1, kept.step + 1))
    desk.train_to(kept.step + 1)
    on = desk.front.history.step
    session.undo_stack.undo()
    assert desk.steps == list(range(1, last + 2))
    assert desk.network() is kept.network
    session.undo_stack.redo()
    assert desk.front.history.step == on

    # Rewound, it is the untrained network; kept, a model with a card.
    runs.rewind()
    assert desk.front.looked_at == 0
    path = tmp_path / "kept.safetensors"
    with qtbot.waitSignal(runs.kept, timeout=PATIENCE_MS):  # type: ignore[attr-defined]
        runs.keep_as(path)
    assert same(load(path).network, desk.front.history.checkpoints[0].network)
    assert desk.said == []


def test_a_process_that_dies_is_said_and_the_run_goes_on_from_the_last_checkpoint(desk: Desk) -> None:
    desk.start()
    desk.until(lambda: desk.front.history.step > 5)
    pid = desk.runs.worker_pid
    assert pid is not None
    os.kill(pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    desk.until(lambda: desk.front.history.condition == "failed")
    assert "the worker process came to an end" in desk.said[0]
    history = desk.front.history
    assert f"it can go on from step {history.step}" in history.message
    assert history.checkpoints[-1].step == history.step
    desk.runs.go_on()
    desk.train_to(history.step + 3)
    assert desk.steps == list(range(1, desk.front.history.step + 1))
    # The same, bit for bit, as a run that never stopped.
    mine = {kept.step: kept.network for kept in desk.front.history.checkpoints}
    desk.start()
    desk.train_to(max(mine))
    (other,) = (run for run in desk.runs.runs if run.number == 2)
    both = [kept for kept in other.history.checkpoints if kept.step in mine and kept.step > 0]
    assert both
    assert all(same(kept.network, mine[kept.step]) for kept in both)


def test_typing_and_undo_while_it_trains(desk: Desk) -> None:
    desk.start()
    desk.until(lambda: desk.front.history.step > 3)
    for letter in "abc":
        text = desk.session.document.text + letter
        desk.session.edit_text(text, len(text))
    at = desk.front.history.step
    desk.until(lambda: desk.front.history.step > at + 3)
    stack = desk.session.undo_stack
    # One step for the run, one for the word: training makes none of its own meanwhile.
    assert [stack.command(k).text() for k in range(stack.count())] == ["Train sentiment-lstm run 1", "Typing"]
    stack.undo()
    assert desk.session.document.text == "the film was great"
    assert desk.runs.busy
    stack.undo()
    assert not desk.runs.busy
    assert desk.front.history.step == 0
    stack.redo()
    assert desk.front.history.step > at


def test_a_halt_neither_opens_a_closed_model_nor_turns_to_it_but_going_on_does(desk: Desk) -> None:
    session = desk.session
    desk.start()
    desk.until(lambda: desk.front.history.step > 3)
    session.show(["words"])
    desk.pause()
    assert session.document.shown == ("words",)
    desk.runs.go_on()
    assert session.document.shown == (desk.front.model,)
    session.close_model(desk.front.model)
    at = desk.front.history.step
    desk.train_to(at + 3)
    assert list(session.document.models) == ["words"]
    desk.runs.look_at(None)
    assert desk.network() is desk.front.newest
    assert session.document.shown == (desk.front.model,)


def test_a_run_takes_no_name_of_an_open_model_and_leaves_a_file_of_its_own_name_alone(desk: Desk) -> None:
    session = desk.session
    session.add_model(replace(word_model(), name="sentiment-lstm run 1"))
    before = session.document.networks["sentiment-lstm run 1"]
    desk.start()
    desk.train_to(2)
    assert desk.front.model == "sentiment-lstm run 2"
    assert session.document.networks["sentiment-lstm run 1"] is before
    # A file of the same name, with other shapes, while it trains.
    desk.runs.go_on()
    other = replace(word_model(), name="sentiment-lstm run 2")
    assert other.network.cell.name == "lstm"
    session.add_model(other)
    desk.train_to(desk.front.history.step + 2)
    desk.runs.look_at(0)
    assert session.document.networks["sentiment-lstm run 2"] is other.network
    assert session.document.models["sentiment-lstm run 2"] is other


@pytest.mark.parametrize("busy", [True, False])
def test_a_project_that_is_opened_keeps_its_weights_whatever_trains(desk: Desk, busy: bool) -> None:
    """Also those of a run of the same name and sizes, as it was saved before."""
    session = desk.session
    desk.start()
    desk.train_to(2)
    saved, name = session.document, desk.front.model
    desk.runs.go_on()
    at = desk.front.history.step
    desk.until(lambda: desk.front.history.step > at + 2)
    if not busy:
        desk.pause()
    session.restore(saved, session.focus)
    kept = saved.networks[name]
    if not busy:
        desk.runs.go_on()
    at = desk.front.history.step
    session.set_parameters(name, {"layer0.forward.b_x.forget_gate": np.zeros(kept.units)}, label="Bias")
    assert desk.said == []
    assert session.document.networks[name] is not kept
    session.undo_stack.undo()
    desk.train_to(at + 3)
    desk.runs.look_at(0)
    assert session.document.networks[name] is kept
    # Closed, it gives way to the model of the run.
    session.close_model(name)
    desk.runs.go_on()
    desk.train_to(desk.front.history.step + 1)
    assert desk.network() is desk.front.newest


def test_a_project_with_the_run_as_it_stands_goes_on_with_it(desk: Desk) -> None:
    session = desk.session
    desk.start()
    desk.train_to(2)
    saved, name = session.document, desk.front.model
    session.restore(saved, session.focus)
    desk.runs.go_on()
    desk.train_to(desk.front.history.step + 2)
    assert desk.network() is desk.front.newest
    assert not same(desk.network(), saved.networks[name])


def test_a_model_that_is_trained_is_not_read_otherwise(desk: Desk) -> None:
    session = desk.session
    desk.start()
    desk.until(lambda: desk.front.history.step > 1)
    name = desk.front.model
    model = session.document.models[name]
    with pytest.raises(UsageError, match=f"{name} is being trained: pause it to read it otherwise"):
        session.replace_model(replace(model, masked_id=0), label="Skip zeros")
    assert session.document.models[name].masked_id is None
    desk.pause()
    session.replace_model(replace(session.document.models[name], masked_id=0), label="Skip zeros")
    assert session.document.models[name].masked_id == 0


def test_single_steps_share_what_they_told(desk: Desk) -> None:
    desk.start()
    desk.train_to(4)
    before = desk.front.history
    desk.runs.step_batch()
    desk.until(lambda: not desk.runs.busy)
    after = desk.front.history
    assert after.step == before.step + 1
    # Of a long run every undo step would else hold all its numbers.
    assert np.shares_memory(before.steps.loss, after.steps.loss)
    assert before.step == len(before.steps.loss)


def test_a_run_that_is_left_goes_on_when_it_is_started_again(
    desk: Desk, open_session: Callable[..., Session], qtbot: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_once() -> Desk:
        monkeypatch.setattr(user_folders, "training_folder", lambda: tmp_path / "left")
        return Desk(open_session(word_model()), qtbot, tmp_path)

    first = at_once()
    first.start()
    first.until(lambda: first.front.history.step > 0)
    first.until(lambda: first.front.history.checkpoints[-1].step > 12)
    first.runs.leave()
    left = first.front.history
    first.session.close()
    again = at_once()
    again.start()
    again.until(lambda: len(again.steps) > left.checkpoints[-1].step)
    assert f"going on from step {left.checkpoints[-1].step}, where it was left" in again.front.history.message
    again.pause()
    assert again.steps == list(range(1, again.front.history.step + 1))
    at = left.checkpoints[-1].step
    np.testing.assert_allclose(again.front.history.steps.loss[:at], left.steps.loss[:at], rtol=1e-8)
    assert [kept.step for kept in again.front.history.checkpoints][:2] == [0, at]
    # Another run begins at the start, and so does this one the next time.
    assert not list((tmp_path / "left").iterdir())
    # Bit for bit as if it had never been left.
    desk.start()
    desk.train_to(at)
    mine = {kept.step: kept.network for kept in again.front.history.checkpoints if kept.step > 0}
    both = [kept for kept in desk.front.history.checkpoints if kept.step in mine]
    assert both
    assert all(same(kept.network, mine[kept.step]) for kept in both)


def test_a_diverged_run_is_named_and_rewound(desk: Desk) -> None:
    desk.start(learning_rate=1e6)
    desk.until(lambda: desk.runs.front is not None and desk.front.history.condition == "diverged")
    history = desk.front.history
    assert history.diverged is not None
    assert history.diverged.step == history.step + 1
    assert "try a smaller learning rate" in history.message
    desk.runs.rewind(20)
    assert desk.front.looked_at == 0


def test_what_cannot_be_prepared_is_said_and_another_start_is_free(desk: Desk) -> None:
    good, desk.material = desk.material, Material()
    desk.start()
    desk.until(lambda: desk.front.history.condition == "failed")
    assert "the sentences are not shipped" in desk.front.history.message
    assert list(desk.session.document.models) == ["words"]
    with pytest.raises(UsageError, match="no task 'nothing'"):
        desk.runs.start("nothing", recipe(), good)
    desk.material = good
    desk.start(epochs=2)
    desk.until(lambda: desk.front.history.condition == "ended")
    assert [run.number for run in desk.runs.runs] == [2]
    assert "all 2 passes are done" in desk.front.history.message


def test_a_run_that_is_prepared_can_be_given_up_and_a_closed_session_ends_it(desk: Desk) -> None:
    desk.start()
    desk.runs.pause()
    assert desk.runs.runs == ()
    desk.start()
    desk.session.close()
