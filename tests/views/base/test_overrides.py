"""An error in a method that Qt calls is told, whatever raised it, and ends nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Qt calls the move of one widget while Python calls Qt to lay out another one.
PROGRAM = """
import sys
import gatescope.{package}
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from shiboken6 import delete

class Moved(QWidget):
    def moveEvent(self, event):
        super().moveEvent(event)
        {raises}

class Layout(QVBoxLayout):
    def setGeometry(self, rect):
        super().setGeometry(rect)
        moved.move(moved.x() + 3, 5)

app = QApplication([])
gone = QWidget()
delete(gone)
told = []
sys.excepthook = lambda kind, error, trace: told.append(kind)
parent = QWidget()
moved = Moved(parent)
around = QWidget()
layout = Layout(around)
layout.addWidget(QLabel("a"))
for call in (parent.show, around.show, app.processEvents, lambda: around.resize(200, 100), app.processEvents):
    try:
        call()
    except Exception as error:
        told.append(type(error))
print(*sorted({{kind.__name__ for kind in told}}))
"""
RAISED = {
    "gone.width()": "RuntimeError",
    "float('x')": "ValueError",
    "'a'.encode('nothing')": "LookupError",
    "None.word": "AttributeError",
    "open('/nothing/there')": "FileNotFoundError",
    "raise KeyError('a', 1)": "KeyError",
}


@pytest.mark.parametrize("raises", RAISED)
@pytest.mark.parametrize("package", ["views", "app"])
def test_an_error_in_a_method_that_qt_calls_is_told(raises: str, package: str) -> None:
    program = PROGRAM.format(raises=raises, package=package)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stdout.strip()) == (0, RAISED[raises]), run.stderr
