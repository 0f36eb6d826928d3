"""The language of the window is chosen, and Qt speaks it as well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gatescope.app.start.speaking import chosen_language, speak
from gatescope.words import language


@pytest.fixture
def spoken(qtbot: QtBot, qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    speak(qapp, "en")


def test_the_variable_goes_before_the_setting_and_that_before_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("de_AT"))
    assert chosen_language("system", {}) == "de"
    assert chosen_language("en", {}) == "en"
    assert chosen_language("en", {"GATESCOPE_LANGUAGE": "de"}) == "de"
    assert chosen_language("de", {"GATESCOPE_LANGUAGE": "klingon"}) == "de"
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("ar_EG"))
    assert chosen_language("system", {}) == "en"


def test_qt_speaks_the_language_too(spoken: QApplication) -> None:
    speak(spoken, "de")
    speak(spoken, "de")
    assert language() == "de"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert QLocale().decimalPoint() == ","
    speak(spoken, "en")
    assert language() == "en"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert QLocale().decimalPoint() == "."
