"""One cursor: what is clicked moves the caret, what is typed goes into the sentence there, wherever the focus is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from gatescope.app.start.application import Desktop
from gatescope.app.window.dock_table import DOCKS
from gatescope.session.clipping import front_tokens
from gatescope.views.base.analysis_view import AnalysisView
from gatescope.views.sentence.chips import ChipStrip
from gatescope.views.sentence.editor import SentenceEditor
from gatescope.views.space.plane_picture import PlanePicture
from gatescope.views.tokens.plot_area import TokenPlot
from gatescope.views.tokens.token_picture import TokenPicture
from tests.app.gestures import double_click, part_at
from tests.app.idle import give_layers
from tests.rest import rest

LEFT = Qt.MouseButton.LeftButton
NAMES = ["heatmaps", *(dock.name for dock in DOCKS)]
WITH_TOKENS = [
    "heatmaps",
    "traces",
    "gradients",
    "ledger",
    "pairs",
    "itemised",
    "layers",
    "space",
    "average",
    "readout",
]


def press(key: Qt.Key, text: str = "", held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as the keyboard would: the widget in focus has it first."""
    target = QApplication.focusWidget()
    assert target is not None
    QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, held, text))


def editor(desktop: Desktop) -> SentenceEditor:
    found = desktop.window.sentence.focusProxy()
    assert isinstance(found, SentenceEditor)
    return found


def forward(qtbot, desktop: Desktop, name: str) -> QWidget:
    """The view called `name`, in front in the first workspace that has it."""
    give_layers(qtbot, desktop, name)
    for dock in DOCKS:
        if dock.name == name:
            desktop.window.arrangements.show(dock.workspaces[0])
            desktop.window.dock_host.docks[name].raise_()
    desktop.window.activateWindow()
    view = desktop.window.views[name]
    qtbot.waitUntil(view.isVisible)
    # Where a word lies in a plane is only known once that is fitted.
    qtbot.waitUntil(lambda: view.plot() is not None or not view.findChildren(PlanePicture))
    rest(desktop)
    if name in WITH_TOKENS and isinstance(view, AnalysisView):
        # Its axis comes with its answer.
        qtbot.waitUntil(lambda: view._shown is not None, timeout=20_000)
        rest(desktop)
    return view


def place_of(view: QWidget, token: int) -> tuple[QWidget, QPoint]:
    """The part of `view` that has the tokens, and a point of it in the column, or at the state, of `token`."""
    for part in view.findChildren(TokenPlot):
        area = part.area
        return part.viewport(), QPoint(round(part.x_of(token + 0.5)), round(area.center().y()))
    planes = view.findChildren(PlanePicture)
    if planes:
        planes[0].grab()
        (panel,) = planes[0].layout_now.panels
        return planes[0], QPointF(*panel.pixels(panel.panel.path.points)[token]).toPoint()
    (picture,) = view.findChildren(TokenPicture)
    left, right = picture.axis()
    step = (right - left) / picture._range.span
    return picture, QPoint(round(left + (token + 0.5 - picture._range.first) * step), picture.height() // 2)


def cursor_is_one(desktop: Desktop) -> None:
    """Token cursor, caret and the tinted token are the same."""
    session, shown = desktop.session, editor(desktop)
    tokens = front_tokens(session.focus, session.snapshot)
    assert tokens is not None
    assert session.focus.token is not None
    assert shown.caret() == session.document.caret == tokens.ends[session.focus.token]
    (tint,) = shown.extraSelections()
    assert tint.cursor.selectedText() == tokens.word(session.focus.token)


def test_every_view_with_a_token_axis_is_tried(qtbot, desktop):
    views = {name: forward(qtbot, desktop, name) for name in NAMES}
    kinds = (TokenPlot, TokenPicture, PlanePicture)
    found = [name for name, view in views.items() if any(view.findChildren(kind) for kind in kinds)]
    assert sorted(found) == sorted(WITH_TOKENS)


@pytest.mark.parametrize("name", WITH_TOKENS)
def test_a_click_into_a_view_moves_the_caret_to_the_token(qtbot, desktop, name):
    view = forward(qtbot, desktop, name)
    part, at = place_of(view, 3)
    QTest.mouseClick(part, LEFT, pos=at)
    assert desktop.session.focus.token == 3
    cursor_is_one(desktop)


def test_a_click_on_a_chip_a_step_and_play_move_it_too(qtbot, desktop):
    (chips,) = desktop.window.findChildren(ChipStrip)
    left, width = next((left, width) for token, left, width in chips.visible_chips() if token == 2)
    QTest.mouseClick(chips, LEFT, pos=QPoint(round(left + width / 2), 12))
    assert desktop.session.focus.token == 2
    cursor_is_one(desktop)
    for name, token in (("step_forward", 3), ("rewind", 0), ("last_token", 14), ("step_back", 13)):
        desktop.controller.actions[name].trigger()
        assert desktop.session.focus.token == token
        cursor_is_one(desktop)
    desktop.controller.actions["rewind"].trigger()
    desktop.controller.actions["play"].trigger()
    qtbot.waitUntil(lambda: desktop.session.focus.token == 2, timeout=10_000)
    cursor_is_one(desktop)


@pytest.mark.parametrize("name", NAMES)
def test_letters_digits_and_blanks_typed_after_a_click_into_a_view_go_into_the_sentence(qtbot, desktop, name):
    desktop.session.set_token(3)
    view = forward(qtbot, desktop, name)
    if name in WITH_TOKENS:
        part, at = place_of(view, 3)
    else:
        # The middle of a form is a field, which takes the keys itself.
        at = QPoint(view.width() // 2, view.height() - 3) if name == "train" else view.rect().center()
        part = part_at(view, at)
        at = part.mapFrom(view, at)
    QTest.mouseClick(part, LEFT, pos=at)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    assert QApplication.focusWidget() is not editor(desktop)
    # A word may lie there.
    desktop.session.set_token(3)
    before = desktop.session.document
    for key, letter in ((Qt.Key.Key_A, "a"), (Qt.Key.Key_Space, " "), (Qt.Key.Key_1, "1"), (Qt.Key.Key_I, "i")):
        press(key, letter)
    caret = before.caret
    assert caret == len("The food was not")
    assert desktop.session.document.text == f"{before.text[:caret]}a 1i{before.text[caret:]}"
    assert QApplication.focusWidget() is editor(desktop)
    assert not desktop.controller.actions["play"].isChecked()
    assert desktop.session.document.shown == before.shown


def test_a_blank_after_a_click_on_a_switch_is_typed(qtbot, desktop):
    desktop.window.sentence.focus_editor()
    segment = next(b for b in desktop.window.findChildren(QPushButton, "segment") if b.text() == "Compare")
    QTest.mouseClick(segment, LEFT)
    text = desktop.session.document.text
    press(Qt.Key.Key_Space, " ")
    assert desktop.session.document.text == f"{text} "
    assert len(desktop.session.document.shown) == 3


def test_alt_and_a_digit_choose_the_models(qtbot, desktop):
    desktop.window.activateWindow()
    qtbot.waitUntil(desktop.window.isActiveWindow)
    for digit, names in (("1", ["rnn"]), ("4", ["rnn", "gru", "lstm"]), ("3", ["lstm"]), ("9", ["lstm"])):
        QTest.keyClick(desktop.window, digit, Qt.KeyboardModifier.AltModifier)
        assert list(desktop.session.document.shown) == [f"sentiment-{name}" for name in names]


@pytest.mark.parametrize("name", WITH_TOKENS)
def test_a_double_click_that_shows_all_again_moves_nothing_else(qtbot, desktop, name):
    view = forward(qtbot, desktop, name)
    desktop.session.move_caret(6)
    desktop.session.change_focus(units=())
    focus, caret = desktop.session.focus, desktop.session.document.caret
    target = getattr(view, "_target", None)
    part, at = place_of(view, 8)
    QTest.mouseClick(part, LEFT, pos=at)
    assert desktop.session.focus.token == 8
    double_click(part, at)
    assert desktop.session.focus == focus
    assert desktop.session.document.caret == caret
    assert getattr(view, "_target", None) == target


def test_undo_shows_the_place_in_the_sentence_and_in_the_chips(qtbot, desktop):
    text = desktop.session.document.text
    desktop.session.edit_text(text.replace("food", "fish"), 8)
    qtbot.waitUntil(lambda: desktop.session.snapshot.text != text)
    desktop.session.set_token(10)
    desktop.session.undo_stack.undo()
    qtbot.waitUntil(lambda: desktop.session.snapshot.text == text)
    assert desktop.session.focus.token == 1
    assert editor(desktop).caret() == desktop.session.document.caret == 8


@pytest.mark.parametrize("name", WITH_TOKENS)
def test_a_double_click_of_another_button_or_in_another_text_brings_no_old_click_back(qtbot, desktop, name):
    view = forward(qtbot, desktop, name)
    part, at = place_of(view, 8)
    QTest.mouseClick(part, LEFT, pos=at)
    text = desktop.session.document.text
    desktop.session.edit_text("bad", 3)
    qtbot.waitUntil(lambda: desktop.session.snapshot.text == "bad")
    double_click(part, at, Qt.MouseButton.RightButton)
    assert desktop.session.document.caret == 3
    double_click(part, at)
    assert desktop.session.document.caret == 3
    desktop.session.edit_text(text, 6)
    qtbot.waitUntil(lambda: desktop.session.snapshot.text == text)
    double_click(part, at)
    assert desktop.session.document.caret == 6
