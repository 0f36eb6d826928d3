"""The commands about the window as a whole, the text and the weights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from gatescope.app.files.filters import OPENED, dialog_filter
from gatescope.app.window.design import Design
from gatescope.app.window.full_screen import fill_screen
from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.window_layout import place_of
from gatescope.session.document.document import ORDERS
from gatescope.session.preferences import PALETTE, THEME
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.views.weights.edits import trained_arrays
from gatescope.words import tr

ORDER_COMMANDS = {f"order_{order.split()[0]}": order for order in ORDERS}
"""The command of each order of units."""


class WindowCommands(QObject):
    """One method a command, by the command's name."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        design: Design,
        open_paths: Callable[[list[Path]], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._settings = window, session, settings
        self._design, self._open_paths = design, open_paths
        session.undo_stack.shortened.connect(self._tell_of_forgotten)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of these commands, by name."""
        return {
            "open_file": self.open_file,
            "quit": self.quit,
            "edit_sentence": self.edit_sentence,
            "clear_sentence": self.clear_sentence,
            "reset_weights": self.reset_weights,
            "reset_zoom": self.reset_zoom,
            "zoom_in": self.zoom_in,
            "zoom_out": self.zoom_out,
            "present": self.present,
            "full_screen": self.full_screen,
            "reset_layout": self.reset_layout,
            "search_commands": self.search_commands,
            **dict.fromkeys(ORDER_COMMANDS, self.set_order),
            **dict.fromkeys((f"theme_{theme}" for theme in THEME.values), self.set_theme),
            **dict.fromkeys((f"palette_{palette}" for palette in PALETTE.values), self.set_palette),
        }

    @Slot()
    def open_file(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Open"), str(self._settings.folder), dialog_filter(OPENED)
        )
        if names:
            self._settings.folder = Path(names[0]).parent
            self._open_paths([Path(name) for name in names])

    @Slot()
    def quit(self) -> None:
        self._window.close()

    @Slot()
    def edit_sentence(self) -> None:
        self._window.sentence.focus_editor()

    @Slot()
    def clear_sentence(self) -> None:
        self._session.edit_text("", 0)

    @Slot()
    def reset_weights(self) -> None:
        document = self._session.document
        for name in document.shown:
            trained = document.models[name].network
            now = document.networks[name]
            changed = trained_arrays(now, trained, trained.keys())
            if changed:
                self._session.set_parameters(name, changed, label=tr("Reset {name}", name=name))

    @Slot()
    def set_order(self) -> None:
        self._session.change_focus(order=ORDER_COMMANDS[self.sender().objectName()])

    @Slot()
    def reset_zoom(self) -> None:
        """Undo every zoom, in every view, and that of the text."""
        self._design.zoom(0)
        for view in self._window.views.values():
            view.reset_view()

    @Slot()
    def zoom_in(self) -> None:
        self._design.zoom(1)

    @Slot()
    def zoom_out(self) -> None:
        self._design.zoom(-1)

    @Slot(bool)
    def present(self, presenting: bool) -> None:
        """Show the window to an audience, or as it was before."""
        self._window.presenter.present(presenting)

    @Slot()
    def set_theme(self) -> None:
        self._design.choose(self.sender().objectName().removeprefix("theme_"))

    @Slot()
    def set_palette(self) -> None:
        self._design.colour(self.sender().objectName().removeprefix("palette_"))

    @Slot(bool)
    def full_screen(self, full: bool) -> None:
        fill_screen(self._window, full)

    @Slot()
    def reset_layout(self) -> None:
        arrangements = self._window.arrangements
        arrangements.reset(arrangements.name)

    @Slot()
    def search_commands(self) -> None:
        self._window.search.setFocus()

    def remember_layout(self) -> None:
        """Write the place of the window and the arrangement of its docks in every workspace into the settings."""
        arrangements = self._window.arrangements
        self._settings.set_layout(place_of(self._window), arrangements.name, arrangements.places())
        self._settings.save()

    @Slot(int)
    def _tell_of_forgotten(self, most: int) -> None:
        """Say once that not every step can be undone any more."""
        sentence = tr(
            "The oldest steps can no longer be undone: together the steps held more than {size} MB of memory.",
            size=most >> 20,
        )
        self._window.message_bar.show_notice(sentence)
