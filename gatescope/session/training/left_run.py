"""A run that was left when the window closed: kept in a folder until the same run is started again.

Two files: the state as a checkpoint, and what the run told as a log. Only the run that was left last is kept.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from gatescope.engine.network import Network
from gatescope.errors import FileError
from gatescope.formats.files.atomic import write_atomically
from gatescope.session.training.growing import until
from gatescope.session.training.history import History
from gatescope.session.training.log import log_of, read_log
from gatescope.training.checkpoints.file import SUFFIX, load_state, save_state
from gatescope.training.report import TrainingState

_LOG = ".csv"


def leave(folder: Path, identity: str, history: History) -> None:
    """Keep `history` up to its last checkpoint, from which the run of that identity can go on.

    Raises:
        FileError: it cannot be written.
    """
    last = history.checkpoints[-1]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(folder, f"cannot be made: {error.strerror or error}") from error
    state, log = _files(folder, identity)
    write_atomically(log, log_of(until(history, last.step)).encode())
    save_state(state, last.state, identity)
    for other in (*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*{_LOG}")):
        if other not in (state, log):
            other.unlink(missing_ok=True)


def take(folder: Path, identity: str, start: Network) -> tuple[TrainingState, History] | None:
    """Return the state and the series of the run of that identity, and forget it; None where none was left, or none
    that can be read."""
    state, log = _files(folder, identity)
    found = None
    if state.exists():
        with suppress(FileError):
            found = load_state(state, start, identity), read_log(log)
    state.unlink(missing_ok=True)
    log.unlink(missing_ok=True)
    return found


def _files(folder: Path, identity: str) -> tuple[Path, Path]:
    return folder / f"{identity[:32]}{SUFFIX}", folder / f"{identity[:32]}{_LOG}"
