"""The units of a pattern as badges; a click takes one out of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gatescope.words import tr

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
                badge.setText(tr("unit {unit}", unit=unit) if fixed else tr("unit {unit}  ×", unit=unit))
                badge.setProperty("unit", unit)
                badge.setEnabled(not fixed)
                badge.setToolTip(
                    tr("The chosen unit") if fixed else tr("Leave unit {unit} out of the pattern", unit=unit)
                )
                badge.setAccessibleName(
                    tr("unit {unit}", unit=unit) if fixed else tr("Leave out unit {unit}", unit=unit)
                )
        beyond = len(units) - _MOST
        self._more.setText(tr("and {beyond} more", beyond=beyond) if beyond > 0 else "")
        self._more.setToolTip(tr("Units {map}", map=", ".join(map(str, units))) if beyond > 0 else "")
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
