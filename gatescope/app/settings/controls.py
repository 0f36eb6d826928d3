"""The control of a setting: a list of its values, or a check box. What is chosen is applied at once."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox

from gatescope.app.settings.rows import Row
from gatescope.session.settings import Settings
from gatescope.words import tr


class ChoiceControl(QComboBox):
    """A list of the values of a setting. The wheel scrolls the page over it, and changes nothing by accident."""

    def __init__(self, row: Row, settings: Settings) -> None:
        super().__init__()
        self._row, self._settings = row, settings
        self.setAccessibleName(tr(row.label))
        self.setToolTip(tr(row.tip))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for value, text in row.options:
            self.addItem(tr(text), value)
        self.take_value()
        self.currentIndexChanged.connect(self._choose)

    def take_value(self) -> None:
        """Show the value that the settings have."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(self._row.read(self._settings)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _choose(self, index: int) -> None:
        self._row.write(self._settings, self.itemData(index))


class SwitchControl(QCheckBox):
    """A check box for a setting that is on or off."""

    def __init__(self, row: Row, settings: Settings) -> None:
        super().__init__(tr("On"))
        self._row, self._settings = row, settings
        self.setAccessibleName(tr(row.label))
        self.setToolTip(tr(row.tip))
        self.take_value()
        self.toggled.connect(self._choose)

    def take_value(self) -> None:
        """Show the value that the settings have."""
        with QSignalBlocker(self):
            self.setChecked(self._row.read(self._settings) == "on")

    def _choose(self, on: bool) -> None:
        self._row.write(self._settings, "on" if on else "off")


def control_of(row: Row, settings: Settings) -> ChoiceControl | SwitchControl:
    """Return the control that shows and changes the setting of `row`."""
    return SwitchControl(row, settings) if row.is_switch else ChoiceControl(row, settings)
