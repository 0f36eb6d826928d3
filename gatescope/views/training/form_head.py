"""The head of the form: the task, the cell, and where the sequences come from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gatescope.training.tasks.task import Material, Task
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.words import tr

_ROW, _GAP = 34, 8
_LONGEST = 26


class FormHead(WrappingRow):
    """Holds the controls of task and cell, and a button a source with what is chosen on it; none for a task that draws
    its own sequences."""

    corpus_wanted = Signal()
    data_wanted = Signal()
    cleared = Signal()
    """The file of the person's own is not to be used any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_ROW, _GAP, 0, parent)
        self._corpus, self._data = QPushButton(self), QPushButton(self)
        self._corpus.clicked.connect(self._ask_for_corpus)
        self._data.clicked.connect(self._ask_for_data)
        self._clear = QPushButton(tr("Without it"), self)
        self._clear.setAccessibleName(tr("Train without the file of your own"))
        self._clear.setToolTip(tr("Do not use the file of your own"))
        self._clear.clicked.connect(self._tell_clear)
        for button in (self._corpus, self._data, self._clear):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.hide()

    def show_material(self, controls: list[QWidget], task: Task, material: Material) -> None:
        """Show what a task reads, and what of it is chosen, behind `controls`."""
        self._corpus.setText(_named(tr("Corpus"), None if material.corpus is None else material.corpus.name))
        self._corpus.setAccessibleName(self._corpus.text())
        names = tr(" and ").join(task.corpora)
        self._corpus.setToolTip(
            tr("{folder}: it is to hold {names}", folder=material.corpus or tr("Choose a folder"), names=names)
        )
        self._data.setText(_named(tr("File of your own"), None if material.data is None else material.data.name))
        self._data.setAccessibleName(self._data.text())
        self._data.setToolTip(
            tr("{file}: a table with the columns text and label, or a text", file=material.data or tr("Choose a file"))
        )
        shown: list[QWidget] = [self._corpus] if task.corpora else []
        shown += [self._data] if task.takes_data else []
        shown += [self._clear] if task.takes_data and task.corpora and material.data is not None else []
        self.set_controls([*controls, *shown])
        for button in (self._corpus, self._data, self._clear):
            button.setVisible(button in shown)

    def _ask_for_corpus(self) -> None:
        self.corpus_wanted.emit()

    def _ask_for_data(self) -> None:
        self.data_wanted.emit()

    def _tell_clear(self) -> None:
        self.cleared.emit()


def _named(what: str, name: str | None) -> str:
    if name is None:
        return f"{what}…"
    return f"{what}: {name if len(name) <= _LONGEST else name[: _LONGEST - 1] + '…'}".replace("&", "&&")
