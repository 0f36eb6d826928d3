"""The page about GateScope: versions to copy, the licence, and where the bundled models come from."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPushButton, QWidget

from gatescope.app.report.versions import versions_text
from gatescope.app.window.page_dialog import PageDialog
from gatescope.formats.own.library import bundled, card
from gatescope.views.base.semi_bold import semi_bold
from gatescope.words import tr


class AboutPage(PageDialog):
    """Copies the versions as they are shown."""

    def __init__(self, parent: QWidget) -> None:
        self.versions = versions_text()
        label = QLabel(semi_bold(_html(self.versions)))
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(6, 6, 6, 6)
        super().__init__(parent, tr("About GateScope"), label)
        self.setObjectName("About")
        self.copy_button = QPushButton(tr("&Copy versions"))
        self.copy_button.setToolTip(tr("Copy the versions as text, for a report or a paper"))
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        self.buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.resize(560, 600)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.versions)


def show_about(parent: QWidget) -> None:
    """Show the page."""
    AboutPage(parent).open()


def _html(versions: str) -> str:
    rows = (line.partition("  ") for line in versions.splitlines())
    table = "".join(
        f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{escape(text.strip())}</td></tr>" for name, _, text in rows
    )
    models = "".join(
        f"<li><b>{escape(name)}</b>: "
        + tr(
            "trained on {data}",
            data=", ".join(f"{escape(d['name'])} ({escape(d['licence'])})" for d in card(name).get("data", [])),
        )
        + "</li>"
        for name in bundled()
    )
    about = tr("The inside of recurrent networks: every gate of a real RNN, GRU or LSTM, live while you type.")
    licence = tr("MIT licence. The bundled fonts, Inter and STIX, are under the SIL Open Font License 1.1.")
    return f"<p>{about}</p><table>{table}</table><p>{licence}</p><p>{tr('Models:')}</p><ul>{models}</ul>"
