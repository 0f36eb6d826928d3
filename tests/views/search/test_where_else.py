"""The view “Where else” alone: it follows the sentence, tells what is asked for, and shows what it is handed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gatescope.plots.gradient_words import plain
from gatescope.plots.theme import DARK
from gatescope.session.run.snapshot import Run
from gatescope.views.search.pattern_bar import PatternBar
from gatescope.views.search.places_picture import PlacesPicture
from gatescope.views.search.unit_badges import UnitBadges
from gatescope.views.search.where_else import Wanted, WhereElseView
from gatescope.words import decimal, spoken_in
from tests.app.gestures import turn_wheel
from tests.plots.builders import snapshot
from tests.plots.search.test_describe import searched
from tests.plots.units.real import real_run
from tests.views.helpers import focus_on, settle

SIZE = (760, 260)
LEFT = Qt.MouseButton.LeftButton
CORPUS = Path("reviews.txt")


def put(qtbot: QtBot, run: Run, **about: object) -> WhereElseView:
    """The view, showing `run`."""
    view = WhereElseView()
    qtbot.addWidget(view)
    view.resize(*SIZE)
    with qtbot.waitExposed(view):
        view.show()
    made = snapshot(run)
    view.show_snapshot(made, focus_on(made, **about))
    settle()
    return view


def over(run: Run, span: range) -> float:
    """A threshold over which some units are, but not all."""
    values = run.trace["hidden_state"][span.start : span.stop].min(axis=0)
    return float(np.sort(values)[-3]) + 1e-4


def shown(qtbot: QtBot, run: Run, *, span: range | None = range(3, 5), **about: object) -> WhereElseView:
    view = put(qtbot, run, span=span, token=4, **about)
    if span is not None:
        field(view, "Threshold").setText(f"{over(run, span):.6f}")
    return view


def field(view: WhereElseView, name: str) -> QLineEdit:
    return next(one for one in view.findChildren(QLineEdit) if one.accessibleName() == name)


def badges(view: WhereElseView) -> list[QPushButton]:
    (found,) = view.findChildren(UnitBadges)
    return [one for one in found.findChildren(QPushButton) if one.isVisibleTo(view)]


def button(view: WhereElseView) -> QPushButton:
    return next(one for one in view.findChildren(QPushButton) if one.text() in ("Search", "Cancel"))


def picture(view: WhereElseView) -> PlacesPicture:
    (found,) = view.findChildren(PlacesPicture)
    found.grab()
    return found


def click_row(view: WhereElseView, row: int) -> None:
    painted = picture(view)
    at = painted.layout_now.rect_of(row).center().toPoint()
    QTest.mouseClick(painted, LEFT, pos=at)


@pytest.mark.parametrize("kind", [{"cell": "rnn"}, {"cell": "gru"}, {"cell": "lstm", "layers": 2}], ids=str)
def test_units_over_the_threshold_are_badges_and_a_click_leaves_one_out(qtbot, kind):
    run = real_run(**kind)
    view = shown(qtbot, run, part=run.network.default_part)
    values = run.trace["hidden_state"]
    units = [u for u in range(values.shape[1]) if (values[3:5, u] > float(field(view, "Threshold").text())).all()]
    assert [one.text() for one in badges(view)] == [f"unit {unit}  ×" for unit in units]
    assert len(units) == 2
    before = sum(len(row.words) for row in view.plot().rows)
    badges(view)[0].click()
    assert [one.text() for one in badges(view)] == [f"unit {units[1]}  ×"]
    assert sum(len(row.words) for row in view.plot().rows) >= before > 0
    # Another pattern has all of its units again.
    field(view, "Threshold").setText(f"{over(run, range(3, 5)) - 1e-5:.6f}")
    assert len(badges(view)) == 2


def test_no_unit_over_the_threshold_says_what_to_do(qtbot):
    view = shown(qtbot, real_run())
    field(view, "Threshold").setText("5")
    said = "No unit is over 5.00 in all of “not good”: lower the threshold, or drag over other words."
    assert view.plot().nothing_to_draw() == said
    assert view._veil.text == view.plot().nothing_to_draw()
    assert badges(view) == []
    field(view, "Threshold").setText("-")
    assert view._bar.threshold == 0.5


@pytest.mark.parametrize(
    ("language", "keys", "text", "threshold"),
    [
        ("en", "0.75", "0.75", 0.75),
        ("en", "0,75", "075", 75.0),
        ("de", "-0,75", "-0,75", -0.75),
        ("de", ".5", ".5", 0.5),
    ],
)
def test_a_threshold_is_typed_as_the_language_writes_it(qtbot, language, keys, text, threshold):
    with spoken_in(language):
        bar = PatternBar()
        qtbot.addWidget(bar)
        line = bar.findChild(QLineEdit)
        assert (line.text(), bar.threshold) == (decimal("0.50"), 0.5)
        line.clear()
        QTest.keyClicks(line, keys)
        assert (line.text(), bar.threshold) == (text, threshold)


def test_a_click_on_a_place_of_the_sentence_puts_cursor_and_span_there(qtbot):
    run = real_run()
    view = shown(qtbot, run)
    tokens, spans = [], []
    view.token_clicked.connect(tokens.append)
    view.span_chosen.connect(spans.append)
    row = view.plot().rows[0]
    click_row(view, 0)
    expected = run.tokens.within(row.start, row.stop)
    assert (tokens, spans) == ([expected.stop - 1], [expected])


def test_a_corpus_is_searched_when_it_is_asked_for(qtbot):
    run = real_run()
    view = shown(qtbot, run)
    asked: list[Wanted] = []
    view.search_asked.connect(asked.append)
    assert not button(view).isVisibleTo(view)
    view.offer_corpora([CORPUS], CORPUS)
    assert view.plot().nothing_to_draw() == "Press Search to look for them in reviews.txt."
    field(view, "Expression to compare the places with").setText("after a negation")
    button(view).click()
    QTest.keyClick(field(view, "Threshold"), Qt.Key.Key_Return)
    first, second = asked
    assert first == second
    assert (first.corpus, first.top, first.regex) == (CORPUS, False, "after a negation")
    assert first.pattern.phrase == "not good"
    assert [f"unit {unit}  ×" for unit in first.pattern.units] == [one.text() for one in badges(view)]


def test_what_a_search_found_is_listed_and_a_line_opened(qtbot):
    view = shown(qtbot, real_run())
    view.offer_corpora([CORPUS], CORPUS)
    cancelled, opened = [], []
    view.cancel_asked.connect(lambda: cancelled.append(1))
    view.line_opened.connect(lambda *about: opened.append(about))
    view.show_share(0.25)
    assert (button(view).text(), view._veil.waits) == ("Cancel", True)
    button(view).click()
    assert cancelled == [1]
    view.show_searched(searched())
    assert (button(view).text(), view._veil.waits, view._veil.isVisibleTo(view)) == ("Search", False, False)
    assert plain(view.plot().finding).startswith("1,234 places in 3,000 lines")
    assert view.accessibleDescription() == plain(view.plot().finding)
    click_row(view, 1)
    assert opened == [("bad\nor so", 0, 3)]
    # A failure and a cancel end the search, too.
    view.show_share(0.5)
    view.show_failure("r.txt: is empty.")
    assert (button(view).text(), view._veil.text) == ("Search", "r.txt: is empty.")
    view.show_share(0.5)
    view.show_cancelled()
    assert button(view).text() == "Search"


def test_the_keys_walk_through_the_places_and_enter_opens_one(qtbot):
    view = shown(qtbot, real_run())
    view.offer_corpora([CORPUS], CORPUS)
    many = searched()
    hits = tuple(replace(many.found.hits[0], line=line) for line in range(40))
    view.show_searched(replace(many, found=replace(many.found, hits=hits)))
    opened = []
    view.line_opened.connect(lambda *about: opened.append(about))
    painted = picture(view)
    painted.setFocus()
    fitting = painted.layout_now.fitting
    for _ in range(fitting + 2):
        QTest.keyClick(painted, Qt.Key.Key_Down)
    assert view.plot().current == fitting + 1
    assert view.plot().first == 2
    assert "line 10" in painted.accessibleDescription() or f"line {fitting + 1}" in painted.accessibleDescription()
    QTest.keyClick(painted, Qt.Key.Key_Return)
    assert len(opened) == 1
    QTest.keyClick(painted, Qt.Key.Key_PageUp)
    assert view.plot().current == max(fitting + 1 - 10, 0)
    view.reset_view()
    assert view.plot().first == 0


def test_the_wheel_tells_of_the_row_that_it_brings_under_the_mouse(qtbot):
    view = shown(qtbot, real_run())
    view.offer_corpora([CORPUS], CORPUS)
    many = searched()
    hits = tuple(replace(many.found.hits[0], line=line) for line in range(40))
    view.show_searched(replace(many, found=replace(many.found, hits=hits)))
    painted = picture(view)
    told = []
    view.hovered.connect(told.append)
    at = painted.layout_now.rect_of(1).center().toPoint()
    before = painted.spot_at(at)
    turn_wheel(painted, at, notches=-2)
    assert told
    assert told[-1] == painted.spot_at(at)
    assert told[-1] != before


def test_the_second_mode_is_the_largest_values_of_the_chosen_unit(qtbot):
    run = real_run()
    view = shown(qtbot, run)
    view.findChild(PatternBar).look_for_largest(top=True)
    assert [one.text() for one in badges(view)] == [badges(view)[0].text()]
    assert not badges(view)[0].isEnabled()
    assert len(view.plot().rows) == len(run.tokens)
    view.offer_corpora([CORPUS], CORPUS)
    asked: list[Wanted] = []
    view.search_asked.connect(asked.append)
    button(view).click()
    assert asked[0].top
    assert len(asked[0].pattern.units) == 1


def test_a_label_tells_of_the_row_under_the_mouse_and_both_designs_paint_it(qtbot):
    view = shown(qtbot, real_run())
    light = picture(view).grab().toImage()
    row = view.plot().rows[0]
    painted = picture(view)
    at = view.mapFromGlobal(painted.mapToGlobal(painted.layout_now.rect_of(0).center().toPoint()))
    spot = view.spot_at(at)
    assert spot.value.text().head == f"token {row.number} · “{row.words}”"
    assert spot.value.number == row.value
    assert view.spot_at(QPoint(5, 5)) is None
    view.set_theme(DARK)
    assert picture(view).grab().toImage() != light


@pytest.mark.parametrize("text", ["", "good"])
def test_without_words_or_with_one(qtbot, text):
    run = real_run(text=text) if text else replace(real_run(text="good"), tokens=real_run(text="good").tokens.first(0))
    view = put(qtbot, run, token=0 if text else None)
    assert text or "Type a sentence above" in view.plot().nothing_to_draw()


def test_many_units_are_told_as_a_number(qtbot):
    view = shown(qtbot, real_run(units=20))
    field(view, "Threshold").setText("-5")
    assert len(badges(view)) == 6
    (found,) = view.findChildren(UnitBadges)
    assert found._more.text() == "and 14 more"
    assert "units 0, 1, 2, 3, 4, 5 and 14 more are over -5.00".lower() in plain(view.plot().finding).lower()
