"""Plots one after the other as a moving picture: GIF, animated PNG or WebP, by the suffix of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from gatescope.errors import UsageError
from gatescope.export.picture import start_qt
from gatescope.export.png import image
from gatescope.formats.files.atomic import replacing
from gatescope.plots.description import Plot
from gatescope.plots.theme import UI_FAMILY, Theme, theme_named

ANIMATIONS = {".gif": "GIF", ".webp": "WEBP", ".apng": "PNG"}
"""Suffix → what the encoder calls the format."""
_CAPTION = 28
"""Pixels of the line below each picture."""
_LAST_STAYS_MS = 2000


@dataclass(frozen=True)
class Frame:
    """One picture of a moving one, with the line below it."""

    plot: Plot
    caption: str


def save_animation(
    frames: Iterable[Frame],
    path: str | Path,
    size: tuple[int, int] = (960, 540),
    theme: str = "light",
    frame_ms: int = 100,
    *,
    palette: str = "standard",
) -> int:
    """Write `frames` into the file `path`, whole or not at all, for ever repeated, and return how many they are.

    Args:
        frames: drawn one by one as they come; the last stays for two seconds.
        size: width and height in pixels, the caption included.
        theme: the design's name.
        frame_ms: how long the others stay.
        palette: the name of the hues.

    Raises:
        FileError: the file cannot be written.
        UsageError: there is no frame, or no such format, theme or palette.
    """
    path = Path(path)
    kind = ANIMATIONS.get(path.suffix.lower())
    if kind is None:
        raise UsageError(f"{path.name}: the name of a moving picture must end in {', '.join(ANIMATIONS)}")
    design = theme_named(theme, palette)
    start_qt([])
    pictures = list(_pictures(frames, size, design))
    if not pictures:
        raise UsageError("there is nothing to draw: a moving picture has at least one frame")
    first, *others = pictures
    stays = [frame_ms] * len(others) + [_LAST_STAYS_MS]
    with replacing(path) as file:
        first.save(file, kind, save_all=True, append_images=others, duration=stays, loop=0, lossless=True)
    return len(pictures)


def _pictures(frames: Iterable[Frame], size: tuple[int, int], theme: Theme) -> Iterator[Image.Image]:
    """Yield every frame as the encoder takes it."""
    width, height = size
    for frame in frames:
        drawn = image(frame.plot, width, height - _CAPTION, theme=theme)
        whole = QImage(width, height, QImage.Format.Format_RGB888)
        whole.fill(QColor(theme.surface))
        painter = QPainter(whole)
        try:
            painter.drawImage(QRectF(0, 0, width, height - _CAPTION), drawn)
            font = QFont(UI_FAMILY)
            font.setPixelSize(13)
            painter.setFont(font)
            painter.setPen(QColor(theme.muted))
            line = QRectF(18, height - _CAPTION, width - 36, _CAPTION - 6)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, frame.caption)
        finally:
            painter.end()
        stride = whole.bytesPerLine()
        yield Image.frombytes("RGB", size, bytes(whole.constBits()), "raw", "RGB", stride, 1)
