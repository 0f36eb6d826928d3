"""One span: brushed in a view, it is framed in every view; Escape takes it away; undo does not bring it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gatescope.app.start.application import Desktop
from gatescope.views.sentence.chips import ChipStrip
from gatescope.views.tokens.plot_area import TokenPlot
from gatescope.views.tokens.token_picture import TokenPicture
from tests.app.test_one_cursor import WITH_TOKENS, editor, forward, place_of, press

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def drag(part: QWidget, start: QPoint, end: QPoint, held: Qt.KeyboardModifier) -> None:
    """Drag the left button from one point to the other, with the keys `held`."""
    QTest.mousePress(part, LEFT, held, start)
    for share in (0.5, 1.0):
        at = QPointF(start) + share * QPointF(end - start)
        move = QMouseEvent(QEvent.Type.MouseMove, at, QPointF(part.mapToGlobal(at)), LEFT, LEFT, held)
        QApplication.sendEvent(part, move)
    QTest.mouseRelease(part, LEFT, held, end)


def chip(desktop: Desktop, token: int) -> tuple[ChipStrip, QPoint]:
    (strip,) = desktop.window.sentence.findChildren(ChipStrip)
    left, width = next((left, width) for one, left, width in strip.visible_chips() if one == token)
    return strip, QPoint(round(left + width / 2), 12)


@pytest.mark.parametrize("name", WITH_TOKENS)
def test_a_drag_with_shift_chooses_a_span_in_every_view_and_frames_it(qtbot, desktop, name):
    view = forward(qtbot, desktop, name)
    part, start = place_of(view, 4)
    before = desktop.session.focus
    drag(part, start, place_of(view, 2)[1], SHIFT)
    assert desktop.session.focus.span == range(2, 5)
    assert desktop.session.focus.token == before.token
    assert desktop.session.focus.units == before.units
    strip, _ = chip(desktop, 2)
    chips = {token: (left, left + width) for token, left, width in strip.visible_chips()}
    assert strip.span_frame.left() == pytest.approx(chips[2][0], abs=2)
    assert strip.span_frame.right() == pytest.approx(chips[4][1], abs=2)
    for plot in view.findChildren(TokenPlot):
        frames = plot.span_frame.frames
        assert frames
        for frame in frames:
            assert frame.left() == pytest.approx(plot.x_of(2), abs=1)
            assert frame.right() == pytest.approx(plot.x_of(5), abs=1)
    for picture in view.findChildren(TokenPicture):
        shown = picture.grab().toImage()
        ratio = picture.devicePixelRatioF()
        x = round(picture.x_of(2) * ratio)
        text = QColor(view._theme.text).rgb()
        middle = range(shown.height() // 4, shown.height() // 2)
        assert any(shown.pixelColor(x + off, y).rgb() == text for off in (-1, 0, 1) for y in middle)


def test_the_maps_of_the_signal_in_focus_have_the_frame(desktop):
    desktop.session.change_focus(span=range(1, 3))
    (plot,) = desktop.window.views["heatmaps"].findChildren(TokenPlot)
    bands = {band.panel.signal: band for band in desktop.window.views["heatmaps"]._stack.bands}
    top = plot.area.top()
    for signal, framed in (("readout", "hidden_state"), ("input_gate", "input_gate"), ("forget_gate", "forget_gate")):
        desktop.window.sentence.signal_clicked.emit(signal, "")
        signals = {desktop.session.focus.signal, framed}
        assert signals == {signal, framed}
        (frame,) = plot.span_frame.frames
        expected = bands.get(framed) or bands["hidden_state"]
        assert frame.top() == pytest.approx(top + expected.top, abs=2)


def test_a_drag_over_chips_and_a_click_with_shift_choose_a_span(desktop):
    strip, second = chip(desktop, 1)
    drag(strip, second, chip(desktop, 3)[1], NONE)
    assert desktop.session.focus.span == range(1, 4)
    assert desktop.session.focus.token == 1
    QTest.mouseClick(strip, LEFT, SHIFT, chip(desktop, 2)[1])
    assert desktop.session.focus.span == range(1, 3)
    assert desktop.session.focus.token == 1
    QTest.mouseClick(strip, LEFT, NONE, chip(desktop, 0)[1])
    assert desktop.session.focus.span == range(1, 3)


def test_selected_words_are_the_span_until_nothing_is_selected(desktop):
    tokens = desktop.session.snapshot.runs[0].tokens
    shown = editor(desktop)
    shown.setFocus()
    cursor = shown.textCursor()
    cursor.setPosition(int(tokens.starts[3]) + 1)
    cursor.setPosition(int(tokens.starts[4]) + 1, cursor.MoveMode.KeepAnchor)
    shown.setTextCursor(cursor)
    assert desktop.session.focus.span == range(3, 5)
    # A click elsewhere moves the caret, and what was chosen stays.
    desktop.window.sentence.token_clicked.emit(1)
    assert not shown.textCursor().hasSelection()
    assert desktop.session.focus.span == range(3, 5)
    shown.selectAll()
    assert desktop.session.focus.span == range(len(tokens))
    press(Qt.Key.Key_Right)
    assert desktop.session.focus.span is None


def test_escape_takes_the_span_away(desktop):
    desktop.window.sentence.span_chosen.emit(range(1, 3))
    assert desktop.session.focus.span == range(1, 3)
    press(Qt.Key.Key_Escape)
    assert desktop.session.focus.span is None


def test_undo_leaves_the_span_and_a_shorter_text_clips_it(qtbot, desktop):
    session = desktop.session
    session.change_focus(span=range(2, 5))
    session.edit_text("The film was", 12)
    qtbot.waitUntil(lambda: len(session.snapshot.runs[0].tokens) == 3)
    assert session.focus.span == range(2, 3)
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: len(session.snapshot.runs[0].tokens) > 3)
    assert session.focus.span == range(2, 3)


def test_the_span_is_framed_in_every_model_of_a_compare(qtbot, desktop):
    desktop.session.show(tuple(desktop.session.document.models))
    qtbot.waitUntil(lambda: len(desktop.session.snapshot.runs) > 1)
    desktop.session.change_focus(span=range(1, 3))
    view = desktop.window.views["heatmaps"]
    (plot,) = view.findChildren(TokenPlot)
    states = [band for band in view._bands_in_sight() if band.panel.signal == "hidden_state"]
    assert len(plot.span_frame.frames) == len(states) > 0


def test_a_text_pasted_over_all_of_the_sentence_stays(qtbot, desktop) -> None:
    """All tokens were chosen with the selection, and are no more once it goes: that took the edit back."""
    written, session = editor(desktop), desktop.session
    written.selectAll()
    assert session.focus.span is not None
    data = QMimeData()
    data.setText("a dull film")
    written.insertFromMimeData(data)
    assert (session.document.text, written.text(), session.document.caret) == ("a dull film", "a dull film", 11)
    assert session.undo_stack.count() == 1
    qtbot.waitUntil(lambda: session.snapshot.text == "a dull film")
