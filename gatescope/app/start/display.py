"""Whether a window can be opened, asked before Qt is: where it cannot, Qt ends the process with abort().

Nothing here imports Qt.
"""

from __future__ import annotations

import ctypes
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from gatescope.app.start import system_libraries

WAY_OUT = "start it on a desktop or with xvfb-run; gatescope trace and gatescope render need none"


def candidates(environ: Mapping[str, str]) -> list[str]:
    """Return the platform plugins that Qt will try, first choice first (the order of Qt 6.10's QGuiApplication)."""
    asked = environ.get("QT_QPA_PLATFORM", "")
    if asked:
        return [name.split(":")[0] for name in asked.split(";") if name]
    names = []
    if environ.get("WAYLAND_DISPLAY") or environ.get("XDG_SESSION_TYPE") == "wayland":
        names.append("wayland")
    if environ.get("DISPLAY"):
        names.append("xcb")
    return names


def x11_answers(display: str | None) -> bool:
    """Return whether the X server behind `display` (None: $DISPLAY) accepts a connection."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # the plugin's own libraries tell more than this
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None if display is None else display.encode(), None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def wayland_answers(environ: Mapping[str, str]) -> bool:
    """Return whether a compositor listens where Wayland clients look for it."""
    if environ.get("WAYLAND_SOCKET"):
        return True
    path = Path(environ.get("XDG_RUNTIME_DIR", "/"), environ.get("WAYLAND_DISPLAY") or "wayland-0")
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True


def plugin_problem(name: str, environ: Mapping[str, str]) -> str | None:
    """Return why Qt cannot load the platform plugin called `name`, in a sentence, or None."""
    path = system_libraries.platform_plugin(name)
    if path is None:
        elsewhere = environ.get("QT_QPA_PLATFORM_PLUGIN_PATH") or environ.get("QT_PLUGIN_PATH")
        if elsewhere or not system_libraries.bindings():
            return None
        return f"Qt has no platform called {name!r}; unset QT_QPA_PLATFORM or set it to xcb, wayland or offscreen"
    library = system_libraries.first_missing(path)
    if library is None:
        return None
    install = system_libraries.install_command([library])
    way_out = f"{install} brings it, and" if install else "install it;"
    return f"Qt needs {library}, which this machine lacks; {way_out} gatescope doctor names all that is missing"


def connection_problem(name: str, environ: Mapping[str, str]) -> str | None:
    """Return why the display server of the platform called `name` cannot be reached, in a sentence, or None."""
    if name == "xcb" and not x11_answers(environ.get("DISPLAY")):
        return f"the display {environ.get('DISPLAY', '')!r} does not answer; {WAY_OUT}"
    if name.startswith("wayland") and not wayland_answers(environ):
        return f"no Wayland compositor answers; {WAY_OUT}"
    return None


Probe = Callable[[str, Mapping[str, str]], str | None]


def display_problem(
    environ: Mapping[str, str],
    system: str = sys.platform,
    plugin: Probe = plugin_problem,
    connection: Probe = connection_problem,
) -> str | None:
    """Say in one sentence why no window can be opened, or None where one can.

    Args:
        environ: the environment that Qt will see.
        system: ``sys.platform``; Windows and macOS always have a display.
        plugin, connection: what finds the problems of one platform plugin.
    """
    if system in ("win32", "darwin"):
        return None
    names = candidates(environ)
    if not names:
        return f"there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); {WAY_OUT}"
    problems = []
    for name in names:
        problem = plugin(name, environ) or connection(name, environ)
        if problem is None:
            return None
        problems.append(problem)
    return problems[0]
