"""Asks for the file that the plane of states is fitted on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from gatescope.app.files.filters import CORPORA, dialog_filter
from gatescope.app.window.main_window import MainWindow
from gatescope.session.settings import Settings
from gatescope.views.base.plot_view import PlotView
from gatescope.words import tr

if TYPE_CHECKING:
    # The view is imported with its dock.
    from gatescope.views.space.space_view import SpaceView

DOCK = "space"


class Fitting(QObject):
    """Hands the view of the plane the file that a person chooses."""

    def __init__(self, window: MainWindow, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._settings = window, settings
        self._view: SpaceView | None = None
        window.view_made.connect(self._adopt)

    @Slot(str, object)
    def _adopt(self, name: str, view: PlotView) -> None:
        if name == DOCK:
            self._view = cast("SpaceView", view)
            self._view.corpus_wanted.connect(self.ask_for_file)

    @Slot()
    def ask_for_file(self) -> None:
        """Ask for a file and fit the plane on it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Fit on"), str(self._settings.folder), dialog_filter(CORPORA)
        )
        if name and self._view is not None:
            self._settings.folder = Path(name).parent
            self._view.fit_on(Path(name))
