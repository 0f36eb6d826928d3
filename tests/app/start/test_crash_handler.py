"""A fault inside GateScope: written down, said, offered at the next start, saved or forgotten there."""

from __future__ import annotations

import faulthandler
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gatescope.app.start import crash_handler, crash_offer
from gatescope.app.start.application import Desktop
from gatescope.app.start.crash_handler import CrashHandler
from gatescope.app.start.crash_offer import CrashOffer
from gatescope.session.crash.crash_log import CrashLog, left_logs, read_log


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in (crash_handler, crash_offer):
        monkeypatch.setattr(module, "crash_folder", lambda: tmp_path / "crashes")
    return tmp_path / "crashes"


@pytest.fixture
def handler(qapp: object, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CrashHandler]:
    """A handler that leaves the tests' own handling of crashes alone."""
    monkeypatch.setattr(faulthandler, "enable", lambda file: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)
    made = CrashHandler()
    yield made
    made.close()


def left(folder: Path) -> Path:
    """Leave a log as a start that met a fault does."""
    log = CrashLog(folder)
    log.note(ValueError("a fault"))
    log.close()
    return log.path


def test_faults_are_written_down_printed_and_told_once(
    handler: CrashHandler, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    printed: list[object] = []
    handler.met.connect(told.append)
    handler._hooks = (lambda *about: printed.append(about[1])), (lambda about: printed.append(about.exc_value))
    error = ValueError("in a slot")
    sys.excepthook(ValueError, error, None)

    def fail() -> None:
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == ["ValueError: in a slot"]
    assert [str(one) for one in printed] == ["in a slot", "in a thread", ""]
    assert handler.log is not None
    text = read_log(handler.log.path)
    assert text.index("in a slot") < text.index("in a thread")
    assert "KeyboardInterrupt" not in text


def test_a_start_without_a_folder_for_logs_prints_crashes(
    qapp: object, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_bytes(b"no folder")
    files: list[object] = []
    monkeypatch.setattr(faulthandler, "enable", files.append)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)
    handler = CrashHandler()
    handler.met.connect(lambda _: files.append("told"))
    handler._note(ValueError())
    handler.close()
    assert files == [sys.stderr]


def test_the_window_says_it_and_the_next_one_offers_it(qtbot: QtBot, desktop: Desktop, folder: Path) -> None:
    bar, offer = desktop.window.message_bar, desktop.crashes
    offer.tell("KeyError: 'x'")
    assert bar.text().startswith("GateScope has met a fault of its own (KeyError: 'x').")
    bar.clear()
    offer.look()
    qtbot.waitUntil(lambda: not offer._jobs.running)
    assert bar.isHidden()

    log = left(folder)
    offer.look()
    qtbot.waitUntil(lambda: not bar.isHidden())
    assert str(log) in bar.text()
    target = folder.parent / "<b>&amp; report.txt"
    press(offer, "&Save it…", None)
    assert str(log) in bar.text()
    press(offer, "&Save it…", folder / "missing" / "report.txt")
    qtbot.waitUntil(lambda: bar.text().startswith("report.txt: cannot be written"))
    bar.dismiss()
    said: list[str] = []
    desktop.window.status.show_message = said.append  # type: ignore[method-assign]
    press(offer, "&Save it…", target)
    qtbot.waitUntil(lambda: not offer._jobs.running)
    assert bar.isHidden()
    assert "ValueError: a fault" in target.read_text("utf-8")
    assert left_logs(folder) == ()
    # The status bar shows HTML, which the name of a folder is not.
    assert said[0].endswith("&lt;b&gt;&amp;amp; report.txt")

    left(folder)
    offer.look()
    qtbot.waitUntil(lambda: not bar.isHidden())
    press(offer, "&Forget it", None)
    qtbot.waitUntil(lambda: left_logs(folder) == ())


def press(offer: CrashOffer, text: str, path: Path | None) -> None:
    offer.ask_where = lambda window, suggested: path
    next(button for button in offer._window.message_bar.offers() if button.text() == text).click()


CRASH = """
import faulthandler, sys
from PySide6.QtCore import QTimer
from gatescope.app.start.application import Desktop, main
show = Desktop.show
Desktop.show = lambda self, paths=(): (show(self, paths), QTimer.singleShot(0, faulthandler._sigsegv))
sys.exit(main([]))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")
def test_a_window_that_crashes_leaves_its_log(tmp_path: Path) -> None:
    home = os.environ | {"XDG_DATA_HOME": str(tmp_path), "GATESCOPE_TOUR": "0"}
    ran = subprocess.run([sys.executable, "-c", CRASH], env=home, capture_output=True, check=False)
    assert ran.returncode < 0, ran.stderr
    (log,) = left_logs(tmp_path / "gatescope" / "crashes")
    assert "Fatal Python error: Segmentation fault" in read_log(log)
