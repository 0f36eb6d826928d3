"""The page about GateScope."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from gatescope import __version__
from gatescope.app.window.dialog_buttons import dialog_buttons
from gatescope.formats.own.library import bundled, card
from gatescope.views.base.semi_bold import semi_bold


def show_about(parent: QWidget) -> None:
    """Show the version, the licence, and where the bundled models come from."""
    models = "".join(
        f"<li><b>{escape(name)}</b>: trained on "
        + ", ".join(f"{escape(d['name'])} ({escape(d['licence'])})" for d in card(name).get("data", []))
        + "</li>"
        for name in bundled()
    )
    _page(
        parent,
        "About GateScope",
        f"<p><b>GateScope {__version__}</b></p><p>The inside of recurrent networks: every gate of a real RNN, GRU"
        f" or LSTM, live while you type.</p><p>MIT licence. The bundled fonts, Inter and STIX, are under the SIL Open"
        f" Font License 1.1.</p><p>Models:</p><ul>{models}</ul>",
    )


def _page(parent: QWidget, title: str, html: str) -> None:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    label = QLabel(semi_bold(html))
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setContentsMargins(6, 6, 6, 6)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(label)
    buttons = dialog_buttons(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(area)
    column.addWidget(buttons)
    dialog.resize(520, 560)
    dialog.open()
