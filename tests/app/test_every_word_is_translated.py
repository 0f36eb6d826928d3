"""Every text of the window goes through `tr`: in a language that sets each of them in «…», none stands without."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from gatescope import words
from gatescope.app.start.application import Desktop, make_application
from gatescope.app.start.speaking import speak
from gatescope.session.settings import Settings
from gatescope.training.tasks.registry import TASKS
from gatescope.views.sentence.examples_button import examples_of
from tests.app.shown_words import shown_words
from tests.words_in_source import all_texts

_NAMES = "GateScope RNN GRU LSTM Adam RMSprop SGD Esc NaN bₓ bₕ h₀ c₀"
_KEYS = re.compile(r"\((?:Ctrl|Shift|Alt)[^)]*\)|\(F\d+\)")
_MATH = re.compile(r"<span style=\"font-family:.*?</span>")
_OF_QT = ("GraphicsScene", "qt_dockwidget", "ScrollLeftButton", "ScrollRightButton")
"""What Qt and pyqtgraph name themselves, the former in the language of the person, the latter out of sight."""


class Marked(dict[str, str]):
    """A catalogue that sets all texts of the package in «…»."""

    def __init__(self) -> None:
        super().__init__((text, f"«{text}»") for text in all_texts())


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path, monkeypatch) -> Iterator[Desktop]:
    """The window in that language."""
    monkeypatch.setattr("gatescope.session.session.Session.start_warm_up", lambda self: None)
    monkeypatch.setitem(words.LANGUAGES, "marked", "«»")
    monkeypatch.setenv("GATESCOPE_LANGUAGE", "marked")
    catalogue = Marked()
    monkeypatch.setattr(words, "_catalogue", lambda name: catalogue)
    application = make_application(["gatescope"])
    made = Desktop(Settings(tmp_path / "gatescope.ini"))
    made.show()
    qtbot.waitUntil(lambda: made.session.snapshot is not None)
    yield made
    made.close()
    made.window.deleteLater()
    qtbot.wait(0)
    speak(application, "en")


def bare(text: str) -> str:
    """What of `text` is not between « and »."""
    text = _MATH.sub("", text)
    if "<" in text:
        document = QTextDocument()
        document.setHtml(text)
        text = document.toPlainText()
    shorter = re.sub(r"«[^«»]*(?:»|$)", "", text)
    return shorter if shorter == text else bare(shorter)


def data_of(desktop: Desktop) -> set[str]:
    """The words that come from models, sentences, tasks and cards, and from no language."""
    models = desktop.session.document.models.values()
    found = {desktop.session.document.text, _NAMES, *TASKS}
    for model in models:
        found |= {model.name, model.family, *examples_of(model)}
        for readout in model.network.readouts:
            found |= {readout.name, *readout.labels}
    return {word for text in found for word in re.findall(r"\w+", text.replace("-", " "))}


@pytest.mark.slow
def test_no_text_stands_without_translation(desktop: Desktop, qtbot: QtBot) -> None:
    window, data, found = desktop.window, data_of(desktop), {}
    for name in window.arrangements.workspaces:
        window.arrangements.show(name)
        qtbot.waitUntil(lambda: not desktop.session.computing)
        qtbot.wait(300)
        for place, text in shown_words(window):
            left = _KEYS.sub("", bare(text))
            if set(re.findall(r"[^\W\d_]{2,}", left)) - data and not any(one in place for one in _OF_QT):
                found[place] = text
    assert found == {}


def test_what_stands_without_is_found() -> None:
    assert bare("«Hold «forget gate»» of <b>unit 3</b>") == " of unit 3"
    assert bare("«Very long te…") == ""
