"""The guard itself: each kind of leak fails the test that made it, and cleaning up does not."""

from __future__ import annotations

from pathlib import Path

import pytest

LEAKING = """
    import logging
    import threading
    from PySide6.QtCore import Qt, QThread, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    kept = []

    def test_thread():
        kept.append(threading.Event())
        threading.Thread(target=kept[-1].wait, name="forgotten", daemon=True).start()

    def test_qthread(qapp):
        kept.append(QThread())
        kept[-1].start()

    def test_timer(qapp):
        kept.append(QTimer())
        kept[-1].start(60_000)

    def test_window(qapp):
        kept.append(QWidget(windowTitle="forgotten"))

    def test_button(qtbot):
        widget = QWidget()
        qtbot.addWidget(widget)
        widget.show()
        QTest.mousePress(widget, Qt.MouseButton.LeftButton)

    def test_log():
        logging.getLogger("somewhere").warning("careless %s", "words")

    def test_all_tidy(qtbot, caplog):
        widget = QWidget()
        qtbot.addWidget(widget)
        timer = QTimer(widget)
        timer.start(60_000)
        kept.append(timer)
        QWidget()
        thread = threading.Thread(target=lambda: None)
        thread.start()
        thread.join()
        logging.getLogger("somewhere").warning("expected")
        assert caplog.messages == ["expected"]

    def test_threads_are_stopped():
        kept[1].quit()
        kept[1].wait()
        kept[0].set()
"""


@pytest.mark.slow
def test_each_leak_fails_the_test_that_made_it(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parent.parent
    monkeypatch.setenv("PYTHONPATH", str(root))
    pytester.makeini("[pytest]\nqt_api = pyside6")
    pytester.makeconftest("from tests import leaks\nfrom tests.conftest import *\nleaks.JOIN_SECONDS = 0.1")
    pytester.makepyfile(LEAKING)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:randomly")
    result.assert_outcomes(passed=8, errors=6)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_thread*",
            "left a thread: forgotten",
            "*ERROR at teardown of test_qthread*",
            "left running: <PySide6.QtCore.QThread*",
            "*ERROR at teardown of test_timer*",
            "left running: <PySide6.QtCore.QTimer*",
            "*ERROR at teardown of test_window*",
            "left a window: QWidget 'forgotten'",
            "*ERROR at teardown of test_button*",
            "left a mouse button pressed: LeftButton",
            "*ERROR at teardown of test_log*",
            "logged WARNING from somewhere: careless words",
        ]
    )
