"""The Learn dock can be read at every size that the window may have, also with larger text."""

from __future__ import annotations

import pytest

from gatescope.lessons.verdict import Measured, Result
from gatescope.session.lessons.lesson import Outcome
from tests.app.window.test_text_fits import SIZES
from tests.window_text import cut_texts

pytestmark = pytest.mark.slow
LONG = ("held at 0.90 over all of the words of this sentence", "23 %", "170 %", "0.04")


@pytest.mark.parametrize(("size", "zooms"), [(size, 0) for size in SIZES] + [((1024, 700), 4), ((1440, 900), 4)])
def test_no_text_of_a_card_is_cut(qtbot, desktop, size, zooms):
    desktop.window.resize(*size)
    desktop.window.arrangements.show("learn")
    if zooms:
        desktop.controller.design.zoom(zooms)
    learning = desktop.controller.learning
    qtbot.waitUntil(lambda: bool(learning.courses.course.cards))
    qtbot.wait(50)
    assert cut_texts(desktop.window) == []
    learning.open_card("6")
    qtbot.waitUntil(lambda: learning.lesson.stands)
    card = learning.lesson.card
    measured = Measured(
        "only if", {}, ("forget gates", "along c alone", "on all paths", "read-out"), (LONG, LONG), "So."
    )
    result = Result(card.claim, card.title, "only if", "only if", True, {}, 0.1, measured, card.put_right)
    learning._take_test(Outcome(result, "sentiment-lstm", 0.9))
    qtbot.wait(100)
    assert cut_texts(desktop.window) == []
    # The size of text is that of the whole application.
    desktop.controller.design.zoom(0)
