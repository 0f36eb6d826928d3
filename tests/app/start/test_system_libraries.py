"""Missing system libraries are found, and the packages that bring them named, without Qt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gatescope.app.start import system_libraries

LISTING = """\
\tlinux-vdso.so.1 (0x00007ffd)
\tlibQt6XcbQpa.so.6 => /site-packages/PySide6/Qt/lib/libQt6XcbQpa.so.6 (0x00007f10)
\tlibxcb-cursor.so.0 => not found
\tlibxkbcommon.so.0 => /lib/x86_64-linux-gnu/libxkbcommon.so.0 (0x00007f11)
\tlibEGL.so.1 => not found
"""


def test_everything_missing_is_named_once() -> None:
    paths = [Path("libqxcb.so"), Path("QtGui.abi3.so")]
    assert system_libraries.all_missing(paths, lambda path: LISTING) == ["libEGL.so.1", "libxcb-cursor.so.0"]


def test_nothing_missing_is_an_empty_list() -> None:
    assert system_libraries.all_missing([Path("libqxcb.so")], lambda path: LISTING.replace("not found", "/lib/x")) == []


def test_one_line_installs_every_package_once() -> None:
    libraries = ["libxcb-cursor.so.0", "libglib-2.0.so.0", "libgthread-2.0.so.0", "libunheard.so.3"]
    assert system_libraries.install_command(libraries) == "sudo apt-get install -y libglib2.0-0 libxcb-cursor0"


def test_without_a_known_package_there_is_no_line() -> None:
    assert system_libraries.install_command(["libunheard.so.3"]) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="shared objects are Linux's")
def test_a_file_that_the_linker_refuses_is_reported_in_its_words(tmp_path: Path) -> None:
    path = tmp_path / "libqxcb.so"
    path.write_bytes(b"not a library")
    reason = system_libraries.first_missing(path)
    assert reason is not None
    assert "libqxcb.so" in reason


@pytest.mark.parametrize(
    ("message", "library"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "libEGL.so.1"),
        ("libxcb-cursor.so.0: cannot open shared object file: No such file or directory", "libxcb-cursor.so.0"),
    ],
)
def test_the_linkers_message_names_the_library(monkeypatch: pytest.MonkeyPatch, message: str, library: str) -> None:
    def refuse(path: str) -> None:
        raise OSError(message)

    monkeypatch.setattr("ctypes.CDLL", refuse)
    assert system_libraries.first_missing(Path("libqxcb.so")) == library


def test_every_library_that_this_qt_takes_from_the_system_has_a_package() -> None:
    """Otherwise a machine without it would be left with no advice."""
    if not sys.platform.startswith("linux"):
        pytest.skip("system libraries are Linux's")
    files = [system_libraries.platform_plugin(name) for name in ("xcb", "offscreen", "wayland")]
    paths = [path for path in files if path is not None] + system_libraries.bindings()
    assert len(paths) >= 6
    direct: set[str] = set()
    for path in paths:
        listing = system_libraries.dependencies(path)
        direct |= {line.split()[0] for line in listing.splitlines() if "=> /" in line and "PySide6" not in line}
    graphics = {n for n in direct if n.startswith(("libxcb", "libX11", "libGL.", "libEGL", "libxkb", "libfontconfig"))}
    assert graphics >= {"libxcb-cursor.so.0", "libEGL.so.1"}
    assert graphics <= set(system_libraries.PACKAGES)


def test_looking_for_qt_does_not_import_it() -> None:
    program = (
        "import sys; from gatescope.app.start import display, system_libraries\n"
        "display.display_problem({}); system_libraries.bindings()\n"
        "print([m for m in sys.modules if m.startswith('PySide6')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
