"""The What if dock with models of every kind: in both directions, of vectors, without a read-out, of one unit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QToolButton

from gatescope.engine.interventions import Ablate, Clamp, Patch
from gatescope.formats.core.model import Model
from tests.app.what_if.test_cards import button, settle, there
from tests.session.helpers import word_model
from tests.session.run.test_vectors import fed, vector_model

pytestmark = pytest.mark.slow

BOTH = ("forward", "reverse")


def mute(name: str, cell: str) -> Model:
    model = word_model(name, cell)
    return replace(model, network=replace(model.network, readouts=()))


MODELS = {
    "both directions": lambda: word_model("deep", "gru", layers=2, directions=BOTH),
    "vectors": lambda: vector_model("vectors", layers=2),
    "no read-out": lambda: mute("mute", "lstm"),
    "one unit": lambda: word_model("one", "rnn", units=1),
}


@pytest.mark.parametrize("kind", MODELS)
def test_everything_can_be_added_and_taken_back(qtbot, desktop, kind: str) -> None:
    session, model = desktop.session, MODELS[kind]()
    session.add_model(model, fed() if kind == "vectors" else None)
    desktop.window.arrangements.show("what-if")
    session.show([model.name])
    session.edit_text("the film was not good", 5)
    view = desktop.window.views["what-if"]
    qtbot.waitUntil(lambda: [run.model for run in session.snapshot.runs] == [model.name])
    settle(qtbot, desktop)
    steps = session.undo_stack.count()
    view._hold(model.network.cell.signals[0])
    button(view, "Take out units").click()
    wanted = 2
    if kind != "one unit":
        button(view, "Copy weights").click()
        wanted += 1
    settle(qtbot, desktop)
    button(view, "Patch from…").click()
    qtbot.waitUntil(lambda: view.form._found is not None and view.form._found.count > 0)
    button(view, "Patch").click()
    settle(qtbot, desktop)
    items = there(desktop)
    assert len(items) == len(view.cards.cards) == wanted + 1
    assert isinstance(items[0], Clamp)
    assert isinstance(items[1], Ablate)
    assert isinstance(items[-1], Patch)
    assert {(item.layer, item.direction) for item in items} == {
        (session.focus.part.layer, session.focus.part.direction)
    }
    assert view.plot().quantity.startswith("‖Δh‖" if kind == "no read-out" else view.plot().quantity[:1])
    assert all(np.isfinite(row.value) for row in view.plot().rows)
    layers = [one for one in view.cards.cards[0].findChildren(QToolButton) if one.accessibleName() == "Layer"]
    assert layers[0].isVisible() == (len(model.network.parts) > 1)
    assert session.undo_stack.count() == steps + wanted + 1
    for _ in items:
        session.undo_stack.undo()
    assert there(desktop) == ()
