"""What the doctor says on machines that lack something, and on this one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gatescope.app.start import diagnosis, system_libraries
from gatescope.cli import doctor

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system libraries are Linux's")
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture
def qt_starts(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Qt starts and finds this."""
    found = {
        "platform": "offscreen",
        "version": "6.10.3",
        "font": "Inter",
        "families": 7,
        "without_glyph": [],
        "without_font": {},
        "settings": "/somewhere/gatescope.ini",
        "settings_notice": None,
    }
    monkeypatch.setattr(diagnosis, "_ask_qt", lambda environ: (found, None))
    return found


def nothing_missing(path: Path) -> str:
    return "\tlibEGL.so.1 => /lib/libEGL.so.1 (0x0)\n"


def lacking(file: str, *libraries: str) -> system_libraries.Listing:
    """A machine on which what is called `file` misses `libraries`."""
    lines = "".join(f"\t{library} => not found\n" for library in libraries)
    return lambda path: lines if file in path.name else ""


def test_a_machine_with_everything_can_start(qt_starts: dict[str, Any]) -> None:
    report = diagnosis.diagnose(OFFSCREEN, nothing_missing)
    assert report["starts"] is True
    assert report["problems"] == report["notices"] == report["missing_libraries"] == []
    assert report["install"] is None
    assert doctor.as_text(report).endswith("The app can start.")


@linux
def test_what_every_window_needs_keeps_the_app_from_starting(qt_starts: dict[str, Any]) -> None:
    report = diagnosis.diagnose(OFFSCREEN, lacking("QtGui", "libEGL.so.1", "libGL.so.1"))
    assert report["starts"] is False
    assert report["problems"] == ["Qt needs libEGL.so.1, libGL.so.1, which this machine lacks"]
    assert {"library": "libEGL.so.1", "package": "libegl1"} in report["missing_libraries"]
    assert report["install"] == "sudo apt-get install -y libegl1 libgl1"
    assert report["install"] in doctor.as_text(report)


@linux
def test_what_one_platform_lacks_does_no_harm_where_another_is_used(qt_starts: dict[str, Any]) -> None:
    listing = lacking("libqxcb", "libxcb-cursor.so.0")
    assert diagnosis.diagnose(OFFSCREEN, listing)["starts"] is True
    report = diagnosis.diagnose({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":0"}, listing)
    assert report["starts"] is False
    assert report["problems"] == ["Qt's platform xcb needs libxcb-cursor.so.0, which this machine lacks"]
    assert report["install"] == "sudo apt-get install -y libxcb-cursor0"


@linux
def test_without_a_display_it_still_looks_at_what_a_window_would_need(qt_starts: dict[str, Any]) -> None:
    report = diagnosis.diagnose({}, lacking("libqxcb", "libxcb-icccm.so.4"))
    assert report["starts"] is False
    assert report["problems"][0].startswith("there is no display")
    assert report["install"] == "sudo apt-get install -y libxcb-icccm4"
    assert report["qt"]["platform"] is None
    assert report["qt"]["font"] == "Inter"


@linux
def test_a_library_without_a_known_package_is_named_all_the_same(qt_starts: dict[str, Any]) -> None:
    report = diagnosis.diagnose(OFFSCREEN, lacking("QtCore", "libunheard.so.3"))
    assert report["missing_libraries"] == [{"library": "libunheard.so.3", "package": None}]
    assert report["install"] is None
    assert "libunheard.so.3" in doctor.as_text(report)


def test_a_package_that_is_not_installed_is_named(qt_starts: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(diagnosis.DISTRIBUTIONS, "pyqtgraph", ("no-such-distribution",))
    monkeypatch.setitem(diagnosis.DISTRIBUTIONS, "numba", ("no-such-distribution",))
    report = diagnosis.diagnose(OFFSCREEN, nothing_missing)
    assert report["problems"] == ["pyqtgraph is not installed: install GateScope again"]
    assert report["versions"]["pyqtgraph"] is None
    assert any("Numba is not installed" in notice for notice in report["notices"])


def test_qt_that_does_not_start_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "_ask_qt", lambda environ: ({}, "Qt does not start: boom"))
    report = diagnosis.diagnose(OFFSCREEN, nothing_missing)
    assert report["problems"] == ["Qt does not start: boom"]
    assert "boom" in doctor.as_text(report)


def test_what_will_not_be_remembered_is_a_notice(qt_starts: dict[str, Any]) -> None:
    qt_starts["settings_notice"] = "nothing will be remembered"
    report = diagnosis.diagnose(OFFSCREEN, nothing_missing)
    assert report["starts"] is True
    assert "nothing will be remembered" in report["notices"]


def test_an_untried_qt_is_a_notice(qt_starts: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "installed", lambda: dict.fromkeys(diagnosis.DISTRIBUTIONS, "6.12.0"))
    report = diagnosis.diagnose(OFFSCREEN, nothing_missing)
    assert report["starts"] is True
    assert any("PySide6-Essentials>=6.10.3,<6.11" in notice for notice in report["notices"])


def test_a_folder_is_writable_when_the_nearest_one_above_it_is(tmp_path: Path) -> None:
    assert diagnosis.writable(tmp_path / "not" / "yet" / "there")
    (tmp_path / "file").write_text("")
    assert not diagnosis.writable(tmp_path / "file" / "below")


@pytest.mark.slow
def test_end_to_end_on_this_machine() -> None:
    command = [sys.executable, "-m", "gatescope", "doctor", "--json"]
    environ = os.environ | OFFSCREEN
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["starts"] is True
    assert report["qt"]["platform"] == "offscreen"
    assert report["qt"]["font"] == "Inter"
    assert Path(report["settings"]["path"]).is_relative_to(os.environ["XDG_CONFIG_HOME"])


def test_what_an_extra_would_read_is_said(qt_starts: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(diagnosis.DISTRIBUTIONS, "onnx", ("no-such-distribution",))
    monkeypatch.setitem(diagnosis.DISTRIBUTIONS, "tokenizers", ("numpy",))
    report = diagnosis.diagnose(OFFSCREEN, nothing_missing)
    assert [notice for notice in report["notices"] if "pip install" in notice] == [
        "ONNX models are not read without this: pip install 'gatescope[onnx]'"
    ]
    assert report["starts"]


@pytest.mark.slow
@linux
def test_it_ends_with_1_where_the_app_could_not_start() -> None:
    unset = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM")
    environ = {k: v for k, v in os.environ.items() if k not in unset}
    command = [sys.executable, "-m", "gatescope", "doctor"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "there is no display" in done.stdout
    assert done.stderr == ""


def test_scripts_that_no_font_has_are_named_with_their_packages(qt_starts: dict[str, Any]) -> None:
    qt_starts["without_font"] = {"Chinese, Japanese and Korean": "fonts-noto-cjk", "emoji": "fonts-noto-color-emoji"}
    report = diagnosis.diagnose(OFFSCREEN, nothing_missing)
    assert report["starts"] is True
    (notice,) = report["notices"]
    assert "Chinese, Japanese and Korean; emoji" in notice
    assert "apt install fonts-noto-cjk fonts-noto-color-emoji" in notice
    assert notice in doctor.as_text(report)
    assert report["qt"]["without_font"] == qt_starts["without_font"]
