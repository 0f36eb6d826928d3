"""The page of the layers in the file, with the convention of those that run: stated, assumed, or set by the person."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gatescope.app.inspector.convention_form import ConventionForm
from gatescope.app.inspector.convention_rows import convention_rows, other_assumptions
from gatescope.app.inspector.layer_columns import COLUMNS, LayerRow, layer_rows
from gatescope.app.inspector.records import RecordTable
from gatescope.formats.core.found import ModelFile, Stack
from gatescope.formats.core.model import Model
from gatescope.plots.theme import Theme
from gatescope.views.base.semi_bold import semi_bold
from gatescope.words import tr

_MOST_ROWS = 6


class ReadingPage(QWidget):
    """Shows a file's layers and the reading of the model made from one of its stacks."""

    stack_wanted = Signal(str)
    """The stack, or the layer, that is to be opened as a model."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layers: RecordTable[LayerRow] = RecordTable(tr("Recurrent layers of the file"), COLUMNS, self)
        self.layers.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.layers.selectionModel().currentChanged.connect(self._offer)
        self.form = ConventionForm(self)
        self._file: ModelFile | None = None
        self._stack: Stack | None = None
        self._open_stack = _button(
            tr("Open its network"), tr("Open all layers that run with the chosen one as a model")
        )
        self._open_layer = _button(tr("Open it &alone"), tr("Open the chosen layer by itself, fed with vectors"))
        self._open_stack.clicked.connect(lambda: self._want(whole=True))
        self._open_layer.clicked.connect(lambda: self._want(whole=False))
        self._hint = QLabel(self)
        self._hint.setObjectName("Muted")
        self._heading = QLabel(self)
        self._heading.setObjectName("Heading")
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        self._told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        self.layers.set_theme(theme)
        self.form.set_theme(theme)

    def show_reading(self, file: ModelFile, stack: Stack, model: Model) -> None:
        """Show how `model` was read from `stack` of `file`."""
        if (file, stack.name) != (self._file, None if self._stack is None else self._stack.name):
            self._file, self._stack = file, stack
            self.layers.show_records(layer_rows(file, stack))
            self.layers.fit_height(_MOST_ROWS)
            self._offer()
        self._heading.setText(
            tr("How {name} reads {name2}", name=model.name, name2=stack.name)
            if stack.name
            else tr("How {name} is read", name=model.name)
        )
        self.form.show_rows(convention_rows(model, stack), model.name)
        self._told.setText(remarks(model, file, stack))
        self._told.setVisible(bool(self._told.text()))

    def _offer(self, *_: object) -> None:
        row = self.layers.current()
        single = row is None or len(row.stack.layers) == 1
        self._open_stack.setEnabled(row is not None and not row.running)
        self._open_layer.setEnabled(row is not None and not single)
        several = self._file is not None and len(self.layers.table.records) > 1
        for button in (self._open_stack, self._open_layer):
            button.setVisible(several)
        self._hint.setText(tr("The layers in colour run now. Choose another one to open it.") if several else "")
        self._hint.setVisible(several)

    def _want(self, *, whole: bool) -> None:
        row = self.layers.current()
        if row is not None:
            self.stack_wanted.emit(row.stack.name if whole else row.layer.name)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._hint, 1)
        buttons.addWidget(self._open_layer)
        buttons.addWidget(self._open_stack)
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(14, 12, 14, 12)
        rows.setSpacing(10)
        rows.addWidget(self._heading)
        rows.addWidget(self.form)
        rows.addWidget(self._told)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        # It follows the focus of what is in it.
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        card = QFrame()
        card.setObjectName("Card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.layers)
        column.addLayout(buttons)
        column.addWidget(card, 1)


def remarks(model: Model, file: ModelFile, stack: Stack) -> str:
    """Return the other assumptions and the notes about the file, as rich text."""
    parts = []
    others = other_assumptions(model, stack)
    if others:
        parts.append(
            (
                tr("Also assumed"),
                [f"<b>{escape(tr(a.what))}</b>: {escape(tr(a.taken))} ({escape(tr(a.why))})" for a in others],
            )
        )
    if stack.warnings:
        parts.append((tr("Contradictions"), [escape(tr(warning)) for warning in stack.warnings]))
    if stack.obstacles:
        parts.append((tr("Not computed"), [escape(tr(obstacle)) for obstacle in stack.obstacles]))
    notes = [*stack.notes, *file.notes]
    if notes:
        parts.append((tr("Notes"), [escape(tr(note)) for note in notes]))
    lines_of = "".join(
        f"<p style='margin: 8px 0 2px 0'><b>{title}</b></p>"
        + "".join(f"<p style='margin: 2px 0 2px 0'>{line}</p>" for line in lines)
        for title, lines in parts
    )
    return semi_bold(lines_of)


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoDefault(False)
    return button
