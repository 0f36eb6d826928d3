"""Random actions at the real window leave no fault; longer ones by hand: ``python -m tests.monkey --actions 20000``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gatescope.session.session import Session
from gatescope.views.sentence.sentence_view import SentenceView
from tests.monkey.action import Action, read, write
from tests.monkey.catalogue import KINDS, drawn
from tests.monkey.files import path_of, shared_files
from tests.monkey.run import play
from tests.monkey.shrink import fails_in_a_process, shrunk

QUICK, SLOW = 300, 2000
SEED = 7
SHRINK_S = 60


@pytest.mark.slow
@pytest.mark.usefixtures("qtbot")
def test_random_actions_leave_no_fault(tmp_path: Path) -> None:
    actions = drawn(SEED, QUICK)
    outcome = play(actions)
    if outcome.faults:
        log = tmp_path / "actions"
        kept = shrunk(actions[: outcome.done], fails_in_a_process, SHRINK_S)
        write(log, kept)
        again = f"seed {SEED}, {len(kept)} of its actions are enough; once more: python -m tests.monkey --replay {log}"
        pytest.fail("\n".join((*outcome.faults[:3], again, *(action.line() for action in kept[-20:]))), pytrace=False)
    assert outcome.done == QUICK


@pytest.mark.slow
def test_many_random_actions_leave_no_fault(tmp_path: Path) -> None:
    """In a process of its own, which may crash, and makes the log of what fails short."""
    log = tmp_path / "actions"
    command = [sys.executable, "-m", "tests.monkey", "--seed", str(SEED), "--actions", str(SLOW), "--log", str(log)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, env=os.environ, capture_output=True, text=True, timeout=1200, check=False)
    told = f"{done.stdout}\n{done.stderr[-4000:]}"
    assert done.returncode == 0, f"{told}\nonce more: python -m tests.monkey --replay {log}"


def test_a_seed_always_draws_the_same_and_a_log_keeps_it(tmp_path: Path) -> None:
    actions = drawn(SEED, 500)
    assert actions == drawn(SEED, 500) == drawn(SEED, 600)[:500]
    # A rare kind may be missing among few of them.
    assert {action.kind for action in drawn(SEED, 5_000)} == set(KINDS)
    write(tmp_path / "log", actions)
    assert read(tmp_path / "log") == actions


@pytest.mark.slow
@pytest.mark.usefixtures("qtbot")
def test_a_fault_is_found_where_it_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that shows nothing of what was undone, and an exception in a slot."""
    typed, undone = Action("type", {"text": "one two", "editor": True}), Action("undo", {"steps": -1})
    show = SentenceView.show_document
    monkeypatch.setattr(SentenceView, "show_document", lambda *_: None)
    found = play([typed, undone])
    assert found.done == 2
    assert "the editor has" in found.faults[0]
    monkeypatch.setattr(SentenceView, "show_document", show)

    def refuse(_session: Session, _delta: int) -> None:
        raise ValueError("no step")

    monkeypatch.setattr(Session, "step", refuse)
    found = play([typed, Action("command", {"name": "step_back"}), typed])
    assert found.done == 2
    assert "ValueError: no step" in found.faults[0]


def test_files_of_others_are_copied_before_the_monkey_gets_them(tmp_path: Path) -> None:
    """It saves under the names of files that it opened, too."""
    for name in shared_files():
        path = path_of(name, tmp_path)
        assert path.is_relative_to(tmp_path)
        assert path.is_file()


def test_a_log_is_made_short() -> None:
    actions = [Action("wait", {"milliseconds": number}) for number in range(100)]

    def fails(some: object) -> bool:
        numbers = [action.arguments["milliseconds"] for action in some]  # type: ignore[attr-defined]
        return 30 in numbers and 90 in numbers

    assert [action.arguments["milliseconds"] for action in shrunk(actions, fails, 60)] == [30, 90]
