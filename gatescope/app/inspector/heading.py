"""The heading of the inspector: the model, its cell and sizes, and its file."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gatescope.app.files.opened import describe
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.model import Model
from gatescope.words import tr


class ElidedLabel(QLabel):
    """A label of one line that is elided in its middle; its tool tip has the whole text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_whole(self, text: str) -> None:
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width()))


class Heading(QWidget):
    """Shows name, description and file of the inspected model."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLabel(self)
        self._name.setObjectName("Title")
        self._runs = QLabel(self)
        self._runs.setObjectName("Muted")
        for label in (self._name, self._runs):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._source = ElidedLabel(self)
        self._source.setObjectName("Muted")
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self._name)
        first.addWidget(self._runs, 1, Qt.AlignmentFlag.AlignBaseline)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 2, 0)
        column.setSpacing(2)
        column.addLayout(first)
        column.addWidget(self._source)

    def show_model(self, model: Model, file: ModelFile | None) -> None:
        """Show what `model` is; its file may not be known yet."""
        self._name.setText(model.name)
        self._runs.setText(describe(model.network))
        if file is not None:
            self._source.set_whole(f"{file.kind} · {file.path}")
        elif model.origin is not None:
            self._source.set_whole(f"{model.origin.kind} · {model.origin.path}")
        else:
            self._source.set_whole(tr("comes with GateScope"))
