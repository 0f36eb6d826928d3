"""The views of a figure in their order, and the menu that adds others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from gatescope.app.figures.view_chip import ViewChip
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.icons import icon
from gatescope.views.base.text_size import scaled
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.views.controls.choice_menu import hold_menu, plain
from gatescope.views.controls.menu import Menu
from gatescope.words import tr

_LINE, _GAP = 34, 8


@dataclass(frozen=True)
class OfferedView:
    """A view that can be drawn.

    Attributes:
        name: of its dock, as the command line knows it.
        title: as a figure has it; the window shows it in the language of the person.
        in_sight: whether its dock shows it now.
    """

    name: str
    title: str
    in_sight: bool


class ViewChips(WrappingRow):
    """A chip a view; dragging, keys and crosses change the order, a menu adds a view.

    Signals:
        changed: `names` has other views, or another order.
        picked(str): the name of the view whose chip was chosen.
    """

    changed = Signal()
    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_LINE, _GAP, 0, parent)
        self._theme: Theme = LIGHT
        self._offered: tuple[OfferedView, ...] = ()
        self._letters: tuple[str, ...] = ()
        self._chips: list[ViewChip] = []
        self._current = ""
        self.setAccessibleName(tr("Views of the figure"))
        self._menu = Menu(self)
        self._menu.triggered.connect(self._add)
        self.adding = QToolButton(self)
        hold_menu(self.adding, self._menu)
        self.adding.setText(tr("Add a view"))
        self.adding.setToolTip(tr("Add another view, those in sight first"))
        self.adding.setAccessibleName(tr("Add a view"))
        self.height_changed.connect(self._grow)
        self._show()

    @property
    def names(self) -> tuple[str, ...]:
        """The views in their order."""
        return tuple(chip.name for chip in self._chips)

    @property
    def current(self) -> str:
        """The view whose chip was chosen last; the first one where that is no longer there, and empty without any."""
        return self._current if self._current in self.names else next(iter(self.names), "")

    @property
    def chips(self) -> tuple[ViewChip, ...]:
        return tuple(self._chips)

    @property
    def titles(self) -> dict[str, str]:
        """What a figure calls every view that is offered or shown, by name."""
        return {one.name: one.title for one in self._offered} | {chip.name: chip.title for chip in self._chips}

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.adding.setIcon(icon("plus", theme))
        for chip in self._chips:
            chip.set_theme(theme)
        self._show()

    def offer(self, views: Sequence[OfferedView]) -> None:
        """Let the menu have these views; chips of others stay."""
        self._offered = tuple(views)
        self._fill_menu()

    def show_views(self, names: Sequence[str], letters: Sequence[str]) -> None:
        """Show these views, all of them offered ones or shown already, without a signal.

        Args:
            letters: of the panels, in the order of the views; empty ones for none.
        """
        titles = self.titles
        kept = {chip.name: chip for chip in self._chips}
        self._chips = [kept.pop(name) if name in kept else self._make(name, titles.get(name, name)) for name in names]
        for chip in kept.values():
            chip.hide()
            chip.deleteLater()
        self.show_letters(letters)
        self._fill_menu()

    def show_letters(self, letters: Sequence[str]) -> None:
        """Show these letters on the chips, from the first on."""
        self._letters = tuple(letters)
        for place, chip in enumerate(self._chips):
            chip.show_letter(self._letters[place] if place < len(self._letters) else "", place + 1)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _make(self, name: str, title: str) -> ViewChip:
        chip = ViewChip(name, title, self)
        chip.set_theme(self._theme)
        chip.dragged.connect(lambda place: self._drag(chip, place))
        chip.dropped.connect(self.changed)
        chip.moved.connect(lambda by: self._move(chip, by))
        chip.removed.connect(lambda: self._remove(chip))
        chip.picked.connect(lambda: self._pick(chip))
        return chip

    def _drag(self, chip: ViewChip, place: QPoint) -> None:
        """Let the others make room where `chip` is dragged to."""
        others = [one for one in self._chips if one is not chip]
        before = sum(_precedes(one, place) for one in others)
        wanted = [*others[:before], chip, *others[before:]]
        if wanted != self._chips:
            self._chips = wanted
            self.show_letters(self._letters)

    def _move(self, chip: ViewChip, by: int) -> None:
        at = self._chips.index(chip)
        to = min(max(at + by, 0), len(self._chips) - 1)
        if to != at:
            self._chips.insert(to, self._chips.pop(at))
            self._changed()
            chip.setFocus()

    def _remove(self, chip: ViewChip) -> None:
        at = self._chips.index(chip)
        self.show_views([one.name for one in self._chips if one is not chip], self._letters)
        if self._chips:
            self._chips[min(at, len(self._chips) - 1)].setFocus()
        else:
            self.adding.setFocus()
        self.changed.emit()

    def _pick(self, chip: ViewChip) -> None:
        if chip.name in self.names and chip.name != self.current:
            self._current = chip.name
            self._show()
            self.picked.emit(chip.name)

    @Slot(QAction)
    def _add(self, action: QAction) -> None:
        self._current = action.data()
        self.show_views((*self.names, action.data()), self._letters)
        self.changed.emit()

    def _changed(self) -> None:
        self.show_letters(self._letters)
        self.changed.emit()

    def _show(self) -> None:
        for chip in self._chips:
            chip.set_current(current=chip.name == self.current)
        self.set_controls([*self._chips, self.adding])

    def _fill_menu(self) -> None:
        """List what is not in the figure yet, what is in sight first."""
        self._menu.clear()
        missing = [one for one in self._offered if one.name not in self.names]
        for one in (*(view for view in missing if view.in_sight), None, *(v for v in missing if not v.in_sight)):
            if one is None:
                self._menu.addSeparator()
            else:
                self._menu.addAction(plain(tr(one.title))).setData(one.name)
        self.adding.setEnabled(bool(missing))

    @Slot()
    def _grow(self) -> None:
        wanted = max(self.height_for(self.width()), round(scaled(_LINE)))
        if wanted != self.minimumHeight():
            self.setFixedHeight(wanted)


def _precedes(chip: ViewChip, place: QPoint) -> bool:
    """Whether `chip` is read before `place`."""
    there = chip.geometry()
    return there.bottom() < place.y() or (there.top() <= place.y() and there.center().x() < place.x())
