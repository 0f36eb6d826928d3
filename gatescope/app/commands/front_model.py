"""The model in front: the layer that is shown, the vectors that it reads, and the characters that it cannot read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QFileDialog

from gatescope.app.files.filters import VECTORS, dialog_filter
from gatescope.app.window.main_window import MainWindow
from gatescope.engine.network import Array
from gatescope.errors import UsageError
from gatescope.formats.arrays import vectors_file
from gatescope.session.document.document import Document, Fed, Focus
from gatescope.session.document.unasked_vectors import noise, random_ids, sample
from gatescope.session.jobs import Jobs
from gatescope.session.run.snapshot import Snapshot
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.words import tr

_PATIENCE_MS = 300
"""Milliseconds after which the reading of a file is said to be under way."""


class FrontModel(QObject):
    """Keeps the controls of the model in front up to date, and does what they ask for."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._session = session
        self._settings = settings
        self._jobs = jobs
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_computing)
        session.document_changed.connect(self._show_document)
        session.document_changed.connect(self._be_patient)
        session.failed.connect(self._show_computing)
        session.focus_changed.connect(self._show_focus)
        session.snapshot_changed.connect(self._show_snapshot)
        window.part_chooser.all_asked.connect(self._show_all_layers)
        window.sentence.vectors_asked.connect(self.feed_vectors)
        window.sentence.noise_asked.connect(self.feed_noise)
        window.sentence.sample_asked.connect(self.feed_sample)
        self._show_document(session.document)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of the commands that are about the model in front, by name."""
        return {
            "feed_vectors": self.feed_vectors,
            "feed_noise": self.feed_noise,
            "feed_sample": self.feed_sample,
            "show_examples": self.show_examples,
            "layer_above": self.layer_above,
            "layer_below": self.layer_below,
        }

    @Slot()
    def feed_vectors(self) -> None:
        """Ask for a file of vectors and feed the model with it."""
        if self._reads_vectors():
            name, _ = QFileDialog.getOpenFileName(
                self._window, tr("Feed vectors"), str(self._settings.folder), dialog_filter(VECTORS)
            )
            if name:
                self._settings.folder = Path(name).parent
                self.feed_file(Path(name))

    def feed_file(self, path: Path) -> None:
        """Feed the model in front with the vectors in `path`, or say why they cannot be read."""
        model = self._session.focus.model
        network = self._session.document.networks[model]

        def feed(vectors: Array) -> None:
            try:
                self._session.feed(model, Fed(path.name, vectors), label=tr("Feed {name}", name=path.name))
            except UsageError as error:  # the model was closed or read anew meanwhile
                self._window.message_bar.show_message(str(error), holds=lambda: self._in_front(model))

        self._jobs.start(
            tr("Reading {name}", name=path.name),
            lambda _report: vectors_file.read(path, network.inputs, network.dtype),
            feed,
            self._window.message_bar.show_message,
        )

    @Slot()
    def feed_noise(self) -> None:
        """Feed the model in front with random vectors, or with random ids where it has an embedding."""
        name = self._session.focus.model
        model, network = self._session.document.models[name], self._session.document.networks[name]
        if model.tokenizer is not None and model.tokenizer.name == "ids":
            self._session.edit_text(random_ids(network), None)
        elif self._reads_vectors():
            self._session.feed(name, noise(network), label=tr("Feed noise"))

    @Slot()
    def feed_sample(self) -> None:
        """Feed the model in front with the vectors that came with it."""
        if self._reads_vectors():
            name = self._session.focus.model
            found = sample(self._session.document.models[name])
            if found is not None:
                self._session.feed(name, found, label=tr("Feed sample"))
            else:
                self._window.message_bar.show_notice(
                    tr("No sample came with {name}: feed it vectors of a file, or noise.", name=name),
                    holds=lambda: self._in_front(name),
                )

    @Slot()
    def show_examples(self) -> None:
        """Open the list of sentences of the model in front; feed it with its sample if it reads vectors."""
        name, examples = self._session.focus.model, self._window.sentence.examples
        if self._session.document.networks[name].embedding is None:
            self.feed_sample()
        elif examples.sentences:
            examples.open_menu()
        else:
            self._window.message_bar.show_notice(
                tr("No example came with {name}: type a sentence.", name=name), holds=lambda: self._in_front(name)
            )

    @Slot()
    def layer_above(self) -> None:
        self._move_by(1)

    @Slot()
    def layer_below(self) -> None:
        self._move_by(-1)

    def _move_by(self, steps: int) -> None:
        part = self._window.part_chooser.beside(steps)
        if part is not None:
            self._session.change_focus(part=part)

    def _reads_vectors(self) -> bool:
        model = self._session.focus.model
        if self._session.document.networks[model].embedding is None:
            return True
        self._window.message_bar.show_notice(
            tr("{model} reads a text: type one. Vectors are for models without words.", model=model),
            holds=lambda: self._in_front(model),
        )
        return False

    def _in_front(self, model: str) -> bool:
        """Return whether `model` is open and in front, so that a sentence about it is of use."""
        return model in self._session.document.models and self._session.focus.model == model

    @Slot()
    def _show_all_layers(self) -> None:
        dock = self._window.dock_host.docks["layers"]
        if dock.isHidden():
            dock.toggleViewAction().trigger()
        dock.raise_()

    @Slot(object)
    def _show_document(self, document: Document) -> None:
        focus = self._session.focus
        if focus.model in document.networks:
            self._window.part_chooser.show_part(document.networks[focus.model], focus.part)

    @Slot(object)
    def _show_focus(self, _focus: Focus) -> None:
        self._show_document(self._session.document)

    @Slot(object)
    def _be_patient(self, _document: Document) -> None:
        if not self._patience.isActive():
            self._patience.start()

    @Slot()
    def _show_computing(self, *_: object) -> None:
        self._window.status.show_computing(self._session.computing)

    @Slot(object)
    def _show_snapshot(self, snapshot: Snapshot) -> None:
        self._show_computing()
        run = snapshot.run(self._session.focus.model)
        if run is None:
            self._window.status.show_left_out("", ())
        else:
            self._window.status.show_left_out(run.model, run.left_out, run.unread)
