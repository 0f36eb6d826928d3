"""What shades the chips, through the window: picked in the menu, by a label, and kept while models come and go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from gatescope.session.document.shading import Shading
from gatescope.views.maps.panel_label import PanelLabel
from gatescope.views.sentence.shading_picker import ShadingPicker
from tests.rest import rest
from tests.shared import MODELS, needs_models

FAMILY = ("sentiment-rnn", "sentiment-gru", "sentiment-lstm")


def pick(desktop: Desktop, words: str) -> None:
    """Choose an entry of the picker's menu."""
    menu = picker(desktop).menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == words).trigger()


def picker(desktop: Desktop) -> ShadingPicker:
    found = desktop.window.sentence.findChild(ShadingPicker)
    assert isinstance(found, ShadingPicker)
    return found


def test_every_set_of_models_keeps_the_shading_that_was_picked_for_it(qtbot: QtBot, desktop: Desktop) -> None:
    session = desktop.session
    session.show([FAMILY[2]])
    rest(desktop)
    pick(desktop, "Forget gate")
    assert session.focus.shading == Shading("forget_gate")
    session.show(FAMILY)
    rest(desktop)
    pick(desktop, "Read-out")
    assert picker(desktop).text() == "shaded by: read-out, 3 bands"
    pick(desktop, "GRU")
    assert picker(desktop).text() == "shaded by: read-out, GRU"
    session.show([FAMILY[2]])
    rest(desktop)
    assert picker(desktop).text().startswith("shaded by: forget gate, ")
    session.show(FAMILY)
    rest(desktop)
    assert picker(desktop).text() == "shaded by: read-out, GRU"


def test_a_label_shades_by_the_signal_of_its_own_model(qtbot: QtBot, desktop: Desktop) -> None:
    session = desktop.session
    session.show(FAMILY)
    rest(desktop)
    desktop.window.resize(1400, 1000)
    labels = {
        (label._panel.model, label._panel.signal): label
        for label in desktop.window.findChildren(PanelLabel)
        if label._panel is not None
    }
    label = labels["sentiment-gru", "hidden_state"]
    for wanted in (Shading("hidden_state", "sentiment-gru"), Shading("readout")):
        qtbot.mouseClick(label, Qt.MouseButton.LeftButton)
        assert session.focus.shading == wanted


@needs_models
@pytest.mark.parametrize("name", ["RNN_1_layer.pt", "hidden_size_50.pt"])
def test_a_language_model_is_opened_read_out_and_closed(qtbot: QtBot, desktop: Desktop, name: str) -> None:
    session, window = desktop.session, desktop.window
    session.show(FAMILY)
    rest(desktop)
    pick(desktop, "LSTM")
    bundled = len(session.document.models)
    desktop.controller.open_paths([MODELS / "charrnn_gru_shakespeare" / name])
    qtbot.waitUntil(lambda: len(session.document.models) == bundled + 1, timeout=20_000)
    session.edit_text("Shall I compare thee", 20)
    rest(desktop)
    assert picker(desktop).text() == "shaded by: surprise"
    chips = window.sentence._chips
    assert all(look.below is not None for look in chips._looks)
    readout = window.views["readout"]
    assert readout.guesses.isVisibleTo(readout)
    assert readout.plot().facts()["Title"] == "Next letter"
    desktop.controller.actions["close_model"].trigger()
    rest(desktop)
    assert session.document.shown == FAMILY
    assert picker(desktop).text() == "shaded by: read-out, LSTM"
    assert not readout.guesses.isVisibleTo(readout)
