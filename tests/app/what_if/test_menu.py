"""What the menu of a place offers to change there, from every view that shows a word, a unit or a gate."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from gatescope.app.start.application import Desktop
from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights, Patch
from gatescope.session.document.document import UnitRef
from tests.app.test_value_label import matrix_of_views, part, point, settle, shown

__all__ = ["shown"]
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)]


def what_if(desktop: Desktop, name: str) -> dict[str, QAction]:
    """The entries under “What if” at the cursor of a view."""
    widget = part(desktop, name)
    at = point(widget)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))
    menu = desktop.controller.spot_menu.menu
    assert menu is not None
    (found,) = (one for one in menu.findChildren(QMenu) if one.title() == "&What if")
    return {action.text().replace("&", ""): action for action in found.actions() if not action.isSeparator()}


def starting(found: dict[str, QAction], text: str) -> QAction:
    return next(action for said, action in found.items() if said.startswith(text))


@matrix_of_views()
def test_every_view_offers_what_can_be_changed_there(qtbot, shown) -> None:
    desktop, name = shown
    session = desktop.session
    if name == "weights":
        part(desktop, name).cell_selected.emit(1, 2)
    found, steps = what_if(desktop, name), session.undo_stack.count()
    focus = session.focus
    of_units = any(said.startswith("Take out unit") for said in found)
    assert of_units == (name in ("heatmaps", "traces", "weights", "pairs", "cell"))
    assert any(said.startswith("Patch") for said in found)
    assert any(said.startswith("Give the weights") for said in found) == (
        name == "weights" and focus.model != "sentiment-rnn"
    )
    if name == "weights":
        starting(found, "Take out unit").trigger()
        assert isinstance(session.document.interventions[focus.model].items[0], Ablate)
    else:
        # What is shown there at its own value, else any gate at the ends of its range.
        starting(found, "Hold ").trigger()
        (clamp,) = session.document.interventions[focus.model].items
        assert isinstance(clamp, Clamp)
        assert (clamp.units, len(clamp.tokens)) == (None, 1)
    assert session.undo_stack.count() == steps + 1
    session.undo_stack.undo()
    assert not session.document.interventions
    desktop.controller.spot_menu.menu.close()


@pytest.mark.parametrize("shown", [("lstm", "weights")], indirect=True)
def test_weights_are_given_to_another_gate(qtbot, shown) -> None:
    desktop, name = shown
    session = desktop.session
    session.change_focus(parameter="layer0.forward.U.forget_gate")
    part(desktop, name).cell_selected.emit(1, 2)
    starting(what_if(desktop, name), "Give the weights of the forget gate to the input gate").trigger()
    settle(qtbot, desktop)
    (copy,) = session.document.interventions[session.focus.model].items
    assert copy == CopiedWeights("forget_gate", "input_gate", 0, "forward")
    run = session.snapshot.runs[0]
    # The product that gives all gates at once may add up the last of them in another order.
    np.testing.assert_allclose(run.trace["input_gate"], run.trace["forget_gate"], rtol=0, atol=2e-7)
    # The model's own weights are as they were.
    assert session.document.networks[run.model] is session.document.models[run.model].network


@pytest.mark.parametrize("shown", [("lstm", "heatmaps")], indirect=True)
def test_chosen_units_are_taken_out_together(qtbot, shown) -> None:
    desktop, name = shown
    session = desktop.session
    session.change_focus(units=tuple(UnitRef(session.focus.model, session.focus.part, k) for k in (4, 2, 9)))
    found = what_if(desktop, name)
    starting(found, "Take out units 2, 4, 9").trigger()
    assert session.document.interventions[session.focus.model].items == (Ablate((2, 4, 9), 0, "forward"),)


@pytest.mark.parametrize("shown", [("lstm", "heatmaps"), ("compare", "heatmaps")], indirect=True)
def test_a_patch_is_asked_for_in_its_dock(qtbot, shown) -> None:
    desktop, name = shown
    session = desktop.session
    found = what_if(desktop, name)
    action = starting(found, "Patch")
    unit = int(action.text().split("unit ")[1].split()[0])
    action.trigger()
    settle(qtbot, desktop)
    assert desktop.window.arrangements.name == "what-if"
    form = desktop.window.views["what-if"].form
    assert form.isVisible()
    qtbot.waitUntil(lambda: form._found is not None)
    form._choose_source("0")
    form._finish()
    settle(qtbot, desktop)
    (patch,) = session.document.interventions[session.focus.model].items
    assert isinstance(patch, Patch)
    assert (patch.units, patch.values.shape) == ((unit,), (1, 1))
    run = session.snapshot.run(session.focus.model)
    kept = run.trace[f"{session.focus.part}.{patch.signal}"]
    assert kept[patch.tokens[0], unit] == run.opened.trace[f"{session.focus.part}.{patch.signal}"][0, unit]
