"""A plot into the file that its suffix names, without a window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from gatescope.errors import UsageError
from gatescope.export.file_kinds import PICTURES
from gatescope.plots.description import Plot
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.theme import theme_named
from gatescope.session.run.snapshot import Run


def save_picture(
    plot: Plot,
    path: str | Path,
    size: tuple[int, int] = (1600, 900),
    scale: float = 1.0,
    theme: str = "light",
    runs: Sequence[Run] = (),
    *,
    palette: str = "standard",
) -> Path:
    """Write `plot` into the file `path`, whole or not at all, and return the path.

    Args:
        size: width and height that the layout is made for; `scale` only makes it finer.
        theme: the design's name.
        palette: the name of its hues.
        runs: named in the picture as its models and cells; by default those that the plot knows.

    Raises:
        FileError: the file cannot be written.
        UsageError: there is no such format, theme, palette or size.
    """
    path = Path(path)
    kind = PICTURES.of(path)
    design = theme_named(theme, palette)
    if not 1.0 <= scale <= 4.0:
        raise UsageError(f"there is no scale {scale}; it is a number from 1 to 4")
    metadata = {}
    if runs:
        metadata["Model"] = ", ".join(run.model for run in runs)
        metadata["Cell"] = ", ".join(dict.fromkeys(CELL_NAMES[run.network.cell.name] for run in runs))
    start_qt([])
    kind.write(plot, path, *size, scale, design, metadata)
    return path


def start_qt(arguments: Sequence[str]) -> object:
    """Return the one QGuiApplication; it needs no display, and on Linux does not look for one."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication.instance() or QGuiApplication(list(arguments))
