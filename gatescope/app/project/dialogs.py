"""The two questions about a project: whether to save unsaved work, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gatescope.app.files.filters import PROJECTS, dialog_filter
from gatescope.formats.detect.suffixes import PROJECT, has
from gatescope.words import tr

Answer = Literal["save", "discard", "cancel"]


def ask_about_changes(window: QWidget, name: str, parts: Sequence[str]) -> Answer:
    """Ask whether to save the changes to the project called `name`, which is empty for work that was never saved.

    Args:
        parts: what is not saved, as `session.project.unsaved.unsaved_parts` has it.
    """
    box = QMessageBox(window)
    box.setObjectName("AskAboutChanges")
    box.setWindowTitle("GateScope")
    box.setText(tr("Save the changes to {name}?", name=name) if name else tr("Save your work as a project?"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(
        tr("Not saved yet: {parts}. Discarded, it is lost.", parts="; ".join(parts) or tr("your changes"))
    )
    save = box.addButton(tr("&Save") if name else tr("&Save…"), QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(tr("&Discard"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(tr("&Cancel"), QMessageBox.ButtonRole.RejectRole)
    save.setToolTip(tr("Save everything, then go on"))
    discard.setToolTip(tr("Go on without saving"))
    cancel.setToolTip(tr("Go back to the work (Esc)"))
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    box.exec()
    answers: dict[object, Answer] = {save: "save", discard: "discard"}
    answer = answers.get(box.clickedButton(), "cancel")
    box.deleteLater()
    return answer


def ask_where(window: QWidget, suggested: Path) -> Path | None:
    """Ask where to save the project; None where the person cancels."""
    dialog = QFileDialog(window, tr("Save project"), str(suggested.parent), dialog_filter(PROJECTS, others=False))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    # Qt then adds it before it asks whether a file of that name is to be replaced.
    dialog.setDefaultSuffix(PROJECT.removeprefix("."))
    dialog.selectFile(suggested.name)
    path = Path(dialog.selectedFiles()[0]) if dialog.exec() else None
    while path is not None and not has(path, (PROJECT,)):
        # To Qt what follows any point is a suffix: “thesis.v2” has one.
        path = path.with_name(f"{path.name}{PROJECT}")
        if path.exists():
            dialog.selectFile(path.name)
            path = Path(dialog.selectedFiles()[0]) if dialog.exec() else None
    dialog.deleteLater()
    return path


Ask = Callable[[QWidget, str, Sequence[str]], Answer]
AskWhere = Callable[[QWidget, Path], Path | None]
