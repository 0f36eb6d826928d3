"""Opens files that a person named or dropped: read on a thread, taken in here once they are whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from gatescope.app.files.opened import (
    Opened,
    OpenedFigure,
    OpenedLesson,
    OpenedModel,
    OpenedProject,
    OpenedText,
    OpenedVectors,
    OpenedWords,
    named,
    read_path,
    stack_of,
    summary,
)
from gatescope.app.files.recent import RecentFiles
from gatescope.app.window.message_bar import MessageBar
from gatescope.app.window.messages import Offer
from gatescope.errors import UsageError
from gatescope.formats.core.found import ModelFile
from gatescope.formats.files.regular import is_missing
from gatescope.session.document.document import Document
from gatescope.session.document.unasked_vectors import first_vectors
from gatescope.session.jobs import Jobs
from gatescope.session.session import Session
from gatescope.words import tr

_TOPIC = "opening"
_MOST_FAILURES = 5


class Opening(QObject):
    """Reads files and puts them into the session. Before a file is read whole, or if it cannot be, nothing changes.

    Signals:
        project_wanted(Path): the person opened a project.
        lessons_wanted(list of Path): cards of claims, to be played.
        scene_wanted(Path, Scene): the scene of a figure.
        words_wanted(Path): a vocabulary for the model in front.
        vectors_wanted(Path): vectors for the model in front.
        attach_wanted(): the person wants to name the words of the model that was opened last.
        noise_wanted(): the person wants random input for the model that was opened last.
        inspect_wanted(): the person wants to see how the model that was opened last was read.
    """

    project_wanted = Signal(object)
    lessons_wanted = Signal(object)
    scene_wanted = Signal(object, object)
    words_wanted = Signal(object)
    vectors_wanted = Signal(object)
    attach_wanted = Signal()
    noise_wanted = Signal()
    inspect_wanted = Signal()

    def __init__(
        self, session: Session, jobs: Jobs, messages: MessageBar, recent: RecentFiles, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._messages = messages
        self._recent = recent
        self._files: dict[str, ModelFile] = {}
        self._failures: list[str] = []
        self._told: tuple[str, str] | None = None
        self._cards: list[Path] = []
        self._wanted = {
            OpenedProject: self.project_wanted,
            OpenedVectors: self.vectors_wanted,
            OpenedWords: self.words_wanted,
        }
        jobs.ended.connect(self._play_cards)
        recent.file_selected.connect(self.open_path)
        session.document_changed.connect(self._forget_closed)

    def file_of(self, model: str) -> ModelFile | None:
        """Return the contents of the file that an open model was read from; None where it was not opened here."""
        file, known = self._files.get(model), self._session.document.models.get(model)
        if file is None or known is None:
            return None
        # A project may have brought another model of that name.
        return file if known.origin is None or known.origin.path == file.path else None

    def keep(self, model: str, file: ModelFile) -> None:
        """Remember `file` as the contents that the open model called `model` was read from."""
        self._files[model] = file

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Open one file."""
        self.open_paths([path])

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open several files one after the other, and report all that cannot be opened in one message."""
        if not self._jobs.running:
            self._failures = []
        # The folder that the app was started in is not where it is opened again.
        for path in map(Path.absolute, paths):
            self._jobs.start(
                tr("Reading {name}", name=path.name),
                partial(read_path, path),
                self._take,
                partial(self._fail, path),
            )

    def open_stack(self, model: str, stack: str) -> None:
        """Open another stack, or one layer, of the file that `model` came from."""
        file = self._files[model]
        self._jobs.start(
            tr("Reading {stack}", stack=stack),
            lambda _report: stack_of(file, stack),
            self._take,
            partial(self._fail, file.path),
        )

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of the commands that are about open files, by name."""
        return {"close_model": self.close_model}

    @Slot()
    def close_model(self) -> None:
        """Close the model in front, and offer to open it again."""
        model = self._session.document.models[self._session.focus.model]
        try:
            self._session.close_model(model.name)
        except UsageError as error:
            self._messages.show_message(str(error), holds=lambda: len(self._session.document.models) == 1)
            return
        offers = []
        if model.origin is not None:
            again = partial(self.open_path, model.origin.path)
            offers.append(Offer(tr("&Open again"), tr("Open {name} as its file has it", name=model.name), again))
        self._messages.show_notice(
            tr("{name} was closed.", name=model.name),
            offers,
            _TOPIC,
            lambda: model.name not in self._session.document.models,
        )

    def _take(self, opened: Opened) -> None:
        if isinstance(opened, OpenedModel):
            self._take_model(opened)
        elif isinstance(opened, OpenedFigure):
            self.scene_wanted.emit(opened.path, opened.scene)
        elif isinstance(opened, OpenedText):
            self._session.edit_text(opened.text, None)
            self._say("")
        elif isinstance(opened, OpenedLesson):
            self._cards.append(opened.path)
            return
        else:
            self._wanted[type(opened)].emit(opened.path)
            return
        self._recent.add(opened.path)

    @Slot()
    def _play_cards(self) -> None:
        """Have the cards of claims that were opened together played together, once all of them are known."""
        if self._cards and not self._jobs.running:
            cards, self._cards = self._cards, []
            self.lessons_wanted.emit(cards)

    def _take_model(self, opened: OpenedModel) -> None:
        models = self._session.document.models
        model = named(opened.model, models)
        self._files[model.name] = opened.file
        if model.name in models:
            # The person may have edited it, so reading it again is an undo step.
            self._session.replace_model(model, label=tr("Open {name} again", name=opened.path.name), opened_again=True)
        else:
            self._session.add_model(model, first_vectors(model))
        self._session.show([model.name])
        inspect = Offer(
            tr("&Inspect…"),
            tr("See how the file was read, and say otherwise (Ctrl+I)"),
            partial(self._in_front, model.name, self.inspect_wanted),
        )
        attach = Offer(
            tr("Attach &words…"),
            tr("Choose the token list that the model was trained with"),
            partial(self._in_front, model.name, self.attach_wanted),
        )
        noise_offer = Offer(
            tr("&Random ids"),
            tr("Let it read fifty token ids drawn at random"),
            partial(self._in_front, model.name, self.noise_wanted),
        )
        wordless = model.tokenizer is not None and model.tokenizer.name == "ids"
        told = summary(opened.file, model)
        self._say(told, [noise_offer, attach, inspect] if wordless else [inspect])
        self._told = (model.name, told)

    def _in_front(self, model: str, wanted: SignalInstance) -> None:
        """Emit `wanted` with `model` in front."""
        if model in self._session.document.models:
            self._session.show([model])
            wanted.emit()

    def _fail(self, path: Path, sentence: str) -> None:
        self._failures.append(sentence)
        if is_missing(path):
            self._recent.forget(path)
        self._say("")

    def _say(self, notice: str, offers: Sequence[Offer] = ()) -> None:
        """Show all failures, or `notice` where there is none; failures stay until the next files are opened."""
        if self._failures:
            more = len(self._failures) - _MOST_FAILURES
            told = self._failures[:_MOST_FAILURES] + ([tr("… and {more} more files", more=more)] if more > 0 else [])
            self._messages.show_message("\n".join(told), topic=_TOPIC)
        elif notice:
            self._messages.show_notice(notice, offers, _TOPIC)
        else:
            self._messages.withdraw(_TOPIC)

    def forget(self, model: str) -> None:
        """Forget the contents of the file of `model`: the model was closed, or its file may have changed."""
        self._files.pop(model, None)

    @Slot(object)
    def _forget_closed(self, document: Document) -> None:
        if self._told and self._told[0] not in document.shown:
            # Its buttons would act on a model that is no longer what the person looks at.
            self._messages.withdraw(_TOPIC, self._told[1])
            self._told = None
        for name in [name for name in self._files if name not in document.models]:
            self.forget(name)
