"""Whether a window can be opened is known before Qt is asked, which would abort."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from gatescope.app.start import display, system_libraries

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")


def fine(name: str, environ: Mapping[str, str]) -> str | None:
    return None


def broken(*names: str) -> display.Probe:
    return lambda name, environ: f"{name} is broken" if name in names else None


@pytest.mark.parametrize(
    ("environ", "tried"),
    [
        ({}, []),
        ({"DISPLAY": ":0"}, ["xcb"]),
        ({"DISPLAY": "", "WAYLAND_DISPLAY": ""}, []),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, ["wayland", "xcb"]),
        ({"XDG_SESSION_TYPE": "wayland"}, ["wayland"]),
        ({"QT_QPA_PLATFORM": "offscreen"}, ["offscreen"]),
        ({"QT_QPA_PLATFORM": "wayland;xcb:verbose", "DISPLAY": ":0"}, ["wayland", "xcb"]),
    ],
)
def test_platforms_are_tried_in_qts_order(environ: dict[str, str], tried: list[str]) -> None:
    assert display.candidates(environ) == tried


def test_no_display_is_one_sentence_with_a_way_out() -> None:
    problem = display.display_problem({}, "linux", fine, fine)
    assert problem is not None
    assert problem.startswith("there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); start it")


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_always_have_one(system: str) -> None:
    assert display.display_problem({}, system, broken("xcb"), fine) is None


def test_one_platform_that_works_is_enough() -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}
    assert display.display_problem(environ, "linux", fine, broken("wayland")) is None
    assert display.display_problem(environ, "linux", broken("wayland"), broken("xcb")) == "wayland is broken"


@linux
def test_a_display_that_nobody_serves_is_noticed() -> None:
    problem = display.connection_problem("xcb", {"DISPLAY": ":48151"})
    assert problem is not None
    assert problem.startswith("the display ':48151' does not answer; ")


@linux
def test_wayland_needs_a_compositor_that_listens(tmp_path: Path) -> None:
    environ = {"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "w"}
    assert display.connection_problem("wayland", environ) is not None
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "w"))
        compositor.listen()
        assert display.connection_problem("wayland", environ) is None


@linux
def test_a_platform_that_qt_does_not_bring_is_named() -> None:
    problem = display.plugin_problem("teletype", {})
    assert problem is not None
    assert problem.startswith("Qt has no platform called 'teletype'")
    assert display.plugin_problem("teletype", {"QT_PLUGIN_PATH": "/elsewhere"}) is None


@linux
def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "first_missing", lambda path: "libxcb-cursor.so.0")
    assert display.plugin_problem("xcb", {}) == (
        "Qt needs libxcb-cursor.so.0, which this machine lacks; sudo apt-get install -y libxcb-cursor0 brings it, "
        "and gatescope doctor names all that is missing"
    )


@linux
@pytest.mark.parametrize("variables", [{}, {"DISPLAY": ":48151"}])
def test_the_app_without_a_display_ends_with_1_and_one_line(variables: dict[str, str]) -> None:
    unset = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM")
    environ = {k: v for k, v in os.environ.items() if k not in unset} | variables
    done = subprocess.run([sys.executable, "-m", "gatescope"], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("gatescope: error: the")
    assert done.stderr.count("\n") == 1
