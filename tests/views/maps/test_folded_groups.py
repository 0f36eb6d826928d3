"""The groups of a Compare: arrows and names that fold and show maps."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gatescope.session.run.snapshot import Snapshot
from gatescope.views.maps.heatmaps import HeatmapsView
from tests.plots.builders import run, snapshot
from tests.views.helpers import focus_on, put, settle, words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

CELLS = ("rnn", "gru", "lstm")


@pytest.fixture
def view(qtbot: QtBot) -> HeatmapsView:
    return HeatmapsView()


@pytest.fixture
def shown(qtbot: QtBot, view: HeatmapsView) -> Snapshot:
    """As high as the maps at 1024 × 700."""
    return put(qtbot, view, *(run(words(15), cell) for cell in CELLS), size=(580, 290))


def signals(view: HeatmapsView, cell: str) -> list[str]:
    return [band.panel.signal for band in view._stack.bands if band.panel.cell == cell]


def header(view: HeatmapsView, cell: str):  # type: ignore[no-untyped-def]
    return view._labels.headers[CELLS.index(cell)]


def press(view: HeatmapsView, cell: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(header(view, cell), Qt.MouseButton.LeftButton, modifier)
    settle()


def test_every_model_is_in_sight_with_its_hidden_state(view: HeatmapsView, shown: Snapshot) -> None:
    assert not view._scroll.isVisible()
    assert all(item.isVisible() for item in view._maps)
    for cell in CELLS:
        assert signals(view, cell)[0] == "hidden_state"
    assert len(signals(view, "lstm")) > len(signals(view, "gru")) == 1


def test_a_folded_group_names_what_it_hides_beside_its_header(view: HeatmapsView, shown: Snapshot) -> None:
    row = view._groups.rows["toy-gru"]
    assert row.isVisible()
    assert row.names == ("reset_gate", "update_gate", "candidate")
    assert row.mapTo(view, QPoint()).y() == pytest.approx(header(view, "gru").mapTo(view, QPoint()).y(), abs=2)
    assert row.geometry().right() <= view._plot_area.x() + view._plot_area.area.right()
    assert "3 maps folded" in header(view, "gru").accessibleName()
    assert not header(view, "rnn").isEnabled()


def beside_its_header(view: HeatmapsView, cell: str) -> bool:
    row, own = view._groups.rows[f"toy-{cell}"], header(view, cell)
    return abs(row.mapTo(view, QPoint()).y() - own.mapTo(view, QPoint()).y()) <= 1


def test_names_stay_beside_their_headers_under_the_row_of_the_difference(view: HeatmapsView, shown: Snapshot) -> None:
    view.difference.show()
    settle()
    assert view._plot_area.y() > 0
    assert beside_its_header(view, "gru")
    assert beside_its_header(view, "lstm")
    view._groups.toggle("toy-gru", every=True)
    view._groups.toggle("toy-gru", every=True)
    view.resize(580, 190)
    settle()
    assert view._scroll.y() == pytest.approx(view._plot_area.y() + view._plot_area.area.top(), abs=1)


def test_names_that_appear_while_the_maps_get_another_size_lie_beside_their_headers(qtbot: QtBot) -> None:
    """The first name to be shown has a layout done that was still to be done, in the middle of the drawing."""
    view = HeatmapsView()
    put(qtbot, view, run(words(15), "lstm"), size=(580, 290))
    both = snapshot(*(run(words(15), cell) for cell in CELLS))
    view._overview.setFixedHeight(50)
    view._overview.setVisible(True)
    view._column.invalidate()
    view.show_snapshot(both, focus_on(both))
    settle()
    assert beside_its_header(view, "gru")
    assert beside_its_header(view, "lstm")


def test_a_click_on_a_name_shows_that_map(view: HeatmapsView, shown: Snapshot) -> None:
    QTest.mouseClick(view._groups.rows["toy-gru"].buttons[1], Qt.MouseButton.LeftButton)
    settle()
    assert signals(view, "gru") == ["hidden_state", "update_gate"]
    assert view._groups.rows["toy-gru"].names == ("reset_gate", "candidate")
    # It takes its height from the model in front, whose maps fold for it.
    assert not view._scroll.isVisible()


def test_the_arrow_shows_all_maps_of_a_model_and_folds_them_again(view: HeatmapsView, shown: Snapshot) -> None:
    press(view, "gru")
    assert signals(view, "gru") == ["hidden_state", "reset_gate", "update_gate", "candidate"]
    assert not view._groups.rows["toy-gru"].isVisible()
    press(view, "gru")
    assert signals(view, "gru") == ["hidden_state"]


def test_shift_and_the_arrow_show_or_fold_all_groups(view: HeatmapsView, shown: Snapshot) -> None:
    press(view, "gru", Qt.KeyboardModifier.ShiftModifier)
    assert [len(signals(view, cell)) for cell in CELLS] == [1, 4, 6]
    assert view._scroll.isVisible()
    press(view, "gru", Qt.KeyboardModifier.ShiftModifier)
    assert [len(signals(view, cell)) for cell in CELLS] == [1, 1, 1]


def test_the_keyboard_reaches_arrow_and_names(view: HeatmapsView, shown: Snapshot) -> None:
    QTest.keyClick(view._groups.rows["toy-gru"].buttons[0], Qt.Key.Key_Return)
    settle()
    assert signals(view, "gru") == ["hidden_state", "reset_gate"]
    QTest.keyClick(header(view, "gru"), Qt.Key.Key_Return)
    settle()
    assert len(signals(view, "gru")) == 4


def test_another_model_in_front_opens_its_group(view: HeatmapsView, shown: Snapshot) -> None:
    view.show_focus(shown, focus_on(shown, model="toy-gru"))
    assert len(signals(view, "gru")) == 4
    assert signals(view, "lstm") == ["hidden_state"]


def test_resetting_the_view_folds_only_what_has_no_room(view: HeatmapsView, shown: Snapshot) -> None:
    before = [band.panel.signal for band in view._stack.bands]
    press(view, "gru", Qt.KeyboardModifier.ShiftModifier)
    view.reset_view()
    assert [band.panel.signal for band in view._stack.bands] == before


def test_in_a_higher_window_nothing_is_folded(view: HeatmapsView, shown: Snapshot) -> None:
    view.resize(580, 700)
    settle()
    assert len(view._stack.bands) == 11
    assert not any(row.isVisible() for row in view._groups.rows.values())


def test_names_that_do_not_fit_are_symbols(view: HeatmapsView, shown: Snapshot) -> None:
    press(view, "lstm", Qt.KeyboardModifier.ShiftModifier)
    press(view, "lstm", Qt.KeyboardModifier.ShiftModifier)
    row = view._groups.rows["toy-lstm"]
    assert len(row.names) == 5
    view.resize(720, 290)
    settle()
    wide = row.width()
    view.resize(430, 290)
    settle()
    assert row.width() < wide
    assert row.geometry().right() <= view._plot_area.x() + view._plot_area.area.right()
    assert len(row.names) == 5


def test_the_value_at_the_cursor_is_of_the_hidden_state_whatever_is_folded(view: HeatmapsView, shown: Snapshot) -> None:
    for model in ("toy-lstm", "toy-gru"):
        view.show_focus(shown, focus_on(shown, model=model, token=2))
        spot = view.spot_at_cursor()
        assert spot is not None
        assert spot.value.signal == "hidden_state"


def test_plot_for_a_file_has_all_maps(view: HeatmapsView, shown: Snapshot) -> None:
    plot = view.plot()
    assert plot is not None
    assert len(plot.panels) == 11
