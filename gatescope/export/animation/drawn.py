"""The frames of a moving picture, drawn one by one, each with its line below."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageColor
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from gatescope.errors import UsageError
from gatescope.export.animation.pace import Sampled
from gatescope.paint.fonts import load_fonts
from gatescope.paint.painter import paint
from gatescope.plots.animation.frames import Frame, Moving
from gatescope.plots.theme import UI_FAMILY, Theme
from gatescope.progress import Report

_LINE = 28
"""Pixels of the line below a picture."""


def drawn(moving: Moving, size: tuple[int, int], theme: Theme, report: Report) -> Iterator[Image.Image]:
    """Yield the frames as RGB pictures of `size` pixels, and report the share of them that is drawn before each.

    Raises:
        Cancelled: `report` says so.
        UsageError: a side is not between 1 and the largest one, or there is no memory for a picture.
    """
    for at, frame in enumerate(moving.frames):
        report(min(at / max(moving.count, 1), 1.0))
        yield draw(frame, size, theme)
    report(1.0)


def sample_of(moving: Moving, size: tuple[int, int], theme: Theme) -> Sampled:
    """Return the colours of the frames: the typical ones above each other, and those that mean something."""
    pictures = [draw(Frame(plot), size, theme) for plot in moving.typical]
    whole = Image.new("RGB", (size[0], size[1] * max(len(pictures), 1)), theme.surface)
    for at, picture in enumerate(pictures):
        whole.paste(picture, (0, at * size[1]))
    hues = theme.hues
    of_design = theme.surface, theme.text, theme.muted, theme.border, theme.accent, hues.negative, hues.positive
    named = *of_design, *hues.signals.values(), *hues.cells.values(), *hues.guesses
    return Sampled(whole, tuple(dict.fromkeys(ImageColor.getrgb(hue)[:3] for hue in named)))


def draw(frame: Frame, size: tuple[int, int], theme: Theme) -> Image.Image:
    """Return one frame; a frame without a line has no room for one.

    Raises:
        UsageError: there is no memory for it.
    """
    load_fonts()
    width, height = size
    line_height = min(_LINE, height - 1) if frame.line else 0
    whole = QImage(width, height, QImage.Format.Format_RGB32)
    if whole.isNull():
        raise UsageError(f"there is no memory for a picture of {width} × {height} pixels; choose a smaller size")
    whole.fill(QColor(theme.surface))
    painter = QPainter(whole)
    try:
        # A figure has a size on paper, and is made to fit here.
        paint(painter, frame.plot, QRectF(0, 0, width, height - line_height), theme)
        font = QFont(UI_FAMILY)
        font.setPixelSize(13)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        line = QRectF(18, height - line_height, width - 36, line_height - 6)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, frame.line)
    finally:
        # A picture that goes while it is painted ends the process.
        painter.end()
    return _picture(whole)


def _picture(painted: QImage) -> Image.Image:
    rgb = painted.convertToFormat(QImage.Format.Format_RGB888)
    size = rgb.width(), rgb.height()
    return Image.frombytes("RGB", size, bytes(rgb.constBits()), "raw", "RGB", rgb.bytesPerLine(), 1)
