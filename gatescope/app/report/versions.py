"""The versions of GateScope and of what it stands on, as text to copy."""

from __future__ import annotations

import importlib.metadata
import platform
from functools import cache

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from gatescope import __version__
from gatescope.engine import executors

_BESIDE = ("numpy", "numba", "pyqtgraph", "safetensors", "onnx", "tokenizers", "Pillow")


def versions_text() -> str:
    """Return a line for each: what it is called, and its version. It has nothing of the person."""
    rows = [("GateScope", __version__), ("Python", f"{platform.python_version()} ({platform.python_implementation()})")]
    rows += [("Qt", qVersion()), ("PySide6", _version("PySide6-Essentials"))]
    rows += [(name, _version(name)) for name in _BESIDE]
    rows += [
        ("system", f"{platform.system()} {platform.release()}, {platform.machine()}"),
        ("windows by", QGuiApplication.platformName()),
        ("screens", "; ".join(_screens()) or "none"),
        ("computes by", executors.current().name),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:{width}}  {value}" for name, value in rows)


@cache
def _version(distribution: str) -> str:
    # No other is installed while the program runs, and each search of the folders is kept by Python.
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _screens() -> list[str]:
    found = []
    for screen in QGuiApplication.screens():
        size = screen.size()
        found.append(f"{size.width()} × {size.height()} at {screen.devicePixelRatio():g}×")
    return found
