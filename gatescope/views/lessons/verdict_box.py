"""What a test has found: the verdict in a sentence, and a table of what was measured."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gatescope.lessons.card import Verdict
from gatescope.lessons.verdict import Measured, Result
from gatescope.plots.theme import LIGHT, Theme
from gatescope.session.lessons.lesson import Outcome
from gatescope.views.base.text_size import scaled
from gatescope.views.lessons.rich import plain, rich
from gatescope.views.lessons.state_mark import IN_WORDS, paint_mark
from gatescope.words import mark, tr

_MARK, _TEXT = 15.0, 13
_HEADS: dict[Verdict, str] = {
    "true": mark("True"),
    "only if": mark("True only under a condition"),
    "false": mark("False"),
}


class VerdictBox(QFrame):
    """Hidden until there is a test."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("LessonVerdict")
        self._theme: Theme = LIGHT
        self._tested: Outcome | None = None
        self._mark = _Mark(self)
        self._head = QLabel(self)
        self._head.setObjectName("Heading")
        self._finding = QLabel(self)
        self._stale = QLabel(self)
        self._stale.setObjectName("LessonStale")
        for label in (self._head, self._finding, self._stale):
            label.setWordWrap(True)
            label.setMinimumWidth(1)
            label.setTextFormat(Qt.TextFormat.RichText)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(16)
        self._table.setVerticalSpacing(5)
        self._cells: list[QLabel] = []
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._head, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._finding)
        column.addLayout(self._table)
        column.addWidget(self._stale)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._mark.set_theme(theme)
        self._write()

    def show_tested(self, tested: Outcome | None) -> None:
        """Show a test; nothing where there is none."""
        self.setVisible(tested is not None)
        if tested is not self._tested:
            self._tested = tested
            self._write()

    def _write(self) -> None:
        tested = self._tested
        if tested is None:
            return
        measured, pixels = tested.result.measured, self._theme.pixels(_TEXT)
        self._mark.show_verdict(measured.verdict)
        self._head.setText(rich(head_of(tested.result), pixels))
        self._finding.setText(rich(measured.sentence, pixels))
        self._finding.setVisible(bool(measured.sentence))
        self._stale.setText(tr("Measured on {model} as it was: test it again.", model=tested.model or tr("the models")))
        self._stale.setVisible(not tested.current)
        self.setAccessibleName(
            tr(
                "Verdict: {verdict}. {sentence}",
                verdict=tr(IN_WORDS[measured.verdict]),
                sentence=plain(measured.sentence),
            )
        )
        self._write_table(measured, pixels)

    def _write_table(self, measured: Measured, pixels: int) -> None:
        for cell in self._cells:
            self._table.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = []
        heads = 1 if measured.columns else 0
        rows = (measured.columns, *measured.rows) if heads else measured.rows
        for at, row in enumerate(rows):
            name = "LessonHead" if at < heads else "LessonCell" if at - heads != measured.current else "LessonCurrent"
            for column, words in enumerate(row):
                label = QLabel(rich(words, pixels), self)
                label.setTextFormat(Qt.TextFormat.RichText)
                label.setWordWrap(column == 0)
                label.setObjectName(name)
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self._table.addWidget(label, at, column)
                label.show()
                self._cells.append(label)
        for column in range(max((len(row) for row in rows), default=0)):
            self._table.setColumnStretch(column, 2 if column == 0 else 1)


def head_of(result: Result) -> str:
    """Return the verdict in words, with the condition that its card names."""
    if result.verdict == "only if" and result.condition:
        return tr("True only {condition}", condition=result.condition)
    return tr(_HEADS[result.verdict])


class _Mark(QWidget):
    """The mark of the verdict."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._verdict: Verdict | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_verdict(self, verdict: Verdict) -> None:
        self._verdict = verdict
        self.update()

    def sizeHint(self) -> QSize:
        size = round(scaled(_MARK)) + 2
        return QSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = scaled(_MARK)
        paint_mark(painter, QRectF(1, 1, size, size), self._verdict, self._theme)
        painter.end()
