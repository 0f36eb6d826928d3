"""The maps on screen: what a click means, how zoom is linked, and what is shown when something is missing or broken."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gatescope.engine.part import Part
from gatescope.plots.order import unit_order
from gatescope.plots.theme import DARK, LIGHT
from gatescope.session.document.document import ORDERS, UnitRef
from gatescope.session.run.snapshot import BadStep
from gatescope.views.maps.heatmaps import HeatmapsView
from tests.plots.builders import run, snapshot
from tests.views.helpers import (
    click,
    colours_in,
    drag,
    focus_on,
    lstm,
    mouse,
    put,
    said,
    settle,
    viewport,
    wheel,
    words,
)

# The offscreen platform says so of every window that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(qtbot: QtBot) -> HeatmapsView:
    return HeatmapsView()


def cell(view: HeatmapsView, panel: int, token: int, row: int) -> QPointF:
    """The middle of a cell, in pixels of the plot."""
    band, area = view._stack.bands[panel], view._plot_area.area
    top, bottom = band.edges_of(row, view._rows)
    return QPointF(view._plot_area.x_of(token + 0.5), area.top() + (top + bottom) / 2 - view._scroll.value())


def wheel_on(widget: QWidget, notches: float) -> None:
    at = QPointF(widget.rect().center())
    turn, none = QPoint(0, round(120 * notches)), Qt.KeyboardModifier.NoModifier
    place, still = widget.mapToGlobal(at), Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(widget, QWheelEvent(at, place, QPoint(), turn, Qt.MouseButton.NoButton, none, still, False))
    settle()


class Heard:
    """What a view says."""

    def __init__(self, view: HeatmapsView) -> None:
        self.tokens: list[int] = []
        self.units: list[tuple[UnitRef, bool]] = []
        self.signals: list[str] = []
        self.sentences: list[str] = []
        view.token_clicked.connect(self.tokens.append)
        view.unit_clicked.connect(self._unit)
        view.signal_clicked.connect(lambda signal, _model: self.signals.append(signal))
        view.hovered.connect(lambda spot: self.sentences.append(said(spot)))

    def _unit(self, ref: UnitRef, extend: bool) -> None:
        self.units.append((ref, extend))


def test_a_map_for_every_signal_named_at_its_left(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm())
    names = [label.accessibleName() for label in view._labels.labels]
    assert [name.split(",")[0] for name in names] == [
        "forget gate", "input gate", "candidate", "output gate", "cell state", "hidden state",
    ]  # fmt: skip
    assert names[0].endswith("0 to 1")
    assert names[2].endswith("−1 to 1")
    for label, band in zip(view._labels.labels, view._stack.bands, strict=True):
        assert label.mapTo(view, label.rect().center()).y() == pytest.approx(
            view._plot_area.area.top() + (band.top + band.bottom) / 2, abs=2
        )


@pytest.mark.parametrize("order", ORDERS)
def test_a_click_names_the_token_and_the_unit_that_is_drawn_there(qtbot: QtBot, view: HeatmapsView, order: str) -> None:
    one = lstm(units=8)
    put(qtbot, view, one, order=order)
    heard = Heard(view)
    rows = unit_order(one, "layer0.forward", order)
    for panel, token, row in ((0, 0, 0), (2, 9, 7), (5, 4, 3)):
        click(view, cell(view, panel, token, row))
        assert heard.tokens[-1] == token
        assert heard.units[-1] == (UnitRef("toy-lstm", Part.parse("layer0.forward"), int(rows[row])), False)


def test_a_click_in_a_zoom_names_what_is_seen(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm(40, units=64))
    heard = Heard(view)
    wheel(view, cell(view, 1, 20, 40), 4)
    wheel(view, cell(view, 1, 20, 40), 6, CTRL)
    assert view.token_range.span < 20
    assert view._rows[1] - view._rows[0] < 0.5
    for panel in (0, 5):
        click(view, cell(view, panel, 19, 41))
        assert heard.tokens[-1] == 19
        assert heard.units[-1][0].unit == 41


@pytest.mark.parametrize("modifier", [CTRL, SHIFT])
def test_shift_and_ctrl_extend_the_choice(qtbot: QtBot, view: HeatmapsView, modifier: Qt.KeyboardModifier) -> None:
    put(qtbot, view, lstm())
    heard = Heard(view)
    click(view, cell(view, 0, 2, 5), modifier)
    assert heard.units == [(UnitRef("toy-lstm", Part.parse("layer0.forward"), 5), True)]


def test_in_compare_a_click_names_the_model(qtbot: QtBot, view: HeatmapsView) -> None:
    text = words(6)
    put(qtbot, view, run(text, "rnn"), run(text, "gru"), run(text, "lstm"), size=(700, 600))
    heard = Heard(view)
    assert len(view._stack.bands) == 11
    click(view, cell(view, 0, 1, 1))
    click(view, cell(view, 2, 1, 1))
    click(view, cell(view, 10, 1, 2))
    assert [ref.model for ref, _ in heard.units] == ["toy-rnn", "toy-gru", "toy-lstm"]
    assert [header.accessibleName() for header in view._labels._headers] == [
        "RNN: toy-rnn", "GRU: toy-gru", "LSTM: toy-lstm",
    ]  # fmt: skip


def test_all_maps_say_the_range_of_their_colours_or_none_does(qtbot: QtBot, view: HeatmapsView) -> None:
    """Heights of a window at which the maps are 31 or 32 pixels high leave no label out."""
    put(qtbot, view, lstm())
    seen = set()
    for height in range(240, 300, 2):
        view.resize(700, height)
        settle()
        ranged = {label._ranged for label in view._labels.labels}
        assert len(ranged) == 1
        seen |= ranged
    assert seen == {True, False}


def test_maps_that_would_get_too_thin_scroll_and_the_words_stay(qtbot: QtBot, view: HeatmapsView) -> None:
    text = words(6)
    put(qtbot, view, run(text, "rnn"), run(text, "gru"), run(text, "lstm"), size=(700, 150))
    assert view._scroll.isVisible()
    heard = Heard(view)
    view._scroll.setValue(view._scroll.maximum())
    settle()
    place = cell(view, len(view._stack.bands) - 1, 3, 1)
    assert view._plot_area.area.contains(place)
    click(view, place)
    assert heard.units[-1][0] == UnitRef("toy-lstm", Part.parse("layer0.forward"), 1)
    assert view._plot_area.axis.boundingRect().bottom() <= view.height()


@pytest.mark.parametrize("height", [90, 131, 150, 164, 187])
def test_maps_scroll_by_whole_rows(qtbot: QtBot, view: HeatmapsView, height: int) -> None:
    put(qtbot, view, lstm(), size=(700, height))
    area, scroll = view._plot_area.area, view._scroll
    seen = set()
    for notches in (0, *[-1] * 8, *[1] * 8):
        wheel_on(view._labels, notches)
        shown = [(band, item) for band, item in zip(view._stack.bands, view._maps, strict=True) if item.isVisible()]
        assert shown
        assert shown[0][0].top == scroll.value()
        assert all(band.bottom - scroll.value() <= area.height() + 1 for band, _ in shown) or len(shown) == 1
        assert len(view._frames._frames) == len(shown)
        seen |= {band.panel.signal for band, _ in shown}
    assert len(seen) == 6
    assert scroll.value() == 0


def test_the_words_and_the_gaps_choose_a_token_but_no_unit(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm())
    heard = Heard(view)
    area = view._plot_area.area
    click(view, QPointF(view._plot_area.x_of(3.5), area.bottom() + 10))
    click(view, QPointF(view._plot_area.x_of(4.5), area.top() + view._stack.bands[1].top - 3))
    assert heard.tokens == [3, 4]
    assert heard.units == []


def test_beside_the_words_nothing_is_clicked(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm(3))
    heard = Heard(view)
    click(view, QPointF(view._plot_area.x_of(5.0), view._plot_area.area.center().y()))
    assert heard.tokens == []


def test_the_cursor_frames_its_column_of_all_maps(qtbot: QtBot, view: HeatmapsView) -> None:
    shown = put(qtbot, view, lstm(), token=4)
    frame, area = view._plot_area.cursor_mark, view._plot_area.area
    for token in (4, 9, 0):
        view.show_focus(shown, focus_on(shown, token=token))
        assert frame.rect.left() == pytest.approx(view._plot_area.x_of(token), abs=1)
        assert frame.rect.right() == pytest.approx(view._plot_area.x_of(token + 1), abs=1)
        assert frame.rect.top() <= area.top()
        assert frame.rect.bottom() >= area.top() + view._stack.height


def test_moving_the_cursor_keeps_the_images(qtbot: QtBot, view: HeatmapsView) -> None:
    shown = put(qtbot, view, lstm(), token=4)
    before = [item.image.cacheKey() for item in view._maps]
    view.show_focus(shown, focus_on(shown, token=5))
    assert [item.image.cacheKey() for item in view._maps] == before
    plot = view.plot()
    assert plot is not None
    assert plot.cursor == 5


def test_another_order_or_part_draws_anew(qtbot: QtBot, view: HeatmapsView) -> None:
    shown = put(qtbot, view, lstm(layers=2))
    view.show_focus(shown, focus_on(shown, part=Part.parse("layer1.forward"), order="last value"))
    plot = view.plot()
    assert plot is not None
    assert {panel.part for panel in plot.panels} == {"layer1.forward"}
    assert not np.array_equal(plot.panels[0].order, np.arange(8))


def test_chosen_units_are_marked_in_every_map_of_their_model(qtbot: QtBot, view: HeatmapsView) -> None:
    shown = put(qtbot, view, lstm())
    assert view._marks.ticks.middles == ()
    view.show_focus(shown, focus_on(shown, units=(UnitRef("toy-lstm", Part.parse("layer0.forward"), 3),)))
    assert view._marks.ticks.middles == pytest.approx([cell(view, panel, 0, 3).y() for panel in range(6)])
    view.show_focus(shown, focus_on(shown, units=(UnitRef("another", Part.parse("layer0.forward"), 3),)))
    assert view._marks.ticks.middles == ()


def test_all_maps_zoom_together_and_are_shown_whole_again(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm(40, units=64))
    whole = [item.boundingRect() for item in view._maps]
    wheel(view, cell(view, 2, 10, 30), 5)
    wheel(view, cell(view, 2, 10, 30), 5, CTRL)
    spans = {(item.boundingRect().left(), item.boundingRect().right()) for item in view._maps}
    assert len(spans) == 1
    assert spans.pop() != (0.0, 40.0)
    assert {item.source.height() for item in view._maps} == {64 * (view._rows[1] - view._rows[0])}
    view.reset_view()
    settle()
    assert [item.boundingRect() for item in view._maps] == whole
    assert view._rows == (0.0, 1.0)
    assert not view.token_range.zoomed


def test_a_double_click_resets(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm(40))
    wheel(view, cell(view, 2, 10, 3), 5)
    assert view.token_range.zoomed
    mouse(view, QEvent.Type.MouseButtonDblClick, cell(view, 2, 10, 3))
    settle()
    assert not view.token_range.zoomed


def test_the_wheel_zooms_about_the_mouse(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm(40))
    place = cell(view, 2, 10, 3)
    wheel(view, place, 3)
    assert view._plot_area.token_at(place.x()) == 10
    assert view._plot_area.x_of(10.5) == pytest.approx(place.x(), abs=1)


def test_dragging_moves_the_maps_with_the_mouse_and_is_no_click(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm(40, units=64))
    wheel(view, cell(view, 2, 20, 30), 5)
    wheel(view, cell(view, 2, 20, 30), 5, CTRL)
    heard = Heard(view)
    start = cell(view, 2, 20, 30)
    drag(view, start, start + QPointF(60, 12))
    assert view._plot_area.token_at(start.x() + 60) == 20
    assert cell(view, 2, 20, 30).y() == pytest.approx(start.y() + 12, abs=1)
    assert heard.units == []


def test_dragging_along_the_words_moves_the_cursor(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm(10))
    heard = Heard(view)
    y = view._plot_area.area.bottom() + 10
    drag(view, QPointF(view._plot_area.x_of(1.5), y), QPointF(view._plot_area.x_of(6.5), y))
    assert heard.tokens[-1] == 6
    assert sorted(heard.tokens) == heard.tokens


def test_hover_says_what_is_under_the_mouse_and_outlines_it(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm())
    heard = Heard(view)
    place = cell(view, 1, 4, 6)
    mouse(view, QEvent.Type.MouseMove, place)
    assert "input gate" in heard.sentences[-1]
    assert "unit 6" in heard.sentences[-1]
    assert "“w4”" in heard.sentences[-1]
    assert view._outline.rect.contains(place)
    mouse(view, QEvent.Type.MouseMove, QPointF(2, 2))
    assert heard.sentences[-1] == ""
    assert view._outline.rect.isNull()


def test_a_label_puts_its_signal_in_focus(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm())
    heard = Heard(view)
    qtbot.mouseClick(view._labels.labels[3], Qt.MouseButton.LeftButton)
    QTest.keyClick(view._labels.labels[4], Qt.Key.Key_Return)
    assert heard.signals == ["output_gate", "cell_state"]


def test_typing_only_lets_the_range_grow(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm(9))
    for count in range(9, 14):
        shown = snapshot(lstm(count))
        view.show_snapshot(shown, focus_on(shown, token=count - 1))
        assert view._plot_area.stretch == (0.0, count)
        assert view._maps[0].image.width() == count


def test_a_new_snapshot_replaces_the_old_picture(qtbot: QtBot, view: HeatmapsView) -> None:
    full, none = np.ones((4, 3), np.float32), np.zeros((4, 3), np.float32)
    put(qtbot, view, run(signals={"forget_gate": full}))
    assert colours_in(view._maps[0].image) == {LIGHT.hue("forget_gate").lower()}
    shown = snapshot(run(signals={"forget_gate": none}))
    view.show_snapshot(shown, focus_on(shown))
    assert colours_in(view._maps[0].image) == {LIGHT.surface.lower()}


def test_a_hidden_view_is_drawn_once_shown(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm(9))
    view.hide()
    shown = snapshot(lstm(12))
    view.show_snapshot(shown, focus_on(shown))
    assert view._maps[0].image.width() == 9
    view.show()
    settle()
    assert view._maps[0].image.width() == 12


def test_the_theme_changes_all_colours(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm())
    light = colours_in(view.grab().toImage())
    view.set_theme(DARK)
    settle()
    dark = colours_in(view.grab().toImage())
    assert LIGHT.surface.lower() in light
    assert DARK.surface.lower() in dark
    assert LIGHT.surface.lower() not in dark
    assert {DARK.hue("forget_gate").lower(), DARK.accent.lower()} <= dark


def test_an_empty_sentence_says_what_to_do(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, run(""), token=None)
    assert view._message.isVisible()
    assert "Type a sentence" in view._message.text()
    assert len(view._labels.labels) == 6
    shown = snapshot(lstm(1))
    view.show_snapshot(shown, focus_on(shown))
    assert not view._message.isVisible()
    assert view._maps[0].image.width() == 1


def test_no_run_at_all_is_an_empty_picture(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, token=None)
    assert view._message.isVisible()
    assert view._maps == []


def test_a_bad_step_is_named_and_drawn_in_its_own_colour(qtbot: QtBot, view: HeatmapsView) -> None:
    values = np.full((4, 3), 0.5, np.float32)
    values[2:] = np.nan
    one: Any = run(signals={"forget_gate": values})
    object.__setattr__(one, "bad", BadStep(2, "<was>", "forget_gate", 1))
    put(qtbot, view, one)
    assert view._badge.isVisible()
    assert "token 3 “<was>”" in view._badge.text()
    assert "forget gate, unit 1" in view._badge.text()
    picture = view._plot_area.grab().toImage()

    def seen(token: int) -> set[str]:
        middle = cell(view, 0, token, 1).toPoint()
        return colours_in(picture.copy(middle.x() - 6, middle.y() - 6, 12, 12))

    assert seen(3) == {LIGHT.bad.lower(), LIGHT.surface.lower()}
    assert LIGHT.bad.lower() not in seen(1)
    heard = Heard(view)
    mouse(view, QEvent.Type.MouseMove, cell(view, 0, 3, 1))
    assert "NaN" in heard.sentences[-1]
    shown = snapshot(lstm())
    view.show_snapshot(shown, focus_on(shown))
    assert not view._badge.isVisible()


def test_leaving_compare_takes_its_maps_labels_and_headers_away(qtbot: QtBot, view: HeatmapsView) -> None:
    text = words(5)
    put(qtbot, view, run(text, "rnn"), run(text, "gru"), run(text, "lstm"), size=(700, 600))
    shown = snapshot(run(text, "rnn"))
    view.show_snapshot(shown, focus_on(shown))
    assert len(view._maps) == len(view._labels.labels) == 1
    assert not any(header.isVisible() for header in view._labels._headers)
    assert len(view._plot_area.box.childGroup.childItems()) == 1


def test_a_text_of_190_000_tokens_is_pooled_and_usable(qtbot: QtBot, view: HeatmapsView) -> None:
    count = 190_000
    put(qtbot, view, run(" ".join(["w"] * count), "rnn", units=4), token=100_000)
    width = view._plot_area.area.width()
    assert view.token_range.span == pytest.approx(width / 7, abs=2)
    assert view.token_range.first <= 100_000 < view.token_range.last
    for _ in range(60):
        wheel(view, cell(view, 0, 100_000, 1), -2)
    assert (view.token_range.first, view.token_range.last) == (0, count)
    assert 0 < view._maps[0].image.width() <= width * view.devicePixelRatioF()
    view.grab()


def test_the_range_is_linked_to_other_views(qtbot: QtBot, view: HeatmapsView) -> None:
    other = HeatmapsView()
    put(qtbot, view, lstm(40))
    put(qtbot, other, lstm(40))
    other.link_tokens(view.token_range)
    wheel(view, cell(view, 2, 10, 3), 5)
    assert other._plot_area.stretch == view._plot_area.stretch
    wheel(other, cell(other, 2, 12, 3), -20)
    assert view._plot_area.stretch == (0.0, 40.0)


def test_the_mouse_leaving_ends_the_hover(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm())
    heard = Heard(view)
    mouse(view, QEvent.Type.MouseMove, cell(view, 1, 4, 6))
    view._plot_area.leaveEvent(QEvent(QEvent.Type.Leave))
    assert heard.sentences[-1] == ""
    assert viewport(view).isVisible()


def test_another_model_in_focus_brings_its_own_tokens(qtbot: QtBot, view: HeatmapsView) -> None:
    shown = put(qtbot, view, run(words(3), model="short"), run(words(6), model="long"), model="short")
    view.show_focus(shown, focus_on(shown, model="long", token=5))
    plot = view.plot()
    assert plot is not None
    assert (len(plot.tokens), plot.cursor) == (6, 5)
