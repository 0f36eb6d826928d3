from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from gatescope.formats.core.model import Model
from gatescope.session.session import Session
from tests.session.helpers import Clock, word_model


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_session(qapp: object, clock: Clock) -> Iterator[Callable[..., Session]]:
    """Opens sessions on models (one of words without any) and closes them after the test."""
    opened: list[Session] = []

    def open_one(*models: Model, text: str = "") -> Session:
        session = Session(models or (word_model(),), text=text, clock=clock)
        opened.append(session)
        return session

    yield open_one
    for session in opened:
        session.close()
        session.deleteLater()
