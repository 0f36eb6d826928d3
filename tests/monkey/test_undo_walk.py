"""A step that is redone to something else is named, with what was and what is."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QUndoCommand, QUndoStack

from gatescope.session.document.document import Document
from tests.monkey.undo_walk import walk

pytestmark = pytest.mark.usefixtures("qapp")


class _Step(QUndoCommand):
    """Puts one text after the other, one each time it is done."""

    def __init__(self, session: SimpleNamespace, texts: list[str]) -> None:
        super().__init__("Typing")
        self._session, self._texts, self._before = session, texts, session.document

    def redo(self) -> None:
        self._session.document = replace(self._before, text=self._texts.pop(0))

    def undo(self) -> None:
        self._session.document = self._before


@pytest.mark.parametrize("again", ["a", "b"])
def test_what_is_another_one_is_said(again: str) -> None:
    session = SimpleNamespace(undo_stack=QUndoStack(), document=Document(models={}, networks={}))
    session.undo_stack.push(_Step(session, ["a", again]))
    session.undo_stack.push(_Step(session, ["a c", f"{again} c"]))
    found = list(walk(SimpleNamespace(session=session)))  # type: ignore[arg-type]
    if again == "a":
        assert found == []
    else:
        assert found == [
            "step 1 of 2 (Typing) is another one after it was undone and redone: text was 'a', is 'b'",
            "undone to the bottom and redone to the top, the work is another one (2 steps): text was 'a c', is 'b c'",
        ]
