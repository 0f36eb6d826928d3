"""Designs and hues in the real window: in views and pictures at once, kept, and like the desktop's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage

from gatescope.app.files.export_dialog import ExportChoice
from gatescope.plots.hues import SAFE
from gatescope.plots.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, theme_named
from gatescope.session.settings import Settings
from tests.views.helpers import colours_in

SAFE_HUE = theme_named("light", SAFE).hue("forget_gate").lower()


@pytest.mark.parametrize("theme", [CONTRAST_LIGHT, CONTRAST_DARK], ids=lambda theme: theme.name)
def test_high_contrast_dresses_the_window_and_is_kept(qtbot, desktop, theme):
    desktop.controller.actions[f"theme_{theme.name}"].trigger()
    assert desktop.window.grab().toImage().pixelColor(3, 200) == QColor(theme.window)
    assert {theme.surface.lower(), theme.hue("forget_gate").lower()} <= colours_in(
        desktop.window.heatmaps.grab().toImage()
    )
    desktop.settings.save()
    assert Settings(desktop.settings.path).theme == theme.name


def test_safe_hues_reach_maps_lines_and_pictures_and_are_kept(qtbot, desktop, tmp_path):
    views = desktop.window.views
    assert SAFE_HUE not in colours_in(views["heatmaps"].grab().toImage()) | colours_in(views["traces"].grab().toImage())
    desktop.controller.actions["palette_safe"].trigger()
    assert SAFE_HUE in colours_in(views["heatmaps"].grab().toImage())
    assert SAFE_HUE in colours_in(views["traces"].grab().toImage())
    path = tmp_path / "traces.png"
    desktop.controller.pictures.save(ExportChoice("traces", path, None, 2, "dark"))
    desktop.controller.pictures.jobs.wait()
    assert theme_named("dark", SAFE).hue("forget_gate").lower() in colours_in(QImage(str(path)))
    assert desktop.controller.design.in_files == theme_named("light", SAFE)
    desktop.settings.save()
    assert Settings(desktop.settings.path).palette == SAFE
    desktop.controller.actions["palette_standard"].trigger()
    assert SAFE_HUE not in colours_in(views["heatmaps"].grab().toImage()) | colours_in(views["traces"].grab().toImage())


def test_like_the_system_follows_the_desktop_while_the_window_is_open(desktop, monkeypatch):
    system = [LIGHT]
    monkeypatch.setattr("gatescope.app.start.application.desktop_theme", lambda: system[0])
    hints = QGuiApplication.styleHints()
    assert desktop.settings.theme == "system"
    system[0] = DARK
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert desktop.controller.design.theme == DARK
    system[0] = CONTRAST_DARK
    hints.accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert desktop.controller.design.theme == CONTRAST_DARK
    desktop.controller.actions["theme_light"].trigger()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert desktop.controller.design.theme == LIGHT
