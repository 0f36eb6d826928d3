"""The base of every view in the window: its title, its intents, and the methods that hand it what to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget

from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.plots.theme import Theme
    from gatescope.session.document.document import Document, Focus
    from gatescope.session.run.snapshot import Snapshot
    from gatescope.views.base.asker import Asker
    from gatescope.views.base.spot import Spot


class View(QWidget):
    """Shows documents, snapshots and foci, and emits intents; it decides nothing and changes nothing.

    The signals below are all the intents there are. They are declared here, wired in `app.wiring`, and nowhere else: a
    view emits those that a person can have in it.
    """

    title = ""
    """The name of this view on its dock and for screen readers."""

    hovered = Signal(object)
    """The `Spot` under the mouse, told anew whenever the mouse, or what lies under it, has moved; None for none."""
    menu_asked = Signal(object, object)
    """The `Spot` that the person wants to do something with, or None for the view as a whole, and where on the screen
    the menu is to be."""
    token_clicked = Signal(int)
    """The token to put the cursor on."""
    span_chosen = Signal(object)
    """The stretch of tokens to choose, a `range`; None for none."""
    click_undone = Signal()
    """The last click was the first half of a double click, which means something else: nothing is to stay of it."""
    unit_clicked = Signal(object, bool)
    """`UnitRef` of a unit to choose, and whether to add it to those that are chosen."""
    unit_taken_out = Signal(object)
    """`UnitRef` of a unit to take out, or to put back where it is out already."""
    signal_clicked = Signal(str, str)
    """The name of the signal, and of its model, to shade the words by; once more for their usual shade."""
    shading_chosen = Signal(object)
    """The `Shading` of the words."""
    part_chosen = Signal(object)
    """The `Part` (layer and direction) to bring into focus."""
    reading_chosen = Signal(str)
    """What is to be read again and again while fixed points are looked for, one of `READINGS`."""
    point_chosen = Signal(object)
    """The `PointRef` of a fixed point."""
    parameters_edited = Signal(str, object, object, str)
    """Model, {key: new array}, gesture (the same object for what is one undo step, or None), and the step's name."""
    interventions_changed = Signal(str, object, object, str)
    """Model, its `Interventions` as the person wants them, gesture (the same object for what is one undo step, or
    None), and the step's name."""
    askers: tuple[Asker, ...] = ()
    """What of the view asks the session's analyses a question beside what the view shows."""

    training_asked = Signal(str, object)
    """What to do with the training, one of the names that `app.training.desk` knows, and what that needs."""
    parameter_chosen = Signal(str)
    """The key of the array to bring into focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = tr(self.title)
        if self.title:
            self.setAccessibleName(self.title)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""

    def show_snapshot(self, snapshot: Snapshot, focus: Focus) -> None:
        """Show `snapshot` as seen through `focus`."""

    def spot_at(self, place: QPoint) -> Spot | None:
        """Return the value at a place of this widget; None where none is."""
        return None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is under the mouse, or at the cursor where the keyboard asks (Shift+F10)."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_asked.emit(self.spot_at(self.mapFromGlobal(event.globalPos())), event.globalPos())
        else:
            spot = self.spot_at_cursor()
            self.menu_asked.emit(spot, event.globalPos() if spot is None else spot.cell.bottomRight())
        event.accept()

    def spot_at_cursor(self) -> Spot | None:
        """Return the value at the token cursor and the choice, for people without a mouse; None where there is none."""
        return None

    def show_focus(self, snapshot: Snapshot, focus: Focus) -> None:
        """Follow the cursor and the choice; cheap where `snapshot` is already shown."""
        self.show_snapshot(snapshot, focus)


@runtime_checkable
class ShowsDocument(Protocol):
    """A view that shows the document itself (text, parameters) and not only the snapshot computed from it."""

    def show_document(self, document: Document, focus: Focus) -> None:
        """Show `document` as seen through `focus`; cheap where nothing of it that is shown has changed."""
