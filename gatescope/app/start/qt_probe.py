"""Starts Qt as the app would, in a process of its own because Qt may abort, and prints what it found as JSON.

python -m gatescope.app.start.qt_probe
"""

from __future__ import annotations

import json
import sys
from typing import Any

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics, QGuiApplication

# Imported only to see that it can be: it brings in everything that the window stands on.
import gatescope.app.start.application  # noqa: F401
from gatescope.paint.fonts import load_fonts
from gatescope.paint.scripts import without_font
from gatescope.plots.theme import MATH_FAMILY, UI_FAMILY
from gatescope.session.settings import Settings

SAMPLES = {UI_FAMILY: "Aσ½→−×", MATH_FAMILY: "fσ⊙"}
"""Characters that the window cannot do without, by the bundled family that writes them."""


def probe() -> dict[str, Any]:
    """Start Qt and return what it runs on: platform, Qt version, font families, and what no font has."""
    application = QGuiApplication(sys.argv[:1])
    load_fonts()
    font = QFont(UI_FAMILY)
    settings = Settings()
    return {
        "platform": application.platformName(),
        "version": qVersion(),
        "font": QFontInfo(font).family(),
        "families": len(QFontDatabase.families()),
        "without_glyph": [
            f"{family} {c}"
            for family, sample in SAMPLES.items()
            for c in sample
            if not QFontMetrics(QFont(family)).inFontUcs4(ord(c))
        ],
        "without_font": without_font(UI_FAMILY),
        "settings": str(settings.path),
        "settings_notice": settings.notice,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(probe()))
