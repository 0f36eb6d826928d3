"""The controls above the wiring of a cell: steps, the cells beside each other, layer, unit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from gatescope.plots.theme import Theme
from gatescope.views.bars.transport import Moves, TransportBar
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.views.cell.step_line import WIDTHS, StepLine
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.part_chooser import PartChooser
from gatescope.views.controls.segmented import Segment
from gatescope.words import mark, tr

ROW = 38
"""Height of a row of controls, in pixels."""
_GAP, _MARGIN = 8, 10
_OPERATIONS = Moves(
    mark("Operations of the cell"),
    mark("First operation of this word (Alt+Shift+Home)"),
    mark("Previous operation (Alt+Shift+←)"),
    mark("Next operation (Alt+Shift+→)"),
    "Alt+Shift+Space",
    1200,
    {"0.25×": 0.25, "0.5×": 0.5, "1×": 1.0, "2×": 2.0, "4×": 4.0},
)


class CellTools(WrappingRow):
    """A row of controls; it decides nothing, its parts tell what a person wants.

    Attributes:
        transport: walks through the operations. line: shows which is in turn.
        pairs: which cells are drawn. corner: whether a product is shown entry by entry.
        parts: the layer and direction. unit: whose numbers are shown.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(ROW, _GAP, _MARGIN, parent)
        self.transport = TransportBar(_OPERATIONS)
        self.line = StepLine()
        # Those that are not always there have a parent from the start, or they would be windows of their own.
        self.pairs = ChoiceMenu(tr("Cells beside each other"), self)
        self.pairs.hide()
        self.corner = QToolButton()
        self.corner.setObjectName("cornerButton")
        self.corner.setText("3 × 3")
        self.corner.setCheckable(True)
        self.corner.setAccessibleName(tr("Product entry by entry"))
        self.corner.setToolTip(tr("Show a corner of the product in turn entry by entry: three units, three words"))
        self.parts = PartChooser(self)
        self.unit = QSpinBox()
        self.unit.setAccessibleName(tr("Unit"))
        self.unit.setToolTip(tr("The unit whose numbers are shown; a click on its cell in a strip chooses it as well"))
        self.unit.setKeyboardTracking(False)
        self.unit.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._unit_row = _labelled(tr("unit"), self.unit)
        self._where = QLabel()
        self._where.setObjectName("Muted")
        self._shown: list[QWidget] = []
        self.arrange(compared=False, layers=False)
        self.set_ending(self._where)

    def set_theme(self, theme: Theme) -> None:
        for part in (self.transport, self.line, self.pairs, self.parts):
            part.set_theme(theme)

    def show_where(self, words: str) -> None:
        """Show which token the step is of."""
        self._where.setText(words)

    def show_unit(self, unit: int, units: int) -> None:
        """Show which of so many units is chosen, without telling of it."""
        self.unit.blockSignals(True)
        self.unit.setRange(0, units - 1)
        self.unit.setValue(unit)
        self.unit.blockSignals(False)

    def offer_cells(self, names: Sequence[str], current: str) -> None:
        """Offer these sets of cells."""
        self.pairs.set_segments(
            [Segment(name, name, tr("Which cells are drawn on one grid")) for name in names], current
        )

    def arrange(self, *, compared: bool, layers: bool) -> None:
        """Show what applies: a choice of cells where several models are compared, of layers where there are some."""
        controls: list[QWidget] = [self.transport, self.line]
        controls += [self.pairs] if compared else []
        controls += [self.parts] if layers else []
        controls += [self.corner, self._unit_row]
        if controls != self._shown:
            # To arrange them takes time that a key does not have.
            self._shown = controls
            self.set_controls(controls)

    def _places(self, width: int) -> list[QRect]:
        # The line of steps takes as much as leaves the fewest rows and, unless it would be the shortest then, room for
        # what ends the first.
        found, kept = {}, width - _MARGIN - self._where.sizeHint().width() - _GAP
        for wide in WIDTHS:
            self.line.want(wide)
            found[wide] = super()._places(width)

        def worth(wide: int) -> tuple[int, bool, bool, int]:
            last = found[wide][-1]
            return last.y(), wide == WIDTHS[-1], last.right() >= kept, -wide

        best = min(WIDTHS, key=worth)
        self.line.want(best)
        return found[best]


def _labelled(text: str, field: QWidget) -> QWidget:
    """Return a field with its name before it, which stay together where a row wraps."""
    both = QWidget()
    label = QLabel(text)
    label.setObjectName("Muted")
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(label)
    row.addWidget(field)
    return both
