"""What the legend writes where there is little room."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from pytestqt.qtbot import QtBot

from gatescope.plots.description import LinePlot, Series
from gatescope.views.lines.legend import Legend
from tests.plots.builders import tokens


def legend_of(qtbot: QtBot, values: list[float], *labels: str) -> Legend:
    series = tuple(Series(label, "<i>c</i><sub><i>t</i></sub>", "cell_state", np.array(values)) for label in labels)
    legend = Legend(flat=False)
    qtbot.addWidget(legend)
    legend.show_plot(LinePlot(tokens("a b"), series, -1.0, 1.0, "Units", cursor=0))
    return legend


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.123, "0.12"), (-0.5, "−0.50"), (0.0033, "0.00"), (-0.004, "0.00"), (np.nan, "NaN"), (-np.inf, "−∞")],
)
def test_values_are_calm_and_honest(qtbot: QtBot, value: float, written: str) -> None:
    assert legend_of(qtbot, [value, 1.0], "cell state").rows == (("cell state", written),)


def test_a_unit_keeps_its_number_and_the_symbol_stands_for_the_signal(qtbot: QtBot) -> None:
    labels = ("unit 3 · cell state", "unit 20 · cell state")
    assert legend_of(qtbot, [0.5, 1.0], *labels)._names(115.0) == (["unit 3", "unit 20"], True)


def test_names_that_leave_no_room_for_symbols_stand_alone(qtbot: QtBot) -> None:
    legend = legend_of(qtbot, [0.5, 1.0], "hidden state", "gate")
    assert legend._names(200.0) == (["hidden state", "gate"], True)
    assert legend._names(120.0) == (["hidden state", "gate"], False)


def test_many_lines_in_a_low_legend_are_painted_and_counted(qtbot: QtBot) -> None:
    legend = legend_of(qtbot, [0.5, 1.0], *(f"unit {i}" for i in range(40)))
    legend.resize(158, 120)
    assert len(legend.rows) == 40
    assert not legend.grab().isNull()


def middle(place: QRectF) -> QPoint:
    return place.center().toPoint()


def test_a_click_on_a_name_toggles_its_line(qtbot: QtBot) -> None:
    legend = legend_of(qtbot, [0.5, 1.0], "forget gate", "cell state", "hidden state")
    legend.resize(158, 160)
    names: list[str] = []
    legend.toggled.connect(names.append)
    for place, _ in legend.places:
        qtbot.mouseClick(legend, Qt.MouseButton.LeftButton, pos=middle(place))
    assert names == ["forget gate", "cell state", "hidden state"]
    qtbot.mouseClick(legend, Qt.MouseButton.LeftButton, pos=QPoint(40, 8))
    assert len(names) == 3


@pytest.mark.parametrize("flat", [False, True])
def test_every_row_can_be_reached_however_little_room_there_is(qtbot: QtBot, flat: bool) -> None:
    labels = [f"signal number {i}" for i in range(7)]
    series = tuple(Series(label, "", "cell_state", np.array([0.5])) for label in labels)
    legend = Legend(flat=flat)
    qtbot.addWidget(legend)
    legend.show_plot(LinePlot(tokens("a"), series, -1.0, 1.0, "Units", cursor=0))
    legend.resize(300 if flat else 158, 24 if flat else 90)
    seen: list[str] = []
    for _ in range(8):
        places = legend.places
        assert all(legend.rect().contains(middle(place)) for place, _ in places)
        seen += [name for _, name in places if name]
        more = [place for place, name in places if not name]
        assert len(more) == 1
        qtbot.mouseClick(legend, Qt.MouseButton.LeftButton, pos=middle(more[0]))
        assert not legend.grab().isNull()
    assert set(seen) == set(labels)
    # After the last rows come the first again.
    assert seen.count(labels[0]) > 1


def test_a_hidden_line_is_named_by_a_ring_and_has_no_value(qtbot: QtBot) -> None:
    series = tuple(Series(name, "", name, np.array([0.5])) for name in ("cell_state", "forget_gate"))
    legend = Legend(flat=False)
    qtbot.addWidget(legend)
    legend.resize(158, 120)
    plot = LinePlot(tokens("a"), series, -1.0, 1.0, "Unit", cursor=0)
    legend.show_plot(plot)
    drawn = legend.grab().toImage()
    legend.show_plot(plot.without({"cell_state"}))
    assert legend.rows == (("forget_gate", "0.50"),)
    assert [name for _, name in legend.places] == ["cell_state", "forget_gate"]
    dot = legend.places[0][0]
    spot = QPoint(13, middle(dot).y())
    assert drawn.pixelColor(spot) != legend.grab().toImage().pixelColor(spot)


def test_a_value_that_changed_stands_behind_what_it_was_opened_with(qtbot: QtBot) -> None:
    symbols = ("<i>c</i>", "<i>h</i>", "<i>f</i>")
    series = tuple(
        Series(label, symbol, label, np.array([now]), opened=np.array([0.916]))
        for label, symbol, now in zip(("cell_state", "hidden_state", "gate"), symbols, (0.8, 0.918, -0.5), strict=True)
    )
    legend = Legend(flat=False)
    qtbot.addWidget(legend)
    legend.show_plot(LinePlot(tokens("a"), series, -1.0, 1.0, "Unit 3", cursor=0))
    assert legend.rows == (
        ("cell_state", "0.92 → 0.80"),
        ("hidden_state", "0.92"),
        ("gate", "0.92 → −0.50"),
        ("as opened", ""),
    )
    assert legend._names(250.0) == (["cell_state", "hidden_state", "gate", "as opened"], True)
    assert legend._names(127.0) == (["", "", "", "as opened"], True)
    assert "gate 0.92 → −0.50" in legend.accessibleName()
