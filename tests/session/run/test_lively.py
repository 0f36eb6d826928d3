"""The unit that is shown while none is chosen stays the same while the text changes."""

from __future__ import annotations

import pytest

from gatescope.plots.traces import traces
from gatescope.session.document.document import UnitRef


@pytest.fixture
def session(open_session, qtbot):
    return open_session()


def settled(session, qtbot, text):
    session.edit_text(text, len(text))
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.text == text)
    return traces(session.snapshot, session.focus).title


def test_typing_keeps_the_unit(session, qtbot):
    first = settled(session, qtbot, "good")
    titles = {settled(session, qtbot, text) for text in ("good film", "good film but", "good film but bad", "x", "bad")}
    assert titles == {first}
    assert len(session.focus.lively) == len(session.snapshot.runs)


def test_a_text_that_was_cleared_is_another_one(session, qtbot):
    settled(session, qtbot, "good")
    settled(session, qtbot, "")
    assert session.focus.lively == ()
    settled(session, qtbot, "bad film")
    assert len(session.focus.lively) == len(session.snapshot.runs)


def test_a_chosen_unit_counts_more(session, qtbot):
    settled(session, qtbot, "good film")
    kept = session.focus.lively[0]
    session.change_focus(units=(UnitRef(kept.model, kept.part, (kept.unit + 1) % 3),))
    assert traces(session.snapshot, session.focus).title != f"Unit {kept.unit}"
    session.change_focus(units=())
    assert traces(session.snapshot, session.focus).title == f"Unit {kept.unit}"
