"""What no file may make the process do, and what tells when one does."""

from __future__ import annotations

import heapq  # noqa: F401
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from gatescope import formats, proof

SECONDS = 2.0
MOST_BYTES = 256 << 20
_CODECS = (
    "ascii",
    "cp437",
    "latin-1",
    "raw_unicode_escape",
    "utf-16",
    "utf-16-be",
    "utf-16-le",
    "utf-32-be",
    "utf-32-le",
)
_ROOM = 1 << 30
"""Address space beyond what is in use when the watch begins: a runaway allocation fails, and the machine lives on."""

# Not "compile": NumPy parses the header of an array into a syntax tree, which runs nothing.
_FORBIDDEN = (
    "exec",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.forkpty",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.truncate",
    "os.putenv",
    "subprocess.Popen",
    "shutil.",
    "socket.",
    "urllib.Request",
    "pickle.find_class",
    "marshal.loads",
    "ctypes.dlopen",
    "import",
)


class Watch:
    """An audit hook that notes forbidden events while it is on. Hooks cannot be removed, so it is only switched off.

    Args:
        folder: where files may be read from; None for anywhere.

    Attributes:
        events: what was heard, in words.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.events: list[str] = []
        self._folder = None if folder is None else f"{folder}{os.sep}"
        self._on = False
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._on:
            return
        if event == "open":
            if self._writes(arguments):
                self.events.append(f"open {arguments[0]!r} for writing")
            elif self._folder is not None and not self._inside(arguments[0]):
                self.events.append(f"open {arguments[0]!r}")
        elif event.startswith(_FORBIDDEN):
            self.events.append(f"{event} {arguments!r}"[:300])

    @staticmethod
    def _writes(arguments: tuple[object, ...]) -> bool:
        mode, flags = arguments[1], arguments[2]
        if isinstance(mode, str) and set(mode) & set("wax+"):
            return True
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))

    def _inside(self, place: object) -> bool:
        """Whether `place` lies in the folder; a file that is open already has only a number."""
        if isinstance(place, int):
            return True
        return os.path.abspath(os.fsdecode(place)).startswith(str(self._folder))

    @contextmanager
    def on(self) -> Iterator[None]:
        self._on = True
        try:
            yield
        finally:
            self._on = False


class Hang(BaseException):
    """A file took longer than it may. Not an `Exception`, so that no reader swallows it."""


@contextmanager
def alarm(seconds: float = SECONDS) -> Iterator[None]:
    """Raise `Hang` where the block takes longer than `seconds` of this process's time."""

    def ring(_signal: int, _frame: object) -> None:
        raise Hang

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def peak_bytes() -> int:
    """The most memory that the process has ever had resident."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def limit_memory(extra: int = _ROOM) -> None:
    """Let the process ask for no more than `extra` bytes of address space beyond what it has."""
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + extra, resource.getrlimit(resource.RLIMIT_AS)[1]))


def import_everything() -> None:
    """Import what any reader needs, so that an import under the watch is not the reader's.

    With the readers' own modules also what the standard library imports when it first needs it, heapq above and these
    codecs; a damaged file may look like one of another kind.
    """
    for codec in _CODECS:
        "".encode(codec)
    for package in (formats, proof):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    for library in ("onnx", "onnx.reference", "tokenizers", "pyfive"):
        with suppress(ImportError):
            import_module(library)
