"""The cards of the course that is played, by their titles."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Slot

from gatescope.app.lessons.learning import Learning
from gatescope.app.palette.kept_actions import KeptActions
from gatescope.views.controls.search_groups import Entry


class LessonEntries(QObject):
    """Offers cards, and opens one in the dock of lessons."""

    def __init__(self, learning: Learning, parent: QObject) -> None:
        super().__init__(parent)
        self._learning = learning
        self._kept = KeptActions(self._open, self)

    def entries(self, _query: str) -> Iterator[Entry]:
        """Yield every card. They are read by a thread when they are asked for first, and found from then on."""
        self._learning.courses.begin()
        for card in self._learning.courses.course.cards:
            yield Entry(card.listed, self._kept.action(card.claim, card.listed, card.title), also=card.title)

    @Slot(object)
    def _open(self, claim: str) -> None:
        self._learning.dock.bring_up()
        self._learning.open_card(claim)
