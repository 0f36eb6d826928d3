"""The two questions about a project: whether to save unsaved work, and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gatescope.formats.detect.suffixes import PROJECT

Answer = Literal["save", "discard", "cancel"]
_FILTER = f"GateScope projects (*{PROJECT})"


def ask_about_changes(window: QWidget, name: str) -> Answer:
    """Ask whether to save the changes to the project called `name`, which is empty for work that was never saved."""
    box = QMessageBox(window)
    box.setObjectName("AskAboutChanges")
    box.setWindowTitle("GateScope")
    box.setText(f"Save the changes to {name}?" if name else "Save your work as a project?")
    box.setInformativeText("The text, the models and all edits are lost if you do not save them.")
    save = box.addButton("&Save" if name else "&Save…", QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton("&Discard", QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton("&Cancel", QMessageBox.ButtonRole.RejectRole)
    save.setToolTip("Save everything, then go on")
    discard.setToolTip("Go on without saving")
    cancel.setToolTip("Go back to the work (Esc)")
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    box.exec()
    answers: dict[object, Answer] = {save: "save", discard: "discard"}
    answer = answers.get(box.clickedButton(), "cancel")
    box.deleteLater()
    return answer


def ask_where(window: QWidget, suggested: Path) -> Path | None:
    """Ask where to save the project; None where the person cancels."""
    dialog = QFileDialog(window, "Save project", str(suggested.parent), _FILTER)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    # Qt then adds it before it asks whether a file of that name is to be replaced.
    dialog.setDefaultSuffix(PROJECT.removeprefix("."))
    dialog.selectFile(suggested.name)
    path = Path(dialog.selectedFiles()[0]) if dialog.exec() else None
    dialog.deleteLater()
    return path


Ask = Callable[[QWidget, str], Answer]
AskWhere = Callable[[QWidget, Path], Path | None]
