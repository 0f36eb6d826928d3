"""The page of the model's input: words with their rows, ids without names, or vectors from a file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gatescope.app.files.opened import words_from
from gatescope.formats.core.model import Model
from gatescope.plots.axis_words import visible
from gatescope.session.document.document import Fed
from gatescope.text.vocabulary import Vocabulary
from gatescope.words import mark, tr

_SHOWN_TOKENS = 60
_VOCABULARY = mark("Attach a &vocabulary…"), mark("A token list: JSON, TXT, CSV or tokenizer.json")
_WORD_VECTORS = mark("Attach w&ord vectors…"), mark("GloVe, word2vec or fastText as text, of this width")
_TOKENIZERS = {
    "word": mark("Words"),
    "character": mark("Characters"),
    "codepoint": mark("Code points"),
    "ids": mark("Ids"),
    "subword": mark("Subwords"),
    "whitespace": mark("Words between white space"),
    "separated": mark("Words between separators"),
}


class WordsPage(QWidget):
    """Shows the input of the inspected model, and emits what the person wants to attach.

    Signals:
        words_wanted(): a vocabulary, or word vectors where the model takes vectors.
    vectors_wanted(), noise_wanted(): the person wants to feed the model with a file of vectors, or with noise.
    """

    words_wanted = Signal()
    vectors_wanted = Signal()
    noise_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = _Section(tr("Words"))
        self._words.offer("", "", self.words_wanted)
        self._vectors = _Section(tr("Vectors"))
        self._vectors.offer(tr("Feed &vectors…"), tr("A .npy, .npz or .csv file, a row a step"), self.vectors_wanted)
        self._vectors.offer(tr("Feed &noise"), tr("Random vectors, the same each time"), self.noise_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._words)
        column.addWidget(self._vectors)
        column.addStretch(1)

    def show_model(self, model: Model, fed: Fed | None) -> None:
        """Show what `model` reads; `fed` are the vectors it has been given."""
        rows = None if model.network.embedding is None else len(model.network.embedding)
        vectors, inputs = self._vectors, model.network.inputs
        vectors.setVisible(rows is None)
        if fed is not None:
            vectors.say(
                tr(
                    "{name}: {count:,} vectors of {inputs:,} numbers each.",
                    name=fed.name,
                    count=len(fed.vectors),
                    inputs=inputs,
                ),
                "",
            )
        else:
            vectors.say(
                tr("The model takes vectors of {inputs:,} numbers each. None are loaded yet.", inputs=inputs), ""
            )
        words = self._words
        words.rename(*map(tr, _WORD_VECTORS if rows is None else _VOCABULARY))
        if rows is None:
            words.say(
                tr("The file has no words. Word vectors of {inputs:,} numbers each can be attached.", inputs=inputs), ""
            )
        elif model.vocabulary is None or model.tokenizer is None or model.tokenizer.name == "ids":
            words.say(
                tr(
                    "The file does not say which token has which of its {rows:,} rows. Type rows, such as 5, "
                    "2 9, or attach the token list that the model was trained with.",
                    rows=rows,
                ),
                "",
            )
        else:
            kind = tr(_TOKENIZERS.get(model.tokenizer.name, model.tokenizer.name))
            source = words_from(model)
            tail = tr(", from {source}", source=source) if source else ""
            count = len(model.vocabulary)
            told = tr("{kind}: {count:,} tokens for {rows:,} rows{tail}.", kind=kind, count=count, rows=rows, tail=tail)
            words.say(told, _sample(model.vocabulary))


class _Section(QFrame):
    """A card with a title, a sentence, a sample and buttons."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.setAccessibleName(title)
        heading = QLabel(title)
        heading.setObjectName("Heading")
        self._sentence, self._sample = QLabel(), QLabel()
        self._sample.setObjectName("Muted")
        for label in (self._sentence, self._sample):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        for widget in (heading, self._sentence, self._sample):
            column.addWidget(widget)
        column.addLayout(self._row)

    def offer(self, text: str, tip: str, wanted: SignalInstance) -> None:
        """Add a button at the right of the others."""
        button = QPushButton()
        button.setAutoDefault(False)
        button.clicked.connect(wanted)
        self.buttons.append(button)
        self._row.insertWidget(len(self.buttons) - 1, button)
        self.rename(text, tip)

    def rename(self, text: str, tip: str) -> None:
        """Give the last button another name."""
        button = self.buttons[-1]
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(f"{text.replace('&', '').rstrip('…')}: {tip}")

    def say(self, sentence: str, sample: str) -> None:
        self._sentence.setText(sentence)
        self._sample.setText(sample)
        self._sample.setVisible(bool(sample))


def _sample(vocabulary: Vocabulary) -> str:
    """Return the first tokens with their rows, white space made visible."""
    first = vocabulary.tokens[:_SHOWN_TOKENS]
    more = tr("   … and {count:,} more", count=len(vocabulary) - len(first)) if len(vocabulary) > len(first) else ""
    return "   ".join(f"{row}: {visible(token) or '(empty)'}" for row, token in enumerate(first)) + more
