"""German words are longer, and can be read whole all the same; no two letters of a menu are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop, make_application
from gatescope.app.start.speaking import speak
from gatescope.session.settings import Settings
from tests.window_text import cut_texts

MODELS = ("sentiment-rnn", "sentiment-gru", "sentiment-lstm")


@pytest.fixture
def german(qtbot: QtBot, tmp_path, monkeypatch) -> Iterator[Desktop]:
    monkeypatch.setattr("gatescope.session.session.Session.start_warm_up", lambda self: None)
    application = make_application(["gatescope"])
    monkeypatch.setenv("GATESCOPE_LANGUAGE", "de")
    made = Desktop(Settings(tmp_path / "gatescope.ini"))
    made.show()
    qtbot.waitUntil(lambda: made.session.snapshot is not None)
    yield made
    made.close()
    made.window.deleteLater()
    qtbot.wait(0)
    speak(application, "en")


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_german_text_is_cut(german: Desktop, qtbot: QtBot, size: tuple[int, int]) -> None:
    window, session = german.window, german.session
    window.resize(*size)
    session.show(MODELS)
    session.edit_text("The film was not good, but the actors were.", 8)
    for name in window.arrangements.workspaces:
        window.arrangements.show(name)
        qtbot.wait(300)
        qtbot.waitUntil(lambda: not session.computing and not window.load_bar.isVisible())
        assert cut_texts(window) == [], name


def _letters(menu: QMenu) -> Counter[str]:
    texts = [action.text().replace("&&", "") for action in menu.actions() if action.isVisible()]
    return Counter(text[text.index("&") + 1].lower() for text in texts if "&" in text)


def test_no_letter_of_a_menu_stands_for_two_entries(german: Desktop) -> None:
    bar = german.window.menuBar()
    titles = Counter(action.text().partition("&")[2][:1].lower() for action in bar.actions())
    twice = {"the menu bar": [letter for letter, count in titles.items() if count > 1]}
    for menu in bar.findChildren(QMenu):
        twice[menu.title()] = [letter for letter, count in _letters(menu).items() if count > 1]
    assert {title: letters for title, letters in twice.items() if letters} == {}


def test_plots_speak_german_too(german: Desktop, qtbot: QtBot) -> None:
    german.window.arrangements.show("watch")
    view = german.window.views["readout"]
    qtbot.waitUntil(lambda: view.plot() is not None)
    assert view.plot().facts()["Title"].endswith("nach jedem Token")
    assert view.title == "Ausgabe nach jedem Token"
