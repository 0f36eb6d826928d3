"""The sentence: its editor, and under it the tokens that the models make of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gatescope.formats.core.next_token import predicts_next
from gatescope.plots.runs import tokens_of
from gatescope.plots.theme import Theme
from gatescope.session.document.document import Document, Focus
from gatescope.session.run.snapshot import Snapshot
from gatescope.text.tokens import TokenSequence
from gatescope.views.base.spot import Spot
from gatescope.views.base.view import View
from gatescope.views.sentence.chips import ChipStrip
from gatescope.views.sentence.editor import SentenceEditor
from gatescope.views.sentence.examples_button import ExamplesButton
from gatescope.views.sentence.sampling_panel import SamplingPanel
from gatescope.views.sentence.shading_picker import ShadingPicker
from gatescope.views.sentence.shading_scale import ShadingScale
from gatescope.views.sentence.vectors_line import VectorsLine
from gatescope.words import mark, tr

_WIDE = 1100
"""Pixels of width from which the range of the shades stands beside the picker, and the examples have a name."""


class SentenceView(View):
    """The editor and, under it, the tokens with their read-outs or signals.

    Attributes:
        examples: offers sentences of the model in front.
    """

    title = mark("Sentence")
    text_edited = Signal(object, int)
    """The whole text (str) and the caret (a code point), after the person changed it."""
    caret_moved = Signal(int)
    """The caret, after it moved without a change of the text."""
    link_pasted = Signal(str)
    """A link to a scene, which was pasted or dropped instead of a text."""
    vectors_asked = Signal()
    """The person wants to feed the model in front with a file."""
    noise_asked = Signal()
    """The person wants to feed it with random vectors."""
    sample_asked = Signal()
    """The person wants to feed it with the vectors that came with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sentence")
        self._editor = SentenceEditor(self)
        self._fed = VectorsLine(self)
        self._fed.hide()
        self._presenting = False
        self._tokens: TokenSequence | None = None
        self._selected: range | None = None
        self._putting = False
        self.examples = ExamplesButton(self)
        self._scale = ShadingScale(self)
        self._picker = ShadingPicker(self)
        self.sampling = SamplingPanel(self)
        self.sampling.hide()
        self._chips = ChipStrip(self)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._editor, 1)
        line.addWidget(self._fed, 1)
        for beside in (self.sampling, self.examples, self._scale, self._picker):
            line.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self._chips)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self._editor)
        self._editor.edited.connect(self.text_edited)
        self._editor.edited.connect(self._choose_selected)
        self._editor.caret_moved.connect(self.caret_moved)
        self._editor.link_pasted.connect(self.link_pasted)
        self._chips.token_clicked.connect(self.token_clicked)
        self._chips.span_chosen.connect(self.span_chosen)
        self._editor.selectionChanged.connect(self._choose_selected)
        self._chips.hovered.connect(self.hovered)
        self._picker.shading_picked.connect(self.shading_chosen)
        self.examples.example_chosen.connect(self._read_example)
        self._fed.file_asked.connect(self.vectors_asked)
        self._fed.random_asked.connect(self.noise_asked)
        self._fed.sample_asked.connect(self.sample_asked)

    @property
    def input(self) -> QWidget:
        """What the model in front is given its input by: the editor, or the line about vectors."""
        return self._fed if self._editor.isHidden() else self._editor

    @property
    def words(self) -> QWidget:
        """The row of tokens."""
        return self._chips

    def text(self) -> str:
        """Return the text exactly as it was typed, pasted or set."""
        return self._editor.text()

    def set_text(self, text: str, caret: int | None = None) -> None:
        """Show another text, or another caret in it (a code point; None leaves it); no signal follows."""
        # A selection goes with a caret that is put elsewhere; what was chosen by it stays.
        self._putting = True
        self._editor.set_text(text, caret)
        self._putting, self._selected = False, None

    def keep_low(self, low: bool) -> None:
        """Take as little height as can be, because the window has little; or as usual again."""
        self._editor.keep_low(low)

    def focus_editor(self) -> None:
        """Give the keyboard focus to the editor."""
        self._editor.setFocus()

    def take_key(self, event: QKeyEvent) -> None:
        """Type a key that the widget in focus left, and give the editor the focus; without an editor, ignore it."""
        if self._editor.isHidden():
            event.ignore()
            return
        self._editor.setFocus()
        QApplication.sendEvent(self._editor, event)

    def shows_values_in(self, widget: QWidget) -> bool:
        """Return whether `widget` is the part with the tokens."""
        return widget is self._chips

    def spot_at(self, place: QPoint) -> Spot | None:
        return self._chips.spot_at(QPointF(self._chips.mapFrom(self, place)))

    def spot_at_cursor(self) -> Spot | None:
        """Return the token at the cursor."""
        return self._chips.spot_at_cursor()

    def set_theme(self, theme: Theme) -> None:
        self._editor.set_theme(theme)
        self._fed.set_theme(theme)
        self._chips.set_theme(theme)
        self._scale.set_theme(theme)
        self._picker.set_theme(theme)
        self.sampling.set_theme(theme)
        self.examples.set_theme(theme)
        # An audience looks at the sentence; what shades it is chosen before.
        self._presenting = theme.presenting
        self._picker.setVisible(not theme.presenting)
        self._show_examples()
        self._show_scale()

    def show_document(self, document: Document, focus: Focus) -> None:
        """Show the text, and an input for the model in front: a sentence, token ids, or vectors."""
        if document.text != self.text() or document.caret not in (None, self._editor.caret()):
            self.set_text(document.text, document.caret)
        model, network = document.models.get(focus.model), document.networks.get(focus.model)
        if model is None or network is None:
            return
        vectors = network.embedding is None
        self.sampling.setVisible(predicts_next(network, model.vocabulary) and not self._presenting)
        self._editor.setVisible(not vectors)
        self._fed.setVisible(vectors)
        self.examples.show_model(model)
        self._show_examples()
        if vectors:
            self._fed.show_fed(document.fed.get(model.name), model)
        elif network.embedding is not None:
            ids = model.tokenizer is not None and model.tokenizer.name == "ids"
            self._editor.ask_for(tr("Type token ids, 0 to {count}…", count=len(network.embedding) - 1) if ids else "")

    def _read_example(self, sentence: str) -> None:
        self.text_edited.emit(sentence, len(sentence))

    def _show_examples(self) -> None:
        shown = bool(self.examples.sentences) and not self._presenting
        if shown == self.examples.isHidden():
            self.examples.setVisible(shown)

    def _choose_selected(self) -> None:
        """Choose the tokens of which a letter is selected; none any more where they were chosen so."""
        # The document is still that from before an edit: a new focus would show it, and take the edit back.
        if self._putting or self._editor.editing:
            return
        start, end = self._editor.selection()
        before, tokens = self._selected, self._tokens
        self._selected = None if tokens is None or tokens.text != self.text() else tokens.within(start, end)
        if self._selected != before:
            self.span_chosen.emit(self._selected)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Where the space is scarce it belongs to the sentence; the tool tip of the picker has the range too.
        self._show_scale()
        self.examples.set_narrow(self.width() < _WIDE)
        super().resizeEvent(event)

    def _show_scale(self) -> None:
        self._scale.setVisible(self.width() >= _WIDE and not self._presenting)

    def show_snapshot(self, snapshot: Snapshot, focus: Focus) -> None:
        self._chips.show_snapshot(snapshot, focus)
        self._scale.show_bands(self._chips.bands)
        self._picker.show_bands(snapshot, focus, self._chips.bands)
        tokens = self._tokens = tokens_of(snapshot.runs, focus)
        # A text that was edited since has its tokens elsewhere.
        shown = focus.token is not None and focus.token < len(tokens) and tokens.text == self.text()
        self._editor.show_token(_span(tokens, focus.token) if shown and focus.token is not None else None)


def _span(tokens: TokenSequence, token: int) -> tuple[int, int]:
    return int(tokens.starts[token]), int(tokens.ends[token])
