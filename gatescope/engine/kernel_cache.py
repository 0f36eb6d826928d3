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
from importlib.metadata import version
from pathlib import Path

_ENGINE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class CacheFolder:
    """A folder for machine code.

    Attributes:
        path: it exists and can be written.
        notice: one sentence for a person where the folder will not outlive this process, or None.
    """

    path: Path
    notice: str | None = None


def cache_root() -> Path:
    """Return the folder of all our caches: GATESCOPE_CACHE_DIR, or what this platform has for a user's caches."""
    override = os.environ.get("GATESCOPE_CACHE_DIR")
    if override:
        return Path(override)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "GateScope" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "GateScope"
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    # The specification has relative paths ignored.
    return (Path(xdg) if os.path.isabs(xdg) else Path.home() / ".cache") / "gatescope"


def cache_name(engine: Path = _ENGINE) -> str:
    """Return the name of the folder for these sources, these versions and this processor.

    Numba looks at the file of a kernel only and would miss an edit in a file that it calls into. It does look at that
    file's place and time, so they count here as well: a folder that is complete is complete for Numba too.
    """
    digest = hashlib.sha256(str(engine).encode())
    for source in sorted(engine.rglob("*.py")):
        digest.update(f"{source.relative_to(engine).as_posix()} {source.stat().st_mtime_ns}".encode())
        digest.update(source.read_bytes())
    for fact in (sys.version, version("numba"), version("llvmlite"), version("numpy"), platform.machine(), _cpu()):
        digest.update(fact.encode())
    return f"kernels-{digest.hexdigest()[:16]}"


@cache
def open_cache() -> CacheFolder:
    """Return the folder for this process, made if need be; a temporary one where the user's cannot be written."""
    root = "the home folder"
    try:
        root = str(cache_root())
        path = Path(root) / cache_name()
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except (OSError, RuntimeError) as error:
        # RuntimeError: there is no home folder at all.
        path = Path(tempfile.mkdtemp(prefix="gatescope-kernels-"))
        atexit.register(shutil.rmtree, path, ignore_errors=True)
        reason = getattr(error, "strerror", None) or str(error)
        return CacheFolder(path, f"the compiled kernels cannot be kept in {root} ({reason}): every start compiles them")
    return CacheFolder(path)


def _cpu() -> str:
    """What tells processors apart whose instructions may differ."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    return "\n".join(sorted({line for line in lines if line.startswith(("model name", "flags", "Features"))}))
