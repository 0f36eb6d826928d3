"""The shared libraries that Qt takes from the system, and the Debian packages that bring them.

Nothing here imports Qt: where a library is missing, importing it is what fails.
"""

from __future__ import annotations

import ctypes
import importlib.util
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

PACKAGES: dict[str, str] = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libOpenGL.so.0": "libopengl0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
"""Shared library → the package of Debian and Ubuntu that holds it."""

NOT_FOUND = re.compile(r"^\s*(?P<library>\S+) => not found", re.MULTILINE)
CANNOT_OPEN = re.compile(r"(?P<library>[^\s:]+\.so[.\d]*): cannot open shared object file")

Listing = Callable[[Path], str]


def qt_folder() -> Path | None:
    """Return the folder of the installed PySide6, or None where it is missing. Does not import it."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def platform_plugin(name: str) -> Path | None:
    """Return the file of a Qt platform plugin such as ``"xcb"``, or None where this Qt does not bring it."""
    folder = qt_folder()
    path = None if folder is None else folder / "Qt" / "plugins" / "platforms" / f"libq{name}.so"
    return path if path is not None and path.exists() else None


def bindings() -> list[Path]:
    """Return the compiled Qt modules that the app imports."""
    folder = qt_folder()
    names = ("QtCore", "QtGui", "QtWidgets", "QtSvg")
    return [] if folder is None else [p for name in names for p in sorted(folder.glob(f"{name}.*so"))]


def first_missing(path: Path) -> str | None:
    """Name the first library that keeps `path` from being loaded, or None. Loads it, as Qt is about to do anyway."""
    try:
        ctypes.CDLL(str(path))
    except OSError as error:
        found = CANNOT_OPEN.search(str(error))
        return found["library"] if found else str(error)
    return None


def dependencies(path: Path) -> str:
    """What the dynamic linker says that `path` needs, one library a line; empty where it cannot be asked."""
    ldd = shutil.which("ldd")
    if ldd is None:
        return ""
    return subprocess.run([ldd, str(path)], capture_output=True, text=True, timeout=60, check=False).stdout


def all_missing(paths: Iterable[Path], listing: Listing = dependencies) -> list[str]:
    """Name every library that one of `paths` needs, directly or not, and that is not on this machine."""
    return sorted({found["library"] for path in paths for found in NOT_FOUND.finditer(listing(path))})


def install_command(libraries: Iterable[str]) -> str | None:
    """Return the line to paste on Debian or Ubuntu that brings `libraries`; None where no package is known for any."""
    packages = sorted({PACKAGES[library] for library in libraries if library in PACKAGES})
    return f"sudo apt-get install -y {' '.join(packages)}" if packages else None
