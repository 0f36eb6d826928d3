"""A run that was left when the window closed: kept in a folder until the same run is started again.

Two files: the state as a checkpoint, and what the run told as a log. Only the run that was left last is kept.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from gatescope.engine.network import Network
from gatescope.errors import FileError
from gatescope.formats.files.atomic import unwritable, write_together
from gatescope.session.file_age import age
from gatescope.session.spare_folders import make_private, spare_folders
from gatescope.session.training.growing import until
from gatescope.session.training.history import History
from gatescope.session.training.log import log_of, read_log
from gatescope.training.checkpoints.file import SUFFIX, bytes_of_state, load_state
from gatescope.training.report import TrainingState

_LOG = ".csv"


def leave(folder: Path, identity: str, history: History) -> None:
    """Keep `history` up to its last checkpoint, from which the run of that identity can go on.

    Where `folder` cannot be written, it is kept on another disk, where `take` looks as well.

    Raises:
        FileError: neither can be written.
    """
    last = history.checkpoints[-1]
    log = log_of(until(history, last.step)).encode()
    state = bytes_of_state(last.state, identity)
    first: FileError | None = None
    for place in (folder, *(spare for spare in spare_folders(folder) if make_private(spare))):
        files = _files(place, identity)
        try:
            place.mkdir(parents=True, exist_ok=True)
            write_together(dict(zip(files, (state, log), strict=True)))
        except OSError as error:
            first = first or unwritable(files[0], error)
        except FileError as error:
            first = first or error
        else:
            _forget_others(folder, files)
            return
    assert first is not None
    raise first


def take(folder: Path, identity: str, start: Network) -> tuple[TrainingState, History] | None:
    """Return the state and the series of the run of that identity, and forget it; None where none was left, or none
    that can be read."""
    places = [_files(place, identity) for place in (folder, *spare_folders(folder))]
    found = None
    for state, log in sorted(places, key=lambda files: age(files[0])):
        if found is None and state.exists():
            with suppress(FileError):
                found = load_state(state, start, identity), read_log(log)
        with suppress(OSError):
            state.unlink(missing_ok=True)
            log.unlink(missing_ok=True)
    return found


def _forget_others(folder: Path, kept: tuple[Path, Path]) -> None:
    """Remove every other run that was left, and an older state of this one on another disk."""
    for place in (folder, *spare_folders(folder)):
        for other in (*place.glob(f"*{SUFFIX}"), *place.glob(f"*{_LOG}")):
            if other not in kept:
                with suppress(OSError):
                    other.unlink()


def _files(folder: Path, identity: str) -> tuple[Path, Path]:
    return folder / f"{identity[:32]}{SUFFIX}", folder / f"{identity[:32]}{_LOG}"
