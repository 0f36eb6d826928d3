"""The state of a session: the document, the snapshot and the focus, and the cycle that keeps them together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.engine.network import Network
from gatescope.engine.warmup import READY, KernelState
from gatescope.formats.core.model import Model
from gatescope.session.analyses.runner import Analyses
from gatescope.session.clipping import array_in, clip, cursor, front_tokens
from gatescope.session.document.changes import in_sight, with_entry, with_model, with_network
from gatescope.session.document.document import Document, Focus
from gatescope.session.document.fronts import turned
from gatescope.session.document.quantities import usual
from gatescope.session.run.background import Background
from gatescope.session.run.lively import lively_units
from gatescope.session.run.snapshot import Snapshot, shown_anew
from gatescope.session.run.superseded import superseded
from gatescope.session.standing import Standing
from gatescope.session.undo.commands import Entry
from gatescope.text.tokens import TokenSequence

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


class State(QObject):
    """The data of a `Session`, and the `Target` of its undo commands. Every change of the document requests a run.

    It refers neither to the session nor to the undo stack, so that no command refers back to its owner.

    Signals:
        snapshot_changed(Snapshot), document_changed(Document), focus_changed(Focus): as `Session` has them.
        replaced(tuple): models of these names are others now, such as those of a project.
    """

    snapshot_changed = Signal(object)
    document_changed = Signal(object)
    focus_changed = Signal(object)
    replaced = Signal(object)

    def __init__(self, document: Document, background: Background, analyses: Analyses, parent: QObject) -> None:
        """Have `background` run `document`; `analyses` are cancelled as soon as their runs are superseded."""
        super().__init__(parent)
        self._document = document
        self._snapshot: Snapshot | None = None
        self._focus = clip(Focus(shading=usual(document)), document, None)
        # The character position that the token cursor follows: the caret after an edit, else the token last chosen.
        self._place: int | None = None
        # Whether that position is not one of the sentence, but of what a model reads in its stead.
        self._elsewhere = False
        self._analyses = analyses
        self._background = background
        background.answered.connect(self._take)
        background.kernels_changed.connect(self._take_kernels)
        background.request(document)

    @property
    def document(self) -> Document:
        return self._document

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot on screen; None until the first request is answered."""
        return self._snapshot

    @property
    def focus(self) -> Focus:
        return self._focus

    # -- called by the undo commands

    def text(self) -> str:
        """Return the sentence."""
        return self._document.text

    def put_text(self, text: str, caret: int | None, *, typing: bool) -> None:
        """Make `text` the sentence."""
        self._place, self._elsewhere = caret, False
        self.put_document(replace(self._document, text=text, caret=caret, typing=typing and caret is not None))

    @property
    def standing(self) -> Standing:
        """The work as it is."""
        return Standing(self._document, self._focus, self._place, self._elsewhere)

    def put_standing(self, standing: Standing) -> None:
        """Make `standing` the work; models that were opened or closed meanwhile stay so."""
        standing = standing.among(self._document)
        self._place, self._elsewhere = standing.place, standing.elsewhere
        self.put_document(standing.document, other_models=standing.document.shown != self._document.shown)
        known = self._snapshot is not None and self._snapshot.text == standing.document.text
        self._put_focus(clip(standing.focus, self._document, self._snapshot if known else None))
        if known and self._elsewhere:
            # The token was one of a run of another text, which is over.
            self._follow_place()

    def put_network(self, model: str, network: Network) -> None:
        """Make `network` the parameters of `model`, and show the model if it is out of sight."""
        self._put_in_sight(with_network(self._document, model, network))

    def put_model(self, model: Model, network: Network, opened: Network | None) -> None:
        """Make `model` the reading of the open model of its name, `network` its parameters and `opened` what it was
        opened with, and show it if it is out of sight."""
        changed = with_model(self._document, model, network, opened)
        self.put_document(in_sight(changed, model.name), other_models=True)

    def put_entry(self, field: Entry, model: str, value: object) -> None:
        """Make `value` the document's `field` of `model`, and show the model if it is out of sight; None takes it
        away."""
        self._put_in_sight(in_sight(with_entry(self._document, field, model, value), model))

    # -- called by the session, without an undo step

    def put_document(self, document: Document, *, other_models: bool = False) -> None:
        """Replace the document and request its run. With `other_models`, runs under way are dropped."""
        # First of all: a thread that still works for the old runs takes the interpreter from what follows.
        self._analyses.cancel_runs(superseded(self._document, document))
        wanted = turned(self._focus, self._document, document)
        self._document = document
        self._background.request(document, other_models=other_models)
        before, self._focus = self._focus, clip(wanted, document, self._snapshot)
        self.document_changed.emit(document)
        if self._focus != before:
            self.focus_changed.emit(self._focus)

    def put_opened(self, document: Document, name: str) -> None:
        """Replace the document by one in which the model called `name` was opened, maybe in the place of another."""
        other = name in self._document.models
        self.put_document(document, other_models=True)
        if other:
            self.replaced.emit((name,))

    def show_anew(self) -> None:
        """Tell of the document again, and of equal runs, so that views take nothing of them for drawn."""
        self.document_changed.emit(self._document)
        if self._snapshot is not None:
            self._snapshot = shown_anew(self._snapshot)
            self.snapshot_changed.emit(self._snapshot)

    def restore(self, document: Document, focus: Focus) -> None:
        """Replace the document and the focus; the token cursor follows the caret."""
        self._place, self._elsewhere = document.caret, False
        self.put_document(document, other_models=True)
        self._put_focus(clip(focus, document, None))
        self.replaced.emit(tuple(document.models))

    def move_caret(self, caret: int) -> None:
        """Put the caret at `caret`; the token cursor follows, and no word is being typed any more."""
        self._place, self._elsewhere = caret, False
        self._put_caret(caret)
        self._follow_place()

    def change_focus(self, **fields: Any) -> None:
        """Replace fields of the focus; each is clipped to what exists. The array follows the part.

        Raises:
            TypeError: the focus has no such field.
        """
        before = self._focus.model
        if "part" in fields:
            # The same array of another layer, unless another one is asked for.
            fields = {"parameter": array_in(fields["part"], self._focus.parameter), **fields}
        focus = clip(replace(self._focus, **fields), self._document, self._snapshot)
        if "token" in fields:
            tokens = front_tokens(focus, self._snapshot)
            self._put_focus(focus)
            if tokens is not None and focus.token is not None:
                self._put_caret_behind(tokens, focus.token)
        else:
            self._put_focus(focus)
            if focus.model != before:
                self._follow_place()

    def _put_caret_behind(self, tokens: TokenSequence, token: int) -> None:
        """Move the caret of the sentence behind the token, so that there is but one cursor."""
        self._place = int(tokens.ends[token])
        # Vectors have no text, and places in an older text mean nothing in the one that is being run.
        self._elsewhere = tokens.text != self._document.text
        if not self._elsewhere and self._document.caret != self._place:
            self._put_caret(self._place)

    def _put_caret(self, caret: int) -> None:
        was_typing = self._document.typing
        self._document = replace(self._document, caret=caret, typing=False)
        self.document_changed.emit(self._document)
        if was_typing:
            self._background.request(self._document)

    def _put_in_sight(self, document: Document) -> None:
        self.put_document(document, other_models=document.shown != self._document.shown)

    def _put_focus(self, focus: Focus) -> None:
        if focus != self._focus:
            self._focus = focus
            self.focus_changed.emit(focus)

    def _follow_place(self) -> None:
        tokens = front_tokens(self._focus, self._snapshot)
        if tokens is not None:
            self._put_focus(replace(self._focus, token=self._cursor(tokens)))

    def _cursor(self, tokens: TokenSequence) -> int | None:
        """Return the token at the place that the cursor follows; where that is of other vectors, at the caret."""
        of_sentence = self._elsewhere and tokens.text == self._document.text
        return cursor(tokens, self._document.caret if of_sentence else self._place)

    @Slot(object)
    def _take_kernels(self, state: KernelState) -> None:
        """Run the document once more as soon as the kernels can: what is on screen was stepped by the reference."""
        if state.name == READY.name and self._snapshot is not None and self._snapshot.kernels != "kernels":
            self._background.request(self._document)

    @Slot(object)
    def _take(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        before, focus = self._focus, clip(self._focus, self._document, snapshot)
        focus = replace(focus, lively=lively_units(focus, snapshot.runs))
        tokens = front_tokens(focus, snapshot)
        self._focus = focus if tokens is None else replace(focus, token=self._cursor(tokens))
        self.snapshot_changed.emit(snapshot)
        if self._focus != before:
            self.focus_changed.emit(self._focus)
