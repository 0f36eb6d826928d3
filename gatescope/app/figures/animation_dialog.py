"""The dialog that asks what is to move, how fast, and into which file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gatescope.app.figures.animation_choice import MOVEMENTS, AnimationChoice
from gatescope.app.window.dialog_buttons import dialog_buttons
from gatescope.export.animation.kinds import ANIMATIONS
from gatescope.export.animation.pace import FASTEST
from gatescope.plots.animation.frames import MOST_FRAMES
from gatescope.plots.theme import TITLES
from gatescope.words import mark, tr, trn

_SIZES = {
    "960x540": mark("960 × 540 (16 : 9)"),
    "1280x720": mark("1280 × 720 (slide)"),
    "1920x1080": mark("1920 × 1080 (whole screen)"),
    "720x720": mark("720 × 720 (square)"),
}


class AnimationDialog(QDialog):
    """Asks for a moving picture, and shows how far it is drawn. It stays open until the file is written.

    Signals:
        asked(AnimationChoice): the person wants it. The answer is `show_progress`, and `accept` or `fail`.
        stopped(): it is no longer wanted; the file is as it was.
    """

    asked = Signal(object)
    stopped = Signal()

    def __init__(
        self, views: Mapping[str, str], front: str, theme: str, folder: Path, sweep: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Animation"))
        self.setMinimumWidth(500)
        self._folder, self._writing = folder, False
        self._movement = _combo(
            {key: tr(one.title) for key, one in MOVEMENTS.items()}, "letters", tr("What moves from frame to frame")
        )
        self._view = _combo(views, front, tr("Which plot is drawn in every frame"))
        self._sweep = QLineEdit(sweep)
        _name(self._sweep, tr("What is held, from which value to which: forget_gate=0..1@u3,u7-9@t4-12"))
        sizes = {key: tr(title) for key, title in _SIZES.items()}
        self._size = _combo(sizes, "960x540", tr("Width × height in pixels"))
        self._theme = _combo(
            {name: tr(title) for name, title in TITLES.items()}, theme, tr("The design of the picture")
        )
        self._frames = QSpinBox()
        self._frames.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._frames.setRange(0, MOST_FRAMES)
        self._frames.setSpecialValueText(tr("as many as it needs"))
        _name(self._frames, tr("At most so many frames; longer texts then grow by several letters a frame"))
        self._fps = QDoubleSpinBox()
        self._fps.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self._fps.setRange(0.0, FASTEST)
        self._fps.setDecimals(1)
        self._fps.setSpecialValueText(tr("as it can be followed"))
        _name(self._fps, tr("Frames a second"))
        kinds = {suffix: f"{kind.name} ({suffix})" for suffix, kind in ANIMATIONS.items()}
        self._kind = _combo(kinds, ".gif", tr("The kind of file; videos need ffmpeg"))
        self._path = QLineEdit()
        _name(self._path, tr("Where the animation is written; an existing file is replaced"))
        browse = QPushButton(tr("Browse…"))
        browse.setToolTip(tr("Choose a folder and a name"))
        browse.clicked.connect(self._browse)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(tr("Frames that are drawn"))
        self._told = QLabel()
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._problem = QLabel()
        self._problem.setObjectName("Problem")
        self._problem.setWordWrap(True)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        buttons = dialog_buttons(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._ask)
        buttons.rejected.connect(self.reject)
        self._save = buttons.button(QDialogButtonBox.StandardButton.Save)
        self._cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self._answers = [
            *(self._movement, self._sweep, self._view, self._size, self._theme, self._frames, self._fps),
            *(self._kind, self._path, browse),
        ]
        self._form = form = QFormLayout()
        form.setHorizontalSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._path, 1)
        row.addWidget(browse)
        for label, widget in (
            (tr("What moves"), self._movement),
            (tr("Held"), self._sweep),
            (tr("Plot"), self._view),
            (tr("Size"), self._size),
            (tr("Theme"), self._theme),
            (tr("Frames"), self._frames),
            (tr("A second"), self._fps),
            (tr("Format"), self._kind),
        ):
            form.addRow(label, widget)
        form.addRow(tr("File"), row)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addLayout(form)
        for below in (self._progress, self._told, self._problem):
            column.addWidget(below)
            below.hide()
        column.addWidget(buttons)
        self._movement.currentIndexChanged.connect(self._follow)
        self._view.currentIndexChanged.connect(self._rename)
        self._kind.currentIndexChanged.connect(self._rename)
        self._path.setText(str(folder / self._own_name()))
        self._follow()

    def choice(self) -> AnimationChoice:
        """Return the answers as the fields have them now."""
        path = Path(self._path.text().strip() or self._own_name()).expanduser()
        if path.suffix == "":
            path = path.with_suffix(self._kind.currentData())
        width, height = map(int, self._size.currentData().split("x"))
        return AnimationChoice(
            movement=self._movement.currentData(),
            view=self._view.currentData(),
            sweep=self._sweep.text().strip(),
            path=path if path.is_absolute() else self._folder / path,
            size=(width, height),
            theme=self._theme.currentData(),
            frames=self._frames.value() or None,
            fps=self._fps.value() or None,
        )

    def show_progress(self, drawn: int, count: int, remark: str) -> None:
        """Show how many frames are drawn, and what does not fit into so many."""
        self._progress.setRange(0, count)
        self._progress.setValue(drawn)
        said = trn("Frame {drawn} of {count}", "Frame {drawn} of {count}", count, drawn=min(drawn + 1, count))
        self._told.setText(f"{said}. {remark}" if remark else said)
        self._progress.show()
        self._told.show()

    def fail(self, sentence: str) -> None:
        """Say why nothing was written, and let the person put it right; all settings stay."""
        self._stand_by()
        self._problem.setText(sentence)
        self._problem.show()
        self._path.setFocus()

    @property
    def problem(self) -> str:
        """Why the last animation was not written; empty where nothing went wrong."""
        return "" if self._problem.isHidden() else self._problem.text()

    def reject(self) -> None:
        """End the drawing where there is one, and close where there is none."""
        if self._writing:
            self._stand_by()
            self.stopped.emit()
        else:
            super().reject()

    @Slot()
    def _ask(self) -> None:
        self._problem.hide()
        self._writing = True
        self._cancel.setFocus()
        self._save.setEnabled(False)
        self._fields(enabled=False)
        self.asked.emit(self.choice())

    @Slot()
    def _follow(self) -> None:
        """Offer what means something for what moves."""
        movement = self._movement.currentData()
        self._form.setRowVisible(self._sweep, movement == "clamp")
        self._view.setEnabled(movement != "cell")

    @Slot()
    def _rename(self) -> None:
        path = Path(self._path.text())
        own = path.name.startswith("gatescope-")
        name = self._own_name() if own else path.with_suffix(self._kind.currentData()).name
        self._path.setText(str(path.with_name(name)))

    @Slot()
    def _browse(self) -> None:
        offered = ";;".join(f"{kind.name} (*{suffix})" for suffix, kind in ANIMATIONS.items())
        name, _ = QFileDialog.getSaveFileName(self, tr("Animation"), self._path.text(), offered)
        if name:
            self._path.setText(name)

    def _stand_by(self) -> None:
        self._writing = False
        self._save.setEnabled(True)
        self._fields(enabled=True)
        self._progress.hide()
        self._told.hide()

    def _fields(self, *, enabled: bool) -> None:
        """Let the person change the answers, or not while a file is being written of them."""
        for field in self._answers:
            field.setEnabled(enabled)
        if enabled:
            self._follow()

    def _own_name(self) -> str:
        """Return the file name that the dialog proposes."""
        return f"gatescope-{self._view.currentData()}{self._kind.currentData()}"


def _combo(entries: Mapping[str, str], selected: str, tip: str) -> QComboBox:
    combo = QComboBox()
    for key, text in entries.items():
        combo.addItem(text, key)
    combo.setCurrentIndex(max(combo.findData(selected), 0))
    _name(combo, tip)
    return combo


def _name(field: QWidget, tip: str) -> None:
    """Say of a field what it is for, by its tip and to a screen reader."""
    field.setToolTip(tip)
    field.setAccessibleName(tip)
