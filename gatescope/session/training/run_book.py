"""The runs of a session and what the document shows of them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.engine.identity import same_values
from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.session.document.changes import in_sight, settled, with_entry, with_model, with_trained
from gatescope.session.document.unasked_vectors import first_vectors
from gatescope.session.state import State
from gatescope.session.training.checkpoint import Checkpoint
from gatescope.session.training.history import History
from gatescope.session.training.shown_run import ShownRun
from gatescope.session.training.walking import Ready
from gatescope.words import tr


class RunBook(QObject):
    """Keeps the runs, and puts their networks into the document. It refers to no undo stack, since commands refer to
    it.

    Signals:
        changed(): a run is another one now.
        put_back(int): an undo step put back the run of that number.
    """

    changed = Signal()
    put_back = Signal(int)

    def __init__(self, state: State, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self._runs: dict[int, ShownRun] = {}
        self._models: dict[int, Model] = {}
        # Runs whose name another model has, with weights of its own: that of an opened project.
        self._parted: set[int] = set()
        state.replaced.connect(self._part)

    @property
    def runs(self) -> tuple[ShownRun, ...]:
        return tuple(self._runs.values())

    def run(self, number: int) -> ShownRun:
        return self._runs[number]

    def put(self, run: ShownRun) -> None:
        """Make `run` the one of its number."""
        self._runs[run.number] = run
        self.changed.emit()

    def hold(self, run: ShownRun) -> None:
        """Make `run` the one of its number without telling so; `follow` shows it later."""
        self._runs[run.number] = run

    def unused(self, task: str, cell: str, number: int) -> tuple[int, str]:
        """Return the first number from `number` on, and the name of its run, that no open model has: a project may have
        models of runs of earlier windows."""
        while (name := f"{task}-{cell} run {number}") in self._state.document.models:
            number += 1
        return number, name

    def remove(self, number: int) -> None:
        """Forget a run."""
        del self._runs[number]
        self._models.pop(number, None)
        self._parted.discard(number)
        self.changed.emit()

    def open_model(self, number: int, model: Model) -> None:
        """Open the untrained model of a run, and show it."""
        self._models[number] = model
        self._open(number)

    def begin(self, run: ShownRun, ready: Ready) -> ShownRun:
        """Return a run that was made ready, and put it: before its first mini-batch, or where it was left."""
        state, told = ready.left or (ready.state, History(""))
        checkpoints = (Checkpoint(0, ready.state), *((Checkpoint(told.step, state),) if told.step else ()))
        history = replace(
            run.history,
            condition="ready",
            message=_going_on(told.step) if ready.left else "",
            most_steps=ready.steps,
            batches=ready.batches,
            measured=ready.measured,
            steps=told.steps,
            passes=told.passes,
            looks=told.looks,
            checkpoints=checkpoints,
        )
        begun = replace(run, history=history, newest=state.network)
        self.put(begun)
        return begun

    def follow(self, run: ShownRun) -> None:
        """Show what training made of the network, wherever the person looks; a closed model stays closed."""
        self._runs[run.number] = run
        network, document = run.network, self._state.document
        if network is not None and self._has_its_model(run) and network is not document.networks[run.model]:
            self._state.put_document(with_trained(document, run.model, network))
        self.changed.emit()

    def settle(self, run: ShownRun) -> None:
        """Take the network of a run that stands still as its model: what is changed now counts from there. A model that
        was closed stays closed, and what the person looks at stays in sight."""
        self._runs[run.number] = run
        document = self._state.document
        if run.network is not None and self._has_its_model(run):
            self._state.put_document(settled(with_trained(document, run.model, run.network), run.model))
        self.changed.emit()

    def show(self, run: ShownRun) -> None:
        """Settle a run, with its model open and in sight."""
        self._open(run.number)
        document = self._state.document
        if run.model not in document.shown:
            self._state.put_document(in_sight(document, run.model), other_models=True)
        self.settle(run)

    def edited(self, run: ShownRun) -> Network | None:
        """Return the network of a run as a person changed it; None where it was not changed."""
        network = self._state.document.networks.get(run.model)
        return None if network is run.network or not self._has_its_model(run) else network

    def put_back_by_undo(self, run: ShownRun, edited: Network | None = None) -> None:
        """Undo or redo: make `run` the one of its number, standing still, and show it, with the network `edited`; a
        removed run stays away."""
        if run.number not in self._runs:
            return
        history = run.history
        if run.busy:
            history = replace(history, condition="paused" if len(history.steps.step) else "ready")
        self.show(replace(run, history=history))
        if edited is not None and self._has_its_model(run):
            self._state.put_network(run.model, edited)
        self.put_back.emit(run.number)

    def is_of(self, run: ShownRun, model: str) -> bool:
        """Return whether the model of that name is the one of `run`, where it is open."""
        return run.model == model and run.number not in self._parted

    def _has_its_model(self, run: ShownRun) -> bool:
        return run.network is not None and run.model in self._state.document.models and self.is_of(run, run.model)

    @Slot(object)
    def _part(self, names: tuple[str, ...]) -> None:
        """Let go of models that others have taken the place of, but for those that are as they were trained here:
        weights that were read from a file are not to be lost to a run of their name."""
        networks = self._state.document.networks
        for number, run in self._runs.items():
            if run.model in names and (run.network is None or not _same_arrays(run.network, networks[run.model])):
                self._parted.add(number)

    def _open(self, number: int) -> None:
        """Open and show the model of a run, unless it is open."""
        model = self._models[number]
        document = self._state.document
        if model.name in document.models:
            return
        self._parted.discard(number)
        document = replace(with_model(document, model, model.network), shown=(model.name,))
        document = with_entry(document, "fed", model.name, first_vectors(model))
        self._state.put_document(document, other_models=True)


def _same_arrays(a: Network, b: Network) -> bool:
    keys = a.keys()
    return keys == b.keys() and all(same_values(a.array(key), b.array(key)) for key in keys)


def _going_on(step: int) -> str:
    return tr("going on from step {step:,}, where it was left; Rewind begins anew", step=step)
