"""The maps show what changed, where it is asked for and something differs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF
from pytestqt.qtbot import QtBot

from gatescope.plots.colours import MIDDLE
from gatescope.session.run.snapshot import Run
from gatescope.views.maps.heatmaps import HeatmapsView
from tests.plots.builders import snapshot
from tests.views.helpers import focus_on, lstm, mouse, put, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def changed() -> Run:
    before = lstm(signals={"forget_gate": np.full((10, 8), 0.25)})
    return replace(lstm(signals={"forget_gate": np.full((10, 8), 0.75)}), opened=before)


def show(view: HeatmapsView, *runs: Run) -> None:
    shown = snapshot(*runs)
    view.show_snapshot(shown, focus_on(shown))
    settle()


def test_the_button_is_there_while_something_differs(qtbot: QtBot) -> None:
    view = HeatmapsView()
    put(qtbot, view, lstm())
    assert view.difference.isHidden()
    show(view, changed())
    assert view.difference.isVisible()
    assert not view.plot().difference
    view.difference.button.click()
    settle()
    assert view.plot().difference
    show(view, lstm())
    assert view.difference.isHidden()
    assert not view.plot().difference
    show(view, lstm(), changed())
    assert view.plot().difference, "the choice is kept while nothing differs"
    view.difference.button.click()
    settle()
    assert not view.plot().difference


def test_the_maps_their_labels_and_the_hover_say_the_difference(qtbot: QtBot) -> None:
    view, heard = HeatmapsView(), []
    put(qtbot, view, changed())
    view.hovered.connect(heard.append)
    view.difference.button.click()
    settle()
    gate, states = view._maps[0].image, view._maps[-1].image
    assert gate.pixelColor(0, 0).name() != states.pixelColor(0, 0).name()
    panel = view.plot().panels[0]
    assert panel.values[:].max() == pytest.approx(0.5)
    label = view._labels.labels[0]
    assert "−1 to 1" in label.accessibleName()
    band, area = view._stack.bands[0], view._plot_area.area
    middle = QPointF(view._plot_area.x_of(4.5), area.top() + band.top + band.height / 2)
    mouse(view, QEvent.Type.MouseMove, middle)
    text = heard[-1].value.text()
    assert (text.value, text.note, heard[-1].value.number) == ("0.25 → 0.75", "Changed by +0.50", 0.5)
    assert (view._maps[1]._cells.pixels == view._maps[1]._cells.pixels[0, 0]).all(), "the input gate did not change"
    assert MIDDLE == 128


def test_a_hidden_view_draws_the_difference_when_it_is_shown(qtbot: QtBot) -> None:
    view = HeatmapsView()
    put(qtbot, view, changed())
    view.hide()
    view.difference.button.click()
    assert view.plot().difference
