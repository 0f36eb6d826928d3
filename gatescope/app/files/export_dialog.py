"""The dialog that asks which plot to export, at which size, and to which file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatescope.app.window.dialog_buttons import dialog_buttons
from gatescope.export.file_kinds import VIEWS
from gatescope.plots.theme import TITLES
from gatescope.words import mark, tr

_SIZES = {
    mark("As on screen"): None,
    mark("1600 × 900 (slide)"): QSize(1600, 900),
    "1200 × 800 (3 : 2)": QSize(1200, 800),
    mark("1000 × 1000 (square)"): QSize(1000, 1000),
}


@dataclass(frozen=True)
class ExportChoice:
    """The answers of the dialog. Sizes are in pixels before `scale`; `size` is None for that of the view on screen."""

    view: str
    path: Path
    size: QSize | None
    scale: int
    theme: str


class ExportDialog(QDialog):
    """Asks for the plot, its size, scale and theme, and the file. It stays open until the file is written.

    Signals:
        asked(ExportChoice): the person wants the picture. The answer is `accept` once it is written, or `fail`.
    """

    asked = Signal(object)

    def __init__(self, views: Mapping[str, str], front: str, theme: str, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export plot"))
        self.setMinimumWidth(460)
        self._folder = folder
        self._view = _combo(views, front, tr("Which plot to save"))
        self._size = _combo({name: tr(name) for name in _SIZES}, "As on screen", tr("Width × height before the scale"))
        self._scale = _combo(
            {str(n): f"{n}×" for n in (1, 2, 3, 4)}, "2", tr("Pixels per point: 2× is crisp on a projector")
        )
        self._theme = _combo(
            {name: tr(title) for name, title in TITLES.items()}, theme, tr("The design of the picture")
        )
        self._path = QLineEdit(str(folder / f"gatescope-{front}{VIEWS.default}"))
        self._path.setAccessibleName(tr("File"))
        self._path.setToolTip(tr("Where the picture is written; an existing file is replaced"))
        browse = QPushButton(tr("Browse…"))
        browse.setToolTip(tr("Choose a folder and a name"))
        browse.clicked.connect(self._browse)
        self._view.currentIndexChanged.connect(self._rename)
        self._problem = QLabel()
        self._problem.setObjectName("Problem")
        self._problem.setWordWrap(True)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.hide()
        buttons = dialog_buttons(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._ask)
        buttons.rejected.connect(self.reject)
        self._save = buttons.button(QDialogButtonBox.StandardButton.Save)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        for label, widget in (
            (tr("Plot"), self._view),
            (tr("Size"), self._size),
            (tr("Scale"), self._scale),
            (tr("Theme"), self._theme),
        ):
            form.addRow(label, widget)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._path, 1)
        row.addWidget(browse)
        form.addRow(tr("File"), row)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        about = QLabel(tr("The picture is drawn anew from the same data as on screen, with its words and ranges."))
        about.setWordWrap(True)
        column.addWidget(about)
        column.addLayout(form)
        column.addWidget(self._problem)
        column.addWidget(buttons)

    def choice(self) -> ExportChoice:
        """Return the answers as the fields have them now."""
        path = Path(self._path.text().strip() or self._own_name()).expanduser()
        if path.suffix == "":
            path = path.with_suffix(VIEWS.default)
        return ExportChoice(
            view=self._view.currentData(),
            path=path if path.is_absolute() else self._folder / path,
            size=_SIZES[self._size.currentData()],
            scale=int(self._scale.currentData()),
            theme=self._theme.currentData(),
        )

    def fail(self, sentence: str) -> None:
        """Say why no picture was written, and let the person put it right; all settings stay."""
        self._save.setEnabled(True)
        self._problem.setText(sentence)
        self._problem.show()
        self._path.setFocus()

    @property
    def problem(self) -> str:
        """Why the last picture was not written; empty where nothing went wrong."""
        return "" if self._problem.isHidden() else self._problem.text()

    @Slot()
    def _ask(self) -> None:
        self._problem.hide()
        # Until it is written or has failed: a second picture of the same would only follow the first.
        self._save.setEnabled(False)
        self.asked.emit(self.choice())

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export plot"), self._path.text(), VIEWS.dialog_filter())
        if name:
            self._path.setText(name)

    def _rename(self) -> None:
        path = Path(self._path.text())
        if path.name.startswith("gatescope-"):
            self._path.setText(str(path.with_name(self._own_name())))

    def _own_name(self) -> str:
        """Return the file name that the dialog proposes for the plot that is selected."""
        return f"gatescope-{self._view.currentData()}{Path(self._path.text()).suffix or VIEWS.default}"


def _combo(entries: Mapping[str, str], selected: str, tip: str) -> QComboBox:
    combo = QComboBox()
    for key, text in entries.items():
        combo.addItem(text, key)
    combo.setCurrentIndex(max(combo.findData(selected), 0))
    combo.setToolTip(tip)
    combo.setAccessibleName(tip)
    return combo
