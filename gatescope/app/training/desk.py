"""Carries what the docks of the workspace Train ask for to the session, and its runs back to them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from gatescope.app.files.filters import CORPORA, dialog_filter
from gatescope.app.training.closing import Ask, ask_about_training
from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.messages import Offer
from gatescope.errors import FileError, UsageError
from gatescope.formats.detect.suffixes import SAFETENSORS
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.training.tasks.task import Material
from gatescope.views.base.plot_view import PlotView
from gatescope.views.training.shows_training import ShowsTraining
from gatescope.words import mark, tr

if TYPE_CHECKING:
    # Few of those who open a window train a model: the view is imported with its dock.
    from gatescope.session.training.training_run import TrainingRuns
    from gatescope.views.training.train_view import TrainView, Wish

DOCK = "train"
_SUFFIX = SAFETENSORS[0]
_TOPIC = "training"
_LOST = mark("The training run cannot be kept for the next start: {reason}.")


class TrainingDesk(QObject):
    """The commands about training, and the only part that speaks with the runs.

    Attributes:
        ask: the function that asks before a window closes in which a run goes on; tests replace it.
    """

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        open_paths: Callable[[list[Path]], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.ask: Ask = ask_about_training
        self._window, self._session, self._settings, self._open_paths = window, session, settings, open_paths
        self._form: TrainView | None = None
        self._docks: list[ShowsTraining] = []
        self._material = Material(corpus=settings.training_corpus)
        self._runs: TrainingRuns | None = None
        for name, view in window.views.items():
            self._adopt(name, view)
        window.view_made.connect(self._adopt)
        self._closed = False
        self._given_up = False
        self._may_close = window.may_close
        window.may_close = self.may_close

    def close(self) -> None:
        """Keep the run in front for the next start, and ask nothing any more: the window is closing."""
        if not self._closed and not self._given_up:
            try:
                self._leave()
            except FileError as error:
                # The app is ended from outside, and no person can be asked any more.
                logging.getLogger(__name__).warning("%s", _LOST.format(reason=_where(error)))
        self._closed = True

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of the commands about training, by name."""
        return {
            "train_run": self.run,
            "train_step": self.step,
            "train_stop": self.stop,
            "train_rewind": self.rewind,
            "train_keep": self.keep,
        }

    @Slot()
    def run(self) -> None:
        """Run, go on or pause, as the button of that name does."""
        self._do("run")

    @Slot()
    def step(self) -> None:
        self._do("step")

    @Slot()
    def stop(self) -> None:
        self._do("stop")

    @Slot()
    def rewind(self) -> None:
        self._do("rewind")

    @Slot()
    def keep(self) -> None:
        self._do("keep")

    def may_close(self) -> bool:
        """Ask whether to close while a run goes on; then as before."""
        busy = self._runs is not None and self._runs.busy and not self._closed
        return not (busy and not self.ask(self._window)) and self._may_close() and self._can_be_left()

    def read(self, material: Material) -> None:
        """Learn from `material` from now on, and remember its corpora."""
        self._material = material
        if material.corpus is not None:
            self._settings.training_corpus = material.corpus
        if self._form is not None:
            self._form.show_material(material)

    def _can_be_left(self) -> bool:
        """Keep the run for the next start; where that fails, say so and let the window stay open."""
        if self._closed or self._given_up:
            return True
        try:
            self._leave()
        except FileError as error:
            lose = Offer(tr("Close and &lose it"), tr("Close the window; the run cannot go on"), self._lose)
            self._window.message_bar.show_message(tr(_LOST, reason=_where(error)), [lose], _TOPIC)
            return False
        return True

    def _leave(self) -> None:
        if self._runs is not None:
            self._runs.leave()

    def _lose(self) -> None:
        self._given_up = True
        self._window.close()

    # -- up

    @Slot(str, object)
    def _adopt(self, name: str, view: PlotView) -> None:
        if isinstance(view, ShowsTraining):
            self._docks.append(view)
            view.show_training(self._training.runs, self._training.front)
        if name == DOCK:
            self._form = cast("TrainView", view)
            self._form.show_material(self._material)
            model = self._session.document.models.get(self._session.focus.model)
            if model is not None:
                self._form.begin_with(str(model.card.get("task", "")))

    @property
    def _training(self) -> TrainingRuns:
        """The runs of the session, which are made when a dock of theirs is first shown."""
        if self._runs is None:
            self._runs = self._session.training
            self._runs.changed.connect(self._show)
            self._runs.failed.connect(self._tell)
            self._runs.kept.connect(self._tell_kept)
        return self._runs

    @Slot()
    def _show(self) -> None:
        training = self._training
        for dock in self._docks:
            dock.show_training(training.runs, training.front)

    @Slot(str)
    def _tell(self, sentence: str) -> None:
        self._window.message_bar.show_message(f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}.", topic=_TOPIC)

    @Slot(object)
    def _tell_kept(self, path: Path) -> None:
        offer = Offer(
            tr("&Open it"), tr("Open {name} beside the run", name=path.name), lambda: self._open_paths([path])
        )
        self._window.message_bar.show_notice(
            tr("{name} is kept, with its card beside it.", name=path.name), (offer,), topic=_TOPIC
        )

    # -- down

    @Slot(str, object)
    def take(self, deed: str, needed: object) -> None:
        """Do what a view asks for, and say why where that cannot be done."""
        try:
            self._deeds()[deed](needed)
        except UsageError as error:
            self._tell(str(error))

    def _deeds(self) -> dict[str, Callable[[Any], object]]:
        """Return what can be asked for, by name; made when it is asked for, so that no window keeps it."""
        return {
            "start": self._start,
            "go_on": lambda _: self._training.go_on(),
            "pause": lambda _: self._training.pause(),
            "step_batch": lambda _: self._training.step_batch(),
            "stop": lambda _: self._training.stop(),
            "look_at": lambda step: self._training.look_at(step),
            "rewind": lambda steps: self._training.rewind(steps),
            "hide": lambda which: self._training.hide(*which),
            "keep_as": lambda _: self._keep(),
            "choose_corpus": lambda _: self._choose_corpus(),
            "choose_data": lambda _: self._choose_data(),
            "clear_data": lambda _: self.read(Material(self._material.corpus)),
        }

    def _do(self, deed: str) -> None:
        """Press a button of the form, if that is in sight or a run is there already; else show the workspace."""
        if self._form is not None and (self._form.in_sight or self._training.front is not None):
            self._form.do(deed)
        else:
            self._window.arrangements.show(DOCK)

    def _start(self, wish: Wish) -> None:
        self._training.start(wish.task, wish.recipe, wish.material)

    def _keep(self) -> None:
        front = self._training.front
        if front is None:
            return
        at = front.history.step if front.looked_at is None else front.looked_at
        suggested = self._settings.folder / f"{front.model.replace(' ', '-')}-step-{at}{_SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            tr("Keep the network as a model"),
            str(suggested),
            dialog_filter(((mark("Models"), (_SUFFIX,)),), others=False),
        )
        if name:
            path = Path(name)
            path = path if path.suffix == _SUFFIX else path.with_name(f"{path.name}{_SUFFIX}")
            self._settings.folder = path.parent
            self._training.keep_as(path)

    def _choose_corpus(self) -> None:
        begin = self._material.corpus or self._settings.folder
        name = QFileDialog.getExistingDirectory(self._window, tr("Folder with the corpora"), str(begin))
        if name:
            self.read(Material(Path(name), self._material.data))

    def _choose_data(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("File to learn from"), str(self._settings.folder), dialog_filter(CORPORA)
        )
        if name:
            self._settings.folder = Path(name).parent
            self.read(Material(self._material.corpus, Path(name)))


def _where(error: FileError) -> str:
    """Return why nothing can be kept in a folder; the name of the file tells a person nothing."""
    return f"{error.path.parent} {error.cause}"
