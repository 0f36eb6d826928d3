"""A moving picture into the file that its suffix names; window, scripts and command line write the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gatescope.errors import UsageError
from gatescope.export.animation.kinds import animation_kind
from gatescope.export.animation.pace import Pace
from gatescope.export.picture import start_qt
from gatescope.formats.files.atomic import check_writable
from gatescope.plots.animation.frames import Moving
from gatescope.plots.theme import theme_named
from gatescope.progress import Report, silent

if TYPE_CHECKING:
    from PIL import Image

_LARGEST_SIDE = 4096
_USUAL = Pace()


def save_animation(
    moving: Moving,
    path: str | Path,
    size: tuple[int, int] = (960, 540),
    theme: str = "light",
    pace: Pace = _USUAL,
    report: Report = silent,
    *,
    palette: str = "standard",
) -> int:
    """Write `moving` into the file `path`, whole or not at all, and return how many frames were drawn.

    Args:
        size: width and height in pixels.
        theme: the design's name.
        pace: how long frames stay.
        report: called before each frame with the share that is drawn.
        palette: the name of the hues.

    Raises:
        FileError: the file cannot be written.
        UsageError: there is no frame, no such format, theme, palette, size or pace, or no program for a video.
        Cancelled: `report` says so; what was in the file before is still there.
    """
    path = Path(path)
    check_animation(path, size, theme, pace, palette=palette)
    start_qt([])
    from gatescope.export.animation.drawn import drawn, sample_of

    count, design = 0, theme_named(theme, palette)

    def counted() -> Iterator[Image.Image]:
        nonlocal count
        for picture in drawn(moving, size, design, report):
            count += 1
            yield picture

    animation_kind(path).write(counted(), path, size, pace, lambda: sample_of(moving, size, design))
    return count


def check_animation(path: Path, size: tuple[int, int], theme: str, pace: Pace, *, palette: str = "standard") -> None:
    """Find out now, before anything is drawn, whether `save_animation` can write the file.

    Raises:
        FileError: the folder is missing or read-only, or the disk is full.
        UsageError: there is no such format, theme, palette, size or pace, or no program for a video.
    """
    kind = animation_kind(path)
    theme_named(theme, palette)
    if not all(16 <= side <= _LARGEST_SIDE for side in size):
        raise UsageError(
            f"a moving picture of {size[0]} × {size[1]} pixels cannot be made; each side must be 16 to {_LARGEST_SIDE}"
        )
    pace.check(kind.fastest)
    if kind.video:
        from gatescope.export.animation.video import ffmpeg

        ffmpeg()
    check_writable(path)
