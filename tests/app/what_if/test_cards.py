"""The What if dock in the window: cards are added, changed, switched, moved and removed, each as one undo step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QSlider, QToolButton

from gatescope.app.start.application import Desktop
from gatescope.engine.interventions import NONE, Ablate, Clamp, CopiedWeights, Held, Interventions, Patch
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.plots.numbers import number
from gatescope.session.document.document import UnitRef
from gatescope.views.what_if.what_if_view import WhatIfView

pytestmark = pytest.mark.slow

TEXT = "The food was not good at all, but the service was absolutely wonderful."
HOLD = Clamp("forget_gate", 1.0, None, range(8, 9), 0, "forward")
OUT, COPY = Ablate((27,), 0, "forward"), CopiedWeights("forget_gate", "input_gate", 0, "forward")
GONE = Clamp("cell_state", 0.5, (40,), None, 0, "forward")


def dock(qtbot, desktop: Desktop) -> WhatIfView:
    desktop.window.arrangements.show("what-if")
    desktop.session.edit_text(TEXT, len(TEXT))
    view = desktop.window.views["what-if"]
    assert isinstance(view, WhatIfView)
    qtbot.waitUntil(lambda: view.isVisible() and len(desktop.session.snapshot.runs[0].tokens) == 15)
    return view


def intervene(qtbot, desktop: Desktop, *items: Held) -> None:
    desktop.session.intervene(desktop.session.focus.model, Interventions(items), label="Hold")
    settle(qtbot, desktop)


def settle(qtbot, desktop: Desktop) -> None:
    session = desktop.session
    qtbot.waitUntil(lambda: not session.computing)
    qtbot.wait(30)
    view = desktop.window.views["what-if"]
    qtbot.waitUntil(lambda: view._question is None)


def there(desktop: Desktop) -> tuple[Held, ...]:
    return desktop.session.document.interventions.get(desktop.session.focus.model, NONE).items


def press(widget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))


def button(view: WhatIfView, words: str) -> QPushButton:
    (found,) = (one for one in view.findChildren(QPushButton) if one.text() == words and one.isVisible())
    return found


def test_what_changes_out_of_sight_is_there_when_it_is_seen_again(qtbot, desktop: Desktop, monkeypatch) -> None:
    view = dock(qtbot, desktop)
    intervene(qtbot, desktop, HOLD)
    shown, held = view._shown, desktop.session.document
    assert shown is not None
    assert len(view.cards.cards) == 1
    focus = desktop.session.focus
    empty = replace(held, interventions={})
    view.show_document(empty, focus)
    assert not view.cards.cards
    # As docks do while a layout moves them: without a word to the view, whose answer stays.
    monkeypatch.setattr(WhatIfView, "in_sight", False)
    view.show_document(held, focus)
    monkeypatch.undo()
    assert view._shown is shown
    view.sight_changed()
    assert [card.kind for card in view.cards.cards] == [Clamp]


def test_the_cards_are_those_of_the_model_that_is_shown(qtbot, desktop: Desktop) -> None:
    view = dock(qtbot, desktop)
    intervene(qtbot, desktop, HOLD)
    document = desktop.session.document
    # The document tells of another model in front before there is a snapshot of it; a layout may ask meanwhile.
    ahead = replace(desktop.session.focus, model="sentiment-rnn")
    view.show_document(replace(document, interventions=dict(document.interventions)), ahead)
    view.sight_changed()
    assert [card.kind for card in view.cards.cards] == [Clamp]


def test_nothing_held_says_how_to_begin(qtbot, desktop: Desktop) -> None:
    view = dock(qtbot, desktop)
    assert view._empty.isVisible()
    assert view._empty.text() == "Nothing is held. Right-click a map, or choose below."
    # In the middle of the empty place above the buttons, not at one end of it, however high the dock is.
    assert view._empty.alignment() == Qt.AlignmentFlag.AlignCenter
    words = view._empty.mapTo(view, view._empty.rect().center()).y()
    assert words == pytest.approx(view.adding.y() / 2, abs=16)
    assert len({one.height() for one in view.adding.buttons()}) == 1
    assert view.head.isHidden()
    assert [one.isVisible() for one in view.adding.buttons()] == [True] * 4
    assert view.plot().nothing_to_draw()
    desktop.session.show(["sentiment-rnn"])
    # An RNN has one gate, whose weights have nowhere to go.
    qtbot.waitUntil(lambda: [one.isVisible() for one in view.adding.buttons()] == [True, True, False, True])


def test_the_buttons_add_cards_at_the_cursor(qtbot, desktop: Desktop) -> None:
    view, session = dock(qtbot, desktop), desktop.session
    session.set_token(8)
    session.change_focus(units=tuple(UnitRef(session.focus.model, session.focus.part, k) for k in (3, 27)))
    menu = view.adding.buttons()[0].menu()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Forget gate").trigger()
    button(view, "Take out units").click()
    button(view, "Copy weights").click()
    settle(qtbot, desktop)
    assert there(desktop) == (replace(HOLD, value=0.0), replace(OUT, units=(3, 27)), COPY)
    assert [card.accessibleName() for card in view.cards.cards] == [
        "forget gate = 0.00, on",
        "units 3, 27 taken out, on",
        "weights of the forget gate in the input gate, on",
    ]
    assert view._empty.isHidden()
    for _ in range(3):
        session.undo_stack.undo()
    assert there(desktop) == ()
    settle(qtbot, desktop)
    assert view._empty.isVisible()


def test_what_is_shown_are_the_runs_made_one_by_one(qtbot, desktop: Desktop) -> None:
    view, session = dock(qtbot, desktop), desktop.session
    items = (HOLD, OUT, replace(HOLD, signal="input_gate", value=0.0, tokens=range(3, 4), on=False), COPY, GONE)
    intervene(qtbot, desktop, *items)
    network = session.document.networks[session.focus.model]
    ids = session.snapshot.runs[0].tokens.ids

    def read(*acting: Held) -> str:
        hidden = run(
            network, ids=ids, interventions=Interventions(tuple(replace(one, on=True) for one in acting))
        ).hidden
        return number(float(read_out(network, hidden)["sentiment"][-1, -1]))

    assert view.head._numbers == (read(), read(HOLD, OUT, COPY))
    assert view.head._lines == ("P(positive) at “.”", "3 of 5 on, together")
    shown = [card._alone.accessibleName() for card in view.cards.cards]
    assert shown == [f"alone {read()} → {read(one)}" for one in items[:4]] + [""]
    assert "Most of it comes from" in view._finding._html
    rows = view.plot().rows
    assert [number(row.value) for row in rows[1:5]] == [read(one) for one in items[:4]]
    # What is shown follows the cursor, without another question.
    session.set_token(3)
    qtbot.wait(20)
    assert view._question is None
    assert view.head._lines[0] == "P(positive) at “not”"


def test_a_card_that_no_longer_fits_is_grey_and_says_why(qtbot, desktop: Desktop) -> None:
    view = dock(qtbot, desktop)
    free = desktop.session.snapshot.runs[0].trace["hidden_state"].copy()
    intervene(qtbot, desktop, GONE, replace(HOLD, signal="reset_gate"))
    first, second = view.cards.cards
    assert first._scope._note.whole() == "unit 40: this model has 32"
    assert second._scope._note.whole() == "reset gate: this model is an LSTM"
    assert not first._switch.isEnabled()
    assert first._name.property("dim") == "true"
    np.testing.assert_array_equal(desktop.session.snapshot.runs[0].trace["hidden_state"], free)
    assert desktop.window.status.findChild(QToolButton, "heldBadge").isHidden()
    first._remove.click()
    settle(qtbot, desktop)
    assert there(desktop) == (replace(HOLD, signal="reset_gate"),)


def test_the_keyboard_switches_moves_and_removes(qtbot, desktop: Desktop) -> None:
    view, session = dock(qtbot, desktop), desktop.session
    intervene(qtbot, desktop, HOLD, OUT)
    free = session.snapshot.runs[0].opened.trace["hidden_state"].copy()
    steps = session.undo_stack.count()
    press(view.cards.cards[0], Qt.Key.Key_Space)
    assert there(desktop) == (replace(HOLD, on=False), OUT)
    press(view.cards.cards[1], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert there(desktop) == (OUT, replace(HOLD, on=False))
    press(view.cards.cards[0], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    press(view.cards.cards[0], Qt.Key.Key_Delete)
    assert there(desktop) == (replace(HOLD, on=False),)
    settle(qtbot, desktop)
    # Switched off, the run is free, bit for bit.
    np.testing.assert_array_equal(session.snapshot.runs[0].trace["hidden_state"], free)
    assert session.snapshot.runs[0].opened is None
    assert session.undo_stack.count() == steps + 3
    for _ in range(3):
        session.undo_stack.undo()
    assert there(desktop) == (HOLD, OUT)


def test_one_drag_of_a_slider_is_one_undo_step(qtbot, desktop: Desktop) -> None:
    view, session = dock(qtbot, desktop), desktop.session
    intervene(qtbot, desktop, HOLD, OUT)
    steps = session.undo_stack.count()
    card = view.cards.cards[0]
    (slider,) = card.findChildren(QSlider)
    middle = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 6, middle))
    for share in (0.8, 0.5, 0.25):
        QTest.mouseMove(slider, QPoint(round(slider.width() * share), middle))
        qtbot.wait(20)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 4, middle))
    settle(qtbot, desktop)
    assert view.cards.cards[0] is card
    assert session.undo_stack.count() == steps + 1
    assert 0.15 < there(desktop)[0].value < 0.35
    session.undo_stack.undo()
    assert there(desktop) == (HOLD, OUT)


def test_all_are_switched_and_removed_at_once(qtbot, desktop: Desktop) -> None:
    view, session = dock(qtbot, desktop), desktop.session
    intervene(qtbot, desktop, HOLD, OUT)
    button(view, "All off").click()
    settle(qtbot, desktop)
    assert there(desktop) == (replace(HOLD, on=False), replace(OUT, on=False))
    button(view, "All on").click()
    settle(qtbot, desktop)
    button(view, "Remove all").click()
    assert there(desktop) == ()
    session.undo_stack.undo()
    assert there(desktop) == (HOLD, OUT)


def test_the_scope_is_chosen_in_menus(qtbot, desktop: Desktop) -> None:
    view, session = dock(qtbot, desktop), desktop.session
    session.set_token(3)
    session.change_focus(span=range(3, 7))
    intervene(qtbot, desktop, HOLD, OUT, COPY)
    for at, name, words, expected in (
        (0, "Units", "unit 5", {"units": (5,)}),
        (0, "Words", "on “not … all”", {"tokens": range(3, 7)}),
        (0, "Words", "from “not” on", {"tokens": range(3, 15)}),
        (0, "Words", "the whole text", {"tokens": None}),
        (1, "Units", "unit 3", {"units": (3,)}),
        (2, "Copy onto", "output gate", {"target": "output_gate"}),
    ):
        wanted = replace(there(desktop)[at], **expected)
        (menu,) = (
            one.menu()
            for one in view.cards.cards[at].findChildren(QToolButton)
            if one.accessibleName() == name and one.isVisible()
        )
        menu.aboutToShow.emit()
        next(action for action in menu.actions() if action.text() == words).trigger()
        settle(qtbot, desktop)
        assert there(desktop)[at] == wanted
        session.undo_stack.undo()
        settle(qtbot, desktop)
        assert there(desktop) == (HOLD, OUT, COPY)


def test_a_state_is_patched_from_another_sentence(qtbot, desktop: Desktop) -> None:
    view, session = dock(qtbot, desktop), desktop.session
    session.set_token(8)
    button(view, "Patch from…").click()
    form = view.form
    assert form.isVisible()
    form._text.selectAll()
    qtbot.keyClicks(form._text, "It was truly awful")
    qtbot.waitUntil(lambda: form._found is not None and form._found.count == 4)
    assert [segment.label for segment in form._sources._segments] == ["“It”", "“was”", "“truly”", "“awful”"]
    form._choose_source("2")
    button(view, "Patch").click()
    settle(qtbot, desktop)
    (patch,) = there(desktop)
    model = session.document.models[session.focus.model]
    ids = model.tokenizer.tokenize("It was truly awful", model.vocabulary).ids
    expected = run(model.network, ids=ids)["cell_state"][2:3]
    assert isinstance(patch, Patch)
    assert (patch.signal, patch.tokens, patch.source) == ("cell_state", range(8, 9), "“truly” of “It was truly awful”")
    np.testing.assert_array_equal(patch.values.array, expected)
    np.testing.assert_array_equal(session.snapshot.runs[0].trace["cell_state"][8:9], expected)
    assert not form.isVisible()
    assert view.cards.cards[0]._scope._note.whole() == "from “truly” of “It was truly awful”"
    session.undo_stack.undo()
    assert there(desktop) == ()
