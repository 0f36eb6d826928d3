"""Files that no program saved as they are: parts are missing or changed, or they were made to fill the memory."""

from __future__ import annotations

from pathlib import Path

from gatescope.errors import FormatError
from gatescope.words import tr


class DamagedFile(FormatError):  # noqa: N818  what the file is
    """The file is damaged or was cut short; the way out, another copy of it, follows the reason."""

    def __init__(self, path: str | Path, reason: str) -> None:
        super().__init__(path, f"{reason}; {tr('copy or download it again')}")


class OverfullFile(FormatError):  # noqa: N818  what the file is
    """The file unfolds to more than weights ever take: it stays closed, and the way out is another source."""

    def __init__(self, path: str | Path, reason: str) -> None:
        super().__init__(path, f"{reason}; {tr('it stays closed: ask where it comes from for the weights alone')}")
