"""Every widget of a window that has just started wears the bundled font."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from gatescope.plots.theme import UI_FAMILY

PROGRAM = """
import os, sys
from PySide6.QtWidgets import QWidget
from gatescope.app.start.application import Desktop, make_application
application = make_application(["gatescope"])
desktop = Desktop()
desktop.show()
for _ in range(50):
    application.processEvents()
print({widget.font().family() for widget in desktop.window.findChildren(QWidget)})
sys.stdout.flush()
os._exit(0)
"""


@pytest.mark.slow
def test_no_widget_has_the_systems_font() -> None:
    """In a process of its own: an application that other tests made has the font already."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.strip() == str({UI_FAMILY}), done.stderr
