"""The page about GateScope."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from gatescope import __version__
from gatescope.app.window.page_dialog import PageDialog
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
    label = QLabel(semi_bold(html))
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setContentsMargins(6, 6, 6, 6)
    dialog = PageDialog(parent, title, label)
    dialog.resize(520, 560)
    dialog.open()
