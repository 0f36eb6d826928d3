"""What a person chooses of a plane of states: which states, what it is fitted on, further sentences."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from gatescope.session.space.fit import BUNDLED, TEXT
from gatescope.views.controls.segmented import Segment
from gatescope.words import mark, tr

STATES = (
    Segment("hidden_state", mark("hidden states"), mark("The plane of the hidden states")),
    Segment("cell_state", mark("cell states"), mark("The plane of the cell states c, which an LSTM alone has")),
)
ANOTHER = "another file"
"""The key of the choice that asks for a file."""
FITS = {
    BUNDLED: Segment(
        BUNDLED, mark("bundled sentences"), mark("Fit the plane on the sentences that come with GateScope")
    ),
    TEXT: Segment(TEXT, mark("this text"), mark("Fit the plane on the states of the text itself")),
}


def fits(file: str) -> list[Segment]:
    """Return what can be chosen, with the file that was read last."""
    another = Segment(
        ANOTHER, tr("another file…") if file else tr("a file…"), tr("Fit the plane on a .txt, .csv or .jsonl file")
    )
    of_file = (
        [Segment(file, Path(file).name, tr("Fit the plane on the beginning of {file}", file=file))] if file else []
    )
    return [*FITS.values(), *of_file, another]


class SentenceEdit(QLineEdit):
    """Takes a further sentence."""

    entered = Signal(str)
    """The sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(tr("Add a sentence…"))
        self.setAccessibleName(tr("Add a sentence to the plane"))
        self.setToolTip(tr("Write another sentence and press Enter to see its path beside this one"))
        self.returnPressed.connect(self._enter)
        self.hide()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.placeholderText()) + 36
        return QSize(wide, super().sizeHint().height())

    def _enter(self) -> None:
        text = self.text().strip()
        if text:
            self.clear()
            self.entered.emit(text)


def tool_button(words: str, tip: str, parent: QWidget) -> QPushButton:
    """Return a hidden button of the tool row."""
    made = QPushButton(words, parent)
    made.setToolTip(tip)
    made.setAccessibleName(words)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.hide()
    return made
