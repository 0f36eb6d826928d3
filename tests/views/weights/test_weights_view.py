"""The weights dock: what it shows, and what it asks for when hands move on it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDoubleSpinBox, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from gatescope.paint.map_frame import MapFrame
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.session.document.document import Document, Focus
from gatescope.text.tokens import UNKNOWN
from gatescope.views.weights import edits
from gatescope.views.weights.chooser import WeightChooser
from gatescope.views.weights.matrix_map import MatrixMap
from gatescope.views.weights.parameter_table import ParameterTable
from gatescope.views.weights.tools import WeightTools
from gatescope.views.weights.weights_view import WeightsView
from tests.views.helpers import said
from tests.views.helpers_controls import SENTENCE, WORDS, make_model, make_snapshot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

MODEL = make_model("lstm", units=8)
U = "layer0.forward.U.forget_gate"


class Bench:
    """A view, and a document that follows its intents as the session does."""

    def __init__(self, view: WeightsView, model=MODEL) -> None:  # type: ignore[no-untyped-def]
        self.view = view
        self.model = model
        self.focus = Focus(model=model.name, parameter=U, token=2)
        self.network = model.network
        self.gestures: list[object] = []
        self.labels: list[str] = []
        view.parameters_edited.connect(self.edit)
        view.parameter_chosen.connect(self.choose)
        self.show()

    def edit(self, model: str, arrays: dict[str, np.ndarray], gesture: object, label: str) -> None:
        assert model == self.model.name
        for key, array in arrays.items():
            self.network = self.network.with_array(key, array)
        self.gestures.append(gesture)
        self.labels.append(label)
        self.show()

    def choose(self, key: str) -> None:
        self.focus = replace(self.focus, parameter=key)
        self.show()

    def show(self) -> None:
        name = self.model.name
        document = Document(models={name: self.model}, networks={name: self.network}, shown=(name,))
        self.view.show_document(document, self.focus)

    @property
    def map(self) -> MatrixMap:
        return self.view.findChild(MatrixMap)

    def value(self, row: int, column: int, key: str = U) -> float:
        return float(self.network.array(key)[row, column])

    def centre(self, row: int, column: int) -> QPoint:
        return self.map.frame().rect(row, column).center().toPoint()

    def changed(self) -> tuple[str, ...]:
        return edits.changed_keys(self.network, self.model.network)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[WeightsView]:
    view = WeightsView()
    qtbot.addWidget(view)
    view.resize(560, 480)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    yield view
    view.close()


@pytest.fixture
def bench(view: WeightsView) -> Bench:
    return Bench(view)


def drag(widget: QWidget, start: QPoint, steps: list[QPoint], modifier: Qt.KeyboardModifier) -> None:
    kinds = [
        QMouseEvent.Type.MouseButtonPress,
        *[QMouseEvent.Type.MouseMove] * len(steps),
        QMouseEvent.Type.MouseButtonRelease,
    ]
    for kind, place in zip(kinds, [start, *steps, steps[-1]], strict=True):
        buttons = Qt.MouseButton.NoButton if kind == QMouseEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        button = Qt.MouseButton.NoButton if kind == QMouseEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        there = QPointF(place)
        QApplication.sendEvent(widget, QMouseEvent(kind, there, there, button, buttons, modifier))


def wheel(widget: QWidget, place: QPoint, turned: int, modifier: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(place), QPointF(place), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


PLAIN, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


def button(view: QWidget, name: str) -> QAbstractButton:
    return next(b for b in view.findChildren(QAbstractButton) if b.accessibleName() == name)


def test_it_shows_the_array_in_focus_and_describes_it(bench: Bench) -> None:
    plot = bench.view.plot()
    assert plot is not None
    assert (plot.key, plot.model) == (U, MODEL.name)
    assert np.array_equal(plot.values, MODEL.network.array(U))


def test_nothing_in_focus_shows_something_worth_seeing(view: WeightsView) -> None:
    bench = Bench(view)
    bench.choose("no such array")
    assert view.plot().key == U


def test_what_changes_while_hidden_is_shown_later(bench: Bench) -> None:
    bench.view.hide()
    bench.choose("embedding")
    assert bench.view._plot.key == U
    bench.view.show()
    assert bench.view.plot().key == "embedding"


def test_a_drag_up_raises_the_value_in_one_gesture(bench: Bench) -> None:
    before = bench.value(3, 4)
    start = bench.centre(3, 4)
    drag(bench.map, start, [start - QPoint(0, d) for d in (20, 40, 60)], PLAIN)
    reach = bench.view.plot().high
    assert bench.value(3, 4) == pytest.approx(before + 40 / 120 * reach, rel=1e-3)
    assert bench.changed() == (U,)
    assert len(bench.gestures) == 2
    assert bench.gestures[0] is bench.gestures[1] is not None
    drag(bench.map, start, [start + QPoint(0, d) for d in (20, 30)], PLAIN)
    assert bench.gestures[-1] is not bench.gestures[0]
    assert bench.value(3, 4) < before + 40 / 120 * reach


def test_a_drag_changes_the_cell_that_was_pressed_though_the_dock_is_laid_out_anew(bench: Bench, qtbot: QtBot) -> None:
    start, height = bench.centre(3, 4), bench.map.height()
    for kind, place in (
        (QMouseEvent.Type.MouseButtonPress, start),
        (QMouseEvent.Type.MouseMove, start - QPoint(0, 20)),
        (QMouseEvent.Type.MouseMove, start - QPoint(0, 60)),
    ):
        event = QMouseEvent(
            kind, QPointF(place), QPointF(place), Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton, PLAIN
        )
        QApplication.sendEvent(bench.map, event)
        if kind == QMouseEvent.Type.MouseButtonPress:
            qtbot.wait(0)
            assert bench.map.height() == height
            bench.map.resize(bench.map.width(), height - 90)
    moved = np.argwhere(bench.network.array(U) != bench.model.network.array(U))
    assert moved.tolist() == [[3, 4]]


def test_a_fine_drag_is_ten_times_finer(bench: Bench) -> None:
    start = bench.centre(3, 4)
    before = bench.value(3, 4)
    drag(bench.map, start, [start - QPoint(0, 20), start - QPoint(0, 60)], Qt.KeyboardModifier.ShiftModifier)
    assert bench.value(3, 4) - before == pytest.approx(4 / 120 * bench.view.plot().high, rel=1e-3)


def test_a_click_chooses_and_changes_nothing(qtbot: QtBot, bench: Bench) -> None:
    qtbot.mouseClick(bench.map, Qt.MouseButton.LeftButton, pos=bench.centre(2, 5))
    assert bench.view.findChild(QLineEdit, "cellValue").text() == edits.exact(MODEL.network.array(U)[2, 5])
    assert bench.gestures == []


def test_a_drag_of_what_is_no_number_starts_at_zero(bench: Bench) -> None:
    bench.edit(MODEL.name, {U: edits.with_cell(bench.network.array(U), 0, 0, math.nan)}, None, "")
    start = bench.centre(0, 0)
    drag(bench.map, start, [start + QPoint(0, 20), start + QPoint(0, 30)], PLAIN)
    assert bench.value(0, 0) < 0


def test_the_wheel_zooms_and_steps_the_chosen_cell_only_with_alt(qtbot: QtBot, bench: Bench) -> None:
    qtbot.mouseClick(bench.map, Qt.MouseButton.LeftButton, pos=bench.centre(2, 5))
    before = bench.value(2, 5)
    wheel(bench.map, bench.centre(2, 5), 120, ALT)
    wheel(bench.map, bench.centre(7, 0), 120, ALT)
    assert bench.value(2, 5) == pytest.approx(before + 0.02 * bench.view.plot().high, rel=1e-3)
    assert bench.gestures[0] is bench.gestures[1]
    assert bench.map.frame().whole
    wheel(bench.map, bench.centre(2, 5), 120, PLAIN)
    assert not bench.map.frame().whole
    wheel(bench.map, bench.centre(2, 5), 120, Qt.KeyboardModifier.ControlModifier)
    assert len(bench.gestures) == 2
    bench.view.reset_view()
    assert bench.map.frame().whole


def test_arrows_move_the_choice_and_a_digit_starts_editing(qtbot: QtBot, bench: Bench) -> None:
    qtbot.mouseClick(bench.map, Qt.MouseButton.LeftButton, pos=bench.centre(2, 5))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(bench.map, key)
    qtbot.keyClick(bench.map, Qt.Key.Key_Minus)
    field = bench.view.findChild(QLineEdit, "cellValue")
    assert field.hasFocus()
    qtbot.keyClicks(field, "1.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert bench.value(3, 7) == -1.5
    assert bench.changed() == (U,)
    assert bench.map.hasFocus()


@pytest.mark.parametrize(("text", "value"), [("inf", math.inf), ("1e30", 1e30), ("nan", math.nan)])
def test_numbers_beyond_reason_are_taken_and_drawn(qtbot: QtBot, bench: Bench, text: str, value: float) -> None:
    qtbot.mouseClick(bench.map, Qt.MouseButton.LeftButton, pos=bench.centre(0, 0))
    field = bench.view.findChild(QLineEdit, "cellValue")
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert np.isclose(bench.value(0, 0), value, equal_nan=True)
    bench.view.grab()


def test_what_is_no_number_is_refused_and_marked(qtbot: QtBot, bench: Bench) -> None:
    qtbot.mouseClick(bench.map, Qt.MouseButton.LeftButton, pos=bench.centre(0, 0))
    field = bench.view.findChild(QLineEdit, "cellValue")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert bench.gestures == []
    assert field.property("refused") == "true"
    about = bench.view.findChild(QWidget, "cellAbout")
    assert "“abc” is no number" in about.text()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.property("refused") == "false"
    assert field.text() == edits.exact(MODEL.network.array(U)[0, 0])


def test_the_table_shows_exact_values_and_takes_others(bench: Bench) -> None:
    bench.view._toggle.choose(1)
    table = bench.view.findChild(ParameterTable)
    model = table.model()
    value, place = MODEL.network.array(U)[1, 2], model.index(1, 2)
    assert model.data(place) == f"{value:.4g}".replace("-", "−")
    assert model.data(place, Qt.ItemDataRole.EditRole) == model.data(place, Qt.ItemDataRole.ToolTipRole)
    assert model.data(place, Qt.ItemDataRole.EditRole) == edits.exact(value)
    assert model.setData(model.index(1, 2), "2.5")
    assert bench.value(1, 2) == 2.5
    assert model.data(model.index(1, 2)) == "2.5"
    assert not model.setData(model.index(1, 2), "x")
    assert bench.view.findChild(QLineEdit, "cellValue").property("refused") == "true"
    table.setCurrentIndex(model.index(4, 4))
    assert bench.view._cell == (4, 4)
    place = table.visualRect(model.index(4, 4)).center()
    before = bench.value(4, 4)
    wheel(table.viewport(), place, -120, PLAIN)
    assert bench.value(4, 4) == before
    wheel(table.viewport(), place, -120, ALT)
    assert bench.value(4, 4) < before
    bold = Qt.ItemDataRole.FontRole
    assert model.data(model.index(4, 4), bold).bold() or model.data(model.index(4, 4), bold).weight() > 500
    assert model.data(model.index(3, 3), bold) is None
    assert "trained: " in model.data(model.index(4, 4), Qt.ItemDataRole.ToolTipRole)


def knob(bench: Bench, name: str, kind: type) -> QWidget:
    return next(w for w in bench.view.findChild(WeightTools).findChildren(kind) if w.accessibleName() == name)


def test_the_bias_knob_moves_the_bias_of_the_gate(bench: Bench) -> None:
    spin = knob(bench, "bias", QDoubleSpinBox)
    spin.setValue(1.25)
    bias = "layer0.forward.b_x.forget_gate"
    assert bench.changed() == (bias,)
    np.testing.assert_allclose(bench.network.array(bias) - MODEL.network.array(bias), 1.25, atol=1e-5)
    assert knob(bench, "bias", QSlider).value() == round((1.25 + 3) / 6 * 1000)


def test_a_slider_drag_is_one_gesture_and_the_next_another(bench: Bench) -> None:
    slider = knob(bench, "gain", QSlider)
    for start in (400, 500):
        slider.setSliderDown(True)
        slider.setValue(start)
        slider.setValue(start + 100)
        slider.setSliderDown(False)
    assert len({id(g) for g in bench.gestures[:2]}) == 1
    assert bench.gestures[2] is not bench.gestures[0]
    np.testing.assert_allclose(bench.network.array(U), 1.8 * MODEL.network.array(U), rtol=1e-2)


def test_the_wheel_passes_over_knobs_and_numbers_and_turns_those_that_were_clicked(qtbot: QtBot, bench: Bench) -> None:
    qtbot.mouseClick(bench.map, Qt.MouseButton.LeftButton, pos=bench.centre(2, 5))
    field = bench.view.findChild(QLineEdit, "cellValue")
    spin, slider = knob(bench, "gain", QDoubleSpinBox), knob(bench, "bias", QSlider)
    for widget in (field, spin, slider):
        wheel(widget, widget.rect().center(), 120, PLAIN)
        assert not widget.hasFocus()
    assert bench.gestures == []
    wheel(slider, slider.rect().center(), 120, ALT)
    assert bench.changed() == ("layer0.forward.b_x.forget_gate",)
    for widget, count in ((field, 2), (spin, 3)):
        widget.setFocus()
        wheel(widget, widget.rect().center(), 120, PLAIN)
        assert len(bench.gestures) == count
    assert spin.value() == pytest.approx(1.05)


def test_the_colours_keep_the_trained_range_so_that_stronger_looks_stronger(bench: Bench) -> None:
    high = bench.view.plot().high
    knob(bench, "gain", QDoubleSpinBox).setValue(4.0)
    assert bench.view.plot().high == high
    assert np.abs(bench.view.plot().values).max() > high
    bench.view.grab()


def test_a_gain_is_measured_against_what_it_scales(bench: Bench) -> None:
    spin = knob(bench, "gain", QDoubleSpinBox)
    bench.edit(MODEL.name, {U: edits.with_cell(bench.network.array(U), 0, 0, 50.0)}, None, "")
    assert spin.value() == 1.0, "one weight is no gain of all others"
    before = bench.network.array(U)
    spin.setValue(2.0)
    np.testing.assert_allclose(bench.network.array(U), 2 * before, rtol=1e-6)
    assert spin.value() == 2.0
    spin.setValue(0.0)
    assert not bench.network.array(U).any()
    spin.setValue(1.0)
    assert np.array_equal(bench.network.array(U), before)
    bench.edit(MODEL.name, {U: MODEL.network.array(U)}, None, "")
    assert spin.value() == 1.0
    bench.edit(MODEL.name, {U: 3 * MODEL.network.array(U)}, None, "")
    assert spin.value() == 3.0, "a multiple of what was trained is one of that"


def test_cells_that_are_no_longer_as_trained_are_framed(bench: Bench) -> None:
    bench.view.grab()
    assert len(bench.map._changed) == 0
    assert bench.view.plot().trained is None
    for row, column in ((2, 5), (7, 0)):
        bench.edit(MODEL.name, {U: edits.with_cell(bench.network.array(U), row, column, 9.0)}, None, "")
    bench.view.grab()
    assert bench.map._changed.tolist() == [[2, 5], [7, 0]]
    assert bench.view.plot().caption.endswith("framed: no longer as trained")
    wheel(bench.map, bench.centre(7, 0), 600, PLAIN)
    bench.view.grab()
    assert bench.map._changed.tolist() == [[7, 0]]


def test_reset_gives_back_array_gate_or_model(bench: Bench) -> None:
    tools = bench.view.findChild(WeightTools)
    others = ("layer0.forward.W.forget_gate", "layer0.forward.W.candidate")
    bench.edit(MODEL.name, {key: bench.network.array(key) + 1 for key in (U, *others)}, None, "")
    reset = {action.data(): action for action in button(bench.view, "Reset").menu().actions()}
    assert tools.findChild(QWidget, "changedCount").text() == "• 3 changed"
    reset["array"].trigger()
    assert bench.changed() == (others[0], others[1])
    assert not reset["array"].isEnabled()
    reset["gate"].trigger()
    assert bench.changed() == others[1:]
    reset["model"].trigger()
    assert bench.changed() == ()
    assert not reset["model"].isEnabled()


def test_initialising_is_named_by_its_seed(bench: Bench) -> None:
    menu = button(bench.view, "Initialise").menu()
    actions = {action.text(): action for action in menu.actions()}
    actions["orthogonal"].trigger()
    first = bench.network.array(U)
    np.testing.assert_allclose(first @ first.T, np.eye(8), atol=1e-5)
    button(bench.view, "Next seed").click()
    assert not np.array_equal(bench.network.array(U), first)
    np.testing.assert_allclose(bench.network.array(U) @ bench.network.array(U).T, np.eye(8), atol=1e-5)
    assert bench.changed() == (U,)
    bench.choose("layer0.forward.b_x.forget_gate")
    assert "orthogonal" not in [action.text() for action in button(bench.view, "Initialise").menu().actions()]


def test_the_chooser_walks_marks_and_tells(bench: Bench) -> None:
    chooser = bench.view.findChild(WeightChooser)
    combo = chooser.findChild(QComboBox)
    assert combo.currentText() == "forget gate · U"
    bench.edit(MODEL.name, {U: bench.network.array(U) + 1}, None, "")
    assert combo.currentText() == "forget gate · U  •"
    keys = MODEL.network.keys()
    button(chooser, "Next array").click()
    assert bench.focus.parameter == keys[keys.index(U) + 1]
    bench.choose(keys[0])
    assert not button(chooser, "Previous array").isEnabled()
    shown = [combo.model().item(row) for row in range(combo.count())]
    assert [item.data(Qt.ItemDataRole.UserRole) for item in shown if item.data(Qt.ItemDataRole.UserRole)] == list(keys)
    bench.edit(MODEL.name, {U: MODEL.network.array(U)}, None, "")
    assert not any("•" in item.text() for item in shown)


def test_hovering_names_place_and_value(qtbot: QtBot, bench: Bench) -> None:
    with qtbot.waitSignal(bench.view.hovered) as hovered:
        qtbot.mouseMove(bench.map, bench.centre(1, 6))
    assert "unit 1 ← unit 6" in said(hovered.args[0])
    assert f"{bench.value(1, 6):.4f}".replace("-", "−") in said(hovered.args[0])
    with qtbot.waitSignal(bench.view.hovered) as changed:
        bench.edit(bench.model.name, {U: bench.network.array(U) + 1.0}, None, "one more")
    assert f"{bench.value(1, 6):.4f}".replace("-", "−") in said(changed.args[0])


def test_a_vocabulary_opens_at_the_row_of_the_token(qtbot: QtBot, view: WeightsView) -> None:
    filler = tuple(f"w{i}" for i in range(5_000))
    model = make_model(words=(UNKNOWN, *filler, *dict.fromkeys(WORDS[1:])))
    bench = Bench(view, model)
    view.show_snapshot(make_snapshot(SENTENCE, model), bench.focus)
    bench.choose("embedding")
    row = model.vocabulary.id("was")
    assert bench.map.marked_row() == row
    bench.map.reset_zoom()
    frame = bench.map.frame()
    assert frame.top <= row < frame.top + frame.rows < 5_016
    bench.map._bar.setValue(0)
    assert bench.map.frame().top == 0
    button(view, "Show the row of was").click()
    assert view._cell == (row, 0)
    frame = bench.map.frame()
    assert frame.top <= row < frame.top + frame.rows
    view.grab()


def test_a_token_that_moves_on_moves_the_mark(bench: Bench) -> None:
    snapshot = make_snapshot(SENTENCE, MODEL)
    bench.choose("embedding")
    for token in (0, 3):
        bench.view.show_focus(snapshot, replace(bench.focus, token=token))
        assert bench.map.marked_row() == int(snapshot.runs[0].tokens.ids[token])


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("key", MODEL.network.keys())
def test_every_array_can_be_painted(bench: Bench, key: str, theme: Theme) -> None:
    bench.view.set_theme(theme)
    bench.choose(key)
    assert bench.view.plot().key == key
    bench.view.grab()


def test_where_there_is_little_room_the_array_keeps_it(qtbot: QtBot, bench: Bench) -> None:
    tall = bench.view.minimumSizeHint().height()
    heading = bench.view.findChild(QWidget, "weightHeading")
    assert heading.isVisible()
    bench.view.resize(420, tall)
    qtbot.waitUntil(lambda: not heading.isVisible())
    assert bench.view.minimumSizeHint().height() <= tall
    assert bench.map.height() >= bench.map.minimumHeight()


def test_every_control_has_a_name_and_a_tip(bench: Bench) -> None:
    for kind in (QAbstractButton, QSlider, QDoubleSpinBox, QComboBox):
        for found in bench.view.findChildren(kind):
            if found.isVisible() and found.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert found.accessibleName(), found
                assert found.toolTip(), found


def test_a_frame_keeps_the_point_it_zooms_about_and_never_leaves_the_matrix() -> None:
    frame = MapFrame.home((40, 30), QRectF(10, 20, 300, 200))
    place = QPointF(101, 93)
    zoomed = frame.zoomed(0.3, place)
    assert zoomed.cell(place) == frame.cell(place)
    assert zoomed.moved(1e6, 1e6).cell(QPointF(309, 219)) == (39, 29)
    assert zoomed.moved(-1e6, -1e6).cell(QPointF(10, 20)) == (0, 0)
    assert zoomed.zoomed(1e9, place).whole
    assert frame.cell(QPointF(5, 25)) is None
    seen = frame.zoomed(0.1, place).showing(39, 0)
    assert seen.area.contains(seen.rect(39, 0).center())
