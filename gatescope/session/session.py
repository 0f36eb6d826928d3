"""The session: what a person can ask for. What it holds, and the cycle that runs it, is in `state`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.engine.identity import same_memory, same_values
from gatescope.engine.interventions import Interventions
from gatescope.engine.network import Array
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.session.analyses.runner import Analyses
from gatescope.session.document.changes import fitting, open_ones, opened, with_entry, with_model, without_model
from gatescope.session.document.document import Document, Fed, Focus
from gatescope.session.document.fronts import last_shown
from gatescope.session.rereading import reread
from gatescope.session.run.background import Background
from gatescope.session.run.snapshot import Snapshot
from gatescope.session.standing import Standing
from gatescope.session.state import State
from gatescope.session.undo.commands import (
    EntryCommand,
    ParameterCommand,
    TextCommand,
    label_of,
    push,
)
from gatescope.session.undo.history import UndoHistory
from gatescope.session.undo.scene import SceneMark, WorkCommand
from gatescope.session.undo.text_edit import edit_between
from gatescope.session.undo.typing_burst import TypingBurst
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.session.analyses.catalogue import Catalogue
    from gatescope.session.training.training_run import TrainingRuns


class Session(QObject):
    """One window's work. All methods belong to the GUI thread, and none but `close` ever waits for a network."""

    snapshot_changed = Signal(object)
    """A newer `Snapshot`; the focus is clipped to it already."""
    document_changed = Signal(object)
    """A newer `Document`: its text, caret, parameters, models or the models shown have changed."""
    focus_changed = Signal(object)
    """A newer `Focus`."""
    kernels_changed = Signal(object)
    """The engine's `KernelState`, as the kernels are being compiled."""
    failed = Signal(str)
    """A sentence that says why a request failed; the snapshot stays."""

    def __init__(
        self,
        models: Iterable[Model],
        parent: QObject | None = None,
        *,
        text: str = "",
        clock: Callable[[], float] = time.monotonic,
        catalogue: Catalogue | None = None,
    ) -> None:
        """Open `models`, show the first one and run it on `text`, which is no undo step.

        `clock` tells one burst of typing from the next. `catalogue` has what views may ask for, by default `ANALYSES`.
        """
        super().__init__(parent)
        self._burst = TypingBurst(clock)
        self._undo_stack = UndoHistory(self)
        self._undo_stack.indexChanged.connect(self._end_burst)
        self._analyses = Analyses(self, catalogue)
        self._background = Background(self)
        self._state = State(opened(models, text), self._background, self._analyses, self)
        self._training: TrainingRuns | None = None
        self._state.snapshot_changed.connect(self.snapshot_changed)
        self._state.document_changed.connect(self.document_changed)
        self._state.focus_changed.connect(self.focus_changed)
        self._background.failed.connect(self.failed)
        self._background.kernels_changed.connect(self.kernels_changed)

    @property
    def document(self) -> Document:
        return self._state.document

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot on screen; None until the first request is answered."""
        return self._state.snapshot

    @property
    def focus(self) -> Focus:
        return self._state.focus

    @property
    def computing(self) -> bool:
        """Whether the snapshot of the current document is still being computed."""
        return self._background.computing

    @property
    def analyses(self) -> Analyses:
        """Answers what views ask of the runs in the snapshot."""
        return self._analyses

    @property
    def training(self) -> TrainingRuns:
        """Trains models beside typing; made when first asked for, which spares every start its modules."""
        if self._training is None:
            from gatescope.session.training.training_run import TrainingRuns
            from gatescope.session.user_folders import training_folder

            self._training = TrainingRuns(self._state, self._undo_stack, training_folder(), self)
        return self._training

    @property
    def trains(self) -> bool:
        """Whether a model is being trained."""
        return self._training is not None and self._training.busy

    @property
    def undo_stack(self) -> UndoHistory:
        return self._undo_stack

    def start_warm_up(self) -> None:
        """Compile or load the kernels in the background; `kernels_changed` reports the progress."""
        self._background.start_warm_up()

    def show_anew(self) -> None:
        """Have the views show once more what they show: it is written otherwise now."""
        self._state.show_anew()

    def close(self) -> None:
        """Stop the background work and wait for it, and forget the undo steps. May be called twice."""
        if self._training is not None:
            self._training.close()
        self._analyses.close()
        self._background.close()
        # Commands on a stack that the garbage collector meets in a cycle, with the window and its actions, are deleted
        # twice, by Python and by the stack: a crash.
        self._undo_stack.clear()

    def edit_text(self, text: str, caret: int | None) -> None:
        """Make `text` the sentence, with the caret at `caret`; one undo step for a burst of typing."""
        edit = edit_between(self.document.text, text, caret)
        if edit is None:
            if caret is not None:
                self.move_caret(caret)
            return
        burst = self._burst.number(edit)
        before, end = self.document.caret, edit.start + len(edit.removed)
        # Undone, an edit that was not made at the caret, as by an example, is shown where it was.
        if before is None or not edit.start <= before <= end:
            before = end
        push(self._undo_stack, TextCommand(self._state, edit, text, before, caret, burst, label_of(edit, text)))
        self._burst.made(edit)

    def move_caret(self, caret: int) -> None:
        """Move the caret without an edit: the token cursor follows, and no word is being typed any more."""
        if caret != self.document.caret:
            self._burst.end()
            self._state.move_caret(caret)

    def set_token(self, token: int) -> None:
        """Put the token cursor on `token`, or on the nearest that exists, and the caret behind it."""
        self.change_focus(token=token)

    def step(self, delta: int) -> None:
        """Move the token cursor by `delta` tokens, as far as there are tokens."""
        if self.focus.token is not None:
            self.change_focus(token=self.focus.token + delta)

    def change_focus(self, **fields: Any) -> None:
        """Replace fields of the focus; each is clipped to what exists. The caret follows the token.

        Raises:
            TypeError: the focus has no such field.
        """
        if "token" in fields:
            self._burst.end()
        self._state.change_focus(**fields)

    def show(self, names: Sequence[str]) -> None:
        """Run these models from now on, in this order; not an undo step.

        Raises:
            UsageError: no name is given, or one is not open.
        """
        shown = open_ones(self.document, names)
        if shown != self.document.shown:
            self._state.put_document(replace(self.document, shown=shown), other_models=True)

    def add_model(self, model: Model, fed: Fed | None = None) -> None:
        """Open `model`, fed with `fed`, and show it where nothing is. One of its name goes, and all undo steps with it.

        Raises:
            UsageError: the model reads a text, or takes vectors of another width.
        """
        document = with_model(self.document, model, model.network)
        if fed is not None:
            document = with_entry(document, "fed", model.name, fitting(fed, model.network, model.name))
        if model.name in self.document.models:
            self._undo_stack.clear()
        self._state.put_opened(document, model.name)

    def set_parameters(
        self, model: str, arrays: Mapping[str, Array], *, label: str, gesture: object | None = None
    ) -> None:
        """Replace parameter arrays of `model`; one undo step called `label`, or one for all with the same `gesture`.

        Nothing happens where the model has all of them (of a gesture, those very arrays, otherwise equal values), or is
        being trained: the next step would replace them; `training.failed` says so.

        Raises:
            UsageError: the model is not open, or has no such array.
            ModelError: an array has another shape.
        """
        open_ones(self.document, [model])
        if self._training is not None and self._training.trains(model):
            self._training.failed.emit(tr("{model} is being trained: pause it to change its weights", model=model))
            return
        before = after = self.document.networks[model]
        for key, value in arrays.items():
            known = after.array(key)
            if not same_memory(value, known) and (gesture is not None or not same_values(known, value)):
                after = after.with_array(key, value)
        if after is not before:
            push(self._undo_stack, ParameterCommand(self._state, model, before, after, label, gesture))

    def replace_model(self, model: Model, *, label: str, opened_again: bool = False) -> None:
        """Read the open model of that name as `model` has it; one undo step. Its parameters are those that were read,
        or as the person has edited them where they were not read anew.

        Args:
            opened_again: its file was opened again, so that changes count from what is there now.

        Raises:
            UsageError: no model of that name is open, or it is being trained.
        """
        open_ones(self.document, [model.name])
        if self._training is not None and self._training.trains(model.name):
            raise UsageError(tr("{model} is being trained: pause it to read it otherwise", model=model.name))
        push(self._undo_stack, reread(self._state, self.document, model, label, opened_again))

    def feed(self, model: str, fed: Fed | None, *, label: str) -> None:
        """Feed `model` with vectors, or with none. One undo step.

        Raises:
            UsageError: the model is not open, reads a text, or takes vectors of another width.
        """
        open_ones(self.document, [model])
        fed = None if fed is None else fitting(fed, self.document.networks[model], model)
        if fed is not self.document.fed.get(model):
            push(self._undo_stack, EntryCommand(self._state, "fed", model, self.document.fed.get(model), fed, label))

    def intervene(self, model: str, interventions: Interventions, *, label: str, gesture: object | None = None) -> None:
        """Replace the interventions of `model`; one undo step, or one for all with the same `gesture`.

        Raises:
            UsageError: the model is not open.
        """
        open_ones(self.document, [model])
        before, after = self.document.interventions.get(model), interventions or None
        if before != after:
            push(self._undo_stack, EntryCommand(self._state, "interventions", model, before, after, label, gesture))

    @property
    def standing(self) -> Standing:
        return self._state.standing

    def stand(self, standing: Standing, *, label: str, scene: SceneMark) -> None:
        """Make `standing` the work; one undo step called `label`, or one for all of the same `scene`."""
        push(self._undo_stack, WorkCommand(self._state, self.standing, standing, label, scene))

    def close_model(self, name: str) -> None:
        """Close an open model; where it was the only one in view, those that were shown before it are shown.

        It is not an undo step; all undo steps are forgotten, since they may belong to the model.

        Raises:
            UsageError: it is not open, or is the only one.
        """
        open_ones(self.document, [name])
        if len(self.document.models) == 1:
            raise UsageError(tr("{name} is the only open model: open another one first", name=name))
        self._undo_stack.clear()
        self._state.put_document(without_model(self.document, name, last_shown(self.focus, name)), other_models=True)

    def restore(self, document: Document, focus: Focus) -> None:
        """Replace all work by that of a project. The undo steps are forgotten."""
        self._burst.end()
        self._undo_stack.clear()
        self._state.restore(document, focus)

    @Slot()
    def _end_burst(self) -> None:
        """End the burst of typing after an undo step was made, undone or redone, unless `edit_text` made it."""
        self._burst.end()
