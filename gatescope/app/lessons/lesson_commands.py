"""What a person asks for in lessons, by menus, by keys and in the Learn dock; without a card, the dock is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from gatescope.app.files.filters import LESSONS, dialog_filter
from gatescope.app.lessons.learning import Learning
from gatescope.app.window.main_window import MainWindow
from gatescope.session.settings import Settings
from gatescope.words import tr

if TYPE_CHECKING:
    # The view is imported with its dock.
    from gatescope.views.lessons.learn_view import LearnView

GUESSES = tuple(f"learn_guess_{number}" for number in (1, 2, 3))
_OF_A_CARD = (*GUESSES, "learn_reset", "learn_leave")


class LessonCommands(QObject):
    """One method a command. Alt and a digit choose a model, and while a card is open the first three guess."""

    def __init__(self, window: MainWindow, learning: Learning, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._learning, self._settings = window, learning, settings
        self._actions: Mapping[str, QAction] = {}
        learning.card_changed.connect(self._take_card)
        learning.dock.made.connect(self._adopt_view)
        self._may_close = window.may_close
        window.may_close = self._leave_and_ask

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of these commands, by name."""
        learning = self._learning
        return {
            "open_lessons": self.open_lessons,
            "learn_next": self.step,
            "learn_previous": self.step,
            **dict.fromkeys(GUESSES, self.guess),
            "learn_test": self.test,
            "learn_reset": learning.reset,
            "learn_leave": learning.leave,
            "learn_forget": learning.forget_progress,
        }

    def adopt(self, actions: Mapping[str, QAction]) -> None:
        """Enable those of `actions` that are about a card only while one is open."""
        self._actions = actions
        self._take_card(False)

    @Slot(object)
    def _adopt_view(self, view: LearnView) -> None:
        learning = self._learning
        view.picked.connect(learning.open_card)
        view.stepped.connect(learning.step)
        view.guessed.connect(learning.guess)
        view.setting_moved.connect(learning.move)
        view.test_wanted.connect(learning.test)
        view.cancel_wanted.connect(learning.cancel)
        view.reset_wanted.connect(learning.reset)
        view.note_agreed.connect(learning.agree)
        view.own_wanted.connect(learning.courses.show_own)
        learning.begin()

    @Slot()
    def open_lessons(self) -> None:
        """Ask for cards and play them; where one file is chosen, all of its folder."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Open lessons"), str(self._settings.folder), dialog_filter(LESSONS)
        )
        if names:
            self._settings.folder = Path(names[0]).parent
            self.play([Path(names[0]).parent] if len(names) == 1 else [Path(name) for name in names])

    @Slot(object)
    def play(self, paths: Sequence[Path]) -> None:
        """Play a teacher's cards in the Learn dock."""
        self._learning.dock.bring_up()
        self._learning.courses.open(paths)

    @Slot()
    def test(self) -> None:
        """Test the claim, or end the test that runs."""
        lesson = self._learning.lesson
        if lesson is not None and lesson.share is not None:
            self._learning.cancel()
        else:
            self._learning.test()

    def _leave_and_ask(self) -> bool:
        """Leave the card before the window closes, so that what is asked is about the person's own work."""
        self._learning.leave()
        return self._may_close()

    @Slot()
    def step(self) -> None:
        """Open the card after this one, or before it."""
        self._learning.step(1 if self.sender().objectName() == "learn_next" else -1)

    @Slot()
    def guess(self) -> None:
        """Take the answer whose number the command has."""
        self._learning.guess(GUESSES.index(self.sender().objectName()))

    @Slot(bool)
    def _take_card(self, opened: bool) -> None:
        self._window.model_bar.spare_digits(len(GUESSES) if opened else 0)
        for name in _OF_A_CARD:
            if name in self._actions:
                self._actions[name].setEnabled(opened)
