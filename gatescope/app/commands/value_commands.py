"""The command that shows the value at the cursor in the view that has the keyboard, or the one in front."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from gatescope.app.window.front_plot import FrontPlot
from gatescope.app.window.main_window import MainWindow
from gatescope.views.base.view import View
from gatescope.words import tr


class ValueCommands(QObject):
    """Switches the label at the cursor on and off."""

    def __init__(self, window: MainWindow, front: FrontPlot, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._front = window, front

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of these commands, by name."""
        return {"value_at_cursor": self.value_at_cursor}

    @Slot()
    def value_at_cursor(self) -> None:
        """Show the value at the cursor, which follows it; once more, hide it."""
        label, view = self._window.value_label, self._view()
        if label.follows_cursor:
            label.dismiss()
        elif not label.follow_cursor(view.spot_at_cursor):
            self._window.status.show_message(tr("{title}: there is no value at the cursor", title=view.title))

    def _view(self) -> View:
        """Return the view with the keyboard focus where that shows values, else the plot in front."""
        focused = QApplication.focusWidget()
        if focused is not None and self._window.sentence.shows_values_in(focused):
            return self._window.sentence
        return self._window.views[self._front.name]
