"""Chooses the language of the window, and has Qt's own dialogs and fields speak it as well."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from gatescope import words

_VARIABLE = "GATESCOPE_LANGUAGE"


def chosen_language(setting: str, environment: Mapping[str, str]) -> str:
    """Return the language of the window: that of GATESCOPE_LANGUAGE, else of `setting`, else of the system.

    A language that GateScope does not have is passed over; in the end it is English.
    """
    for name in (environment.get(_VARIABLE, ""), setting):
        if name in words.LANGUAGES:
            return name
    system, _, _ = QLocale.system().name().partition("_")
    return system if system in words.LANGUAGES else "en"


def speak(application: QObject, language: str) -> None:
    """Use `language` for all words that are made from now on, Qt's own and its fields of numbers among them.

    Args:
        application: keeps the translation of Qt's own words; made anew only where the language changes.
        language: one of `words.LANGUAGES`.
    """
    words.use(language)
    QLocale.setDefault(QLocale(language) if language != "en" else QLocale.c())
    former = application.findChild(QTranslator)
    if former is not None:
        QApplication.removeTranslator(former)
        former.setParent(None)
    if language == "en":
        return
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    # Where a build of Qt comes without it, Qt's few words stay English.
    if translator.load(f"qtbase_{language}", folder):
        QApplication.installTranslator(translator)
