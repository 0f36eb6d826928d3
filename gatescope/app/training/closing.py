"""The question before a window closes in which a model is being trained."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget

from gatescope.words import tr


def ask_about_training(window: QWidget) -> bool:
    """Ask whether to stop the training and close; False where the person lets it go on."""
    box = QMessageBox(window)
    box.setObjectName("AskAboutTraining")
    box.setWindowTitle("GateScope")
    box.setText(tr("A model is being trained. Keep training?"))
    box.setInformativeText(tr("Closed now, it stops, and goes on from there when you start the same run again."))
    keep = box.addButton(tr("&Keep training"), QMessageBox.ButtonRole.RejectRole)
    stop = box.addButton(tr("&Stop and close"), QMessageBox.ButtonRole.AcceptRole)
    keep.setToolTip(tr("Go back to the window; the run goes on (Esc)"))
    stop.setToolTip(tr("Stop the run where it is, then close the window"))
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    stopped = box.clickedButton() is stop
    box.deleteLater()
    return stopped


Ask = Callable[[QWidget], bool]
