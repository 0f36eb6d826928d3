"""The bundled icons, drawn in the colours of a theme: a bare machine has no icon theme to ask."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gatescope.plots.theme import Theme
from gatescope.resources import resource

_SIZES = (16, 20, 24, 32, 48)
_APP_SIZES = (16, 24, 32, 48, 64, 128, 256)


@lru_cache(maxsize=256)
def icon(name: str, theme: Theme) -> QIcon:
    """Return the icon ``resources/icons/{name}.svg`` in the theme's text colour; on checked buttons in the accent's.

    It is drawn once and shared by every window and every change of theme, with Qt's pictures of its sizes. In another
    theme its shapes are tinted anew, which takes a tenth of the time.

    Raises:
        GateScopeError: there is no such icon.
    """
    colours = {
        (QIcon.Mode.Normal, QIcon.State.Off): theme.text,
        (QIcon.Mode.Disabled, QIcon.State.Off): theme.muted,
        (QIcon.Mode.Normal, QIcon.State.On): theme.on_accent,
    }
    result = QIcon()
    for (mode, state), colour in colours.items():
        for size in _SIZES:
            result.addPixmap(_tinted(_shape(name, size, mode == QIcon.Mode.Disabled), colour), mode, state)
    return result


def application_icon() -> QIcon:
    """Return GateScope's own icon, in its fixed colours."""
    result = QIcon()
    for size in _APP_SIZES:
        result.addPixmap(_pixmap(_drawing("gatescope"), size))
    return result


@lru_cache(maxsize=512)
def _shape(name: str, size: int, faint: bool) -> QPixmap:
    """Return the icon in one colour, whichever: only how much it covers is of use."""
    opacity = ' opacity="0.45"' if faint else ""
    return _pixmap(_drawing(name).replace("<svg ", f"<svg{opacity} ", 1).replace("currentColor", "#000"), size)


def _tinted(shape: QPixmap, colour: str) -> QPixmap:
    tinted = QPixmap(shape)
    painter = QPainter(tinted)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(tinted.rect(), QColor(colour))
    painter.end()
    return tinted


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _pixmap(drawing: str, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    return pixmap
