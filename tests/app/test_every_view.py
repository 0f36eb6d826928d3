"""What every plot of the window owes: Ctrl+0 undoes its zoom; Ctrl+C and Ctrl+E take it after a click into it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from gatescope.app.files import export_dialog
from gatescope.app.window.dock_table import DOCKS
from gatescope.engine.interventions import Ablate, Interventions
from gatescope.session.training.shown_run import ShownRun
from gatescope.views.base.plot_view import PlotView
from gatescope.views.search.pattern_bar import PatternBar
from tests.app.gestures import click_into, part_at, turn_wheel
from tests.app.idle import PAGES, give_layers
from tests.app.many_points import find_many_points
from tests.plots.training.runs import history
from tests.rest import rest

pytestmark = pytest.mark.slow

UNZOOMED = {"ladder", "training", "checkpoints"}
"""Views that always show all there is."""
TRAINED = {"training", "checkpoints"}
"""Views of a run of training."""
NAMES = ["heatmaps", *(dock.name for dock in DOCKS if dock.name not in PAGES)]
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _points(desktop):
    find_many_points(desktop)


def brought_forward(qtbot, desktop, name: str) -> PlotView:
    """The view called `name`, in front of its tabs in the first workspace that has it."""
    give_layers(qtbot, desktop, name)
    for dock in DOCKS:
        if dock.name == name:
            desktop.window.arrangements.show(dock.workspaces[0])
            desktop.window.dock_host.docks[name].raise_()
    view = desktop.window.views[name]
    if name == "what-if":
        # More cards than it has room for.
        many = Interventions(tuple(Ablate((unit,)) for unit in range(12)))
        desktop.session.intervene(desktop.session.focus.model, many, label="Take units out")
        qtbot.waitUntil(lambda: view.plot() is not None and not view.plot().nothing_to_draw())
    if name == "search":
        # More places than it has room for.
        view.findChild(PatternBar).look_for_largest(top=True)
        text = "It was not good. " * 12
        desktop.session.edit_text(text, 3)
        # Its sentence takes more lines, and their height from the docks.
        qtbot.waitUntil(lambda: desktop.session.snapshot.text == text)
    if name in TRAINED:
        model = desktop.session.focus.model
        made = history(of=desktop.session.document.networks[model])
        one = ShownRun(1, model, made, None, None)
        view.show_training((one,), one)
    qtbot.waitUntil(view.isVisible)
    qtbot.waitUntil(lambda: view.plot() is not None, timeout=20_000)
    rest(desktop)
    return view


def settled(qtbot, view: PlotView) -> QImage:
    """What `view` looks like once nothing in it moves any more."""
    seen = [view.grab().toImage()]

    def still() -> bool:
        seen.append(view.grab().toImage())
        return seen[-1] == seen[-2]

    qtbot.wait(50)
    qtbot.waitUntil(still)
    return seen[-1]


def under_the_wheel(view: PlotView, at: QPoint) -> QWidget:
    """What turns at the point `at`: Qt hands a wheel event that was made up to no parent of what lies there."""
    part = part_at(view, at)
    around = (area.viewport() for area in view.findChildren(QScrollArea))
    return next((viewport for viewport in around if viewport.isAncestorOf(part)), part)


@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.NoModifier, _CTRL], ids=["wheel", "ctrl-wheel"])
@pytest.mark.parametrize("name", NAMES)
def test_show_all_undoes_every_zoom(qtbot, desktop, name, modifiers):
    view = brought_forward(qtbot, desktop, name)
    before = settled(qtbot, view)
    # A plot may have controls about it: somewhere below its middle there is the picture.
    for at in (view.rect().center(), QPoint(view.width() // 2, view.height() * 2 // 3)):
        part = under_the_wheel(view, at)
        turn_wheel(part, part.mapFrom(view, at), modifiers)
        if modifiers != _CTRL and settled(qtbot, view) == before:
            # A list that shows its first rows can be scrolled down only.
            turn_wheel(part, part.mapFrom(view, at), modifiers, notches=-4)
    assert modifiers == _CTRL or name in UNZOOMED or settled(qtbot, view) != before
    QTest.keyClick(desktop.window, Qt.Key.Key_0, _CTRL)
    assert settled(qtbot, view) == before


@pytest.mark.parametrize("name", NAMES)
def test_a_plot_is_copied_as_it_is_on_screen_after_a_click_into_it(qtbot, desktop, name):
    view = brought_forward(qtbot, desktop, name)
    clipboard = QApplication.clipboard()
    clipboard.clear()
    other = next(v for key, v in desktop.window.views.items() if v.isVisible() and key != name)
    click_into(other)
    click_into(view)
    QTest.keyClick(desktop.window, Qt.Key.Key_C, _CTRL)
    qtbot.waitUntil(lambda: not clipboard.image().isNull())
    assert clipboard.image().size() == view.size() * 2


@pytest.mark.parametrize("name", NAMES)
def test_a_plot_is_exported_as_it_is_on_screen_after_a_click_into_it(qtbot, desktop, tmp_path, monkeypatch, name):
    """The dialog proposes it, with a file of its name."""
    view = brought_forward(qtbot, desktop, name)
    other = next(v for key, v in desktop.window.views.items() if v.isVisible() and key != name)
    desktop.settings.folder = tmp_path
    monkeypatch.setattr(export_dialog.ExportDialog, "exec", lambda self: self.asked.emit(self.choice()))
    click_into(other)
    click_into(view)
    QTest.keyClick(desktop.window, Qt.Key.Key_E, _CTRL)
    desktop.controller.pictures.jobs.wait()
    picture = QImage(str(tmp_path / f"gatescope-{name}.png"))
    assert picture.size() == view.size() * 2
    assert picture.text("Title") == view.plot().facts()["Title"]
