"""The units of a pattern as badges; a click takes one out of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

_MOST = 6


class UnitBadges(QWidget):
    """“unit 16 ×”, “unit 21 ×”, and how many more there are."""

    removed = Signal(int)
    """The unit that is to be no part of the pattern."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units: tuple[int, ...] | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._badges = [self._badge() for _ in range(_MOST)]
        self._more = QLabel(self)
        self._more.setObjectName("Muted")
        self._row.addWidget(self._more)

    def show_units(self, units: Sequence[int], *, fixed: bool = False) -> None:
        """Show these units; `fixed` ones cannot be taken out."""
        if (*units, fixed) == self._units:
            return
        self._units = (*units, fixed)
        for badge, unit in zip(self._badges, [*units[:_MOST], *[None] * _MOST], strict=False):
            badge.setVisible(unit is not None)
            if unit is not None:
                badge.setText(f"unit {unit}" if fixed else f"unit {unit}  ×")
                badge.setProperty("unit", unit)
                badge.setEnabled(not fixed)
                badge.setToolTip("The chosen unit" if fixed else f"Leave unit {unit} out of the pattern")
                badge.setAccessibleName(f"unit {unit}" if fixed else f"Leave out unit {unit}")
        beyond = len(units) - _MOST
        self._more.setText(f"and {beyond} more" if beyond > 0 else "")
        self._more.setToolTip(f"Units {', '.join(map(str, units))}" if beyond > 0 else "")
        self._more.setVisible(beyond > 0)
        self.updateGeometry()

    def _badge(self) -> QPushButton:
        badge = QPushButton(self)
        badge.setObjectName("UnitBadge")
        badge.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        badge.clicked.connect(lambda: self.removed.emit(int(badge.property("unit"))))
        badge.hide()
        self._row.addWidget(badge)
        return badge
