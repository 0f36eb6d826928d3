"""When pictures of training are drawn: at once while there is no typing, after the frames of keys while there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gatescope.session.session import Session
from gatescope.session.training.typing_pause import TypingPause
from tests.session.helpers import Clock, settled, word_model


@pytest.fixture
def session(open_session: Callable[..., Session]) -> Session:
    return open_session(word_model(), text="the film")


def test_pictures_are_drawn_at_once_while_nobody_types_and_after_frames_while_somebody_does(
    session: Session, clock: Clock, qtbot: object
) -> None:
    settled(qtbot, session)
    drawn: list[float] = []
    pause = TypingPause(session._state, clock, session)
    pause.due.connect(lambda: drawn.append(clock.now))
    pause.came()
    clock.now += 0.1
    pause.came()
    assert len(drawn) == 2

    # A key: what comes before its frame waits, and is drawn a little after it.
    clock.now += 0.11
    session.edit_text("the film w", 10)
    pause.came()
    assert len(drawn) == 2
    settled(qtbot, session)
    qtbot.waitUntil(lambda: len(drawn) == 3)  # type: ignore[attr-defined]

    # Without further keys none waits longer than half a second.
    clock.now += 0.3
    pause.came()
    assert len(drawn) == 3
    clock.now += 0.3
    pause.came()
    assert len(drawn) == 4

    # What was dropped is drawn no more.
    session.edit_text("the film wa", 11)
    pause.came()
    pause.drop()
    settled(qtbot, session)
    qtbot.wait(60)  # type: ignore[attr-defined]
    assert len(drawn) == 4
