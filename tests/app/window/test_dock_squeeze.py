"""Docks that a small window has no room for lie over each other as tabs, and apart again in a larger one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gatescope.app.window.dock_squeeze import SEPARATOR, LeftArrangements, same_tabs, squeezed
from gatescope.app.window.dock_table import RIGHT, Dock
from gatescope.app.window.docks import DockHost
from gatescope.session.project.layout import DockPlace
from gatescope.views.base.plot_view import PlotView


def place(name: str, group: int, path: tuple[int, ...], area: str = "right") -> DockPlace:
    return DockPlace(name, area, group, True, True, False, 0.4, 0.3, path)


def piles(places: tuple[DockPlace, ...]) -> set[frozenset[str]]:
    groups: dict[tuple[str, int], set[str]] = {}
    for one in places:
        groups.setdefault((one.area, one.group), set()).add(one.name)
    return {frozenset(group) for group in groups.values()}


THREE = (place("a", 0, (0,)), place("b", 1, (1,)), place("c", 2, (2,)))
LEAST = {"a": 100, "b": 50, "c": 70}
ALL = 220 + 2 * SEPARATOR


@pytest.mark.parametrize(
    ("height", "expected"),
    [(ALL, ["a", "b", "c"]), (ALL - 1, ["a", "bc"]), (170 + SEPARATOR, ["a", "bc"]), (179, ["abc"]), (20, ["abc"])],
)
def test_the_lowest_become_tabs_of_the_one_above_until_all_have_their_height(height: int, expected: list[str]) -> None:
    found = squeezed(THREE, LEAST, height)
    assert piles(found) == {frozenset(pile) for pile in expected}
    assert same_tabs(found, THREE, LEAST) is (len(expected) == 3)
    assert next(one.front for one in found if one.path == (0,))
    assert sorted(one.name for one in found) == ["a", "b", "c"]


def test_docks_beside_each_other_need_the_height_of_the_higher_one() -> None:
    beside = (place("a", 0, (0, 0)), place("b", 1, (0, 1)), place("c", 2, (1,)))
    assert squeezed(beside, LEAST, 170 + SEPARATOR) == beside
    assert piles(squeezed(beside, LEAST, 169 + SEPARATOR)) == {frozenset("a"), frozenset("bc")}


def test_one_of_two_columns_becomes_tabs_where_it_lacks_the_height() -> None:
    columns = (place("a", 0, (0, 0, 0)), place("b", 1, (0, 1, 0)), place("c", 2, (0, 1, 1)))
    assert squeezed(columns, LEAST, 120 + SEPARATOR) == columns
    assert piles(squeezed(columns, LEAST, 119 + SEPARATOR)) == {frozenset("a"), frozenset("bc")}
    assert piles(squeezed(columns, LEAST, 10)) == {frozenset("a"), frozenset("bc")}


def test_those_below_the_maps_have_their_part_of_the_height() -> None:
    below = tuple(replace(one, area="bottom", path=(0, *one.path), height=0.2) for one in THREE)
    assert squeezed(below, LEAST, round(ALL / 0.6)) == below
    assert piles(squeezed(below, LEAST, round(ALL / 0.6) - 4)) == {frozenset("a"), frozenset("bc")}
    assert piles(squeezed(below, LEAST, 40)) == {frozenset("abc")}
    beside = tuple(replace(one, area="bottom", height=0.2) for one in THREE)
    assert squeezed(beside, LEAST, 40) == beside


def test_closed_docks_and_those_below_the_maps_take_no_part() -> None:
    below = (*THREE, place("d", 3, (0,), "bottom"))
    assert squeezed(below, {**LEAST, "d": 900}, ALL) == below
    assert squeezed(below, {"a": 100, "c": 70}, 190) == below


def test_a_way_back_to_what_was_left_leads_only_to_more_tabs() -> None:
    left, apart, over = LeftArrangements(), THREE, squeezed(THREE, LEAST, 10)
    assert left.may_go(1, apart, over, LEAST)
    assert not left.may_go(1, over, apart, LEAST)
    assert left.may_go(2, over, apart, LEAST)
    # Once more too high: that many tabs were there before, and are again.
    assert left.may_go(2, apart, over, LEAST)
    assert not left.may_go(2, over, apart, LEAST)
    left.forget()
    assert left.may_go(2, over, apart, LEAST)


class Tall(PlotView):
    title = "Tall"

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 150)


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[int], DockHost]:
    docks = tuple(Dock(name, name.title(), RIGHT, name, 10, Tall) for name in ("one", "two"))
    host = DockHost(QWidget(), docks)
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(host)
    window.setMinimumSize(300, 100)
    window.resize(900, 900)
    window.show()
    host.reset()

    def resized(height: int) -> DockHost:
        window.resize(900, height)
        # The timers run once the events of the new size are over.
        qtbot.wait(30)
        return host

    return resized


def tabs(host: DockHost) -> bool:
    return host.tabifiedDockWidgets(host.docks["one"]) == [host.docks["two"]]


def test_a_window_that_was_small_for_a_while_changes_nothing_for_good(shown: Callable[[int], DockHost]) -> None:
    host = shown(900)
    before = host.places()
    assert not tabs(host)
    host = shown(260)
    assert tabs(host)
    assert host.docks["one"].visibleRegion().boundingRect().height() > 0
    assert host.places() == before
    host = shown(900)
    assert not tabs(host)
    after = host.places()
    assert [(one.name, one.area, one.path, one.shown) for one in after] == [
        (one.name, one.area, one.path, one.shown) for one in before
    ]
    for one, other in zip(before, after, strict=True):
        assert one.height == pytest.approx(other.height, abs=0.02)


def test_docks_that_need_less_as_tabs_come_to_rest(
    shown: Callable[[int], DockHost], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, laid = shown(900), []
    lay = host._lay
    monkeypatch.setattr(host, "_lay", lambda places: (laid.append(places), lay(places))[1])
    # With a title of its own each needs more than half, as tabs much less.
    monkeypatch.setattr(host, "_least", lambda: dict.fromkeys(host.docks, 60 if tabs(host) else 250))
    host = shown(400)
    qtbot.wait(100)
    assert tabs(host)
    assert len(laid) < 4
    before = len(laid)
    host.docks["one"].raise_()
    qtbot.wait(100)
    assert tabs(host)
    assert len(laid) == before


def test_what_is_closed_among_the_tabs_stays_closed(shown: Callable[[int], DockHost], qtbot: QtBot) -> None:
    host = shown(260)
    host.docks["two"].close()
    qtbot.wait(30)
    assert {one.name: one.shown for one in host.places()} == {"one": True, "two": False}
    host = shown(900)
    assert not host.docks["two"].isVisible()
    host.docks["two"].show()
    qtbot.wait(30)
    assert not tabs(host)
    assert host.docks["two"].isVisible()


def test_a_dock_that_is_opened_where_there_is_no_room_is_a_tab(shown: Callable[[int], DockHost], qtbot: QtBot) -> None:
    host = shown(900)
    host.docks["two"].close()
    host = shown(260)
    host.docks["two"].show()
    qtbot.wait(30)
    assert tabs(host)
    host = shown(900)
    assert not tabs(host)


def test_what_a_person_moves_meanwhile_is_wanted_so(shown: Callable[[int], DockHost], qtbot: QtBot) -> None:
    host = shown(260)
    host.docks["two"].setFloating(True)
    qtbot.wait(30)
    assert next(one for one in host.places() if one.name == "two").floating
    host = shown(900)
    assert host.docks["two"].isFloating()
