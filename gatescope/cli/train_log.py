"""The CSV file of ``gatescope train --log``, which a resumed run goes on with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from gatescope.errors import FileError
from gatescope.formats.files.atomic import write_atomically
from gatescope.session.training.log import columns, line
from gatescope.session.training.told import told
from gatescope.training.report import TrainingReport


class TrainingLog:
    """Appends a line a mini-batch. A run that begins anew replaces the file."""

    def __init__(self, path: Path, after: int) -> None:
        """Keep the lines of an older file up to step `after`.

        Raises:
            FileError: the file cannot be read or written.
        """
        self._path = path
        self._names: tuple[str, ...] = ()
        kept = _lines(path, after) if after else []
        if kept:
            self._names = tuple(kept[0].rstrip("\n").split(","))
        write_atomically(path, "".join(kept).encode())
        try:
            self._file: IO[str] = path.open("a", encoding="utf-8", newline="")
        except OSError as error:
            raise FileError(path, f"cannot be written: {error.strerror or error}") from error

    def add(self, report: TrainingReport) -> None:
        """Append what a mini-batch told.

        Raises:
            FileError: the disk is full.
        """
        numbers = told(report)
        try:
            if not self._names:
                self._names = columns(numbers)
                self._file.write(",".join(self._names) + "\n")
            self._file.write(line(numbers, self._names))
        except OSError as error:
            raise self._full(error) from error

    def settle(self) -> None:
        """Have all lines on the disk, so that none is missing before a checkpoint.

        Raises:
            FileError: the disk is full.
        """
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._full(error) from error

    def close(self) -> None:
        """Write what is left; may be called after a failure."""
        try:
            self._file.close()
        except OSError as error:
            raise self._full(error) from error

    def _full(self, error: OSError) -> FileError:
        return FileError(
            self._path, f"cannot be written: {error.strerror or error}: make room, then go on with --resume"
        )


def _lines(path: Path, after: int) -> list[str]:
    """Return the head and the whole lines up to step `after` of the log at `path`; none where there is no such log."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(path, f"cannot be read: {error}") from error
    whole = [one for one in text.splitlines(keepends=True) if one.endswith("\n")]
    kept = whole[:1]
    for one in whole[1:]:
        step = one.partition(",")[0]
        if not step.isdigit() or int(step) > after:
            break
        kept.append(one)
    return kept
