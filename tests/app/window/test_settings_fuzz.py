"""Settings files in which bytes or values are others than they were: the window starts all the same."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, QSettings
from PySide6.QtGui import QGuiApplication

from gatescope.app.start.application import Desktop
from gatescope.app.window.window_layout import place_of, show_at
from gatescope.session.settings import Settings
from tests.app.toy.lines import bring_into_an_empty_workspace

ONE_BYTE_OF_VERSION_010 = (
    rb"""[General]
theme=dark

[layout]
docks=@ByteArray(\0\0\0\xff\0\0\0\0\xfd\0\0\0\x2\0\0\0\x1\0\0\x1{\0\0\x1\xe9\xfc\x2\0\0\0\x2\xfb\0\0\0\xe\0w\0\x65\0i"""
    rb"""\0g\0(\0t\0s\x1\0\0\0\0\0\0\x1M\0\0\x1\x5\0\xff\xff\xff\xfb\0\0\0\xe\x1ar\0\x65\0\x61\0\x64\0o\0u\0t\x1\0\0\x1W\0\0\0"""
    rb"""\x92\0\0\0{\0\xff\xff\xff\0\0\0\xe\0\0\x1\xc3\0\0\0\x92\xfc\x1\0\0\0\x1\xfb\0\0\0\f\0t\0r\0\x61\0\x63\0\x65\0s\x1\0\0"""
    rb"""\0\0\0\0\x1\xc3\0\0\0\xec\0\xff\xff\xff\0\0\x1\xc3\0\0\x1M\0\0\0\x4\0\0\0\x4\0\0\0\b\0\0\0\x2\xfc\0\0\0\0)
"""
)
"""What version 0.1.0 wrote, with one changed byte: Qt's own `restoreState` dies of it."""


def start(qtbot, desktop: Desktop, path: Path) -> Settings:
    """Arrange the window as at a start with the settings in `path`."""
    settings = Settings(path)
    assert settings.theme in ("system", "light", "dark")
    assert settings.folder.is_dir()
    assert all(isinstance(file, Path) for file in settings.recent)
    window, host = desktop.window, desktop.window.dock_host
    if settings.window is not None:
        show_at(window, settings.window)
    window.arrangements.recall(settings.workspace, settings.docks)
    qtbot.wait(1)
    window.arrangements.show("space")
    screen = QGuiApplication.primaryScreen().availableGeometry()
    for dock in host.docks.values():
        if dock.isFloating() and dock.isVisible():
            assert screen.contains(dock.geometry())
    assert window.isMaximized() or screen.intersects(QRect(window.pos(), window.size()))
    window.showNormal()
    return settings


@pytest.fixture(autouse=True)
def another_workspace(monkeypatch):
    bring_into_an_empty_workspace(monkeypatch, "plane", "space")


@pytest.fixture
def remembered(qtbot, another_workspace, desktop, tmp_path) -> bytes:
    """The settings file of a window in which something was moved."""
    host = desktop.window.dock_host
    host.docks["traces"].setFloating(True)
    host.docks["readout"].close()
    desktop.window.arrangements.show("space")
    host.docks["lengths"].setFloating(True)
    desktop.window.arrangements.show("watch")
    settings = Settings(tmp_path / "remembered.ini")
    settings.theme, settings.folder, settings.recent = "light", tmp_path, [tmp_path / "a.pt", tmp_path / "b.h5"]
    settings.set_layout(place_of(desktop.window), "watch", desktop.window.arrangements.places())
    settings.save()
    return settings.path.read_bytes()


def test_one_changed_byte_in_a_layout_of_version_010(qtbot, desktop, tmp_path):
    path = tmp_path / "old.ini"
    path.write_bytes(ONE_BYTE_OF_VERSION_010)
    host = desktop.window.dock_host
    first = host.places()
    settings = start(qtbot, desktop, path)
    assert settings.theme == "dark"
    desktop.window.arrangements.show("watch")
    assert [place.name for place in host.places()] == [place.name for place in first]
    assert all(host.docks[place.name].isVisible() == place.shown for place in first)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_changed_bytes(qtbot, desktop, tmp_path, remembered, seed):
    chance, path = random.Random(seed), tmp_path / "mutated.ini"
    for _ in range(60):
        content = bytearray(remembered)
        for _ in range(chance.choice((1, 1, 2, 8))):
            at = chance.randrange(len(content))
            change = chance.randrange(4)
            if change == 0:
                content[at] = chance.randrange(256)
            elif change == 1:
                content[at] ^= 1 << chance.randrange(8)
            elif change == 2:
                del content[at : at + chance.choice((1, 3, 40))]
            else:
                content[at:at] = content[chance.randrange(len(content)) :][: chance.randrange(60)]
        path.write_bytes(content)
        start(qtbot, desktop, path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_values_of_other_kinds(qtbot, desktop, tmp_path, remembered, seed):
    chance, path = random.Random(seed), tmp_path / "kinds.ini"
    path.write_bytes(remembered)
    good = json.loads(QSettings(str(path), QSettings.Format.IniFormat).value("layout/arrangement"))
    for _ in range(60):
        found = copy.deepcopy(good)
        for _ in range(chance.choice((1, 2, 6))):
            change_a_value(found, chance)
        path.unlink()
        store = QSettings(str(path), QSettings.Format.IniFormat)
        store.setValue("layout/arrangement", json.dumps(found))
        store.setValue(chance.choice(("theme", "folder", "recent")), chance.choice((7, [], ["x", ""], 1.5, True, b"x")))
        store.sync()
        del store
        start(qtbot, desktop, path)


def change_a_value(found: Any, chance: random.Random) -> None:
    """Put something else where one of the values is, however deep."""
    junk = (
        None,
        True,
        -1,
        0,
        3,
        1 << 40,
        -1e30,
        1e308,
        0.5,
        99.0,
        "",
        "left",
        "top",
        "weights",
        "watch",
        "space",
        [],
        [0] * 50,
        {},
        [[[]]],
    )
    while True:
        keys = list(found) if isinstance(found, dict) else range(len(found))
        if not keys:
            return
        key = chance.choice(keys)
        if isinstance(found[key], dict | list) and found[key] and chance.random() < 0.8:
            found = found[key]
            continue
        if chance.random() < 0.2 and isinstance(found, dict):
            del found[key]
        else:
            found[key] = chance.choice(junk)
        return
