"""Every view of the real window is wired by one contract."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QMetaMethod

import gatescope.app
import gatescope.views
from gatescope.app.window.dock_table import DOCKS
from gatescope.engine.interventions import Interventions
from gatescope.session.document.document import UnitRef
from gatescope.session.document.shading import Shading
from gatescope.views.analyses.conditions import ConditionsView
from gatescope.views.analyses.gradient_flow import GradientFlowView
from gatescope.views.analyses.pairs import PairsView
from gatescope.views.base.view import ShowsDocument, View
from gatescope.views.sentence.sentence_view import SentenceView
from gatescope.views.training.checkpoints_view import CheckpointsView
from gatescope.views.weights.weights_view import WeightsView
from gatescope.views.what_if.what_if_view import WhatIfView
from tests.app.idle import give_layers

INTENTS = {
    "hovered",
    "menu_asked",
    "token_clicked",
    "span_chosen",
    "click_undone",
    "unit_clicked",
    "unit_taken_out",
    "signal_clicked",
    "shading_chosen",
    "part_chosen",
    "reading_chosen",
    "point_chosen",
    "parameters_edited",
    "interventions_changed",
    "parameter_chosen",
    "training_asked",
}


def own_signals(kind: type[View]) -> list[QMetaMethod]:
    """The signals that `kind` itself declares, not its bases."""
    about = kind.staticMetaObject
    methods = (about.method(k) for k in range(about.methodOffset(), about.methodCount()))
    return [method for method in methods if method.methodType() == QMetaMethod.MethodType.Signal]


def every_view(qtbot, desktop) -> tuple[View, ...]:
    """All views of the window, each made."""
    give_layers(qtbot, desktop, "layers")
    for workspace in desktop.window.arrangements.workspaces:
        desktop.window.arrangements.show(workspace)
    assert set(desktop.window.views) == {"heatmaps", *(dock.name for dock in DOCKS)}
    return (desktop.window.sentence, *desktop.window.views.values())


def test_every_intent_of_every_view_is_wired_once(qtbot, desktop):
    declared = own_signals(View)
    assert {bytes(signal.name()).decode() for signal in declared} == INTENTS
    for view in every_view(qtbot, desktop):
        assert view.title
        for signal in declared:
            signature = bytes(signal.methodSignature()).decode()
            assert view.receivers(f"2{signature}") == 1, f"{view.title}: {signature}"


def test_no_view_declares_an_intent_again(qtbot, desktop):
    for view in every_view(qtbot, desktop):
        for kind in type(view).__mro__:
            if issubclass(kind, View) and kind is not View:
                assert not {bytes(s.name()).decode() for s in own_signals(kind)} & INTENTS


def test_a_unit_is_taken_out_and_put_back_in_one_undo_step_each(desktop):
    session = desktop.session
    model = session.document.shown[0]
    network = session.document.networks[model]
    unit = UnitRef(model, network.parts[-1], 2)
    desktop.window.sentence.unit_taken_out.emit(unit)
    assert session.document.interventions[model].ablated(network, unit.part).tolist() == [2]
    assert session.undo_stack.undoText() == "Take out unit 2"
    desktop.window.sentence.unit_taken_out.emit(unit)
    assert not session.document.interventions.get(model)
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert not session.document.interventions.get(model)


def test_the_views_of_the_document_are_found_by_what_they_can_do(qtbot, desktop):
    found = [type(view) for view in every_view(qtbot, desktop) if isinstance(view, ShowsDocument)]
    assert set(found) == {
        SentenceView,
        WeightsView,
        WhatIfView,
        GradientFlowView,
        PairsView,
        ConditionsView,
        CheckpointsView,
    }


def hooks(path: Path) -> list[str]:
    """The calls of getattr and hasattr on a view, as they are written."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    asked = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id in ("getattr", "hasattr") and c.args]
    return [ast.unparse(call) for call in asked if "view" in ast.unparse(call.args[0])]


@pytest.mark.parametrize("package", [gatescope.app, gatescope.views], ids=["app", "views"])
def test_nobody_looks_for_what_a_view_may_have(package):
    found = {p.name: hooks(p) for p in Path(package.__file__).parent.rglob("*.py")}
    assert not {name: calls for name, calls in found.items() if calls}


def test_intents_reach_the_session(qtbot, desktop):
    session, traces = desktop.session, desktop.window.views["traces"]
    traces.token_clicked.emit(3)
    assert session.focus.token == 3
    traces.signal_clicked.emit("forget_gate", session.focus.model)
    assert session.focus.signal == "forget_gate"
    traces.signal_clicked.emit("forget_gate", session.focus.model)
    assert session.focus.signal == "readout"
    unit = UnitRef(session.focus.model, session.focus.part, 5)
    desktop.window.sentence.unit_clicked.emit(unit, False)
    assert session.focus.units == (unit,)


def test_a_value_typed_for_a_model_that_was_closed_meanwhile_counts_for_nothing(desktop):
    """A hidden field tells what was typed once it loses the keyboard; its model may be gone by then."""
    session, weights = desktop.session, desktop.window.views["weights"]
    bias = "layer0.forward.b_x.candidate"
    array = session.document.networks["sentiment-gru"].array(bias) + 1
    session.close_model("sentiment-gru")
    before = session.document
    weights.parameters_edited.emit("sentiment-gru", {bias: array}, None, "typed")
    assert session.document is before
    assert not session.undo_stack.canUndo()


def test_a_view_is_told_of_a_change_once(desktop, monkeypatch):
    told = []
    monkeypatch.setattr(SentenceView, "set_text", lambda self, text, caret=None: told.append(text))
    desktop.session.edit_text("once", 4)
    assert told == ["once"]


def test_what_has_not_run_yet_is_drawn_once_it_has(qtbot, desktop, monkeypatch):
    """The last snapshot says nothing of a model that came to the front when the one before it was closed."""
    session, drawn = desktop.session, []
    session.show(["sentiment-rnn"])
    qtbot.waitUntil(lambda: [run.model for run in session.snapshot.runs] == ["sentiment-rnn"])
    for view in desktop.window.views.values():
        monkeypatch.setattr(view, "show_focus", lambda snapshot, focus: drawn.append((snapshot, focus.model)))
    desktop.controller.opening.close_model()
    front = session.focus.model
    assert front != "sentiment-rnn"
    assert drawn == []
    qtbot.waitUntil(lambda: [run.model for run in session.snapshot.runs] == [front])
    session.step(-1)
    assert all(snapshot.run(model) is not None for snapshot, model in drawn)


@pytest.mark.parametrize(
    "tell",
    [
        lambda view, unit: view.unit_clicked.emit(unit, False),
        lambda view, unit: view.unit_clicked.emit(unit, True),
        lambda view, unit: view.unit_taken_out.emit(unit),
        lambda view, unit: view.interventions_changed.emit(unit.model, Interventions(), None, "released"),
        lambda view, unit: view.signal_clicked.emit("forget_gate", unit.model),
        lambda view, unit: view.shading_chosen.emit(Shading("forget_gate", unit.model)),
    ],
    ids=["unit", "more units", "taken out", "held", "signal", "shading"],
)
def test_what_is_clicked_of_a_model_that_was_closed_meanwhile_changes_nothing_of_the_others(desktop, tell):
    """A view may still show the answer of before when it is clicked."""
    session, name = desktop.session, "sentiment-gru"
    unit = UnitRef(name, session.document.networks[name].parts[-1], 2)
    session.close_model(name)
    before = session.document
    tell(desktop.window.views["traces"], unit)
    assert session.document is before
    assert session.focus.model in before.models
    assert all(one.model in before.models for one in session.focus.units)
