"""The page that compares the model with another program's states, and offers a reading of the file that fits."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gatescope.app.inspector.column import Column
from gatescope.app.inspector.convention_rows import in_words
from gatescope.app.inspector.heading import ElidedLabel
from gatescope.app.inspector.records import RecordTable
from gatescope.formats.core.model import Model
from gatescope.plots.numbers import number
from gatescope.plots.signals import title
from gatescope.plots.theme import Theme
from gatescope.proof.measure import Row
from gatescope.proof.proof import Alternative, Proof
from gatescope.words import mark, tr, trn

_EMPTY = mark("""A reference is a .npz file of inputs, and of the hidden states that another program computed from \
them with these weights: x and h, token_ids and h_L0, lstm_x and lstm_y, … Gates and cell states count too.

GateScope runs the same inputs and shows how far it is off. If it is off, the other readings of the file are tried: \
another order of the gates, other activations, another reset gate.""")


def _direction(row: Row) -> str:
    return "–" if row.signal == "embedding" else row.direction or tr("joined")


def _difference(row: Row) -> str:
    return number(row.delta) if row.delta else "0"


def _colour(row: Row) -> str:
    return "" if row.fits else "bad"


COLUMNS: tuple[Column[Row], ...] = (
    Column(mark("Array"), lambda r: r.array, mark("The reference's name for it")),
    Column(mark("Layer"), lambda r: f"{r.layer + 1}", mark("Counted from 1, from the input upwards"), right=True),
    Column(mark("Direction"), _direction),
    Column(mark("Signal"), lambda r: title(r.signal)),
    Column(mark("max |Δ|"), _difference, mark("The largest difference"), True, lambda r: r.delta, _colour),
    Column(mark("Allowed"), lambda r: number(r.tolerance), mark("What rounding explains"), True, lambda r: r.tolerance),
    Column(mark("Token"), lambda r: f"{r.token + 1}", mark("Where the largest difference is"), True, lambda r: r.token),
    Column(mark("Verdict"), lambda r: "fits" if r.fits else tr("does not fit"), colour=_colour),
)


class ProofPage(QWidget):
    """Shows the newest proof of the inspected model.

    Signals:
        reference_wanted(): the person wants to choose a reference.
        reading_wanted(object): the overrides (key → value) to read the model with.
    """

    reference_wanted = Signal()
    reading_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Model | None = None
        self._proof: Proof | None = None
        self.choose = QPushButton(tr("Choose a re&ference…"))
        self.choose.setToolTip(tr("A .npz file of inputs and hidden states (or drop one here)"))
        self.choose.setAccessibleName(tr("Choose a reference"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self.reference_wanted)
        self._path = ElidedLabel()
        self._path.setObjectName("Muted")
        self._mark, self._verdict = QLabel(), _text()
        self._mark.setObjectName("MessageMark")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._better = _text()
        self.take = QPushButton(tr("Read it &so"))
        self.take.setToolTip(tr("Take this reading for the model; Ctrl+Z takes it back"))
        self.take.setAccessibleName(tr("Take the reading that fits"))
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self._take)
        self.rows: RecordTable[Row] = RecordTable(tr("Differences from the reference"), COLUMNS)
        self.rows.allow_sorting()
        self._notes = _text()
        self._notes.setObjectName("Muted")
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        self.rows.set_theme(theme)

    def show_model(self, model: Model) -> None:
        """Set the model that proofs are about, and clear the proof of another one."""
        if self._model is None or model.name != self._model.name:
            self._pages.setCurrentIndex(0)
            self._path.set_whole("")
            self._proof = None
        self._model = model

    def show_proof(self, proof: Proof) -> None:
        """Show the result of a proof: the verdict, the differences, and a reading that fits better."""
        self._proof = proof
        self._path.set_whole(str(proof.reference))
        self._mark.setText("✓" if proof.fits else "!")
        self._mark.setProperty("look", "good" if proof.fits else "error")
        self._mark.style().unpolish(self._mark)
        self._mark.style().polish(self._mark)
        self._verdict.setText(self._sentence(proof))
        better = proof.better
        for widget in (self._better, self.take):
            widget.setVisible(better is not None)
        if better is not None:
            otherwise = tr("when it is read otherwise") if better.overrides else tr("as the file has it")
            said = f": {self._words(better.overrides)}" if better.overrides else ""
            self._better.setText(
                tr("It fits {otherwise}, to {delta}{said}.", otherwise=otherwise, delta=number(better.delta), said=said)
            )
        self.rows.show_records(proof.rows)
        notes = [*(f"{note[0].upper()}{note[1:]}." for note in map(tr, proof.notes)), *self._alike(proof.alike)]
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        self._pages.setCurrentIndex(1)

    def _sentence(self, proof: Proof) -> str:
        if proof.fits:
            return trn(
                "The model fits: max |Δ| {delta} over 1 signal.",
                "The model fits: max |Δ| {delta} over {count} signals.",
                len(proof.rows),
                delta=number(proof.delta),
            )
        tail = tr(
            " {tried:,} other readings were tried, and none fits: the reference may be of other weights.",
            tried=proof.tried,
        )
        return tr(
            "The model does not fit: max |Δ| {delta}.{tail}",
            delta=number(proof.delta),
            tail=tail if proof.better is None else "",
        )

    def _alike(self, alike: tuple[Alternative, ...]) -> list[str]:
        if not alike:
            return []
        told = "; ".join(self._words(other.overrides) for other in alike)
        return [tr("The reference cannot tell this reading from: {told}.", told=told)]

    def _words(self, overrides: Mapping[str, str]) -> str:
        assert self._model is not None
        return in_words(overrides, self._model.network.cell)

    def _take(self) -> None:
        if self._proof is not None and self._proof.better is not None:
            self.reading_wanted.emit(dict(self._proof.better.overrides))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.choose)
        top.addWidget(self._path, 1)
        empty = _text()
        empty.setObjectName("Muted")
        empty.setText(tr(_EMPTY))
        empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        empty.setContentsMargins(2, 8, 120, 0)
        card = QFrame()
        card.setObjectName("Verdict")
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(10)
        first.addWidget(self._mark)
        first.addWidget(self._verdict, 1)
        second.addSpacing(26)
        second.addWidget(self._better, 1)
        second.addWidget(self.take)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 9, 10, 9)
        inside.setSpacing(6)
        inside.addLayout(first)
        inside.addLayout(second)
        result = QWidget()
        rows = QVBoxLayout(result)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(card)
        rows.addWidget(self.rows, 1)
        rows.addWidget(self._notes)
        self._pages = QStackedWidget()
        self._pages.addWidget(empty)
        self._pages.addWidget(result)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._pages, 1)


def _text() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
