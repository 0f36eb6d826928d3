"""What every view of the window is: its name, what a person can want in it, and what it is given to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from gatescope.plots.theme import Theme
    from gatescope.session.document.document import Document, Focus
    from gatescope.session.run.snapshot import Snapshot


class View(QWidget):
    """Shows what it is given and emits intents; it decides nothing and changes nothing.

    The signals below are all the intents there are. They are declared here, wired in `app.wiring`, and nowhere else: a
    view emits those that a person can have in it.
    """

    title = ""
    """What the dock or the window calls this view."""

    hovered = Signal(str)
    """Rich text that says what is under the mouse; empty when nothing is."""
    token_clicked = Signal(int)
    """The token cursor is wanted there."""
    unit_clicked = Signal(object, bool)
    """`UnitRef` of a unit to choose, and whether to add it to those that are chosen."""
    signal_clicked = Signal(str)
    """The name of a signal, or of the read-out, by which the words are to be shaded."""
    parameters_edited = Signal(str, object, object, str)
    """Model, {key: new array}, gesture (the same object for what is one undo step, or None), and the step's name."""
    parameter_chosen = Signal(str)
    """The key of the array that is to be in focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if self.title:
            self.setAccessibleName(self.title)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""

    def show_snapshot(self, snapshot: Snapshot, focus: Focus) -> None:
        """Show `snapshot` as seen through `focus`."""

    def show_focus(self, snapshot: Snapshot, focus: Focus) -> None:
        """Follow the cursor and the choice; cheap where `snapshot` is already shown."""
        self.show_snapshot(snapshot, focus)


@runtime_checkable
class ShowsDocument(Protocol):
    """A view that shows what the person has put there (text, parameters), not only what came of it."""

    def show_document(self, document: Document, focus: Focus) -> None:
        """Show `document` as seen through `focus`; cheap where nothing of it that is shown has changed."""
