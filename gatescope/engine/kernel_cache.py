"""Where the compiled kernels are kept between starts."""

from __future__ import annotations

import atexit
import hashlib
import os
import platform
import shutil
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gatescope.engine.kernel_files import is_complete, remove_damaged

_ENGINE = Path(__file__).resolve().parent


# All kernels take 6 MB.
_ROOM = 1 << 24


@dataclass(frozen=True)
class CacheFolder:
    """A folder for machine code.

    Attributes:
        path: the folder, or None where none can be written at all, not even a temporary one.
        complete: whether it holds every kernel that a start needs. A folder that is not complete can be written to.
        notice: one sentence for a person where kernels were damaged or will not outlive this process, or None.
    """

    path: Path | None
    complete: bool = False
    notice: str | None = None


def cache_root() -> Path:
    """Return the folder of all caches: GATESCOPE_CACHE_DIR, or this platform's folder for a user's caches."""
    override = os.environ.get("GATESCOPE_CACHE_DIR")
    if override:
        return Path(override)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "GateScope" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "GateScope"
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    # By the XDG specification relative paths are ignored.
    return (Path(xdg) if os.path.isabs(xdg) else Path.home() / ".cache") / "gatescope"


def cache_name(engine: Path = _ENGINE) -> str:
    """Return the name of the folder for these sources, these versions and this processor.

    Numba looks at the file of a kernel only and would miss an edit in a file that it calls into. It does look at that
    file's place and time, so they count here as well: a folder that is complete is complete for Numba too.
    """
    # It takes 30 ms to import, which the first frame need not wait for.
    from importlib.metadata import version

    digest = hashlib.sha256(str(engine).encode())
    for source in sorted(engine.rglob("*.py")):
        digest.update(f"{source.relative_to(engine).as_posix()} {source.stat().st_mtime_ns}".encode())
        digest.update(source.read_bytes())
    for fact in (sys.version, version("numba"), version("llvmlite"), version("numpy"), platform.machine(), _cpu()):
        digest.update(fact.encode())
    return f"kernels-{digest.hexdigest()[:16]}"


@cache
def open_cache() -> CacheFolder:
    """Return the folder for this process, made if need be, without what was damaged in it.

    It is a temporary one where the user's cannot be written or has no room.
    """
    root = "the home folder"
    try:
        root = str(cache_root())
        path = Path(root) / cache_name()
        damaged = remove_damaged(path)
        path.mkdir(parents=True, exist_ok=True)
        complete = is_complete(path)
        if not complete:
            with tempfile.TemporaryFile(dir=path) as file:
                file.write(bytes(_ROOM))
    except (OSError, RuntimeError) as error:
        # RuntimeError: there is no home folder at all.
        reason = getattr(error, "strerror", None) or str(error)
        kept = f"the compiled kernels cannot be kept in {root} ({reason}): every start compiles them"
        return CacheFolder(_temporary(), notice=kept)
    anew = f"compiled kernels in {path} were damaged: they are thrown away and compiled anew"
    return CacheFolder(path, complete, anew if damaged else None)


def _temporary() -> Path | None:
    try:
        path = Path(tempfile.mkdtemp(prefix="gatescope-kernels-"))
    except OSError:
        return None
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def _cpu() -> str:
    """Return a name for the processor's instruction set, to tell apart machines that share a home folder."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    return "\n".join(sorted({line for line in lines if line.startswith(("model name", "flags", "Features"))}))
