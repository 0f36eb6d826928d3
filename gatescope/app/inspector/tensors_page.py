"""The page of all tensors in the file, used or not, with the NaN and Inf in each."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from gatescope.app.inspector.column import Column
from gatescope.app.inspector.records import RecordTable
from gatescope.formats.core.found import FoundTensor, ModelFile
from gatescope.plots.theme import Theme
from gatescope.words import decimal, mark, tr


def _numbers(tensor: FoundTensor) -> int:
    count = 1
    for length in tensor.shape:
        count *= length
    return count


def _bad(tensor: FoundTensor) -> str:
    return "bad" if tensor.nan or tensor.inf else ""


COLUMNS: tuple[Column[FoundTensor], ...] = (
    Column(mark("Tensor"), lambda t: t.name),
    Column(
        mark("Shape"),
        lambda t: " × ".join(map(str, t.shape)) or tr("one number"),
        order=_numbers,
        right=True,
    ),
    Column(mark("Type"), lambda t: t.dtype),
    Column(
        mark("NaN"),
        lambda t: decimal(f"{t.nan:,}") if t.nan else "",
        mark("Values that are NaN (not a number)"),
        True,
        lambda t: t.nan,
        _bad,
    ),
    Column(
        mark("Infinite"),
        lambda t: decimal(f"{t.inf:,}") if t.inf else "",
        mark("Values that are infinite"),
        True,
        lambda t: t.inf,
        _bad,
    ),
    Column(
        mark("Used by"),
        lambda t: ", ".join(t.used_by) or tr("not used"),
        mark("The layers that it went into"),
        colour=lambda t: "" if t.used_by else "muted",
    ),
)


class TensorsPage(QWidget):
    """Lists the tensors of a file, filtered by a text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tensors: RecordTable[FoundTensor] = RecordTable(tr("Tensors of the file"), COLUMNS, self)
        self.tensors.allow_sorting()
        self._filter = QLineEdit(self)
        self._filter.setPlaceholderText(tr("Filter by name, shape, type or use"))
        self._filter.setAccessibleName(tr("Filter the tensors"))
        self._filter.setToolTip(tr("Show only the tensors that have these letters somewhere"))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._narrow)
        self._count = QLabel(self)
        self._count.setObjectName("Muted")
        self._file: ModelFile | None = None
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._filter, 1)
        row.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.tensors, 1)

    def set_theme(self, theme: Theme) -> None:
        self.tensors.set_theme(theme)

    def show_file(self, file: ModelFile) -> None:
        """List what `file` holds."""
        if file is not self._file:
            self._file = file
            self.tensors.show_records(file.tensors)
            self._narrow(self._filter.text())

    def _narrow(self, text: str) -> None:
        self.tensors.filter(text)
        tensors = self.tensors.table.records
        shown = (
            tr("{shown:,} of {count:,}", shown=self.tensors.shown(), count=len(tensors))
            if text
            else decimal(f"{len(tensors):,}")
        )
        numbers = sum(map(_numbers, tensors))
        unused = sum(not tensor.used_by for tensor in tensors)
        self._count.setText(
            tr(
                "{shown} tensors, {numbers:,} numbers, {unused:,} tensors not used",
                shown=shown,
                numbers=numbers,
                unused=unused,
            )
        )
