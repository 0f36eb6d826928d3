"""The window of the inspector: a heading, a line for messages, and a page for each thing to look into."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from gatescope.app.inspector.heading import Heading
from gatescope.app.inspector.proof_page import ProofPage
from gatescope.app.inspector.reading_page import ReadingPage
from gatescope.app.inspector.tensors_page import TensorsPage
from gatescope.app.inspector.words_page import WordsPage
from gatescope.app.window.dialog_buttons import dialog_buttons
from gatescope.app.window.load_bar import LoadBar
from gatescope.app.window.message_bar import MessageBar
from gatescope.app.window.theme import style_sheet
from gatescope.formats.core.found import ModelFile, Stack
from gatescope.formats.core.model import Model
from gatescope.plots.theme import Theme
from gatescope.session.document.document import Fed
from gatescope.words import tr

_SIZE, _LEAST = (1000, 680), (720, 460)


class InspectorDialog(QDialog):
    """The inspector's window, which stays open beside the main one and follows the model in front; Escape closes it.

    It is no child of the window, so that the window changes its theme without waiting for the inspector to do so.
    """

    def __init__(self, window: QWidget) -> None:
        """Make the dialog of `window`."""
        super().__init__()
        self.setObjectName("Inspector")
        self.setModal(False)
        self.setMinimumSize(*_LEAST)
        self.heading = Heading(self)
        self.message_bar = MessageBar()
        self.load_bar = LoadBar()
        self.reading, self.proof, self.words, self.tensors = ReadingPage(), ProofPage(), WordsPage(), TensorsPage()
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(tr("Pages of the inspector"))
        for page, title, tip in (
            (self.reading, tr("&Reading"), tr("The layers, and how they are read")),
            (self.proof, tr("&Proof"), tr("Compare with what another program computed")),
            (self.words, tr("&Words and vectors"), tr("What the model reads")),
            (self.tensors, tr("&Tensors"), tr("Everything the file holds")),
        ):
            self.tabs.setTabToolTip(self.tabs.addTab(page, title), tip)
        self._waiting = QLabel(self)
        self._waiting.setObjectName("Muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setWordWrap(True)
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self.tabs)
        self._middle.addWidget(self._waiting)
        buttons = dialog_buttons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        for widget in (self.heading, self.message_bar, self.load_bar):
            column.addWidget(widget)
        column.addWidget(self._middle, 1)
        column.addWidget(buttons)
        available = window.size()
        self.resize(min(_SIZE[0], available.width() - 24), min(_SIZE[1], available.height() - 24))
        self.move(window.geometry().center() - self.rect().center())
        self.winId()  # makes the handle
        self.windowHandle().setTransientParent(window.window().windowHandle())

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(style_sheet(theme))
        for page in (self.reading, self.proof, self.tensors):
            page.set_theme(theme)

    def show_reading(self, file: ModelFile, stack: Stack, model: Model, fed: Fed | None) -> None:
        """Fill all pages with `model` and the contents of its file."""
        self._head(model, file)
        self.reading.show_reading(file, stack, model)
        self.proof.show_model(model)
        self.words.show_model(model, fed)
        self.tensors.show_file(file)
        self._middle.setCurrentWidget(self.tabs)

    def show_waiting(self, model: Model, sentence: str) -> None:
        """Show `model` without its file, and the reason why that is not there yet."""
        self._head(model, None)
        self._waiting.setText(sentence)
        self._middle.setCurrentWidget(self._waiting)

    def _head(self, model: Model, file: ModelFile | None) -> None:
        self.setWindowTitle(tr("Inspect {name}", name=model.name))
        self.heading.show_model(model, file)
