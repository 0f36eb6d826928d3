"""Reads cards: those that come along, and the files or the folder of a teacher; on a thread, a wrong card beside good
ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.app.window.message_bar import MessageBar
from gatescope.errors import FileError
from gatescope.lessons.card import Card
from gatescope.progress import Report
from gatescope.session.jobs import Jobs
from gatescope.session.lessons.lesson import Course
from gatescope.session.user_folders import lessons_folder
from gatescope.words import tr, trn

_TOPIC = "lessons"


class Courses(QObject):
    """The course that is played.

    Signals:
        changed(): another one is.

    Attributes:
        course: it; without cards until the first one is read.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs, messages: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._messages = jobs, messages
        self._own: Course | None = None
        self.course = Course()

    @Slot()
    def show_own(self) -> None:
        """Play the cards that come along, which are read once."""
        self._messages.withdraw(_TOPIC)
        if self._own is None:
            self._jobs.start(tr("Reading the claims"), _own_course, self._take_own, self._fail)
        else:
            self._take(self._own)

    def begin(self) -> None:
        """Read the cards that come along, unless a teacher's are there already."""
        if not self.course.cards:
            self.show_own()

    def open(self, paths: Sequence[Path]) -> None:
        """Play the cards in these files, or in a folder, in their order."""
        name = paths[0].name if len(paths) == 1 else trn("{count} card", "{count} cards", len(paths))
        self._jobs.start(
            tr("Reading {name}", name=name), partial(_course_of, name, tuple(paths)), self._take_opened, self._fail
        )

    def _take_own(self, course: Course) -> None:
        self._own = course
        self._take(course)

    def _take_opened(self, course: Course) -> None:
        if not course.cards:
            self._fail(
                "\n".join(map(str, course.errors)) or tr("{name} has no cards: they are files *.toml", name=course.name)
            )
            return
        self._messages.withdraw(_TOPIC)
        self._take(course)

    def _take(self, course: Course) -> None:
        self.course = course
        self.changed.emit()

    def _fail(self, sentence: str) -> None:
        self._messages.show_message(sentence, topic=_TOPIC)


# -- on the jobs' thread; what reads cards is imported there: few of those who open a window ask for them


def _own_course(_report: Report) -> Course:
    from gatescope.lessons.in_language import in_language
    from gatescope.lessons.library import lessons

    own = lessons_folder()
    found = lessons(own if own.is_dir() else None)
    return Course("", tuple(map(in_language, found.cards)), found.errors)


def _course_of(name: str, paths: Sequence[Path], report: Report) -> Course:
    from gatescope.lessons.library import read_folder
    from gatescope.lessons.reading import read_card

    if len(paths) == 1 and paths[0].is_dir():
        found = read_folder(paths[0])
        return Course(name, found.cards, found.errors)
    cards: dict[str, Card] = {}
    errors: list[FileError] = []
    for at, path in enumerate(paths):
        report(at / len(paths))
        try:
            card = read_card(path)
        except FileError as error:
            errors.append(error)
            continue
        if card.claim in cards:
            first = cards[card.claim].path.name
            errors.append(
                FileError(
                    path, tr("claim {claim} is already in {first}: give it another name", claim=card.claim, first=first)
                )
            )
        cards.setdefault(card.claim, card)
    return Course(name, tuple(cards.values()), tuple(errors))
