"""Words are brushed, the units that are on in them looked for in a corpus, and a place opened; undo brings it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QToolButton, QWidget

from gatescope.plots.gradient_words import plain
from gatescope.views.search.pattern_bar import PatternBar
from gatescope.views.search.places_picture import PlacesPicture
from gatescope.views.sentence.chips import ChipStrip
from tests.app.corpus.test_corpus_search import LINES
from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement, middle
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import HEIGHT, WIDTH, Point, Screen

pytestmark = pytest.mark.journey

NOT, GOOD = 3, 4
"""Where the words stand in the sentence that GateScope starts with."""


def chip(plan: Plan, token: int) -> Point:
    strip = plan.desktop.window.sentence.findChild(ChipStrip)
    left, width = next((left, width) for one, left, width in strip.visible_chips() if one == token)
    at = strip.mapTo(plan.desktop.window, QPoint(round(left + width / 2), 12))
    return at.x(), at.y()


def test_find_a_unit_by_a_pattern_and_open_a_hit(
    start: Callable[..., RunningApp], screen: Screen, plan: Plan, qtbot, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("GATESCOPE_CACHE_DIR", str(tmp_path / "cache"))
    corpus = tmp_path / "reviews.txt"
    corpus.write_text("\n".join(LINES) + "\n", "utf-8")
    window = plan.desktop.window
    at_start = plan.region(window.heatmaps)
    window.arrangements.show("units")
    plan._settle()
    view, sentence = window.views["search"], plan.region(window.sentence)
    bar, picture = view.findChild(PatternBar), view.findChild(PlacesPicture)

    def control(kind: type[QWidget], name: str) -> Point:
        return middle(plan.region(next(one for one in bar.findChildren(kind) if one.accessibleName() == name)))

    app = start()
    app.wait_for_maps(at_start)
    screen.key("ctrl+5")
    screen.wait_until_still(plan.region(view))
    screen.drag(chip(plan, NOT), chip(plan, GOOD))
    plan.desktop.session.set_token(NOT)
    plan.desktop.session.change_focus(span=range(NOT, GOOD + 1))
    plan._settle()
    screen.wait_until_still(plan.region(view))
    screen.keep("1 brushed")

    screen.click(control(QToolButton, "Where to look"))
    screen.key("Up", "Return")
    dialog = screen.window("^Open corpus")
    screen.wait_until_still((0, 0, WIDTH, HEIGHT))
    screen.type(str(corpus))
    screen.wait_until_still((0, 0, WIDTH, HEIGHT))
    screen.key("Return")
    screen.wait(lambda: dialog not in screen.windows("^Open corpus"), "the file dialog to close")
    plan.desktop.controller.corpus_search.look_in(corpus)
    plan._settle()
    empty = screen.wait_until_still(plan.region(picture))
    screen.keep("2 corpus")

    button = middle(plan.region(bar._search))
    view._ask()
    qtbot.waitUntil(lambda: view._searched is not None, timeout=60_000)
    plan._settle()
    assert plain(view.plot().finding).startswith("7 places in 6 lines of reviews.txt")
    screen.click(button)
    screen.wait_for_change(plan.region(picture), empty, "the places")
    listed = plan.region(picture)
    screen.wait(lambda: agreement(screen.pixels(listed), plan.pixels(listed), steps=16) > 0.95, "the places", 60)
    screen.keep("3 found")

    before = screen.pixels(sentence)
    row = picture.layout_now.rect_of(0).center().toPoint()
    at = picture.mapTo(window, row)
    screen.click((at.x(), at.y()))
    screen.wait_for_change(sentence, before, "the line of the corpus in the sentence")
    opened = view.plot().rows[0]
    view._open(opened)
    qtbot.waitUntil(lambda: plan.desktop.session.snapshot.text == opened.text)
    plan._settle()
    screen.wait_until_still(sentence)
    screen.keep("4 opened")
    chips = plan.region(window.sentence.findChild(ChipStrip))
    screen.wait(lambda: agreement(screen.pixels(chips), plan.pixels(chips), steps=16) > 0.9, "cursor and frame there")
    screen.key("ctrl+z")
    screen.wait(lambda: agreement(screen.pixels(sentence), before) > 0.97, "the sentence as it was")
    assert app.quit() == (0, "")
