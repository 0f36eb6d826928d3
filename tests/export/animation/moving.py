"""Small moving pictures for the writers, and what a file shows of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gatescope.plots.animation.frames import Frame, Moving
from gatescope.plots.description import Plot

SIZE = (400, 300)


def of(plots: Iterable[Plot], lines: Iterable[str] = (), typical: int | None = None) -> Moving:
    """The plots one after the other."""
    plots = list(plots)
    lines = list(lines) or [""] * len(plots)
    return Moving(
        (Frame(plot, line) for plot, line in zip(plots, lines, strict=True)), len(plots), "", plots[:typical], 10.0
    )


def shown(path: Path) -> tuple[list[NDArray[np.int64]], list[int]]:
    """The frames of a file as (height, width, 3) arrays, and their milliseconds, as Pillow reads them."""
    with Image.open(path) as found:
        pictures, stays = [], []
        for number in range(getattr(found, "n_frames", 1)):
            found.seek(number)
            pictures.append(np.asarray(found.convert("RGB")).astype(np.int64))
            stays.append(int(found.info.get("duration") or 0))
    return pictures, stays
