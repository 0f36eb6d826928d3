"""The lowest row of the What if dock: buttons that add an intervention at the token cursor."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from gatescope.engine.cells import Cell
from gatescope.plots.signals import title
from gatescope.plots.theme import Theme
from gatescope.views.base.icons import icon
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.views.controls.menu import Menu
from gatescope.words import tr

_ROW, _GAP, _MARGIN = 34, 6, 10


class Adding(WrappingRow):
    """Hold a gate, take out units, copy weights, patch from another moment."""

    hold_wanted = Signal(str)
    """The signal to hold."""
    removal_wanted = Signal()
    copy_wanted = Signal()
    patch_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_ROW, _GAP, _MARGIN, parent)
        self._cell: Cell | None = None
        self._menu = Menu(self)
        self._hold = QToolButton(self)
        self._hold.setText(tr("Hold a gate"))
        self._hold.setMenu(self._menu)
        self._hold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._hold.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._remove, self._copy, self._patch = (
            QPushButton(words, self) for words in (tr("Take out units"), tr("Copy weights"), tr("Patch from…"))
        )
        self._hold.setToolTip(tr("Hold a gate or a state of all units at a value, on the word at the cursor"))
        self._remove.setToolTip(tr("Take the chosen units out: their hidden state is 0 throughout"))
        self._copy.setToolTip(tr("Give a gate the weights of another one"))
        self._patch.setToolTip(tr("Put in values from another sentence, or from another moment of this one"))
        self._remove.clicked.connect(self.removal_wanted)
        self._copy.clicked.connect(self.copy_wanted)
        self._patch.clicked.connect(self.patch_wanted)
        for button in self.buttons():
            button.setAccessibleName(button.text().rstrip("…"))
            button.setObjectName("addCard")
        self.set_controls([*self.buttons()])

    def buttons(self) -> list[QAbstractButton]:
        return [self._hold, self._remove, self._copy, self._patch]

    def set_theme(self, theme: Theme) -> None:
        for button in self.buttons():
            button.setIcon(icon("plus", theme))

    def show_cell(self, cell: Cell | None) -> None:
        """Offer the gates and states of `cell`; nothing where no model is shown."""
        if cell is self._cell:
            return
        self._cell = cell
        self._menu.clear()
        for button in self.buttons():
            button.setEnabled(cell is not None)
        for signal in () if cell is None else cell.signals:
            words = title(signal)
            self._menu.addAction(f"{words[:1].upper()}{words[1:]}", lambda signal=signal: self.hold_wanted.emit(signal))
        self._copy.setVisible(cell is not None and len(cell.gates) > 1)
        self.set_controls([button for button in self.buttons() if button is not self._copy or button.isVisibleTo(self)])
