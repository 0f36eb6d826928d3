"""Before and after in the real window: what every view shows once a weight differs, and that nothing stays of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from gatescope.session.project.work import Work, load, save
from gatescope.views.sentence.chips import ChipStrip
from gatescope.views.weights.matters_most import MattersMost

# The offscreen platform says so of every note that pops up.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)

KEY = "layer0.forward.U.candidate"


def edit(qtbot: QtBot, desktop: Desktop) -> None:
    session = desktop.session
    session.show(["sentiment-lstm"])
    session.edit_text("The film was not good, but the end was wonderful.", 49)
    qtbot.waitUntil(lambda: session.snapshot.text == session.document.text and not session.computing)
    network = session.document.networks["sentiment-lstm"]
    values = network.array(KEY).copy()
    # Of the unit that the read-out hears most.
    unit = int(np.abs(network.readouts[0].weight[0]).argmax())
    values[unit, unit], values[unit - 1, unit] = 2.0, -2.0
    session.set_parameters("sentiment-lstm", {KEY: values}, label="Two weights")
    session.change_focus(parameter=KEY)
    qtbot.waitUntil(lambda: session.snapshot.runs[0].opened is not None)
    qtbot.wait(20)


def test_every_view_shows_what_was_and_undo_takes_it_away(qtbot: QtBot, desktop: Desktop) -> None:
    edit(qtbot, desktop)
    window, session = desktop.window, desktop.session
    ghosts = {name: view.plot().ghosts for name, view in window.views.items() if name in ("traces", "readout")}
    assert {name: len(found) > 0 for name, found in ghosts.items()} == {"traces": True, "readout": True}
    opened = session.snapshot.runs[0].opened
    assert np.array_equal(ghosts["readout"][0].values, opened.readouts["sentiment"][:, 0])
    chips = window.findChild(ChipStrip)
    assert any("→" in look.rows[0].text for look in chips._looks)
    assert window.heatmaps.difference.isVisible()
    assert window.findChild(QPushButton, "changedCount").text() == "• 2 changed"
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: session.snapshot.runs[0].opened is None)
    qtbot.wait(20)
    assert not any(view.plot().ghosts for name, view in window.views.items() if name in ghosts)
    assert not any("→" in look.rows[0].text for look in chips._looks)
    assert not window.heatmaps.difference.isVisible()


def test_a_project_comes_back_with_its_trained_weights_as_opened(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    edit(qtbot, desktop)
    session = desktop.session
    before = session.snapshot.runs[0].opened.trace.hidden.copy()
    save(Work(session.document, session.focus), tmp_path / "work.gatescope")
    work = load(tmp_path / "work.gatescope")
    session.restore(work.document, work.focus)
    qtbot.waitUntil(lambda: session.snapshot.runs[0].network is session.document.networks["sentiment-lstm"])
    run = session.snapshot.runs[0]
    assert run.opened.network is session.document.models["sentiment-lstm"].network
    np.testing.assert_allclose(run.opened.trace.hidden, before, atol=1e-6)


def test_the_weight_that_matters_most_is_found_while_the_note_is_open(qtbot: QtBot, desktop: Desktop) -> None:
    edit(qtbot, desktop)
    view = desktop.window.views["weights"]
    view.findChild(QPushButton, "mattersMost").click()
    note = view.findChild(MattersMost)
    said = note.findChild(QLabel)
    qtbot.waitUntil(lambda: "matters most is" in said.text())
    assert "what unit" in said.text()
    assert said.height() >= said.heightForWidth(said.width()), "all of it is in sight"
    assert view._map._mattering is not None
    first = said.text()
    desktop.session.step(-6)
    qtbot.waitUntil(lambda: said.text() != first)
    note.hide()
    assert view._map._mattering is None
