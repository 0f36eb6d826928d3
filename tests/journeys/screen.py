"""A screen of its own (Xvfb) for a journey: its pixels, its mouse and its keyboard."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

Pixels = NDArray[np.uint8]
"""(height, width, 3), red green blue."""

Point = tuple[int, int]
Region = tuple[int, int, int, int]
"""x, y, width, height in pixels of the screen."""

WIDTH, HEIGHT = 1440, 900
SECONDS = 30.0
POLL = 0.02
STILL = 0.3
"""Seconds without a change after which a picture counts as finished; shorter than the caret's blink would never end."""
OPENBOX = """<openbox_config xmlns="http://openbox.org/3.4/rc">
  <theme><keepBorder>no</keepBorder></theme>
  <applications><application class="*"><decor>no</decor></application></applications>
</openbox_config>"""
"""Without frames, a point of the window is a point of the screen."""
PROGRAMS = ("Xvfb", "xdotool")


def missing_programs() -> list[str]:
    return [name for name in PROGRAMS if shutil.which(name) is None]


class Screen:
    """Starts an X server that writes its picture into a file, and drives it with xdotool."""

    def __init__(self, folder: Path, artefacts: Path | None) -> None:
        """`folder` takes the server's picture; `artefacts`, where given, the screenshots to keep."""
        self.artefacts = artefacts
        self._picture = folder / "Xvfb_screen0"
        ours, theirs = os.pipe()
        command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-dpi", "96"]
        command += ["-fbdir", str(folder), "-nolisten", "tcp", "-noreset"]
        self._server = subprocess.Popen(command, pass_fds=[theirs], stderr=subprocess.DEVNULL)
        os.close(theirs)
        with os.fdopen(ours) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError(f"Xvfb ended with {self._server.wait()}")
        self.display = f":{number}"
        self.environ = {"DISPLAY": self.display}
        # Dialogs get the keyboard from a window manager; where there is none, Qt takes it itself.
        self._manager = self._start_manager(folder)

    def close(self) -> None:
        for process in (self._manager, self._server):
            if process is not None:
                process.terminate()
                process.wait()

    def pixels(self, region: Region | None = None) -> Pixels:
        """What is on the screen, or in one region of it."""
        data = self._picture.read_bytes()
        header = struct.unpack(">25I", data[:100])
        start, height, stride, colours = header[0], header[5], header[12], header[19]
        rows = np.frombuffer(data, np.uint8, height * stride, start + 12 * colours).reshape(height, -1, 4)
        picture = np.ascontiguousarray(rows[..., 2::-1] if header[7] == 0 else rows[..., 1:])
        if region is None:
            return picture
        x, y, width, height = region
        return picture[y : y + height, x : x + width]

    def keep(self, name: str) -> None:
        """Keep a screenshot among the artefacts."""
        if self.artefacts is None:
            return
        self.artefacts.mkdir(parents=True, exist_ok=True)
        pixels = self.pixels()
        height, width, _ = pixels.shape
        image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        assert image.save(str(self.artefacts / f"{name}.png"))

    def wait(self, condition: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
        """Wait until `condition` holds; fail with `what` was waited for, and a screenshot of what there is."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                self.keep("failed")
                raise AssertionError(f"waited {seconds:g} s in vain for {what}")
            time.sleep(POLL)

    def wait_for_change(self, region: Region, before: Pixels, what: str) -> None:
        self.wait(lambda: not np.array_equal(self.pixels(region), before), what)

    def wait_until_still(self, region: Region) -> Pixels:
        """Wait until a region has not changed for a while, and return it."""
        last = [self.pixels(region)]

        def still() -> bool:
            time.sleep(STILL)
            last.append(self.pixels(region))
            return np.array_equal(last[-1], last[-2])

        self.wait(still, "the picture to come to rest")
        return last[-1]

    def windows(self, title: str) -> list[str]:
        """The numbers of the visible windows whose title matches the regular expression `title`."""
        return self._xdotool_quietly("search", "--onlyvisible", "--name", title).stdout.split()

    def window(self, title: str) -> str:
        """Wait for such a window and return its number."""
        self.wait(lambda: bool(self.windows(title)), f"a window called {title!r}")
        return self.windows(title)[-1]

    def place(self, window: str, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        """Put the window into the upper left corner in that size, and give it the keyboard."""
        self.xdotool("windowsize", "--sync", window, *map(str, size))
        self.xdotool("windowmove", window, "0", "0")
        self.xdotool("windowfocus", "--sync", window)

    def type(self, text: str) -> None:
        self.xdotool("type", "--delay", "15", text)

    def key(self, *names: str) -> None:
        self.xdotool("key", "--delay", "30", *names)

    def click(self, at: Point) -> None:
        self.xdotool("mousemove", "--sync", *map(str, at), "click", "1")

    def drag(self, start: Point, end: Point, steps: int = 12) -> None:
        """Press at `start`, move to `end` in small steps as a hand does, and let go."""
        self.xdotool("mousemove", "--sync", *map(str, start), "mousedown", "1")
        for step in range(1, steps + 1):
            point = (round(a + (b - a) * step / steps) for a, b in zip(start, end, strict=True))
            self.xdotool("mousemove", "--sync", *map(str, point))
        self.xdotool("mouseup", "1")

    def xdotool(self, *arguments: str) -> str:
        done = self._xdotool_quietly(*arguments)
        assert done.returncode == 0, f"xdotool {' '.join(arguments)}: {done.stderr}"
        return done.stdout

    def _xdotool_quietly(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environ = os.environ | self.environ
        return subprocess.run(
            ["xdotool", *arguments], env=environ, capture_output=True, text=True, timeout=SECONDS, check=False
        )

    def _start_manager(self, folder: Path) -> subprocess.Popen[bytes] | None:
        if shutil.which("openbox") is None:
            return None
        settings = folder / "openbox.xml"
        settings.write_text(OPENBOX, encoding="utf-8")
        manager = subprocess.Popen(
            ["openbox", "--sm-disable", "--config-file", str(settings)],
            env=os.environ | self.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.wait(lambda: self._xdotool_quietly("get_desktop").returncode == 0, "the window manager")
        return manager
