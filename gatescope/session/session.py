"""The session: what a person can ask for. What it holds, and the cycle that runs it, is in `state`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from gatescope.engine.interventions import Interventions
from gatescope.engine.network import Array
from gatescope.errors import UsageError
from gatescope.formats.model import Model
from gatescope.session.document.changes import fitting, with_edits, with_entry, with_model, without_model
from gatescope.session.document.clipping import clip, front_tokens
from gatescope.session.document.document import Document, Fed, Focus
from gatescope.session.state import State
from gatescope.session.undo.commands import (
    EntryCommand,
    ModelCommand,
    ParameterCommand,
    TextCommand,
    label_of,
    push,
)
from gatescope.session.undo.text_edit import edit_between


class Session(State):
    """One person's work. All methods belong to the GUI thread, and none but `close` ever waits for a network."""

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

    def add_model(self, model: Model, fed: Fed | None = None) -> None:
        """Open `model`, fed with `fed`, and show it where nothing is shown. It takes the place of an open one of the
        same name, whose undo steps are then forgotten together with all others.

        Raises:
            UsageError: the model reads a text, or takes vectors of another width.
        """
        document = with_model(self._document, model, model.network)
        if fed is not None:
            document = with_entry(document, "fed", model.name, fitting(fed, model.network, model.name))
        if model.name in self._document.models:
            self._undo_stack.clear()
        self._put_document(document, other_models=True)

    def set_parameters(
        self, model: str, arrays: Mapping[str, Array], *, label: str, gesture: object | None = None
    ) -> None:
        """Replace parameter arrays of `model`; one undo step called `label`, or one for all with the same `gesture`.

        Raises:
            UsageError: the model is not open, or has no such array.
            ModelError: an array has another shape.
        """
        self._check_open(model)
        before = after = self._document.networks[model]
        for key, value in arrays.items():
            if not _same(after.array(key), value):
                after = after.with_array(key, value)
        if after is not before:
            push(self._undo_stack, ParameterCommand(self, model, before, after, label, gesture))

    def replace_model(self, model: Model, *, label: str) -> None:
        """Read the open model of that name as `model` has it; one undo step. Its parameters are those that were read,
        or as the person has edited them where they were not read anew.

        Raises:
            UsageError: no model of that name is open.
        """
        self._check_open(model.name)
        before = self._document.models[model.name], self._document.networks[model.name]
        network = with_edits(before[1], before[0].network, model.network)
        push(self._undo_stack, ModelCommand(self, before, (model, network), label))

    def feed(self, model: str, fed: Fed | None, *, label: str) -> None:
        """Let `model` read vectors; None takes them away. One undo step.

        Raises:
            UsageError: the model is not open, reads a text, or takes vectors of another width.
        """
        self._check_open(model)
        if fed is not None:
            fed = fitting(fed, self._document.networks[model], model)
        if fed is not self._document.fed.get(model):
            push(self._undo_stack, EntryCommand(self, "fed", model, self._document.fed.get(model), fed, label))

    def intervene(self, model: str, interventions: Interventions, *, label: str) -> None:
        """Hold this while `model` runs, and nothing else. One undo step.

        Raises:
            UsageError: the model is not open.
        """
        self._check_open(model)
        before, after = self._document.interventions.get(model), interventions or None
        if before != after:
            push(self._undo_stack, EntryCommand(self, "interventions", model, before, after, label))

    def close_model(self, name: str) -> None:
        """Close an open model; where it was the last one in view, the first that is left is shown. Not an undo step:
        those there are may belong to it, and are forgotten.

        Raises:
            UsageError: it is not open, or is the only one.
        """
        self._check_open(name)
        if len(self._document.models) == 1:
            raise UsageError(f"{name} is the only open model: open another one first")
        self._undo_stack.clear()
        self._put_document(without_model(self._document, name), other_models=True)

    def restore(self, document: Document, focus: Focus) -> None:
        """Put another person's work, or another day's, in place of this one. The undo steps are forgotten."""
        self._burst.end()
        self._undo_stack.clear()
        self._place = None
        self._put_document(document, other_models=True)
        self._put_focus(clip(focus, document, None))

    def _check_open(self, model: str) -> None:
        if model not in self._document.models:
            raise UsageError(f"the model {model!r} is not open; open are {', '.join(self._document.models) or 'none'}")


def _same(a: Array, b: Array) -> bool:
    return a.shape == np.shape(b) and bool(np.array_equal(a, b, equal_nan=True))
