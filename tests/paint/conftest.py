import pytest
from PySide6.QtGui import QGuiApplication

from gatescope.paint.fonts import load_fonts


@pytest.fixture(autouse=True)
def _fonts(qapp: QGuiApplication) -> None:
    load_fonts()
