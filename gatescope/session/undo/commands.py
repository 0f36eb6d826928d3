"""The undo steps. Each holds what was before and what is after, so that undo and redo restore rather than compute."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from PySide6.QtGui import QUndoCommand, QUndoStack

from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.session.undo.step import Step, bytes_given_up
from gatescope.session.undo.text_edit import TextEdit
from gatescope.session.undo.typing_burst import one_key
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.session.standing import Standing

Entry = Literal["fed", "interventions"]
"""The fields of a `Document` that hold something for some of its models."""


class EntryValue(Protocol):
    """What such a field holds for one model: vectors, or interventions."""

    @property
    def nbytes(self) -> int:
        """The bytes of its arrays."""
        ...


class Target(Protocol):
    """The interface of the state that commands change."""

    def put_text(self, text: str, caret: int | None, *, typing: bool) -> None:
        """Make `text` the sentence."""
        ...

    def put_network(self, model: str, network: Network) -> None:
        """Make `network` the parameters of the open model called `model`."""
        ...

    def put_model(self, model: Model, network: Network, opened: Network | None) -> None:
        """Make `model` the reading of the open model of its name, `network` its parameters, and `opened` the network
        as it was opened; None where that is the model's own."""
        ...

    def put_entry(self, field: Entry, model: str, value: object) -> None:
        """Make `value` the document's `field` of the open model called `model`; None takes it away."""
        ...

    def put_standing(self, standing: Standing) -> None:
        """Make `standing` the work."""
        ...

    def text(self) -> str:
        """Return the sentence as it is."""
        ...


class TextCommand(Step):
    """Replaces the sentence. It keeps only the span that changed, whatever the length of the text."""

    def __init__(
        self, target: Target, edit: TextEdit, text: str, before: int | None, after: int | None, burst: int, label: str
    ) -> None:
        """`text` is the sentence after the edit, `before` and `after` are the carets; one `burst` is one undo step."""
        super().__init__(label)
        self._target = target
        self._edit = edit
        self._text: str | None = text
        self._before = before
        self._after = after
        self._burst = burst

    def make(self) -> None:
        # The first time it is the editor's own string, which spares a comparison of a megabyte.
        text, self._text = self._text, None
        if text is not None:
            self._target.put_text(text, self._after, typing=True)
        else:
            end = self._edit.start + len(self._edit.inserted)
            after = end if self._after is None else self._after
            self._target.put_text(self._edit.apply(self._target.text()), after, typing=False)

    def undo(self) -> None:
        self._target.put_text(self._edit.inverse().apply(self._target.text()), self._before, typing=False)

    def cost(self) -> int:
        return sys.getsizeof(self._edit.removed) + sys.getsizeof(self._edit.inserted)

    def absorb(self, other: QUndoCommand) -> bool:
        """Become one step with `other`, which follows; False where they belong to two bursts."""
        if not isinstance(other, TextCommand) or other._burst != self._burst:
            return False
        both = self._edit.then(other._edit)
        if both is None:
            return False
        self._edit, self._after = both, other._after
        return True


class ParameterCommand(Step):
    """Replaces parameters of one model. Both networks share every array that did not change."""

    def __init__(
        self, target: Target, model: str, before: Network, after: Network, label: str, gesture: object | None
    ) -> None:
        super().__init__(label)
        self._target = target
        self._model = model
        self._before = before
        self._after = after
        self._gesture = gesture

    def make(self) -> None:
        self._target.put_network(self._model, self._after)

    def undo(self) -> None:
        self._target.put_network(self._model, self._before)

    def cost(self) -> int:
        return bytes_given_up([self._before], [self._after])

    def absorb(self, other: QUndoCommand) -> bool:
        """Become one step with `other`, which follows; False where they belong to two gestures."""
        if not isinstance(other, ParameterCommand) or self._gesture is None:
            return False
        if (other._model, other._gesture) != (self._model, self._gesture):
            return False
        self._after = other._after
        return True


class Reading(NamedTuple):
    """A model as it was read, its parameters as edited, and the network as it was opened, where that is another."""

    model: Model
    network: Network
    opened: Network | None


class ModelCommand(Step):
    """Replaces the reading of an open model, with the parameters that belong to it."""

    def __init__(
        self,
        target: Target,
        before: Reading,
        after: Reading,
        entries: Mapping[Entry, EntryValue | None],
        label: str,
    ) -> None:
        """`entries` is what belongs to the model before; what of it does not fit `after` goes, and comes back."""
        super().__init__(label)
        self._target = target
        self._before = before
        self._after = after
        self._entries = entries

    def make(self) -> None:
        self._target.put_model(*self._after)

    def undo(self) -> None:
        self._target.put_model(*self._before)
        for field, value in self._entries.items():
            if value is not None:
                self._target.put_entry(field, self._before.model.name, value)

    def cost(self) -> int:
        before, after = ([one.model.network, one.network, one.opened] for one in (self._before, self._after))
        return bytes_given_up(before, after) + sum(
            entry.nbytes for entry in self._entries.values() if entry is not None
        )


class EntryCommand(Step):
    """Replaces the vectors or the interventions of one model; None removes them."""

    def __init__(
        self,
        target: Target,
        field: Entry,
        model: str,
        before: EntryValue | None,
        after: EntryValue | None,
        label: str,
        gesture: object | None = None,
    ) -> None:
        super().__init__(label)
        self._target = target
        self._gesture = gesture
        self._where = field, model
        self._before = before
        self._after = after

    def make(self) -> None:
        self._target.put_entry(*self._where, self._after)

    def undo(self) -> None:
        self._target.put_entry(*self._where, self._before)

    def cost(self) -> int:
        return 0 if self._before is None else self._before.nbytes

    def absorb(self, other: QUndoCommand) -> bool:
        """Become one step with `other`, which follows; False where they belong to two gestures."""
        if not isinstance(other, EntryCommand) or self._gesture is None:
            return False
        if (other._where, other._gesture) != (self._where, self._gesture):
            return False
        self._after = other._after
        return True


def push(stack: QUndoStack, step: Step) -> None:
    """Do `step`, as an undo step of its own or as a part of the last one.

    Qt could merge by itself, but PySide never frees a command that Qt merged: every key, and with every move of a
    drag its arrays, would stay in memory. What was saved stays a step of its own, as in Qt.
    """
    on_top = stack.index() == stack.count() > 0 and not stack.isClean()
    last = stack.command(stack.count() - 1) if on_top else None
    if isinstance(last, Step) and last.absorb(step):
        step.redo()
    else:
        stack.push(step)


def label_of(edit: TextEdit, after: str) -> str:
    """Return the name in the Edit menu of `edit`, which led to the text `after`."""
    if one_key(edit):
        return tr("Typing") if edit.inserted else tr("Delete")
    if not after:
        return tr("Clear")
    return tr("Paste") if edit.inserted else tr("Delete")
