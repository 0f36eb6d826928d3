"""The bundled fonts, so that every machine draws the same text, also one that has no fonts at all."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QGuiApplication

from gatescope.errors import GateScopeError
from gatescope.resources import resource

_LOADED = "gatescope_fonts_loaded"


def load_fonts() -> None:
    """Make the bundled families known to Qt; a second call does nothing. Needs a QGuiApplication.

    Raises:
        GateScopeError: a bundled font is missing or damaged.
    """
    application = QGuiApplication.instance()
    assert application is not None, "Qt's font database lives with the application"
    # Kept on the application, which forgets its fonts when it ends.
    if application.property(_LOADED):
        return
    for path in sorted(resource("fonts").glob("*.otf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise GateScopeError(f"the bundled font {path.name} cannot be read: install GateScope again")
    application.setProperty(_LOADED, True)
