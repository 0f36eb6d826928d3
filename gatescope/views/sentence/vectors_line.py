"""Replaces the editor where a model reads vectors: names the vectors, and offers to feed others."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from gatescope.formats.core.model import Model
from gatescope.formats.own.sample import input_names, sample_of
from gatescope.plots.theme import Theme
from gatescope.session.document.document import Fed
from gatescope.words import tr, trn

_HEIGHT = 32


class VectorsLine(QWidget):
    """Names the vectors and offers ways to others."""

    file_asked = Signal()
    """The person wants vectors from a file."""
    random_asked = Signal()
    sample_asked = Signal()
    """The person wants the vectors that came with the model."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fedLine")
        self.setAccessibleName(tr("Vectors"))
        self._label = QLabel(self)
        self._label.setObjectName("fedLabel")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._file = self._button(
            tr("Feed vectors…"), tr("Feed the model with the vectors of a .npy, .npz or .csv file")
        )
        self._random = self._button(
            tr("Feed noise"), tr("Feed the model with random vectors: normal, mean 0, deviation 1")
        )
        self._sample = self._button(tr("Feed sample"), tr("Feed the model with the vectors that came with it"))
        self._sample.clicked.connect(self.sample_asked)
        self._file.clicked.connect(self.file_asked)
        self._random.clicked.connect(self.random_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self._label, 1)
        row.addWidget(self._sample)
        row.addWidget(self._random)
        row.addWidget(self._file)

    def show_fed(self, fed: Fed | None, model: Model) -> None:
        """Name the vectors that `model` is fed with, and their numbers where its card does."""
        inputs = model.network.inputs
        self._sample.setVisible(sample_of(model) is not None)
        if fed is None:
            self._label.setText(tr("Nothing to read yet: this model takes vectors of {inputs} numbers.", inputs=inputs))
        else:
            count = len(fed.vectors)
            names = f" ({', '.join(named)})" if (named := input_names(model)) else ""
            vectors = trn("{count} vector", "{count} vectors", count)
            many = trn("{vectors} of one number", "{vectors} of {count} numbers", inputs, vectors=vectors)
            self._label.setText(f"{fed.name}: {many}{names}")
        self._label.setToolTip(self._label.text())

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._label.setStyleSheet(f"#fedLabel {{ font-size: {theme.pixels(16)}px; color: {theme.text}; }}")
        # Buttons grow less than the text does, and shrink less.
        self.setFixedHeight(max(theme.pixels(_HEIGHT), self._file.sizeHint().height()))

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleName(text.rstrip("…"))
        return button
