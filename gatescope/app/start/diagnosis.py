"""The findings of `gatescope doctor`. Qt and Numba run in processes of their own, since either may end its process."""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gatescope import __version__
from gatescope.app.start import display, system_libraries
from gatescope.engine import kernel_cache

DISTRIBUTIONS = {
    "PySide6": ("PySide6-Essentials", "PySide6"),
    "pyqtgraph": ("pyqtgraph",),
    "numpy": ("numpy",),
    "numba": ("numba",),
    "safetensors": ("safetensors",),
    "pyfive": ("pyfive",),
    "onnx": ("onnx",),
    "tokenizers": ("tokenizers",),
}
"""Package → the distributions that may bring it."""

NEEDED = ("PySide6", "pyqtgraph", "numpy", "safetensors")
"""Packages without which no window opens; without Numba the reference computes everything, slowly."""

EXTRAS = {"onnx": "ONNX models", "tokenizers": "tokenizer.json files"}
"""Files that are read only where the extra of that name is installed."""

PYSIDE = ("6.10.", "the app is made for PySide6 6.10: pip install 'PySide6-Essentials>=6.10.3,<6.11'")
PROBE_SECONDS = 60


def diagnose(
    environ: Mapping[str, str] = os.environ, listing: system_libraries.Listing = system_libraries.dependencies
) -> dict[str, Any]:
    """Look at everything that a start of the app needs and return JSON-ready findings.

    Args:
        environ: the environment the app would start in.
        listing: lists the libraries that a file needs; see `system_libraries.dependencies`.
    """
    versions = {"gatescope": __version__, "python": platform.python_version(), **installed()}
    problems = [f"{name} is not installed: install GateScope again" for name in NEEDED if versions[name] is None]
    lacks = functools.partial(_lacks, listing=listing)
    problems += lacks("Qt", system_libraries.bindings())
    refused = display.display_problem(environ, plugin=functools.partial(_plugin_problem, lacks))
    problems += [refused] if refused is not None else []
    missing = system_libraries.all_missing(_qt_files(environ), listing)
    qt: dict[str, Any] = {}
    if not problems:
        qt, failure = _ask_qt(environ)
        problems += [failure] if failure is not None else []
    elif problems == [refused]:
        # Only the window cannot be opened: Qt's other findings are still worth reporting.
        qt = _ask_qt({**environ, "QT_QPA_PLATFORM": "offscreen"})[0] | {"platform": None}
    cache = _kernel_cache()
    settings = qt.get("settings")
    return {
        "starts": not problems,
        "versions": versions,
        "qt": {key: qt.get(key) for key in ("platform", "version", "font", "families", "without_font")},
        "missing_libraries": [{"library": m, "package": system_libraries.PACKAGES.get(m)} for m in missing],
        "install": system_libraries.install_command(missing),
        "kernel_cache": cache,
        "settings": {"path": settings, "writable": None if settings is None else writable(Path(settings).parent)},
        "problems": problems,
        "notices": _notices(versions, qt, cache),
    }


def installed() -> dict[str, str | None]:
    """Return package → version, None where it is missing, of every package that the app needs; nothing is imported."""
    found: dict[str, str | None] = {}
    for package, names in DISTRIBUTIONS.items():
        found[package] = None
        for name in names:
            try:
                found[package] = importlib.metadata.version(name)
                break
            except importlib.metadata.PackageNotFoundError:
                continue
    return found


def writable(folder: Path) -> bool:
    """Return whether files can be made in `folder`, or in the nearest folder above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _kernel_cache() -> dict[str, Any]:
    """Return where the compiled kernels lie, whether they are there, and whether they can be kept."""
    path = kernel_cache.cache_root()
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        path /= kernel_cache.cache_name()
    compiled = any(path.rglob("*.nbi"))
    return {
        "path": str(path),
        "state": "compiled" if compiled else "empty: the first start fills it",
        "writable": writable(path),
    }


def _lacks(what: str, paths: list[Path], listing: system_libraries.Listing) -> list[str]:
    libraries = system_libraries.all_missing(paths, listing) if sys.platform.startswith("linux") else []
    return [f"{what} needs {', '.join(libraries)}, which this machine lacks"] if libraries else []


def _plugin_problem(lacks: Callable[[str, list[Path]], list[str]], name: str, environ: Mapping[str, str]) -> str | None:
    path = system_libraries.platform_plugin(name)
    if path is None:
        return display.plugin_problem(name, environ)
    return next(iter(lacks(f"Qt's platform {name}", [path])), None)


def _qt_files(environ: Mapping[str, str]) -> list[Path]:
    # Offscreen is what every verb that draws falls back on; the others are what a window is opened with.
    names = {"offscreen", *(display.candidates(environ) or ["xcb"])}
    plugins = [system_libraries.platform_plugin(name) for name in sorted(names)]
    return [path for path in plugins if path is not None] + system_libraries.bindings()


def _ask_qt(environ: Mapping[str, str]) -> tuple[dict[str, Any], str | None]:
    """Return the findings of a start of Qt, and the reason if it failed."""
    command = [sys.executable, "-m", "gatescope.app.start.qt_probe"]
    try:
        done = subprocess.run(
            command, env=dict(environ), capture_output=True, text=True, timeout=PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return {}, f"Qt did not start within {PROBE_SECONDS} seconds"
    if done.returncode == 0:
        return dict(json.loads(done.stdout)), None
    reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return {}, f"Qt does not start: {reason}"


def _notices(versions: Mapping[str, str | None], qt: Mapping[str, Any], cache: Mapping[str, Any]) -> list[str]:
    """Return the notices about things that do not keep the app from starting."""
    notices = []
    pyside = versions["PySide6"]
    if pyside is not None and not pyside.startswith(PYSIDE[0]):
        notices.append(f"PySide6 {pyside} was never tried; {PYSIDE[1]}")
    if versions["numba"] is None:
        notices.append("Numba is not installed, so the slow reference computes everything: install GateScope again")
    if versions["pyfive"] is None:
        notices.append("pyfive is not installed, so Keras files cannot be read: install GateScope again")
    for extra, what in EXTRAS.items():
        if versions[extra] is None:
            notices.append(f"{what} are not read without this: pip install 'gatescope[{extra}]'")
    if qt.get("without_glyph"):
        notices.append(f"the bundled fonts lack {', '.join(qt['without_glyph'])}: install GateScope again")
    if qt.get("without_font"):
        scripts, packages = "; ".join(qt["without_font"]), " ".join(dict.fromkeys(qt["without_font"].values()))
        notices.append(f"no font here has {scripts}: such words are boxes. On Debian or Ubuntu: apt install {packages}")
    if qt.get("settings_notice"):
        notices.append(str(qt["settings_notice"]))
    if not cache["writable"]:
        notices.append(f"{cache['path']} cannot be written: the kernels are compiled anew at every start")
    return notices
