"""Traces and read-out on screen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from pytestqt.qtbot import QtBot

from gatescope.engine.part import Part
from gatescope.plots.theme import DARK, LIGHT
from gatescope.session.document.document import UnitRef
from gatescope.views.lines.line_view import LinePlotView
from gatescope.views.lines.readout import ReadoutView
from gatescope.views.lines.traces import TracesView
from gatescope.views.maps.heatmaps import HeatmapsView
from tests.plots.builders import run, snapshot
from tests.views.helpers import click, colours_in, drag, focus_on, lstm, mouse, put, said, settle, wheel, words

# The offscreen platform says so of every window that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

UNIT = (UnitRef("toy-lstm", Part.parse("layer0.forward"), 2),)
ONE_UNIT = np.tile(np.linspace(0.1, 0.4, 4, dtype=np.float32)[:, None], (1, 3))


@pytest.fixture(params=[TracesView, ReadoutView])
def either(qtbot: QtBot, request: pytest.FixtureRequest) -> LinePlotView:
    view: LinePlotView = request.param()
    return view


def test_the_legend_tells_the_value_at_the_cursor(qtbot: QtBot) -> None:
    view = TracesView()
    shown = put(qtbot, view, run(signals={"forget_gate": ONE_UNIT}), token=1, units=UNIT)
    assert dict(view.legend.rows)["forget gate"] == "0.20"
    view.show_focus(shown, focus_on(shown, token=3, units=UNIT))
    assert dict(view.legend.rows)["forget gate"] == "0.40"
    assert "forget gate 0.40" in view.legend.accessibleName()


def test_moving_the_cursor_leaves_the_lines_alone(qtbot: QtBot, either: LinePlotView) -> None:
    shown = put(qtbot, either, lstm(), token=1)
    before = [item.line.y for item in either._curves.items]
    either.show_focus(shown, focus_on(shown, token=2))
    assert all(a is b.line.y for a, b in zip(before, either._curves.items, strict=True))
    line = either._plot_area.cursor_mark.rect
    assert line.width() == 0
    assert line.left() == pytest.approx(either._plot_area.x_of(2.5), abs=1)
    plot = either.plot()
    assert plot is not None
    assert plot.cursor == 2


def test_another_choice_draws_other_lines(qtbot: QtBot) -> None:
    view = TracesView()
    shown = put(qtbot, view, lstm(), units=UNIT)
    first = view.plot()
    view.show_focus(shown, focus_on(shown, units=(UnitRef("toy-lstm", Part.parse("layer0.forward"), 5),)))
    second = view.plot()
    assert first is not None
    assert second is not None
    assert first.title != second.title
    assert not np.array_equal(first.series[0].values, second.series[0].values)


def test_a_click_sets_the_token(qtbot: QtBot, either: LinePlotView) -> None:
    put(qtbot, either, lstm())
    tokens: list[int] = []
    either.token_clicked.connect(tokens.append)
    area = either._plot_area
    click(either, QPointF(area.x_of(6.5), area.area.center().y()))
    assert tokens == [6]


def test_hover_tells_the_nearest_line(qtbot: QtBot) -> None:
    view = TracesView()
    put(qtbot, view, run(signals={"forget_gate": ONE_UNIT}), units=UNIT)
    told: list[str] = []
    view.hovered.connect(lambda spot: told.append(said(spot)))
    view_area = view._plot_area
    for one in view.plot().series:  # type: ignore[union-attr]
        y = view._y_of(float(one.values[1]))
        mouse(view, QEvent.Type.MouseMove, QPointF(view_area.x_of(1.5), y))
        assert one.label in told[-1]
        assert "“food”" in told[-1]
    mouse(view, QEvent.Type.MouseMove, QPointF(1, 1))
    assert told[-1] == ""


def test_a_value_lies_where_its_line_does(qtbot: QtBot) -> None:
    view = TracesView()
    put(qtbot, view, run(signals={"forget_gate": ONE_UNIT}), units=UNIT)
    box = view._plot_area.box
    mapped = box.mapViewToScene(QPointF(1.5, 0.2))
    assert mapped.y() == pytest.approx(view._y_of(0.2), abs=0.6)
    assert mapped.x() == pytest.approx(view._plot_area.x_of(1.5), abs=0.6)


def test_zoom_is_linked_to_the_maps_and_each_resets_both(qtbot: QtBot, either: LinePlotView) -> None:
    maps = HeatmapsView()
    put(qtbot, maps, lstm(40))
    either.link_tokens(maps.token_range)
    put(qtbot, either, lstm(40))
    area = maps._plot_area
    wheel(maps, QPointF(area.x_of(10.5), area.area.center().y()), 5)
    assert either._plot_area.stretch == maps._plot_area.stretch
    assert either._plot_area.stretch != (0.0, 40.0)
    either.reset_view()
    settle()
    assert maps._plot_area.stretch == either._plot_area.stretch == (0.0, 40.0)


def test_traces_lie_below_the_columns_of_the_maps(qtbot: QtBot) -> None:
    maps, view = HeatmapsView(), TracesView()
    put(qtbot, maps, lstm(), size=(800, 400))
    put(qtbot, view, lstm(), size=(800, 180))
    for token in (0, 5, 10):
        assert view._plot_area.x_of(token) + view._plot_area.x() == maps._plot_area.x_of(token) + maps._plot_area.x()


def test_a_hidden_linked_view_catches_up_when_shown(qtbot: QtBot, either: LinePlotView) -> None:
    maps = HeatmapsView()
    put(qtbot, maps, lstm(40))
    either.link_tokens(maps.token_range)
    put(qtbot, either, lstm(40))
    either.hide()
    area = maps._plot_area
    wheel(maps, QPointF(area.x_of(10.5), area.area.center().y()), 5)
    assert either._plot_area.stretch == (0.0, 40.0)
    either.show()
    settle()
    assert either._plot_area.stretch == maps._plot_area.stretch


def test_one_token_is_a_point(qtbot: QtBot, either: LinePlotView) -> None:
    put(qtbot, either, lstm(1))
    assert len(either._dots.dots) > 0
    area = either._plot_area.area
    assert all(area.contains(middle) for middle, _ in either._dots.dots)


def test_nan_leaves_a_gap_and_the_rest_stays(qtbot: QtBot) -> None:
    values = np.array([0.1, 0.2, np.nan, 0.4], np.float32)[:, None].repeat(3, axis=1)
    view = TracesView()
    put(qtbot, view, run(signals={"forget_gate": values}), token=2, units=UNIT)
    assert dict(view.legend.rows)["forget gate"] == "NaN"
    told: list[str] = []
    view.hovered.connect(lambda spot: told.append(said(spot)))
    area = view._plot_area
    mouse(view, QEvent.Type.MouseMove, QPointF(area.x_of(2.5), area.area.center().y()))
    assert told[-1] != ""
    view.grab()


def test_the_empty_state_says_what_to_do(qtbot: QtBot, either: LinePlotView) -> None:
    put(qtbot, either, run(""), token=None)
    assert "Type a sentence" in either._message.text()
    assert either._message.isVisible()
    shown = snapshot(lstm(2))
    either.show_snapshot(shown, focus_on(shown))
    assert not either._message.isVisible()


@pytest.mark.parametrize("width", [200, 300, 400, 900])
def test_the_empty_state_is_readable_and_covers_no_label_of_the_axis(
    width: int, qtbot: QtBot, either: LinePlotView
) -> None:
    put(qtbot, either, run(""), token=None)
    either.resize(width, 240)
    settle()
    place, plot = either._message.geometry(), either._plot_area
    area = plot.area.toRect().translated(plot.pos())
    assert either.rect().contains(place)
    assert place.width() >= min(150, width)
    assert area.width() < 170 or (area.left() <= place.left() and place.right() <= area.right())


def test_compare_has_a_line_a_model_in_its_hue(qtbot: QtBot) -> None:
    view = ReadoutView()
    text = words(6)
    put(qtbot, view, run(text, "rnn"), run(text, "gru"), run(text, "lstm"), size=(560, 200))
    assert [label for label, _ in view.legend.rows] == ["RNN", "GRU", "LSTM"]
    colours = {item.pen.color().name() for item in view._curves.items}
    assert colours == {LIGHT.cell_hue(cell).lower() for cell in ("rnn", "gru", "lstm")}


def test_the_theme_reaches_lines_legend_and_words(qtbot: QtBot, either: LinePlotView) -> None:
    put(qtbot, either, lstm())
    either.set_theme(DARK)
    settle()
    colours = colours_in(either.grab().toImage())
    assert DARK.surface.lower() in colours
    assert LIGHT.surface.lower() not in colours
    assert {item.pen.color().name() for item in either._curves.items} <= {
        DARK.line(one.hue).lower()
        for one in either.plot().series  # type: ignore[union-attr]
    }


def test_a_long_line_is_thinned(qtbot: QtBot) -> None:
    view = ReadoutView()
    put(qtbot, view, run(" ".join(["w"] * 50_000), "rnn", units=2), size=(560, 200), token=0)
    view.token_range.zoom(1e9, 0.0)
    settle()
    assert len(view._curves.items[0].line.x) < 5_000


def legend_click(qtbot: QtBot, view: LinePlotView, name: str) -> None:
    place = next(place for place, known in view.legend.places if known == name)
    qtbot.mouseClick(view.legend, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    settle()


def drawn(view: LinePlotView) -> list[str]:
    plot = view.plot()
    assert plot is not None
    return [one.name for one in plot.series]


def test_a_click_in_the_legend_hides_a_line_and_shows_it_again(qtbot: QtBot) -> None:
    view = TracesView()
    shown = put(qtbot, view, lstm(), units=UNIT, size=(700, 260))
    every = drawn(view)
    legend_click(qtbot, view, "cell state")
    assert drawn(view) == [name for name in every if name != "cell state"]
    assert "cell_state" not in {hue for hue, _ in view._curves._items}
    view.show_focus(shown, focus_on(shown, units=(UnitRef("toy-lstm", Part.parse("layer0.forward"), 5),)))
    assert "cell state" not in drawn(view)
    legend_click(qtbot, view, "cell state")
    assert drawn(view) == every


def test_the_last_line_that_is_hidden_brings_all_back(qtbot: QtBot) -> None:
    view = TracesView()
    put(qtbot, view, lstm(), units=UNIT, size=(700, 260))
    every = drawn(view)
    for name in every:
        legend_click(qtbot, view, name)
    assert drawn(view) == every


def test_models_of_a_compare_are_hidden_in_the_read_out(qtbot: QtBot) -> None:
    view = ReadoutView()
    text = words(6)
    put(qtbot, view, run(text, "rnn"), run(text, "gru"), run(text, "lstm"))
    legend_click(qtbot, view, "GRU")
    assert drawn(view) == ["RNN", "LSTM"]


def test_ctrl_and_the_wheel_zoom_the_values_about_the_mouse(qtbot: QtBot, either: LinePlotView) -> None:
    put(qtbot, either, lstm(40), size=(700, 300))
    area, whole = either._plot_area.area, either._span
    place = QPointF(area.center().x(), area.top() + 0.3 * area.height())
    under = whole[1] - 0.3 * (whole[1] - whole[0])
    wheel(either, place, 4, Qt.KeyboardModifier.ControlModifier)
    assert either._y_of(under) == pytest.approx(place.y(), abs=1)
    assert either._span[1] - either._span[0] == pytest.approx(0.8**4 * (whole[1] - whole[0]))
    assert not either.token_range.zoomed
    drag(either, place, place + QPointF(0, 15))
    assert either._y_of(under) == pytest.approx(place.y() + 15, abs=1)
    wheel(either, place, -30, Qt.KeyboardModifier.ControlModifier)
    assert either._span == whole


def test_resetting_the_view_shows_all_values_again(qtbot: QtBot, either: LinePlotView) -> None:
    put(qtbot, either, lstm(40), size=(700, 300))
    whole, place = either._span, either._plot_area.area.center()
    for reset in (
        either.reset_view,
        lambda: mouse(either, QEvent.Type.MouseButtonDblClick, place),
    ):
        wheel(either, place, 4, Qt.KeyboardModifier.ControlModifier)
        assert either._span != whole
        reset()
        settle()
        assert either._span == whole


def test_ticks_of_zoomed_values_lie_in_sight(qtbot: QtBot) -> None:
    view = TracesView()
    put(qtbot, view, lstm(40), units=UNIT, size=(700, 300))
    wheel(view, view._plot_area.area.center(), 12, Qt.KeyboardModifier.ControlModifier)
    area = view._plot_area.area
    assert len(view._names._names) >= 2
    assert all(area.top() <= y <= area.bottom() + 1 for y, _ in view._names._names)


def test_each_of_several_units_is_drawn_in_its_lane(qtbot: QtBot) -> None:
    view = TracesView()
    part = Part.parse("layer0.forward")
    cell = np.zeros((4, 3))
    cell[:, 0], cell[:, 2] = [0.0, 0.1, 0.0, 0.1], [0.0, 90.0, 0.0, 90.0]
    units = tuple(UnitRef("toy-lstm", part, unit) for unit in (0, 2))
    put(qtbot, view, run(signals={"cell_state": cell}), units=units, token=1, size=(700, 300))
    area = view._plot_area.area
    heights = [dot.y() for dot, _ in view._dots.dots]
    assert area.top() < heights[0] < area.center().y() < heights[1] < area.bottom()
    heard: list[str] = []
    view.hovered.connect(heard.append)
    mouse(view, QEvent.Type.MouseMove, QPointF(view._plot_area.x_of(1.5), heights[1]))
    assert "unit 2" in said(heard[-1])
    assert "90.00" in said(heard[-1])
    legend_click(qtbot, view, "forget gate")
    assert {one.group for one in view.plot().series} == {"cell state", "forget gate"}  # type: ignore[union-attr]
