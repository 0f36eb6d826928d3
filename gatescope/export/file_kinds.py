"""The files that pictures and recordings are written as: one line a suffix, for command line, Python and dialogs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from gatescope.errors import UsageError
from gatescope.export.csv import save_csv
from gatescope.export.npz import save_npz
from gatescope.export.recorded import Recorded

if TYPE_CHECKING:
    from gatescope.plots.description import Plot
    from gatescope.plots.theme import Theme


class PictureWriter(Protocol):
    """Writes a plot into a file, whole or not at all; see `png.save_png`."""

    def __call__(
        self,
        plot: Plot,
        path: Path,
        width: int,
        height: int,
        scale: float,
        theme: Theme,
        metadata: Mapping[str, str],
    ) -> None: ...


class RecordingWriter(Protocol):
    """Writes a recording into a file, whole or not at all, and returns how many `FileKind.counted` it has."""

    def __call__(self, recording: Recorded, path: Path, /) -> int: ...


_Writer = TypeVar("_Writer", bound=PictureWriter | RecordingWriter)


@dataclass(frozen=True)
class FileKind(Generic[_Writer]):
    """A kind of file.

    Attributes:
        name: what a dialog calls it.
        write: its writer.
        counted: what the number that the writer returns counts.
    """

    name: str
    write: _Writer
    counted: str = ""


class FileKinds(dict[str, FileKind[_Writer]], Generic[_Writer]):
    """Kinds of file by their suffix, in lower case; the first one is the default.

    Attributes:
        what: what is written, as a sentence begins: ``a picture``.
    """

    def __init__(self, what: str, kinds: Mapping[str, FileKind[_Writer]]) -> None:
        super().__init__(kinds)
        self.what = what

    @property
    def default(self) -> str:
        """The suffix of a file whose name has none."""
        return next(iter(self))

    def of(self, path: Path) -> FileKind[_Writer]:
        """Return the kind that the suffix of `path` names.

        Raises:
            UsageError: the suffix is another one.
        """
        found = self.get(path.suffix.lower())
        if found is None:
            raise UsageError(f"{path.name}: {self.what} is written as {' or '.join(self)}")
        return found

    def dialog_filter(self) -> str:
        """Return the kinds as a file dialog offers them: ``PNG image (*.png)``."""
        return ";;".join(f"{kind.name} (*{suffix})" for suffix, kind in self.items())


def _png(
    plot: Plot, path: Path, width: int, height: int, scale: float, theme: Theme, metadata: Mapping[str, str]
) -> None:
    # Qt is loaded where a picture is really painted: the command line reads this table at every start.
    from gatescope.export.png import save_png

    save_png(plot, path, width, height, scale, theme, metadata)


def _svg(
    plot: Plot, path: Path, width: int, height: int, scale: float, theme: Theme, metadata: Mapping[str, str]
) -> None:
    # A vector file is as fine as it is, at any scale.
    from gatescope.export.svg import save_svg

    save_svg(plot, path, width, height, theme, metadata)


def _pdf(
    plot: Plot, path: Path, width: int, height: int, scale: float, theme: Theme, metadata: Mapping[str, str]
) -> None:
    from gatescope.export.pdf import save_pdf

    save_pdf(plot, path, width, height, theme, metadata)


PICTURES: FileKinds[PictureWriter] = FileKinds(
    "a picture",
    {
        ".png": FileKind("PNG image", _png),
        ".svg": FileKind("SVG drawing", _svg),
        ".pdf": FileKind("PDF page", _pdf),
    },
)


def _drawn_csv(
    plot: Plot, path: Path, width: int, height: int, scale: float, theme: Theme, metadata: Mapping[str, str]
) -> None:
    # Numbers have neither a size nor colours.
    from gatescope.export.drawn import save_drawn_csv

    save_drawn_csv(plot, path)


def _drawn_npz(
    plot: Plot, path: Path, width: int, height: int, scale: float, theme: Theme, metadata: Mapping[str, str]
) -> None:
    from gatescope.export.drawn import save_drawn_npz

    save_drawn_npz(plot, path)


NUMBERS: FileKinds[PictureWriter] = FileKinds(
    "what a picture is drawn from",
    {".csv": FileKind("Numbers drawn", _drawn_csv), ".npz": FileKind("Arrays drawn", _drawn_npz)},
)
VIEWS: FileKinds[PictureWriter] = FileKinds("a picture", {**PICTURES, **NUMBERS})
"""All that a view can be written as."""
RECORDINGS: FileKinds[RecordingWriter] = FileKinds(
    "a trace",
    {
        ".npz": FileKind("NumPy arrays", save_npz, "arrays"),
        ".csv": FileKind("Table of values", save_csv, "rows"),
    },
)
