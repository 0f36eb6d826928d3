"""What every view does alike: nothing while hidden, everything once shown."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gatescope.plots.theme import DARK
from gatescope.views.base.plot_view import PlotView


class Recorder(PlotView):
    title = "Recorder"

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    def _draw(self, snapshot: Any, focus: Any) -> None:
        self.calls.append(f"draw {snapshot.name} {focus.name}")

    def _draw_focus(self, snapshot: Any, focus: Any) -> None:
        self.calls.append(f"focus {snapshot.name} {focus.name}")

    def _apply_theme(self, theme: Any) -> None:
        self.calls.append(f"theme {theme.name}")


class Named:
    def __init__(self, name: str) -> None:
        self.name = name


@pytest.fixture
def view(qtbot: QtBot) -> Recorder:
    view = Recorder()
    qtbot.addWidget(view)
    return view


def test_hidden_view_draws_only_the_newest_snapshot_once_shown(view: Recorder) -> None:
    for name in "abc":
        view.show_snapshot(Named(name), Named("f"))  # type: ignore[arg-type]
    assert view.calls == []
    view.show()
    assert view.calls == ["theme light", "draw c f"]


def test_visible_view_draws_at_once_and_a_focus_alone_is_cheap(view: Recorder) -> None:
    view.show()
    snapshot = Named("a")
    view.show_snapshot(snapshot, Named("f"))  # type: ignore[arg-type]
    view.show_focus(snapshot, Named("g"))  # type: ignore[arg-type]
    assert view.calls == ["theme light", "draw a f", "focus a g"]


def test_the_same_snapshot_and_focus_are_not_drawn_twice(view: Recorder) -> None:
    view.show()
    snapshot, focus = Named("a"), Named("f")
    view.show_snapshot(snapshot, focus)  # type: ignore[arg-type]
    view.show_snapshot(snapshot, focus)  # type: ignore[arg-type]
    assert view.calls == ["theme light", "draw a f"]


def test_focus_with_a_new_snapshot_draws_the_snapshot(view: Recorder) -> None:
    view.show()
    view.show_focus(Named("a"), Named("f"))  # type: ignore[arg-type]
    assert view.calls[-1] == "draw a f"


def test_hidden_again_waits_again_and_takes_the_theme_with_it(view: Recorder) -> None:
    view.show()
    view.show_snapshot(Named("a"), Named("f"))  # type: ignore[arg-type]
    view.hide()
    view.calls.clear()
    view.set_theme(DARK)
    view.show_snapshot(Named("b"), Named("g"))  # type: ignore[arg-type]
    assert view.calls == []
    view.show()
    assert view.calls == ["theme dark", "draw b g"]


def test_refresh_brings_a_hidden_view_up_to_date_for_an_export(view: Recorder) -> None:
    view.show_snapshot(Named("a"), Named("f"))  # type: ignore[arg-type]
    view.refresh()
    assert view.calls == ["theme light", "draw a f"]


def test_accessible_name_is_the_title(view: Recorder) -> None:
    assert view.accessibleName() == "Recorder"
