"""Draws the logs that ``gatescope train --log`` wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gatescope.errors import UsageError
from gatescope.export.picture import save_picture
from gatescope.plots.by_name import LOG_VIEWS
from gatescope.session.training.log import read_log


def render_logs(
    logs: Sequence[Path],
    view: str,
    path: str | Path,
    *,
    size: tuple[int, int] = (1600, 900),
    scale: float = 1.0,
    theme: str = "light",
    palette: str = "standard",
) -> Path:
    """Draw runs of training over one axis of steps, and return the path of the picture.

    Args:
        logs: the files, the run in front first.
        view: a name in `LOG_VIEWS`.
        path: the picture to write.
        size, scale, theme, palette: as `render` takes them.

    Raises:
        UsageError: there is no log.
        FileError, FormatError: a log cannot be read, or is none; the sentence names the line.
        FileError: the picture cannot be written.
    """
    if not logs:
        raise UsageError(f"the view {view!r} is one of logs: give --log FILE.csv, which gatescope train --log writes")
    return save_picture(LOG_VIEWS[view]([read_log(log) for log in logs]), path, size, scale, theme, palette=palette)
