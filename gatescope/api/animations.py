"""Moving pictures of traces."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gatescope.analysis.targets import Target
from gatescope.api.argument_kinds import of_its_kind
from gatescope.engine.selection import parse_signal, units_of
from gatescope.export.animation.pace import Pace
from gatescope.export.animation.saving import check_animation, save_animation
from gatescope.export.recording import Recording
from gatescope.plots.animation.by_name import moving
from gatescope.plots.animation.picture import ViewPicture
from gatescope.plots.animation.typing import By
from gatescope.progress import Report, silent


@of_its_kind
def animate(
    shown: Recording | Sequence[Recording],
    what: str = "typing",
    path: str | Path = "typing.webp",
    *,
    view: str | Sequence[str] | None = None,
    columns: int | None = None,
    by: By | None = None,
    sweep: str | None = None,
    signals: str | Sequence[str] = (),
    units: str | Sequence[int] | None = None,
    token: int | None = None,
    layer: int | None = None,
    direction: str | None = None,
    of: str | None = None,
    fit: str | Path | None = None,
    step: int | None = None,
    frames: int | None = None,
    fps: float | None = None,
    seconds: float | None = None,
    last: float = 2.0,
    loops: int = 0,
    size: tuple[int, int] = (960, 540),
    theme: str = "light",
    palette: str = "standard",
    report: Report = silent,
) -> Path:
    """Draw a moving picture and return its path. No display is needed, and few frames are in memory at a time.

    Args:
        shown: the trace of the whole text, or several to compare.
        what: moves: ``"typing"``, the text grows; ``"cell"``, operation after operation; ``"clamp"``, a signal is held
            at value after value; ``"training"``, the model is trained once more, by the command in its card.
        path: the .gif, .webp, .apng, .mp4 or .webm file to write; the last two need ffmpeg.
        view: as `render` takes it; the maps by default, the cell for ``"cell"``. Several, with `columns` of them side
            by side, are laid out as one figure.
        by: ``"letter"`` or ``"token"``: what is typed at a time; letters by default, where there are not too many.
        sweep: for a clamp, ``"forget_gate=0..1"``, with ``@u3,u7-9`` for some units and ``@t4-12`` for some tokens.
        signals, units, token, layer, direction, of, fit: as `render` takes them; without a token the last one typed is
            marked.
        step: of a cell, the operation to begin with; the first by default.
        frames: at most so many; 300 by default, and 60 for a clamp or parts of a training.
        fps: frames a second, by default as it can be followed; or
        seconds: how long all of them take.
        last: seconds that the last frame stays.
        loops: how often it is shown; 0 for ever. Videos are played as their player likes.
        size: of the picture, in pixels.
        theme, palette: as `render` takes them.
        report: called before each frame with the share that is drawn; ends it by raising `errors.Cancelled`.

    Raises:
        UsageError: something of that does not exist, or does not go together.
        FileError: the file cannot be written.
    """
    path = Path(path)
    # Nothing is run or trained for a file that cannot be written.
    check_animation(path, size, theme, Pace.of(1.0, 1, fps, seconds, last, loops), palette=palette)
    runs = [recording.run for recording in ([shown] if isinstance(shown, Recording) else shown)]
    picture = ViewPicture(
        ",".join([view] if isinstance(view, str) else view or ["cell" if what == "cell" else "heatmap"]),
        signals=[parse_signal(signal) for signal in ([signals] if isinstance(signals, str) else signals)],
        units=None if units is None else units_of(units),
        token=token,
        layer=layer,
        direction=direction,
        target=None if of is None else Target.parse(of),
        fit=None if fit is None else str(fit),
        step=step,
        columns=columns,
        size=size,
    )
    found = moving(what, runs, picture, by=by, sweep=sweep, frames=frames, report=report)
    pace = Pace.of(found.fps, found.count, fps, seconds, last, loops)
    save_animation(found, path, size, theme, pace, report, palette=palette)
    return path
