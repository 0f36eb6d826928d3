"""The copy of unsaved work: made in a thread, not too often, and gone when it is of no use."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gatescope.errors import FileError
from gatescope.session.project import autosave
from gatescope.session.project.autosave import Autosave
from gatescope.session.project.work import Work, load, save
from tests.session.project.test_work import work_of


@pytest.fixture
def keep(qapp: object, tmp_path: Path) -> Iterator[Callable[..., Autosave]]:
    """Makes autosaves of one work that are due at once."""
    made: list[Autosave] = []
    parent = QObject()

    work = work_of("a")

    def make(place: Callable[[], Path] = lambda: tmp_path / "copy") -> Autosave:
        made.append(Autosave(lambda: work, place, parent, delay_ms=1))
        return made[-1]

    yield make
    for one in made:
        one.settle()


def test_a_copy_is_made_in_a_thread_and_removed(
    qtbot: QtBot, keep: Callable[..., Autosave], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def noted(work: Work, path: Path, *, private: bool) -> None:
        threads.append(threading.current_thread())
        save(work, path, private=private)

    monkeypatch.setattr(autosave, "save", noted)
    kept = keep()
    kept.touch()
    qtbot.waitUntil((tmp_path / "copy").exists)
    assert load(tmp_path / "copy").document.text == "the film was good"
    assert threads != [threading.main_thread()]
    kept.remove()
    qtbot.waitUntil(lambda: not (tmp_path / "copy").exists())
    kept.touch()
    qtbot.waitUntil((tmp_path / "copy").exists)


def test_a_large_work_is_copied_rarely(
    qtbot: QtBot, keep: Callable[..., Autosave], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[float] = []

    def slow(work: Work, path: Path, *, private: bool) -> None:
        begun.append(time.monotonic())
        time.sleep(0.01)

    monkeypatch.setattr(autosave, "save", slow)
    kept = keep()
    kept.touch()
    qtbot.waitUntil(lambda: bool(begun))
    kept.touch()
    qtbot.waitUntil(lambda: len(begun) == 2)
    assert begun[1] - begun[0] > 0.3


def test_what_cannot_be_copied_is_said_once(qtbot: QtBot, keep: Callable[..., Autosave], tmp_path: Path) -> None:
    said: list[str] = []
    missing = tmp_path / "missing"
    kept = keep(lambda: missing / "copy")
    kept.failed.connect(said.append)
    for _ in range(3):
        kept.touch()
        qtbot.wait(30)
    assert said == [f"the copy in {missing} cannot be written: the folder {missing} does not exist"]

    def nowhere() -> Path:
        raise FileError(tmp_path / "x", "there is no place")

    homeless = keep(nowhere)
    with qtbot.waitSignal(homeless.failed) as caught:
        homeless.touch()
    assert caught.args == [f"the copy in {tmp_path} there is no place"]


def test_a_copy_moves_to_where_there_is_room_and_says_where(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full: list[Path] = []

    def saved(work: Work, path: Path, *, private: bool) -> None:
        if path in full:
            raise FileError(path, "cannot be written: No space left on device")
        save(work, path, private=private)

    monkeypatch.setattr(autosave, "save", saved)
    work, parent, said = work_of("a"), QObject(), []
    first, second = tmp_path / "first" / "copy", tmp_path / "second" / "copy"
    for place in (first, second):
        place.parent.mkdir()
    here, spare = [first], [second]

    def elsewhere() -> Path | None:
        here[:] = spare[:1] or here
        return spare.pop() if spare else None

    kept = Autosave(lambda: work, lambda: here[0], parent, elsewhere=elsewhere, delay_ms=1)
    kept.moved.connect(lambda why, folder: said.append((why, folder)))
    kept.failed.connect(lambda why: said.append((why, "")))
    kept.touch()
    qtbot.waitUntil(first.exists)
    full.append(first)
    kept.touch()
    qtbot.waitUntil(lambda: len(said) == 1)
    reason = f"the copy in {first.parent} cannot be written: No space left on device"
    assert said == [(reason, str(second.parent))]
    assert (first.exists(), load(second).document.text) == (False, "the film was good")
    full.append(second)
    kept.touch()
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[1] == (reason.replace("first", "second"), "")
    assert load(second).document.text == "the film was good"
    kept.remove()
    qtbot.waitUntil(lambda: not second.exists())
    kept.settle()


def test_what_is_finished_is_let_go_of_only_when_nobody_writes_there(
    qtbot: QtBot, keep: Callable[..., Autosave], monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def slow(work: Work, path: Path, *, private: bool) -> None:
        begun.set()
        go_on.wait(10)
        order.append("written")

    monkeypatch.setattr(autosave, "save", slow)
    kept = keep()
    kept.touch()
    qtbot.waitUntil(begun.is_set)
    kept.touch()
    kept.finish(lambda: order.append("let go"), Path)
    assert order == []
    go_on.set()
    qtbot.waitUntil(lambda: len(order) == 2)
    qtbot.wait(20)
    assert order == ["written", "let go"]


SAVE_FOR_EVER = """
import sys
from dataclasses import replace
from pathlib import Path
from gatescope.session.project.work import load, save
path = Path(sys.argv[1])
work = load(path)
print("ready", flush=True)
for k in range(1_000_000):
    save(replace(work, document=replace(work.document, text=f"text {k % 10}" * 1000)), path)
"""


@pytest.mark.slow
def test_a_process_killed_while_it_saves_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "w.gatescope"
    save(work_of("a", "b"), path)
    texts = set()
    for k in range(4):
        process = subprocess.Popen([sys.executable, "-c", SAVE_FOR_EVER, str(path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.02 + 0.013 * k)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        texts.add(load(path).document.text)
    assert texts <= {"the film was good", *(f"text {k}" * 1000 for k in range(10))}
