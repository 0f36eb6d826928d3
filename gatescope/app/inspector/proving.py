"""Compares the model in front with a reference, and again after its reading has changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gatescope.app.files.filters import REFERENCES, dialog_filter
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.model import Model
from gatescope.session.jobs import Job, Jobs
from gatescope.session.settings import Settings
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.proof.proof import Proof


class Proving(QObject):
    """Runs proofs on a thread and remembers the last reference of each model.

    Signals:
        proven(Proof): the newest proof.
        failed(str): the sentence that says why a proof is impossible.
    """

    proven = Signal(object)
    failed = Signal(str)

    def __init__(self, jobs: Jobs, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._settings = settings
        self._references: dict[str, Path] = {}
        self._job: Job | None = None

    def ask(self, parent: QWidget, file: ModelFile, model: Model) -> None:
        """Ask for a reference and compare `model`, which was read from `file`, with it."""
        name, _ = QFileDialog.getOpenFileName(
            parent, tr("Choose a reference"), str(self._settings.folder), dialog_filter(REFERENCES)
        )
        if name:
            self._settings.folder = Path(name).parent
            self.prove(file, model, Path(name))

    def again(self, file: ModelFile, model: Model) -> None:
        """Compare `model` anew with the reference it was last compared with, if there is one."""
        if model.name in self._references:
            self.prove(file, model, self._references[model.name])

    def prove(self, file: ModelFile, model: Model, reference: Path) -> None:
        """Compare `model`, as it is read now, with `reference`."""
        from gatescope.app.inspector.rereading import stack_of
        from gatescope.proof.proof import prove

        stack = stack_of(file, model)
        overrides = dict(model.origin.overrides) if model.origin is not None else {}
        if self._job is not None:
            self._jobs.cancel_job(self._job)

        def take(proof: Proof) -> None:
            self._references[model.name] = reference
            self.proven.emit(proof)

        self._job = self._jobs.start(
            tr("Comparing with {name}", name=reference.name),
            lambda report: prove(stack, reference, overrides, report),
            take,
            self.failed.emit,
        )
