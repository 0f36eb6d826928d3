"""The errors that are shown to a person.

    GateScopeError            any failure with a known cause: one sentence that says what, which file, what to do
    ├── FileError             a file that cannot be read or written (carries the path)
    │   └── FormatError       a file that is not what it should be
    ├── ModelError            parameters that do not fit together (carries shapes in the sentence)
    ├── UsageError            a request that makes no sense (an unknown signal, a unit out of range)
    └── Cancelled             the work was ended because its result is no longer wanted; never shown as a failure

Anything else that escapes is a bug in GateScope.
"""

from __future__ import annotations

from pathlib import Path


class GateScopeError(Exception):
    """One sentence for a person: what went wrong, where, and the way out."""


class FileError(GateScopeError):
    """A file could not be read or written. `path` names it; the sentence starts with its name."""

    def __init__(self, path: str | Path, reason: str) -> None:
        self.path = Path(path)
        self.reason = _readable(reason)
        super().__init__(f"{_readable(self.path.name or str(path))}: {self.reason}")

    @property
    def cause(self) -> str:
        """The reason without the way out that follows it, for a caller that knows a better one."""
        return self.reason.partition("; ")[0]


_LONGEST = 600


def escaped(text: str) -> str:
    """Return `text` with all that a terminal would not show, or would obey, as an escape such as ``\\t``."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def one_line(text: str) -> str:
    """Return a sentence on one line, each white space as a blank and all else that is not shown as an escape."""
    return escaped(" ".join(text.split()))


def _readable(text: str) -> str:
    """Return `text` on one line and cut where long, since it may quote the content of a damaged file."""
    cleaned = one_line(text)
    return cleaned if len(cleaned) <= _LONGEST else f"{cleaned[: _LONGEST // 2]} … {cleaned[-_LONGEST // 4 :]}"


class FormatError(FileError):
    """The file was read, but its content is not what it should be."""


class ModelError(GateScopeError):
    """Parameters, sizes or names that do not fit together."""


class UsageError(GateScopeError):
    """The request names something that does not exist, or makes no sense."""


class Cancelled(GateScopeError):  # noqa: N818  what happened, not a fault
    """A long computation was told to stop."""
