"""Tab goes through the window as it is read: down and to the right, and to everything."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from gatescope.app.window.tab_order import place_in, reading_order, tab_stops
from tests.rest import rest

COMPARED = ["sentiment-rnn", "sentiment-gru", "sentiment-lstm"]


def backwards(first: QRect, then: QRect) -> bool:
    """Whether `then` stands above `first`, or left of it on the same height, so that it is not read later."""
    beside = first.top() <= then.bottom() and then.top() <= first.bottom()
    over = first.left() <= then.right() and then.left() <= first.right()
    return (over and then.bottom() < first.top()) or (beside and then.right() < first.left())


def drawn(seed: int) -> list[QRect]:
    """A window that is cut at random into rows and columns, with a widget in each."""
    source = random.Random(seed)

    def split(rect: QRect, depth: int) -> list[QRect]:
        if depth == 0 or min(rect.width(), rect.height()) < 40:
            return [rect.adjusted(2, 2, -2, -2)]
        if source.random() < 0.5:
            at = source.randint(15, rect.height() - 15)
            parts = (QRect(rect.x(), rect.y(), rect.width(), at),
                     QRect(rect.x(), rect.y() + at, rect.width(), rect.height() - at))  # fmt: skip
        else:
            at = source.randint(15, rect.width() - 15)
            parts = (QRect(rect.x(), rect.y(), at, rect.height()),
                     QRect(rect.x() + at, rect.y(), rect.width() - at, rect.height()))  # fmt: skip
        return [place for part in parts for place in split(part, depth - 1)]

    found = split(QRect(0, 0, 1200, 800), 4)
    source.shuffle(found)
    return found


@pytest.mark.parametrize("seed", range(100))
def test_nothing_is_read_after_what_stands_below_or_right_of_it(seed: int) -> None:
    places = drawn(seed)
    order = reading_order(places)
    assert sorted(order) == list(range(len(places)))
    assert not [pair for pair in combinations([places[at] for at in order], 2) if backwards(*pair)]


def walk(window: QWidget, *, forward: bool = True) -> list[QWidget]:
    """Everything that Tab reaches, once round."""
    key = Qt.Key.Key_Tab if forward else Qt.Key.Key_Backtab
    reached: list[QWidget] = []
    while len(reached) < 300:
        now = QApplication.focusWidget()
        assert now is not None
        if now in reached:
            break
        reached.append(now)
        QTest.keyClick(now, key)
    return reached


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
@pytest.mark.parametrize("workspace", ["watch", "why"])
@pytest.mark.parametrize("models", [COMPARED[2:], COMPARED], ids=["one", "compare"])
def test_tab_walks_the_window_in_reading_order_and_back(
    qtbot: QtBot, desktop: Desktop, models: list[str], workspace: str, size: tuple[int, int]
) -> None:
    session, window = desktop.session, desktop.window
    window.resize(*size)
    window.arrangements.show(workspace)
    session.show(models)
    qtbot.waitUntil(lambda: not session.computing and [run.model for run in session.snapshot.runs] == models)
    rest(desktop)
    window.sentence.focus_editor()
    reached = walk(window)
    # Of buttons of which one is down, Qt lets Tab reach that one alone from the first time on; the arrows reach others.
    window.sentence.focus_editor()
    reached, stops = walk(window), tab_stops(window)
    start = stops.index(reached[0])
    assert reached == [*stops[start:], *stops[:start]]
    places = [place_in(window, widget) for widget in stops]
    assert not [
        (stops[first], stops[then])
        for first, then in combinations(range(len(stops)), 2)
        if backwards(places[first], places[then])
    ]
    assert window.sentence._chips in stops
    assert window.heatmaps._plot_area in stops
    back = walk(window, forward=False)
    assert back == [back[0], *reversed([one for one in reached if one is not back[0]])]
    for widget in stops:
        assert widget.accessibleName() or widget.toolTip(), widget


def test_from_where_a_click_has_led_tab_goes_on(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    window.heatmaps.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.keyClick(window.heatmaps, Qt.Key.Key_Tab)
    now = QApplication.focusWidget()
    assert now in tab_stops(window)
    assert window.heatmaps.isAncestorOf(now) or now in tab_stops(window)
