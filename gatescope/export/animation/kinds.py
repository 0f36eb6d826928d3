"""The files that moving pictures are written as: one line a suffix, for command line, Python and dialogs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from gatescope.errors import UsageError

if TYPE_CHECKING:
    from PIL import Image

    from gatescope.export.animation.pace import Pace, Sample


class MovingWriter(Protocol):
    """Writes pictures as they come into a file, whole or not at all; see `gif.write_gif`."""

    def __call__(
        self, pictures: Iterable[Image.Image], path: Path, size: tuple[int, int], pace: Pace, sample: Sample, /
    ) -> None: ...


@dataclass(frozen=True)
class MovingKind:
    """A kind of file.

    Attributes:
        name: what a dialog calls it.
        write: its writer.
        fastest: the most frames a second that it can have.
        video: whether a program of the person's own writes it.
    """

    name: str
    write: MovingWriter
    fastest: float = 100.0
    video: bool = False


def _gif(pictures: Iterable[Image.Image], path: Path, size: tuple[int, int], pace: Pace, sample: Sample, /) -> None:
    # Encoders are loaded where something is really written: the command line reads this table at every start.
    from gatescope.export.animation.gif import write_gif

    write_gif(pictures, path, size, pace, sample)


def _webp(pictures: Iterable[Image.Image], path: Path, size: tuple[int, int], pace: Pace, sample: Sample, /) -> None:
    from gatescope.export.animation.webp import write_webp

    write_webp(pictures, path, size, pace, sample)


def _apng(pictures: Iterable[Image.Image], path: Path, size: tuple[int, int], pace: Pace, sample: Sample, /) -> None:
    from gatescope.export.animation.apng import write_apng

    write_apng(pictures, path, size, pace, sample)


def _video(pictures: Iterable[Image.Image], path: Path, size: tuple[int, int], pace: Pace, sample: Sample, /) -> None:
    from gatescope.export.animation.video import write_video

    write_video(pictures, path, size, pace, sample)


ANIMATIONS: dict[str, MovingKind] = {
    ".gif": MovingKind("GIF", _gif, fastest=50.0),
    ".webp": MovingKind("WebP", _webp),
    ".apng": MovingKind("Animated PNG", _apng),
    ".mp4": MovingKind("MP4 video", _video, video=True),
    ".webm": MovingKind("WebM video", _video, video=True),
}
"""Kinds of file by their suffix, in lower case; the first one is the default."""


def animation_kind(path: Path) -> MovingKind:
    """Return the kind of file that the suffix of `path` names.

    Raises:
        UsageError: the suffix is another one.
    """
    found = ANIMATIONS.get(path.suffix.lower())
    if found is None:
        raise UsageError(f"{path.name}: the name of a moving picture must end in {', '.join(ANIMATIONS)}")
    return found
