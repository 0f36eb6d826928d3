"""The part of the window in which the docks stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTabBar, QTabWidget, QWidget
from shiboken6 import isValid

from gatescope.app.window import dock_layout
from gatescope.app.window.dock_squeeze import SIDES, LeftArrangements, same_tabs, squeezed
from gatescope.app.window.dock_table import BOTTOM, Dock
from gatescope.app.window.dock_title import TitledDock
from gatescope.app.window.first_places import first_places
from gatescope.app.window.folded_docks import FoldedDocks
from gatescope.app.window.presented import presented_places
from gatescope.app.window.workspaces import WORKSPACES, Workspace
from gatescope.plots.theme import Theme
from gatescope.session.project.layout import DockPlace
from gatescope.views.base.plot_view import PlotView
from gatescope.words import tr

_SPARE = 8
"""Pixels that must be left over before tabs are laid apart again: the names that they then show need some."""
_OTHERS = 1 << 16
"""Greater than every number of a group in an arrangement."""


class DockHost(QMainWindow):
    """The part of the window that docks live in, with the heat maps in its middle.

    It knows which part of the window a person wants each dock to have, and gives it that whenever there is room: a
    message above the docks, or a window that was small for a while, changes nothing for good. Where the window is too
    small for the docks at a side, the lower ones are tabs of those above them for as long.

    Signals:
        view_made(str, PlotView): the dock of that name is about to be shown for the first time.

    Attributes:
        views: the views that were made, by the names of their docks.
    """

    view_made = Signal(str, object)

    def __init__(self, centre: QWidget, docks: tuple[Dock, ...]) -> None:
        super().__init__()
        self.setObjectName("Docks")
        # It has asked how wide its separators are before the style sheet knew it by its name.
        self.style().unpolish(self)
        self.style().polish(self)
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.setCentralWidget(centre)
        self.specs = docks
        self.views: dict[str, PlotView] = {}
        self.docks = {spec.name: TitledDock(spec.name, tr(spec.title), spec.view, self) for spec in docks}
        self._folded = FoldedDocks(self.docks)
        self._workspace = WORKSPACES[0]
        self._shares: dict[str, tuple[float, float]] = {}
        self._pressed: dict[str, tuple[float, float]] = {}
        """The parts that docks had when a mouse button went down."""
        self._homes: dict[str, dock_layout.Home] = {}
        self._expected = QSize()
        self._wanted: tuple[DockPlace, ...] | None = None
        """The places that the person wants, while the window is too small for them."""
        self._laid: tuple[DockPlace, ...] = ()
        self._laying, self._left = False, LeftArrangements()
        self._own: tuple[DockPlace, ...] | None = None
        """The places that the person has given the docks, while they stand for an audience."""
        # What a person did with a dock is laid out once this event is over.
        self._learning = self._at_once(self._learn)
        self._fitting = self._at_once(self._fit)
        for dock in self.docks.values():
            dock.view_made.connect(self._take_view)
            dock.topLevelChanged.connect(self._take_move)
            dock.visibilityChanged.connect(self._mark_tabs)
            dock.visibilityChanged.connect(self._fit_soon)
            dock.dockLocationChanged.connect(self._take_move)
        self.reset()

    def set_theme(self, theme: Theme) -> None:
        """Tint the buttons of the docks."""
        for dock in self.docks.values():
            dock.title_row.set_theme(theme)

    def places(self) -> tuple[DockPlace, ...]:
        """Return the place of every dock, in the order in which they stand, or would in a larger window."""
        if self._own is not None:
            return self._own
        if self._wanted is None:
            places = dock_layout.places_of(self, self.docks, self._shares, self._homes)
        else:
            places = tuple(self._as_it_is(place) for place in self._wanted)
        return self._folded.as_wanted(places)

    def fold(self, idle: Iterable[str]) -> None:
        """Hide the docks in `idle`, which have nothing to show, and show those again that have."""
        if self._folded.fold(idle):
            self._apply_shares(self.size())

    @property
    def workspace(self) -> Workspace:
        """The workspace whose docks are shown."""
        return self._workspace

    def show_workspace(self, workspace: Workspace, places: Sequence[DockPlace] = ()) -> None:
        """Show the docks of `workspace`, arranged as `places` has them; see `arrange`."""
        self._workspace = workspace
        presenting, self._own = self._own is not None, None
        self.arrange(places or first_places(self.specs, workspace, self.height()))
        self.present(presenting)

    def present(self, presenting: bool) -> None:
        """Arrange the docks for an audience, without their titles; or as the person has them, which `places` tells."""
        for dock in self.docks.values():
            dock.title_row.present(presenting)
        if presenting and self._own is None:
            own = self.places()
            self.arrange(presented_places(self.specs, own))
            self._own = own
        elif self._own is not None and not presenting:
            own, self._own = self._own, None
            self.arrange(own)

    def reset(self) -> None:
        """Show every dock of the workspace at its first place, with the part of the window that suits it."""
        self.show_workspace(self._workspace)

    def arrange(self, places: Sequence[DockPlace]) -> None:
        """Put every dock that `places` names there; the others go where their line in the table has them.

        Unknown names, and all but the first place of a name, are ignored.
        """
        known = {place.name: place for place in reversed(places) if place.name in self.docks}
        if not known:
            return
        all_places = [place for place in dict.fromkeys(places) if known.get(place.name) is place]
        first = first_places(self.specs, self._workspace, self.height())
        all_places += [self._beside_its_group(home, known) for home in first if home.name not in known]
        self._wanted = None
        self._left.forget()
        self._shares |= {place.name: (place.width, place.height) for place in all_places if not place.floating}
        self._lay(all_places)
        self._homes = dock_layout.homes_of(all_places)
        self._squeeze(all_places)

    def event(self, event: QEvent) -> bool:
        """Learn the parts of the docks from a separator that was dragged."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = dock_layout.shares_of(self, self.docks)
        handled = super().event(event)
        if event.type() == QEvent.Type.MouseButtonRelease:
            self._learn_soon()
        return handled

    def expect(self, size: QSize) -> None:
        """Take the size that the host is about to have: its docks are then laid out once, and not first as Qt would."""
        if self.isVisible() and size != self.size():
            self._apply_shares(size)
            self._expected = size

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the parts: left alone, Qt takes all of a smaller window from the maps in the middle."""
        super().resizeEvent(event)
        if self.isVisible() and event.size() != self._expected:
            self._apply_shares(event.size())
        self._fitting.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fitting.start()

    def _beside_its_group(self, home: DockPlace, known: Mapping[str, DockPlace]) -> DockPlace:
        specs = [spec.in_workspace(self._workspace.name) for spec in self.specs]
        group = next(spec.group for spec in specs if spec.name == home.name)
        mates = (known[spec.name] for spec in specs if spec.group == group and spec.name in known)
        mate = next(mates, None)
        if mate is None:
            return replace(home, path=(), group=_OTHERS + home.group)
        return replace(home, area=mate.area, group=mate.group, path=mate.path, front=False)

    @Slot(str, object)
    def _take_view(self, name: str, view: PlotView) -> None:
        self.views[name] = view
        self.view_made.emit(name, view)

    def _apply_shares(self, size: QSize) -> None:
        dock_layout.share(self, self.docks, self._shares, size)

    def _lay(self, places: Sequence[DockPlace]) -> None:
        """Put the docks to `places`, and keep the keyboard focus where it is; of a hidden dock the maps take it."""
        focus = QApplication.focusWidget()
        self._laying = True
        dock_layout.arrange(self, self.docks, places)
        self._folded.hide_again()
        self._laying = False
        if focus is not None and self.isVisible() and self.isAncestorOf(focus):
            # Hidden, if only for a moment, the dock has lost the keyboard focus to whatever comes first in the window.
            (focus if focus.isVisible() else self.centralWidget()).setFocus()
        self._learning.stop()
        self._apply_shares(self.size())

    @Slot()
    def _fit_soon(self) -> None:
        # A slot of our own: PySide keeps a few bytes of every connection to one of Qt's.
        self._fitting.start()

    @Slot()
    def _fit(self) -> None:
        """Lay docks over each other that the window is too small for, and apart those that it has room for again."""
        least = self._least()
        below = [name for name in least if dock_layout.area_of(self, self.docks[name]) == BOTTOM]
        if self._wanted is not None or len(below) > 1 or sum(least.values()) > self.height():
            self._squeeze(self.places())

    def _squeeze(self, wanted: Sequence[DockPlace]) -> None:
        if not self.isVisible():
            return
        before, least = self._laid if self._wanted is not None else wanted, self._least()
        spare = _SPARE if self._wanted is not None else 0
        laid = squeezed(wanted, least, self.height() - spare)
        if same_tabs(laid, before, least) or not self._left.may_go((self.size(), set(least)), before, laid, least):
            return
        self._wanted, self._laid = None if same_tabs(laid, wanted, least) else tuple(wanted), laid
        self._lay(laid)

    def _least(self) -> dict[str, int]:
        """Return the height that each open dock at a side, or below the maps, needs."""
        return {
            name: dock.minimumSizeHint().height()
            for name, dock in self.docks.items()
            if not dock.isHidden() and not dock.isFloating() and dock_layout.area_of(self, dock) in (*SIDES, BOTTOM)
        }

    def _as_it_is(self, place: DockPlace) -> DockPlace:
        width, height = self._shares.get(place.name, (place.width, place.height))
        return replace(place, width=width, height=height, shown=not self.docks[place.name].isHidden())

    def _at_once(self, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(0)
        timer.timeout.connect(slot)
        return timer

    @Slot()
    def _take_move(self) -> None:
        """Take the arrangement for the person's own after a dock was moved."""
        if not self._laying:
            self._wanted = None
            self._left.forget()
        self._mark_tabs()
        self._learn_soon()

    @Slot()
    def _learn_soon(self) -> None:
        self._learning.start()

    @Slot()
    def _learn(self) -> None:
        pressed, self._pressed = self._pressed, {}
        for name, (width, height) in dock_layout.shares_of(self, self.docks).items():
            # What a drag has not moved may have less than its part only because room is short.
            if name in pressed and name in self._shares:
                was, kept = pressed[name], self._shares[name]
                width = kept[0] if width == was[0] else width
                height = kept[1] if height == was[1] else height
            # As tabs for a while, or while another is folded away, they are higher than they are to be.
            keeps = self._wanted is not None or bool(self._folded.names)
            known = self._shares.get(name, (width, height)) if keeps else (width, height)
            self._shares[name] = width, known[1]
        self._homes = dock_layout.homes_of(self.places())

    def _mark_tabs(self) -> None:
        # Of a window that is taken down, some docks are deleted before others.
        for dock in filter(isValid, self.docks.values()):
            # Where all others of its tabs are closed, there is no tab that says the name.
            tabs = [tab for tab in self.tabifiedDockWidgets(dock) if not tab.isHidden()]
            dock.title_row.show_title(not tabs or dock.isFloating())
        for bar in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bar.setAccessibleName(tr("Docks in one place"))
