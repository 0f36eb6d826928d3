"""The state of a session: the document, the snapshot and the focus, and the cycle that keeps them together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from gatescope.engine.network import Network
from gatescope.formats.model import Model
from gatescope.session.analyses.runner import Analyses
from gatescope.session.document.changes import in_sight, opened, with_entry, with_model, with_network
from gatescope.session.document.clipping import clip, cursor, front_tokens
from gatescope.session.document.document import Document, Focus
from gatescope.session.run.background import Background
from gatescope.session.run.snapshot import Snapshot
from gatescope.session.run.superseded import superseded
from gatescope.session.undo.commands import Entry
from gatescope.session.undo.typing_burst import TypingBurst

# From key press to pixels:
#   1. A view emits an intent; it changes nothing itself.
#   2. `edit_text` and `set_parameters` make a command of it on the undo stack, which merges a burst of typing, or one
#      drag, into one step.
#   3. The command puts another `Document` in place (`put_text`, `put_network`); arrays are replaced, never written.
#   4. `Background` raises the generation and hands a frozen `Request` to its `Worker`; a newer one replaces one that
#      waits.
#   5. The worker calls `resolve`: tokenise, step from the first changed token, read out.
#   6. The snapshot comes back by one queued signal; `Background` drops it if it is stale.
#   7. `snapshot_changed` and `focus_changed` tell the views, which redraw what is not the same object as before.

UNDO_STEPS = 200


class State(QObject):
    """What a `Session` holds, and what its undo commands change. A worker keeps the snapshot up to the document."""

    snapshot_changed = Signal(object)
    """A newer `Snapshot` is there; the focus already fits it."""
    document_changed = Signal(object)
    """The `Document` is another one: its text, caret, parameters, models or which of them are shown."""
    focus_changed = Signal(object)
    """The `Focus` is another one."""
    kernels_changed = Signal(object)
    """The engine's `KernelState`, as the kernels are being compiled."""
    failed = Signal(str)
    """One sentence for a person; what is shown stays."""

    def __init__(
        self,
        models: Iterable[Model],
        parent: QObject | None = None,
        *,
        text: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open `models`, show the first one and run it on `text`, which is no undo step.

        `clock` counts the seconds that tell one burst of typing from the next.
        """
        super().__init__(parent)
        self._document = opened(models, text)
        self._snapshot: Snapshot | None = None
        self._focus = clip(Focus(), self._document, None)
        # The character position that the token cursor follows: the caret after an edit, else the token last chosen.
        self._place: int | None = None
        self._burst = TypingBurst(clock)
        self._undo_stack = QUndoStack(self)
        self._undo_stack.setUndoLimit(UNDO_STEPS)
        self._analyses = Analyses(self)
        self._background = Background(self)
        self._background.answered.connect(self._take)
        self._background.failed.connect(self.failed)
        self._background.kernels_changed.connect(self.kernels_changed)
        self._background.request(self._document)

    @property
    def document(self) -> Document:
        return self._document

    @property
    def snapshot(self) -> Snapshot | None:
        """What is shown; None until the first request is answered."""
        return self._snapshot

    @property
    def computing(self) -> bool:
        """Whether what the document asks for is still being worked out."""
        return self._background.computing

    @property
    def focus(self) -> Focus:
        return self._focus

    @property
    def analyses(self) -> Analyses:
        """Answers what views ask of the runs in the snapshot."""
        return self._analyses

    @property
    def undo_stack(self) -> QUndoStack:
        return self._undo_stack

    # -- what the commands change

    def text(self) -> str:
        """The sentence."""
        return self._document.text

    def put_text(self, text: str, caret: int | None, *, typing: bool) -> None:
        """Make `text` the sentence; for commands."""
        self._burst.end()
        self._place = caret
        self._put_document(replace(self._document, text=text, caret=caret, typing=typing and caret is not None))

    def put_network(self, model: str, network: Network) -> None:
        """Make `network` the parameters of `model`, and show the model if it is out of sight; for commands."""
        self._burst.end()
        document = with_network(self._document, model, network)
        self._put_document(document, other_models=document.shown != self._document.shown)

    def put_model(self, model: Model, network: Network) -> None:
        """Make `model` the reading of the open model of its name, `network` its parameters, and show it if it is out
        of sight; for commands."""
        self._burst.end()
        self._put_document(in_sight(with_model(self._document, model, network), model.name), other_models=True)

    def put_entry(self, field: Entry, model: str, value: object) -> None:
        """Make `value` the document's `field` of `model`, and show the model if it is out of sight; None takes it away.
        For commands."""
        self._burst.end()
        document = in_sight(with_entry(self._document, field, model, value), model)
        self._put_document(document, other_models=document.shown != self._document.shown)

    # -- the worker and the kernels

    def start_warm_up(self) -> None:
        """Make the kernels ready in the background; `kernels_changed` tells how far it is."""
        self._background.start_warm_up()

    def close(self) -> None:
        """Stop what runs in the background and wait for it, and forget the undo steps; nothing is computed any more.
        May be called twice."""
        self._analyses.close()
        self._background.close()
        # A command that the garbage collector meets in a cycle is deleted twice, by Python and by its stack: a crash.
        self._undo_stack.clear()

    def _put_document(self, document: Document, *, other_models: bool = False) -> None:
        # First of all: what a thread still does for the old runs takes the interpreter from what follows.
        self._analyses.cancel_runs(superseded(self._document, document))
        self._document = document
        self._background.request(document, other_models=other_models)
        before, self._focus = self._focus, clip(self._focus, document, self._snapshot)
        self.document_changed.emit(document)
        if self._focus != before:
            self.focus_changed.emit(self._focus)

    def _put_focus(self, focus: Focus) -> None:
        if focus != self._focus:
            self._focus = focus
            self.focus_changed.emit(focus)

    def _follow_place(self) -> None:
        tokens = front_tokens(self._focus, self._snapshot)
        if tokens is not None:
            self._put_focus(replace(self._focus, token=cursor(tokens, self._place)))

    @Slot(object)
    def _take(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        before, focus = self._focus, clip(self._focus, self._document, snapshot)
        tokens = front_tokens(focus, snapshot)
        self._focus = focus if tokens is None else replace(focus, token=cursor(tokens, self._place))
        self.snapshot_changed.emit(snapshot)
        if self._focus != before:
            self.focus_changed.emit(self._focus)
