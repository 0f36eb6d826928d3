"""Changes how the model in front is read, and its words. Each change is one undo step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from gatescope.app.files.filters import VOCABULARIES, WORD_VECTORS, dialog_filter
from gatescope.app.files.opening import Opening
from gatescope.app.window.message_bar import MessageBar
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.progress import Report
from gatescope.session.jobs import Jobs
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.words import tr

TOPIC = "reading"
"""Messages about how the model in front is read replace each other."""


class Changes(QObject):
    """Makes the changed model on a thread and puts it into the session.

    Signals:
        refused(): the change is impossible; the controls are to show the model as it is.
    """

    refused = Signal()

    def __init__(
        self,
        session: Session,
        opening: Opening,
        jobs: Jobs,
        settings: Settings,
        messages: Callable[[], MessageBar],
        parent: QObject,
    ) -> None:
        """`messages` returns the message bar of the window that the person works in."""
        super().__init__(parent)
        self._session = session
        self._opening = opening
        self._jobs = jobs
        self._settings = settings
        self._messages = messages

    @Slot(str, str, str)
    def answer(self, model: str, key: str, value: str) -> None:
        """Set one override of `model`, as ``--convention`` takes it, unless another model is in front by now."""
        if model == self._model().name:
            self.read_as({**self._overrides(), key: value})

    @Slot(str, str)
    def take_back(self, model: str, key: str) -> None:
        """Drop the override of `key`, so that the file decides again."""
        if model == self._model().name:
            self.read_as({k: v for k, v in self._overrides().items() if k != key})

    @Slot(object)
    def read_as(self, overrides: Mapping[str, str]) -> None:
        """Read the model in front with exactly these `overrides`."""
        from gatescope.app.inspector.convention_rows import in_words
        from gatescope.app.inspector.rereading import reread

        model = self._model()
        file = self._opening.file_of(model.name)
        if file is None:
            return
        words = in_words(overrides, model.network.cell)
        self._start(
            tr("Reading {name}", name=file.path.name),
            lambda _report: reread(file, model, overrides),
            model,
            tr("Read {words}", words=words),
        )

    def ask_for_words(self, parent: QWidget) -> None:
        """Ask for the file of a vocabulary, or of word vectors where the model takes vectors, and attach it."""
        vectors = self._model().network.embedding is None
        title, kinds = (
            (tr("Attach word vectors"), WORD_VECTORS) if vectors else (tr("Attach a vocabulary"), VOCABULARIES)
        )
        name, _ = QFileDialog.getOpenFileName(parent, title, str(self._settings.folder), dialog_filter(kinds))
        if name:
            self._settings.folder = Path(name).parent
            self.attach(Path(name))

    @Slot(object)
    def attach(self, path: Path) -> None:
        """Give the model in front the vocabulary, or where it takes vectors the word vectors, that `path` holds."""
        from gatescope.formats.words.attach import NOTES, attach

        def told(after: Model) -> str:
            notes = (f"{note[0].upper()}{note[1:].rstrip('.')}." for note in map(tr, after.card[NOTES]["notes"]))
            return " ".join((tr("{name} has the words of {file}.", name=after.name, file=path.name), *notes))

        model = self._model()
        self._start(
            tr("Reading {name}", name=path.name),
            lambda report: attach(model, path, report=report),
            model,
            tr("Attach {name}", name=path.name),
            told,
        )

    def _start(
        self,
        title: str,
        work: Callable[[Report], Model],
        before: Model,
        label: str,
        sentence: Callable[[Model], str] = lambda after: "",
    ) -> None:
        """Do `work`, and put the model that it gives in the place of `before`; `sentence` tells what is new."""
        self._jobs.start(title, work, partial(self._put, before, label, sentence), self._refuse)

    def _put(self, before: Model, label: str, sentence: Callable[[Model], str], after: Model) -> None:
        if self._session.document.models.get(before.name) is not before:
            return  # the model was closed, or read anew meanwhile
        try:
            self._session.replace_model(after, label=label)
        except UsageError as error:
            self._refuse(str(error))
            return
        if told := sentence(after):
            self._messages().show_notice(told, topic=TOPIC)
        else:
            self._messages().withdraw(TOPIC)

    def _refuse(self, sentence: str) -> None:
        self._messages().show_message(sentence, topic=TOPIC)
        self.refused.emit()

    def _overrides(self) -> dict[str, str]:
        """Return the overrides of the model in front, key → value."""
        origin = self._model().origin
        return dict(origin.overrides) if origin is not None else {}

    def _model(self) -> Model:
        return self._session.document.models[self._session.focus.model]
