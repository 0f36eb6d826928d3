"""Chooses the models that run: a family, and of it one cell or all of them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gatescope.formats.core.model import Model
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.icons import icon
from gatescope.views.controls.choice_menu import ChoiceMenu, hold_menu, plain, shortened
from gatescope.views.controls.menu import Menu
from gatescope.views.controls.segmented import Segment, Segmented
from gatescope.words import mark, tr

_COMPARE = ""
"""The key of the last segment; no model can have this name."""
_GAP = 10
_ABOUT = mark("Models that were trained on the same task")


class ModelBar(QWidget):
    """A menu of families, and RNN | GRU | LSTM | Compare for the models of one; compact, these are a menu, too."""

    shown_changed = Signal(object)
    """The names (tuple of str) of the models that the person wants to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelBar")
        self._families: dict[str, list[Model]] = {}
        self._shown: tuple[str, ...] = ()
        self._family = ""
        self._menu = Menu(self)
        self._menu_group = QActionGroup(self)
        self._menu_group.triggered.connect(self._choose_family)
        self._button = QToolButton(self)
        self._button.setObjectName("familyButton")
        self._button.setAccessibleName(tr("Family of models"))
        self._button.setToolTip(tr(_ABOUT))
        hold_menu(self._button, self._menu)
        self._cells = Segmented(tr("Cell"), self)
        self._cells.segment_picked.connect(self._choose_cell)
        self._compact = ChoiceMenu(tr("Cell"), self)
        self._compact.segment_picked.connect(self._choose_cell)
        self._compact.hide()
        # With Alt, since a plain digit is typed into the sentence.
        self._digits = [QShortcut(QKeySequence(f"Alt+{number + 1}"), self) for number in range(9)]
        for number, shortcut in enumerate(self._digits):
            shortcut.activated.connect(partial(self.choose, number))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._button)
        row.addWidget(self._cells)
        row.addWidget(self._compact)
        self.set_theme(LIGHT)

    def spare_digits(self, count: int) -> None:
        """Leave Alt with the first `count` digits to others."""
        for number, shortcut in enumerate(self._digits):
            shortcut.setEnabled(number >= count)

    def set_theme(self, theme: Theme) -> None:
        self._button.setIcon(icon("down", theme))
        self._cells.set_theme(theme)
        self._compact.set_theme(theme)

    def wide_width(self) -> int:
        """Return the pixels that the bar takes with all cells side by side."""
        return self._button.sizeHint().width() + _GAP + self._cells.whole_width()

    def set_compact(self, compact: bool) -> None:
        """Put the cells into a menu, for want of room, or side by side."""
        if compact == self._compact.isHidden():
            self._cells.setVisible(not compact)
            self._compact.setVisible(compact)

    def present(self, presenting: bool) -> None:
        """Leave out the family, which stays the same before an audience; or show it again."""
        self._button.setVisible(not presenting)

    def show_models(self, models: Sequence[Model], shown: Sequence[str]) -> None:
        """Offer `models` and mark those that are `shown`; cheap where nothing changed."""
        families: dict[str, list[Model]] = {}
        for model in models:
            families.setdefault(model.family, []).append(model)
        if families == self._families and tuple(shown) == self._shown:
            return
        self._families, self._shown = families, tuple(shown)
        self._family = next((model.family for model in models if model.name in shown), next(iter(families), ""))
        self._fill_menu()
        members = families.get(self._family, [])
        segments, current = _segments(members), self._shown[0] if len(self._shown) == 1 else _COMPARE
        self._cells.set_segments(segments, current)
        self._compact.set_segments(segments, current)

    def choose(self, number: int) -> None:
        """Take the segment at place `number`, from 0."""
        self._cells.choose(number)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for action in self._menu_group.actions():
            self._menu_group.removeAction(action)
        for family, members in self._families.items():
            cells = ", ".join(dict.fromkeys(CELL_NAMES[m.network.cell.name] for m in members))
            action = self._menu.addAction(f"{plain(family)}\t{cells}")
            action.setData(family)
            action.setCheckable(True)
            action.setChecked(family == self._family)
            self._menu_group.addAction(action)
        self._button.setText(plain(shortened(self._family)))
        self._button.setToolTip(f"{tr(_ABOUT)}: {self._family}" if self._family else tr(_ABOUT))
        self._button.setEnabled(bool(self._families))

    def _choose_family(self, action: QAction) -> None:
        members = self._families[action.data()]
        if action.data() == self._family:
            return
        # The same cell as before where the other family has it, so that only the task changes.
        cells = {m.network.cell.name for m in self._families.get(self._family, []) if m.name in self._shown}
        names = tuple(m.name for m in members if m.network.cell.name in cells)
        self.shown_changed.emit(names if len(names) == len(self._shown) else (members[0].name,))

    def _choose_cell(self, key: str) -> None:
        self.shown_changed.emit((key,) if key else tuple(model.name for model in self._families[self._family]))


def _segments(members: Sequence[Model]) -> list[Segment]:
    cells = [CELL_NAMES[model.network.cell.name] for model in members]
    segments = [
        # Two models of one cell are told apart by their names.
        Segment(
            model.name,
            cell if cells.count(cell) == 1 else model.name,
            tr("Show {name} (Alt+{number})", name=model.name, number=number),
        )
        for number, (model, cell) in enumerate(zip(members, cells, strict=True), 1)
    ]
    if len(members) > 1:
        tip = tr("Show all of them on the same sentence (Alt+{count})", count=len(members) + 1)
        segments.append(Segment(_COMPARE, tr("Compare"), tip))
    return segments
