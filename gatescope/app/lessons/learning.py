"""The Learn dock in the window: opens cards, sets and leaves their scenes, has claims tested, keeps progress."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.app.lessons.card_test import CardTest
from gatescope.app.lessons.courses import Courses
from gatescope.app.lessons.learn_dock import LearnDock
from gatescope.app.lessons.scene_docks import WORKSPACE, SceneDocks
from gatescope.app.lessons.scene_models import missing_from, with_models
from gatescope.app.lessons.tested_ground import other_model
from gatescope.app.window.main_window import MainWindow
from gatescope.engine.network import Network
from gatescope.errors import GateScopeError
from gatescope.lessons.card import Card, Setting
from gatescope.session.jobs import Jobs
from gatescope.session.lessons.lesson import Lesson, Outcome
from gatescope.session.lessons.progress import Progress, read_progress
from gatescope.session.lessons.scenes import Scenes
from gatescope.session.lessons.staging import moved, staged
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.session.standing import Standing
from gatescope.words import tr


class Learning(QObject):
    """One card at a time. Its scene stands while it is open, and goes with it.

    Signals:
        card_changed(bool): whether a card is open now.
    """

    card_changed = Signal(bool)

    def __init__(self, window: MainWindow, session: Session, settings: Settings, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._settings, self._jobs = window, session, settings, jobs
        self._progress = read_progress(settings.lessons)
        self.courses = Courses(jobs, window.message_bar, self)
        self.dock = LearnDock(window, self)
        self._docks, self.scenes = SceneDocks(window.dock_host, window.arrangements), Scenes(session, self)
        self._test = CardTest(self)
        self._lesson: Lesson | None = None
        self._network: Network | None = None
        """The network that the scene, or its control, has put in place."""
        self._opened_in = ""
        """The workspace in which the card was opened."""
        self.dock.closed.connect(self.leave)
        window.arrangements.shown.connect(self._take_workspace)
        session.document_changed.connect(self._follow)
        session.focus_changed.connect(self._follow)
        self.scenes.changed.connect(self._follow)
        self.scenes.forgotten.connect(self._drop)
        self.courses.changed.connect(self._show_course)
        self._test.told.connect(self._tell)
        self._test.tested.connect(self._take_test)
        self._test.failed.connect(self._fail_test)

    def close(self) -> None:
        """Leave the card while there is a session to leave it to, and end the test. May be called twice."""
        self.leave()
        self.dock.close()
        self._test.close()

    @property
    def lesson(self) -> Lesson | None:
        """The card that is open, as it is shown."""
        return self._lesson

    def own_work(self) -> Standing:
        """Return the person's own work, in front of which a scene may stand; models of the scene are among it."""
        return self.scenes.own.among(self._session.document)

    def begin(self) -> None:
        """Show the cards: the dock has its view."""
        self._show_course()
        self.courses.begin()

    @Slot(str)
    def open_card(self, name: str) -> None:
        """Open the card of a claim and set its scene, in place of the card that is open."""
        at = self.courses.course.at(name)
        if at is not None:
            self._open(self.courses.course.cards[at])

    @Slot(int)
    def step(self, by: int) -> None:
        """Open the card so many places on; the first or the last one where none is open."""
        self.dock.bring_up()
        name = "" if self._lesson is None else self._lesson.card.claim
        card = self.courses.course.beside(name, by)
        if card is not None:
            self._open(card)

    @Slot()
    def leave(self) -> None:
        """Close the card and take its scene back: the person's own work is there again, bit for bit."""
        if self._lesson is None:
            return
        self._test.cancel()
        self._lesson = None
        self.scenes.take_back()
        self._docks.take_back()
        self.dock.show_lesson(None)
        self.card_changed.emit(False)

    def _open(self, card: Card) -> None:
        self._test.cancel()
        self._lesson = None
        self.scenes.take_back()
        course, name = self.courses.course, card.claim
        also = tuple(course.cards[at] for one in card.also if (at := course.at(one)) is not None)
        lesson = Lesson(
            card,
            course.beside(name, -1),
            course.beside(name, 1),
            also,
            None if card.control is None else card.control.start,
            guess=self._progress.of(name).guess,
            missing=missing_from(self._session, card.scene),
        )
        self._opened_in = self._window.arrangements.name
        self._lesson = lesson
        self.dock.show_lesson(lesson)
        self.card_changed.emit(True)
        if not lesson.missing:
            self._docks.show(card.scene)
            ready = partial(self._set_scene, card, card.scene.model)
            with_models(self._session, self._jobs, card.scene, ready, partial(self._fail_scene, card))

    def _set_scene(self, card: Card, model: str) -> None:
        """Set the scene of `card`, unless another one was opened meanwhile, for the model called `model`."""
        lesson = self._lesson
        if lesson is None or lesson.card is not card:
            return
        model = model or self._session.focus.model
        if model not in self._session.document.models:  # closed since: the scene's own one is read again
            ready = partial(self._set_scene, card, card.scene.model)
            with_models(self._session, self._jobs, card.scene, ready, partial(self._fail_scene, card))
            return
        try:
            wanted = partial(staged, card, model=model, setting=lesson.setting)
            self.scenes.set_scene(tr("Scene of claim {claim}", claim=card.claim), wanted)
        except GateScopeError as error:
            self._change(model=model, failure=tr("The scene cannot be set: {error}", error=error))
            return
        self._network = self._session.document.networks.get(model)
        self._change(model=model, tested=None, failure="")

    def _fail_scene(self, card: Card, sentence: str) -> None:
        if self._lesson is not None and self._lesson.card is card:
            self._change(failure=sentence, missing=card.scene.model)

    @Slot(int)
    def guess(self, number: int) -> None:
        """Take an answer as the guess."""
        if self._lesson is not None:
            self._keep(self._progress.guessed(self._lesson.card.claim, number))
            self._change(guess=number)

    @Slot(object)
    def move(self, setting: Setting) -> None:
        """Move the control, and with it the model, at once."""
        lesson = self._lesson
        if lesson is None or lesson.missing or setting == lesson.setting:
            return
        before, card = lesson.setting, lesson.card
        self._lesson = replace(lesson, setting=setting)
        if not self.scenes.stands:
            self._set_scene(card, lesson.model)
            return
        try:
            self.scenes.change(partial(moved, card, model=lesson.model, before=before, setting=setting))
        except GateScopeError as error:
            self._change(failure=str(error))
            return
        self._network = self._session.document.networks.get(lesson.model)
        self._change(failure="")

    @Slot()
    def test(self) -> None:
        """Test the claim on the running model."""
        lesson = self._lesson
        if lesson is None:
            self.dock.bring_up()
        elif not lesson.missing:
            self._test.begin(lesson, self._session.document, self._network)
            self._change(share=0.0, failure="")

    @Slot()
    def cancel(self) -> None:
        """End the test that runs."""
        self._test.cancel()
        self._change(share=None)

    @Slot()
    def reset(self) -> None:
        """Set the scene and the control as they were at first, and clear the guess, for another try."""
        lesson = self._lesson
        if lesson is None or lesson.missing:
            return
        self._test.cancel()
        start = None if lesson.card.control is None else lesson.card.control.start
        self._lesson = replace(lesson, setting=start, guess=None, tested=None, share=None, failure="")
        if self.scenes.stands and lesson.model == (lesson.card.scene.model or lesson.model):
            self.scenes.reset()
            self._network = self._session.document.networks.get(lesson.model)
            self._change()
        else:
            self._set_scene(lesson.card, lesson.card.scene.model)

    @Slot()
    def agree(self) -> None:
        """Do what the note over the card offers."""
        lesson = self._lesson
        if lesson is None:
            return
        made_for = lesson.card.scene.model
        if lesson.missing:
            self._open(lesson.card)
        elif self.scenes.stands and lesson.model == made_for and lesson.other_model:
            self._set_scene(lesson.card, lesson.other_model)
        else:
            self._set_scene(lesson.card, made_for if self.scenes.stands else lesson.model)

    @Slot()
    def forget_progress(self) -> None:
        """Forget every guess and every verdict."""
        self._keep(read_progress(""))
        self._change(guess=None, tested=None)

    # -- what comes back

    @Slot(float)
    def _tell(self, share: float) -> None:
        self._change(share=share)

    @Slot(object)
    def _take_test(self, tested: Outcome) -> None:
        if self._lesson is not None:
            self._keep(self._progress.tested(self._lesson.card.claim, tested.result.verdict))
            self._change(share=None, tested=tested)

    @Slot(str)
    def _fail_test(self, sentence: str) -> None:
        self._change(share=None, tested=None, failure=tr("The test could not be run: {sentence}", sentence=sentence))

    @Slot()
    def _drop(self) -> None:
        """Close the card where a project has replaced all work, and arranges the docks, too."""
        self._docks.forget()
        self.leave()

    @Slot(str)
    def _take_workspace(self, name: str) -> None:
        """Leave the card where another workspace is shown than the one in which it was opened."""
        if self._lesson is not None and name != self._opened_in:
            self._docks.leave()
            self.leave()
        elif name == WORKSPACE:
            self._docks.forget()

    @Slot()
    def _follow(self) -> None:
        """Follow the work: a verdict is of the model that it was measured on."""
        self._change()

    # -- showing

    @Slot()
    def _show_course(self) -> None:
        if self._lesson is not None and self.courses.course.at(self._lesson.card.claim) is None:
            self.leave()
        self.dock.show_course(self.courses.course, self._progress)

    def _keep(self, progress: Progress) -> None:
        self._progress = progress
        self._settings.lessons = progress.written()
        self.dock.show_course(self.courses.course, progress)

    def _change(self, **fields: Any) -> None:
        """Show the open card with other fields, and with what follows from the work as it is."""
        if self._lesson is None:
            return
        lesson, document = replace(self._lesson, **fields), self._session.document
        tested = lesson.tested
        if tested is not None and tested.current != self._test.is_current(lesson, document):
            tested = replace(tested, current=not tested.current)
        other = other_model(lesson, document, self._session.focus.model, self.scenes.own.focus.model)
        stands = self.scenes.stands
        lesson = replace(lesson, stands=stands, tested=tested, other_model=other if stands else "")
        if lesson != self._lesson or fields:
            self._lesson = lesson
            self.dock.show_lesson(lesson)
