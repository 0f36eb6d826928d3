"""Plots as PNG: at one to four times the pixels, with the cell, the model and the sentence in the file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gatescope import __version__
from gatescope.errors import FileError, UsageError
from gatescope.export.resolution import SCREEN_DPI
from gatescope.export.sheet import sheet_of
from gatescope.formats.figures.carrying import KEY
from gatescope.formats.figures.png import with_text
from gatescope.formats.files.atomic import write_atomically
from gatescope.paint.fonts import load_fonts
from gatescope.paint.painter import paint
from gatescope.plots.description import Plot
from gatescope.plots.theme import LIGHT, Theme

_DOTS_PER_METRE = SCREEN_DPI / 0.0254
_LARGEST_SIDE = 16_384


def image(plot: Plot, width: int, height: int, scale: float = 1.0, theme: Theme = LIGHT) -> QImage:
    """Return `plot` as an image of ``width·scale`` × ``height·scale`` pixels. Needs a QGuiApplication.

    Args:
        width, height: the size that the layout is made for; `scale` only makes it finer. A figure has a size on paper
            instead, and then ``96·scale`` pixels an inch.

    Raises:
        UsageError: a side is not between 1 and the largest one, or there is no memory for the picture.
    """
    load_fonts()
    sheet = sheet_of(plot, width, height, theme)
    pixels = sheet.pixels(scale)
    if not all(0 < side <= _LARGEST_SIDE for side in pixels):
        raise UsageError(
            f"a picture of {pixels[0]} × {pixels[1]} pixels cannot be made; each side must be 1 to {_LARGEST_SIDE}"
        )
    picture = QImage(*pixels, QImage.Format.Format_RGB32)
    if picture.isNull():
        raise UsageError(
            f"there is no memory for a picture of {pixels[0]} × {pixels[1]} pixels; choose a smaller scale"
        )
    # Memory of the process may stand there: a side of half a pixel is painted by half.
    picture.fill(QColor(theme.surface))
    # Painters that ask for the pixels of a place find as many as there will be.
    picture.setDevicePixelRatio(scale * SCREEN_DPI / sheet.dpi)
    picture.setDotsPerMeterX(round(_DOTS_PER_METRE * scale))
    picture.setDotsPerMeterY(round(_DOTS_PER_METRE * scale))
    painter = QPainter(picture)
    try:
        paint(painter, plot, QRectF(0, 0, sheet.width, sheet.height), theme)
    finally:
        # A picture that goes while it is painted ends the process.
        painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


def save_png(
    plot: Plot,
    path: str | Path,
    width: int,
    height: int,
    scale: float = 1.0,
    theme: Theme = LIGHT,
    metadata: Mapping[str, str] | None = None,
) -> None:
    """Write `plot` into the file `path`, whole or not at all.

    Args:
        metadata: text chunks beyond (or instead of) those of `describe`; under `KEY`, the scene that it carries.

    Raises:
        FileError: the file cannot be written.
        UsageError: a side is not between 1 and the largest one, or there is no memory for the picture.
    """
    picture = image(plot, width, height, scale, theme)
    texts = describe(plot) | dict(metadata or {})
    scene = texts.pop(KEY, None)
    for key, text in texts.items():
        # A chunk ends at NUL; other control characters have no meaning in it.
        picture.setText(key, "".join(c if c.isprintable() else " " for c in text))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise FileError(path, "could not be encoded as PNG; choose a smaller scale")
    data = bytes(buffer.data().data())
    write_atomically(Path(path), data if scene is None else with_text(data, KEY, scene))


def describe(plot: Plot) -> dict[str, str]:
    """Return the metadata of a picture: Software, the plot's own facts, and its caption as Description."""
    found = {"Software": f"GateScope {__version__}", **plot.facts()}
    # A figure's caption marks bold words.
    return found | {"Description": plot.caption.replace("**", "")} if plot.caption else found
