"""The two pages of the Help menu."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from gatescope import __version__
from gatescope.app.commands.table import COMMANDS
from gatescope.app.window.dialog_buttons import dialog_buttons
from gatescope.app.window.workspaces import Workspace, shortcut
from gatescope.formats.own.library import bundled, card

_GESTURES = (
    ("Click in a map", "put the token cursor and the caret there, and choose the unit"),
    ("Shift + click, Ctrl + click", "choose one more unit"),
    ("Click on a signal's name", "shade the words by that signal; click again for the read-out"),
    ("Wheel", "zoom the tokens about the mouse"),
    ("Ctrl + wheel", "zoom the units"),
    ("Drag", "move the zoomed part"),
    ("Double click", "show all again"),
    ("Letters, digits, blanks", "go into the sentence, at the token that was clicked last"),
    ("← →, Home, End", "move the token cursor (outside the sentence)"),
    ("Alt+1, 2, 3, 4", "RNN, GRU, LSTM, Compare"),
    ("Drag a weight up or down", "change it, live"),
    ("Hold Ctrl+D", "show in the maps what changed, while it is held; a tap switches it on or off"),
    ("Ctrl + click on a workspace", "put its docks back"),
)


def show_shortcuts(parent: QWidget, workspaces: Iterable[Workspace]) -> None:
    """Show every shortcut and gesture on one page."""
    rows = [("Undo", "Ctrl+Z"), ("Redo", "Ctrl+Shift+Z, Ctrl+Y")]
    rows += [(c.text.replace("&", "").rstrip("…"), ", ".join(c.shortcuts)) for c in COMMANDS if c.shortcuts]
    rows += [(f"Workspace {one.title}: {one.about}", shortcut(one)) for one in workspaces]
    keys = "".join(f"<tr><td><b>{escape(k)}</b></td><td>&nbsp;&nbsp;{escape(t)}</td></tr>" for t, k in rows)
    mouse = "".join(f"<tr><td><b>{escape(g)}</b></td><td>&nbsp;&nbsp;{escape(t)}</td></tr>" for g, t in _GESTURES)
    _page(
        parent,
        "Keyboard and mouse",
        f"<table cellspacing='4'>{mouse}</table><br><table cellspacing='4'>{keys}</table>",
    )


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
        f"<h3>GateScope {__version__}</h3><p>The inside of recurrent networks: every gate of a real RNN, GRU"
        f" or LSTM, live while you type.</p><p>MIT licence. The bundled fonts, Inter and STIX, are under the SIL Open"
        f" Font License 1.1.</p><p>Models:</p><ul>{models}</ul>",
    )


def _page(parent: QWidget, title: str, html: str) -> None:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    label = QLabel(html)
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
