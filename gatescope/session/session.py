"""The session: holds the document, the snapshot and the focus, and drives the cycle between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from gatescope.engine.network import Array, Network
from gatescope.errors import UsageError
from gatescope.formats.model import Model
from gatescope.session.background import Background
from gatescope.session.commands import ParameterCommand, TextCommand, label_of, push
from gatescope.session.document import Document, Focus
from gatescope.session.focus import clip, cursor, front_tokens
from gatescope.session.snapshot import Snapshot
from gatescope.session.text_edit import edit_between
from gatescope.session.typing_burst import TypingBurst

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


class Session(QObject):
    """One person's work. All methods belong to the GUI thread, and none but `close` ever waits for a network."""

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
        opened = {model.name: model for model in models}
        self._document = Document(
            text=text,
            models=MappingProxyType(opened),
            networks=MappingProxyType({name: model.network for name, model in opened.items()}),
            shown=tuple(opened)[:1],
        )
        self._snapshot: Snapshot | None = None
        self._focus = clip(Focus(), self._document, None)
        # The character position that the token cursor follows: the caret after an edit, else the token last chosen.
        self._place: int | None = None
        self._burst = TypingBurst(clock)
        self._undo_stack = QUndoStack(self)
        self._undo_stack.setUndoLimit(UNDO_STEPS)
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
    def focus(self) -> Focus:
        return self._focus

    @property
    def undo_stack(self) -> QUndoStack:
        return self._undo_stack

    # -- text

    def edit_text(self, text: str, caret: int | None) -> None:
        """Make `text` the sentence, with the caret at `caret`; one undo step for a burst of typing."""
        edit = edit_between(self._document.text, text, caret)
        if edit is None:
            if caret is not None:
                self.move_caret(caret)
            return
        burst = self._burst.number(edit)
        before = self._document.caret
        push(self._undo_stack, TextCommand(self, edit, text, before, caret, burst, label_of(edit, text)))
        self._burst.made(edit)

    def move_caret(self, caret: int) -> None:
        """The caret went elsewhere without an edit: the token cursor follows, and no word is being typed any more."""
        if caret == self._document.caret:
            return
        self._burst.end()
        was_typing = self._document.typing
        self._document = replace(self._document, caret=caret, typing=False)
        self._place = caret
        self.document_changed.emit(self._document)
        if was_typing:
            self._background.request(self._document)
        self._follow_place()

    # -- token cursor and focus

    def set_token(self, token: int) -> None:
        """Put the token cursor on `token`, or on the nearest there is; the caret stays."""
        self.change_focus(token=token)

    def step(self, delta: int) -> None:
        """Move the token cursor by `delta` tokens, as far as there are tokens."""
        if self._focus.token is not None:
            self.change_focus(token=self._focus.token + delta)

    def change_focus(self, **fields: Any) -> None:
        """Replace fields of the focus; each is clipped to what exists.

        Raises:
            TypeError: the focus has no such field.
        """
        before = self._focus.model
        focus = clip(replace(self._focus, **fields), self._document, self._snapshot)
        if "token" in fields:
            tokens = front_tokens(focus, self._snapshot)
            if tokens is not None and focus.token is not None:
                self._place = int(tokens.starts[focus.token]) + 1
            self._put_focus(focus)
        else:
            self._put_focus(focus)
            if focus.model != before:
                self._follow_place()

    # -- models and parameters

    def show(self, names: Sequence[str]) -> None:
        """Run these models from now on, in this order; not an undo step.

        Raises:
            UsageError: no name is given, or one is not open.
        """
        shown = tuple(dict.fromkeys(names))
        unknown = [name for name in shown if name not in self._document.models]
        if unknown or not shown:
            what = f"the model {unknown[0]!r} is not open" if unknown else "at least one model must be shown"
            raise UsageError(f"{what}; open are {', '.join(self._document.models) or 'none'}")
        if shown != self._document.shown:
            self._put_document(replace(self._document, shown=shown), other_models=True)

    def add_model(self, model: Model) -> None:
        """Open `model`, and show it where nothing is shown. It takes the place of an open one of the same name, whose
        undo steps are then forgotten together with all others."""
        document = self._document
        if model.name in document.models:
            self._undo_stack.clear()
        opened = replace(
            document,
            models=MappingProxyType({**document.models, model.name: model}),
            networks=MappingProxyType({**document.networks, model.name: model.network}),
            shown=document.shown or (model.name,),
        )
        self._put_document(opened, other_models=True)

    def set_parameters(
        self, model: str, arrays: Mapping[str, Array], *, label: str, gesture: object | None = None
    ) -> None:
        """Replace parameter arrays of `model`; one undo step called `label`, or one for all with the same `gesture`.

        Raises:
            UsageError: the model is not open, or has no such array.
            ModelError: an array has another shape.
        """
        if model not in self._document.networks:
            raise UsageError(f"the model {model!r} is not open; open are {', '.join(self._document.models) or 'none'}")
        before = after = self._document.networks[model]
        for key, value in arrays.items():
            if not _same(after.array(key), value):
                after = after.with_array(key, value)
        if after is not before:
            push(self._undo_stack, ParameterCommand(self, model, before, after, label, gesture))

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
        document = replace(self._document, networks=MappingProxyType({**self._document.networks, model: network}))
        if model in document.shown:
            self._put_document(document)
        else:
            self._put_document(replace(document, shown=(model,)), other_models=True)

    # -- the worker and the kernels

    def start_warm_up(self) -> None:
        """Make the kernels ready in the background; `kernels_changed` tells how far it is."""
        self._background.start_warm_up()

    def close(self) -> None:
        """Stop what runs in the background and wait for it; nothing is computed any more. May be called twice."""
        self._background.close()

    def _put_document(self, document: Document, *, other_models: bool = False) -> None:
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


def _same(a: Array, b: Array) -> bool:
    return a.shape == np.shape(b) and bool(np.array_equal(a, b, equal_nan=True))
