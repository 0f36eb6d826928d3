"""Moving pictures as a video, by the ffmpeg that the person has: GateScope brings no encoder of videos."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from PIL import Image

from gatescope.errors import FileError, UsageError
from gatescope.export.animation.pace import Pace, Sample
from gatescope.formats.files.atomic import replacing_by_name

_CODECS = {
    ".mp4": ("-f", "mp4", "-c:v", "libx264", "-crf", "18", "-movflags", "+faststart"),
    ".webm": ("-f", "webm", "-c:v", "libvpx-vp9", "-crf", "24", "-b:v", "0"),
}
_WAIT_S = 10.0
_TOLD = 200


def write_video(
    pictures: Iterable[Image.Image], path: Path, size: tuple[int, int], pace: Pace, sample: Sample, /
) -> None:
    """Write `pictures` (RGB, all of `size`) into the file `path`, whole or not at all; `sample` is not needed.

    The program is run by its path and without a shell, and is ended where the pictures are.

    Raises:
        FileError: the file cannot be written.
        UsageError: there is no ffmpeg, or no picture.
    """
    program = ffmpeg()
    with replacing_by_name(path) as name, tempfile.TemporaryFile() as told:
        command = [program, "-y", "-loglevel", "error", "-nostdin", "-f", "rawvideo", "-pix_fmt", "rgb24"]
        command += ["-s", f"{size[0]}x{size[1]}", "-r", f"{pace.fps:g}", "-i", "pipe:0", "-an", "-map_metadata", "-1"]
        # WebM would have a number drawn by lot: the same pictures make the same file.
        command += ["-fflags", "+bitexact"]
        # Codecs take even numbers of pixels.
        command += ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p"]
        command += [*_CODECS[path.suffix.lower()], f"file:{name}"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=told)
        assert process.stdin is not None
        try:
            with suppress(BrokenPipeError):
                for data in _repeated(pictures, pace):
                    process.stdin.write(data)
            with suppress(BrokenPipeError):
                process.stdin.close()
            code = process.wait()
        finally:
            if process.poll() is None:
                process.kill()
            with suppress(BrokenPipeError):
                process.stdin.close()
            process.wait(_WAIT_S)
        if code:
            told.seek(0)
            lines = told.read().decode("utf-8", "replace").strip().splitlines()
            said = lines[-1][:_TOLD] if lines else f"it ended with the code {code}"
            raise FileError(path, f"could not be written by ffmpeg ({said}); a .webp or .gif needs no other program")


def ffmpeg() -> str:
    """Return the path of the person's ffmpeg.

    Raises:
        UsageError: there is none.
    """
    found = shutil.which("ffmpeg")
    if found is None:
        raise UsageError("a video needs ffmpeg, which is not installed: install it, or write a .webp or .gif file")
    return found


def _repeated(pictures: Iterable[Image.Image], pace: Pace) -> Iterator[bytes]:
    """Yield the bytes of every picture, of the last one as often as it stays.

    Raises:
        UsageError: there is no picture.
    """
    data: bytes | None = None
    for picture in pictures:
        data = picture.tobytes()
        yield data
    if data is None:
        raise UsageError("there is nothing to draw: a moving picture has at least one frame")
    for _ in range(max(round(pace.last_s * pace.fps) - 1, 0)):
        yield data
