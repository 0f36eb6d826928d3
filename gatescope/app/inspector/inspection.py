"""Opens the inspector and keeps it on the model in front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction

from gatescope.app.files.dropping import DropTarget
from gatescope.app.files.opening import Opening
from gatescope.app.inspector.changes import TOPIC, Changes
from gatescope.app.inspector.proving import Proving
from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.message_bar import MessageBar
from gatescope.app.window.messages import Offer
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.model import Model
from gatescope.formats.detect.suffixes import REFERENCES, VECTORS, has
from gatescope.formats.own.library import file_of
from gatescope.plots.theme import LIGHT, Theme
from gatescope.session.document.document import Fed
from gatescope.session.jobs import Jobs
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.app.inspector.dialog import InspectorDialog
    from gatescope.proof.proof import Proof


class Inspection(QObject):
    """One inspector for the window, made when it is first wanted.

    Signals:
        vectors_wanted(), noise_wanted(): the model in front is to be fed.
    """

    vectors_wanted = Signal()
    noise_wanted = Signal()

    def __init__(self, window: MainWindow, session: Session, opening: Opening, settings: Settings) -> None:
        super().__init__(window)
        self.jobs = Jobs(self)
        self.changes = Changes(session, opening, self.jobs, settings, self._messages, self)
        self.proving = Proving(self.jobs, settings, self)
        self.dialog: InspectorDialog | None = None
        self._window = window
        self._session = session
        self._opening = opening
        self._theme: Theme = LIGHT
        self._worn: Theme | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._dress)
        self._actions: tuple[QAction, ...] = ()
        self._shown: tuple[Model | None, ModelFile | None, Fed | None] = (None, None, None)
        session.document_changed.connect(self._follow)
        session.focus_changed.connect(self._follow)
        self.changes.refused.connect(self._show_again)
        self.proving.proven.connect(self._take_proof)
        self.proving.failed.connect(lambda sentence: self._messages().show_message(sentence, topic=TOPIC))

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of the commands that are about how the model in front was read, by name."""
        return {"inspect_model": self.show, "attach_words": self.attach_words}

    @Slot()
    def attach_words(self) -> None:
        """Ask for a file of words and attach it to the model in front."""
        self.changes.ask_for_words(self._window)

    @Slot()
    def show(self) -> None:
        """Open the inspector, or bring it to the front."""
        if self.dialog is None:
            self.dialog = self._make()
        self._dress()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._show_again()

    def set_theme(self, theme: Theme) -> None:
        """Change the design of the inspector after that of the window, or when it is next opened."""
        self._theme = theme
        if self.dialog is not None and self.dialog.isVisible():
            self._soon.start()

    def share_actions(self, actions: Sequence[QAction]) -> None:
        """Let the shortcuts of `actions` work in the inspector too."""
        self._actions = tuple(actions)

    def prove(self, reference: Path) -> None:
        """Compare the model in front with `reference`."""
        model = self._model()
        file = self._opening.file_of(model.name)
        if file is not None:
            self.proving.prove(file, model, reference)

    @Slot(object)
    def take_in(self, paths: Sequence[Path]) -> None:
        """Take files that were dropped on the inspector for what it asks for: a .npz is a reference, and on the page
        of words a text is a vocabulary. All other files open as they would in the window."""
        words = self.dialog is not None and self.dialog.tabs.currentWidget() is self.dialog.words
        others = []
        for path in paths:
            if has(path, REFERENCES):
                self.prove(path)
            elif words and not has(path, VECTORS):
                self.changes.attach(path)
            else:
                others.append(path)
        self._opening.open_paths(others)

    def close(self) -> None:
        """Close the inspector, stop what runs, and wait for it."""
        self._soon.stop()
        self.jobs.close()
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.deleteLater()
            self.dialog = None

    @Slot()
    def _dress(self) -> None:
        if self.dialog is not None and self._worn is not self._theme:
            self._worn = self._theme
            self.dialog.set_theme(self._theme)

    def _make(self) -> InspectorDialog:
        # Made late, since the first frame does not need it.
        from gatescope.app.inspector.dialog import InspectorDialog

        dialog = InspectorDialog(self._window)
        dialog.load_bar.follow(self.jobs)
        dialog.reading.stack_wanted.connect(lambda stack: self._opening.open_stack(self._model().name, stack))
        dialog.reading.form.answered.connect(self.changes.answer)
        dialog.reading.form.taken_back.connect(self.changes.take_back)
        dialog.proof.reference_wanted.connect(self._ask_for_reference)
        dialog.proof.reading_wanted.connect(self.changes.read_as)
        dialog.words.words_wanted.connect(lambda: self.changes.ask_for_words(dialog))
        dialog.words.vectors_wanted.connect(self.vectors_wanted)
        dialog.words.noise_wanted.connect(self.noise_wanted)
        DropTarget(dialog, mark("Drop to take in {what}")).dropped.connect(self.take_in)
        dialog.addActions(self._actions)
        return dialog

    @Slot()
    def _show_again(self) -> None:
        self._shown = (None, None, None)
        self._follow()

    @Slot()
    def _follow(self, *_: object) -> None:
        """Show the model in front again after it, its reading or its input has changed."""
        if self.dialog is None or not self.dialog.isVisible():
            return
        model = self._model()
        file, fed = self._opening.file_of(model.name), self._session.document.fed.get(model.name)
        before = self._shown[0]
        if all(now is then for now, then in zip((model, file, fed), self._shown, strict=True)):
            return
        self._shown = model, file, fed
        if file is None:
            self._read(model)
            return
        from gatescope.app.inspector.rereading import stack_of

        self.dialog.show_reading(file, stack_of(file, model), model, fed)
        if before is not None and before.name == model.name and before.network is not model.network:
            self.proving.again(file, model)

    def _read(self, model: Model) -> None:
        from gatescope.app.inspector.rereading import read_source

        path = file_of(model)
        if path is None:
            self._wait(
                model, tr("It was trained here and has no file yet: keep it as a model in Train, and open that.")
            )
            return
        self._wait(model, tr("Reading {name}…", name=path.name))

        def keep(file: ModelFile) -> None:
            self._opening.keep(model.name, file)
            self._follow()

        def fail(sentence: str) -> None:
            self._wait(model, tr("Its tensors and other readings can only be shown while the file is there."))
            again = Offer(tr("Try &again"), tr("Read the file once more"), partial(self._read, model))
            self._messages().show_message(sentence, [again], TOPIC)

        self.jobs.start(tr("Reading {name}", name=path.name), partial(read_source, path, model), keep, fail)

    def _wait(self, model: Model, sentence: str) -> None:
        if self.dialog is not None:
            self.dialog.show_waiting(model, sentence)

    @Slot()
    def _ask_for_reference(self) -> None:
        model = self._model()
        file = self._opening.file_of(model.name)
        if file is not None and self.dialog is not None:
            self.proving.ask(self.dialog, file, model)

    @Slot(object)
    def _take_proof(self, proof: Proof) -> None:
        if self.dialog is not None:
            self.dialog.message_bar.withdraw(TOPIC)
            self.dialog.proof.show_proof(proof)

    def _messages(self) -> MessageBar:
        """Return the inspector's message bar while it is open, else that of the window."""
        if self.dialog is not None and self.dialog.isVisible():
            return self.dialog.message_bar
        return self._window.message_bar

    def _model(self) -> Model:
        return self._session.document.models[self._session.focus.model]
