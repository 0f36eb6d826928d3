"""The app as a person starts it: a process of its own, on a screen of its own, in a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tests.journeys.screen import HEIGHT, SECONDS, WIDTH, Region, Screen

COLOURS_OF_MAPS = 200
"""More different colours than a window without maps has."""


class RunningApp:
    """``python -m gatescope`` with its window in front."""

    def __init__(
        self,
        screen: Screen,
        home: Path,
        arguments: Sequence[str] = (),
        size: tuple[int, int] = (WIDTH, HEIGHT),
        *,
        tour: bool = False,
    ) -> None:
        """`tour` lets the tour of a first start begin, which would stand over what others look at."""
        self.screen = screen
        self.home = home
        others = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "WAYLAND_DISPLAY")
        environ = {k: v for k, v in os.environ.items() if k not in others}
        environ |= screen.environ | {"HOME": str(home), "QT_QPA_PLATFORM": "xcb", "GATESCOPE_TOUR": str(int(tour))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gatescope", *arguments], env=environ, stderr=subprocess.PIPE, text=True
        )
        self.window = screen.window("^GateScope$")
        screen.place(self.window, size)

    def wait_for_maps(self, region: Region) -> None:
        """Wait until gates are painted in `region`, and for the paint to be complete."""

        def coloured() -> bool:
            pixels = self.screen.pixels(region).reshape(-1, 3)
            return len(np.unique(pixels[::7], axis=0)) >= COLOURS_OF_MAPS

        self.screen.wait(coloured, "gates in the window")
        self.screen.wait_until_still(region)

    def quit(self) -> tuple[int, str]:
        """Close the window as a person does who wants to keep nothing; return the exit code and what was written on
        stderr."""
        self.screen.xdotool("windowfocus", "--sync", self.window)
        self.screen.key("ctrl+q")
        self.screen.wait(
            lambda: self.process.poll() is not None or bool(self.screen.windows("^GateScope$")), "the end or a question"
        )
        if self.process.poll() is None:
            self.screen.wait_until_still((0, 0, WIDTH, HEIGHT))
            self.screen.key("alt+d")
        _, errors = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, errors

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
