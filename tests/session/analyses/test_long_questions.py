"""Questions that a worker process answers."""

from __future__ import annotations

import os

import pytest
from pytestqt.qtbot import QtBot

from gatescope.session.analyses.question import Answer, Question
from gatescope.session.session import Session
from tests.session.analyses.test_beside_typing import Open
from tests.session.analyses.toys import catalogue, quick, spin
from tests.session.helpers import settled
from tests.session.processes.test_worker_process import lives

SPIN_S = 60
"""Longer than any test waits: what ends before then was ended."""


def ask(session: Session, name: str, token: int) -> None:
    assert session.snapshot is not None
    session.analyses.ask("view", Question.of(name, session.snapshot.runs, token=token))
    session.analyses.start_waiting()


def worker_pid(session: Session) -> int | None:
    worker = session.analyses._worker
    return None if worker is None else worker.pid


@pytest.fixture
def answers(open_session: Open, qtbot: QtBot) -> tuple[Session, list[Answer]]:
    """A session whose analyses run in a worker process, and what it answers."""
    session = open_session(text="the film was")
    session.analyses._catalogue = catalogue("process", spin=spin, quick=quick)
    heard: list[Answer] = []
    session.analyses.answered.connect(lambda asker, question, answer: heard.append(answer))
    settled(qtbot, session)
    return session, heard


def test_a_long_question_is_answered_by_a_process(qtbot: QtBot, answers: tuple[Session, list[Answer]]) -> None:
    session, heard = answers
    ask(session, "quick", 7)
    assert worker_pid(session) is None
    qtbot.waitUntil(lambda: bool(heard))
    (result,) = heard[0].results
    assert result.startswith("lstm 3 7 ")
    pid = int(result.split()[-1])
    assert worker_pid(session) == pid != os.getpid()
    session.close()
    assert not lives(pid)


@pytest.mark.slow
def test_a_key_ends_work_that_does_not_listen(qtbot: QtBot, answers: tuple[Session, list[Answer]]) -> None:
    session, heard = answers
    ask(session, "quick", 1)
    qtbot.waitUntil(lambda: bool(heard))
    pid = worker_pid(session)
    assert pid is not None
    ask(session, "spin", SPIN_S)
    qtbot.wait(250)
    assert lives(pid)
    session.edit_text("the film was good", 17)
    settled(qtbot, session)
    qtbot.waitUntil(lambda: not lives(pid))
    ask(session, "quick", 2)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[1].results[0].startswith("lstm 4 2 ")


def test_nothing_starts_while_a_person_types(qtbot: QtBot, answers: tuple[Session, list[Answer]]) -> None:
    session, heard = answers
    # The test may be slower than a person who pauses.
    session.analyses._pause.setInterval(60_000)
    for count in range(20):
        session.edit_text("the film was" + " good" * count, 12 + 5 * count)
        settled(qtbot, session)
        ask(session, "quick", count)
    assert (session.analyses._worker, heard) == (None, [])
    assert session.analyses._pause.isActive()
    session.analyses._pause.start(0)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].results[0].startswith("lstm 22 19 ")


def test_closing_ends_what_spins(qtbot: QtBot, answers: tuple[Session, list[Answer]]) -> None:
    session, heard = answers
    ask(session, "spin", SPIN_S)
    qtbot.waitUntil(lambda: worker_pid(session) is not None)
    pid = worker_pid(session)
    assert pid is not None
    session.close()
    assert not lives(pid)
    assert heard == []
