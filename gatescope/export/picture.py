"""A plot into the file that its suffix names, without a window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from gatescope.errors import UsageError
from gatescope.export.file_kinds import VIEWS
from gatescope.export.resolution import COARSEST, FINEST, SCREEN_DPI
from gatescope.formats.figures.carrying import KEY
from gatescope.plots.description import Plot
from gatescope.plots.figure.figure import Figure
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.theme import theme_named
from gatescope.session.corpus.model_digest import model_digest
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
    scene: str | None = None,
) -> Path:
    """Write `plot` into the file `path`, whole or not at all, and return the path.

    Args:
        size: width and height that the layout is made for; `scale` only makes it finer.
        theme: the design's name.
        palette: the name of its hues.
        runs: named in the picture as its models and cells; by default those that the plot knows.
        scene: what `session.scene.link.to_text` made, for the file to carry.

    Raises:
        FileError: the file cannot be written.
        UsageError: there is no such format, theme, palette or size.
    """
    path = Path(path)
    kind = VIEWS.of(path)
    design = theme_named(theme, palette)
    if not 1.0 <= scale <= 4.0:
        raise UsageError(f"there is no scale {scale}; it is a number from 1 to 4")
    start_qt([])
    kind.write(plot, path, *size, scale, design, facts_of(runs, scene))
    return path


def save_figure(
    figure: Figure,
    path: str | Path,
    dpi: float = 300.0,
    theme: str = "light",
    runs: Sequence[Run] = (),
    *,
    palette: str = "standard",
    scene: str | None = None,
) -> Path:
    """Write a composed figure into the file `path`, whole or not at all, and return the path.

    Args:
        dpi: pixels of an inch of an image; 72 to 600.
        theme, palette: of a figure in the style of the screen.
        runs: what it shows.

    Raises:
        FileError: the file cannot be written.
        UsageError: there is no such format, resolution, theme or palette.
    """
    path = Path(path)
    kind = VIEWS.of(path)
    design = theme_named(theme, palette)
    if not COARSEST <= dpi <= FINEST:
        raise UsageError(f"there is no picture of {dpi:g} dpi; it has {COARSEST:g} to {FINEST:g}")
    start_qt([])
    # The size on paper is the figure's own.
    kind.write(figure, path, 0, 0, dpi / SCREEN_DPI, design, facts_of(runs, scene))
    return path


def svg_text(
    plot: Plot,
    size: tuple[int, int] = (1600, 900),
    theme: str = "light",
    runs: Sequence[Run] = (),
    *,
    palette: str = "standard",
    scene: str | None = None,
) -> str:
    """Return the text of an SVG file, as `save_picture` and `save_figure` write it.

    Raises:
        UsageError: there is no such theme, palette or size.
    """
    design = theme_named(theme, palette)
    start_qt([])
    from gatescope.export.svg import svg

    return svg(plot, *size, design, facts_of(runs, scene))


def facts_of(runs: Sequence[Run], scene: str | None = None) -> dict[str, str]:
    """Return what a file says of the models behind it; where nothing is known, the plot's own facts stand.

    Args:
        scene: as text, to be carried along.
    """
    carried = {} if scene is None else {KEY: scene}
    if not runs:
        return carried
    digests = {run.model: model_digest(run.reader) for run in runs if run.reader is not None}
    return {
        "Model": ", ".join(run.model for run in runs),
        "Cell": ", ".join(dict.fromkeys(CELL_NAMES[run.network.cell.name] for run in runs)),
        **({"Digest": ", ".join(f"{name} sha256:{digest}" for name, digest in digests.items())} if digests else {}),
        **carried,
    }


def start_qt(arguments: Sequence[str]) -> object:
    """Return the one QGuiApplication; it needs no display, and on Linux does not look for one."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication.instance() or QGuiApplication(list(arguments))
