"""The lines of a text file, one after the other, however large the file is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from gatescope.errors import FormatError
from gatescope.formats.corpus.encoding import encoding_of
from gatescope.formats.files.regular import open_file
from gatescope.words import tr

LONGEST_LINE = 1_000_000
"""Characters. A file without line ends is refused before it fills the memory."""


class Lines:
    """The lines of a text file with their numbers; never more than `LONGEST_LINE` characters at once."""

    def __init__(self, path: Path, text: io.TextIOWrapper, file: IO[bytes], encoding: str) -> None:
        self._path, self._text, self._file, self._encoding = path, text, file, encoding
        self.number = 0

    @property
    def read(self) -> int:
        """Bytes that were read so far."""
        return self._file.tell()

    def __iter__(self) -> Iterator[str]:
        """Return every line with its end."""
        while True:
            try:
                line = self._text.readline(LONGEST_LINE + 1)
            except UnicodeDecodeError as error:
                name = self._encoding[:6].upper()
                raise FormatError(
                    self._path,
                    tr("is not {name} text soon after line {number}: save it as UTF-8", name=name, number=self.number),
                ) from error
            if not line:
                return
            self.number += 1
            if len(line) > LONGEST_LINE:
                raise FormatError(
                    self._path,
                    tr(
                        "line {number} has more than {longest_line:,} characters: break it into lines",
                        number=self.number,
                        longest_line=LONGEST_LINE,
                    ),
                )
            yield line

    def numbered(self) -> Iterator[tuple[int, str, int]]:
        """Return the number of every line, the line without its end, and the bytes that were read."""
        for line in self:
            yield self.number, line.rstrip("\r\n"), self.read


@contextmanager
def lines_of(path: Path) -> Iterator[Lines]:
    """Open the file at `path` and give its lines.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is empty, or no text.
    """
    encoding, mark = encoding_of(path)
    with open_file(path) as file:
        file.seek(mark)
        # Tables keep the line ends within quoted texts.
        text = io.TextIOWrapper(file, encoding, newline="" if path.suffix.lower() == ".csv" else None)
        try:
            yield Lines(path, text, file, encoding)
        finally:
            text.detach()
