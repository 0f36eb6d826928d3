"""The bundled fonts, so that every machine draws the same text, also one that has no fonts at all."""

from __future__ import annotations

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFontDatabase, QGuiApplication

from gatescope.errors import GateScopeError
from gatescope.resources import resource
from gatescope.words import tr

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
    # Qt tells of a font that lacks a script while it holds the lock of all fonts. Where a message handler is written in
    # Python, as the tests have one, it then waits for Python's lock; a thread that holds that one and lays out a text
    # waits for the fonts: neither would ever go on.
    QLoggingCategory.setFilterRules("qt.text.font.*.info=false\nqt.text.font.*.debug=false")
    for path in sorted(resource("fonts").glob("*.otf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise GateScopeError(tr("the bundled font {name} cannot be read: install GateScope again", name=path.name))
    application.setProperty(_LOADED, True)
