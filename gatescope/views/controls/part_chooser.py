"""Chooses the layer and direction that the maps show; hidden where a network has only one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QToolButton, QWidget

from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.plots.signals import part_title
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.icons import icon
from gatescope.views.controls.menu import Menu
from gatescope.words import tr


class PartChooser(QToolButton):
    """A menu of all layers and directions of the network in front."""

    part_chosen = Signal(object)
    """The `Part` that the person wants to see."""
    all_asked = Signal()
    """The person wants to see all layers at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("partChooser")
        self.setAccessibleName(tr("Layer"))
        self.setToolTip(tr("The layer that the maps show (Ctrl+↑, Ctrl+↓)"))
        self._parts: tuple[Part, ...] = ()
        self._current: Part | None = None
        self._menu = Menu(self)
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._choose)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setMenu(self._menu)
        # Right to left puts the arrow behind the name.
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_theme(LIGHT)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self.setIcon(icon("down", theme))

    def show_part(self, network: Network, part: Part) -> None:
        """Offer the parts of `network` with `part` taken; cheap where nothing changed."""
        if (network.parts, part) == (self._parts, self._current):
            return
        self._parts, self._current = network.parts, part
        self._menu.clear()
        for action in self._group.actions():
            self._group.removeAction(action)
        for at, name in enumerate(network.parts):
            action = self._menu.addAction(_title(network, name))
            action.setData(at)
            action.setCheckable(True)
            action.setChecked(name == part)
            self._group.addAction(action)
        self._menu.addSeparator()
        every = self._menu.addAction(tr("All layers at once"))
        every.triggered.connect(lambda: self.all_asked.emit())
        title = _title(network, part)
        layers = len(network.layers)
        self.setText(tr("{title} of {layers}", title=title, layers=layers) if len(network.directions) == 1 else title)
        self.setVisible(len(network.parts) > 1)

    def beside(self, steps: int) -> Part | None:
        """Return the part `steps` above the current one in the network; None where the network ends before."""
        at = self._parts.index(self._current) + steps if self._current in self._parts else -1
        return self._parts[at] if 0 <= at < len(self._parts) else None

    def _choose(self, action: QAction) -> None:
        self.part_chosen.emit(self._parts[action.data()])


def _title(network: Network, part: Part) -> str:
    title = part_title(network, part)
    return title[:1].upper() + title[1:]
