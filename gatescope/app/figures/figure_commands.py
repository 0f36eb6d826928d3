"""Opens the figure dialog, which is imported with the writers and all painters when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gatescope.app.window.design import Design
from gatescope.app.window.front_plot import FrontPlot
from gatescope.app.window.main_window import MainWindow
from gatescope.plots.theme import Theme
from gatescope.session.session import Session
from gatescope.session.settings import Settings

if TYPE_CHECKING:
    from gatescope.app.figures.choices import FigureChoices
    from gatescope.app.figures.dialog import FigureDialog
    from gatescope.app.figures.drawing import FigureDrawing
    from gatescope.app.figures.saving import FigureSaving


class FigureCommands(QObject):
    """One dialog for the window, made when it is first wanted; out of sight, it follows nothing."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        front: FrontPlot,
        design: Design,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._settings = window, session, settings
        self._front, self._design = front, design
        self.dialog: FigureDialog | None = None
        self.drawing: FigureDrawing | None = None
        self.saving: FigureSaving | None = None
        self._proposed: FigureChoices | None = None
        """What the dialog was opened with by itself, of which a person need not have made anything."""
        self._worn: Theme | None = None
        design.changed.connect(self._restyle)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of the commands about figures, by name."""
        return {"compose_figure": self.show}

    @Slot()
    def show(self) -> None:
        """Open the dialog, with the plot that a person was with last where they have composed nothing yet."""
        self._show("")

    def show_view(self, name: str) -> None:
        """Open the dialog, and add the view called `name`."""
        self._show(name)

    def close(self) -> None:
        """Close the dialog, and wait for what is being drawn and written."""
        if self.dialog is None or self.drawing is None or self.saving is None:
            return
        self.saving.close()
        self.drawing.close()
        self.dialog.close()
        self.dialog.deleteLater()
        self.dialog = None

    def _show(self, name: str) -> None:
        from gatescope.app.figures.plots_at_hand import name_of, offered_views

        dialog = self.dialog or self._make()
        offered = offered_views(self._window, self._session.snapshot)
        dialog.content.chips.offer(offered)
        views = dialog.choices.views
        if name:
            wanted = name_of(name)
            if wanted not in views:
                dialog.show_choices(replace(dialog.choices, views=(*views, wanted)))
        elif not views or (dialog.choices == self._proposed and not dialog.isVisible()):
            drawable = {one.name for one in offered}
            recent = (name_of(one) for one in self._front.recent)
            wanted = next((one for one in recent if one in drawable), name_of(self._front.name))
            dialog.show_choices(replace(dialog.choices, views=(wanted,)))
            self._proposed = dialog.choices
        self._dress()
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        if self.drawing is not None and self.saving is not None:
            self.saving.propose()
            self.drawing.draw()

    def _make(self) -> FigureDialog:
        from gatescope.app.figures.choices import FigureChoices
        from gatescope.app.figures.dialog import FigureDialog
        from gatescope.app.figures.drawing import FigureDrawing
        from gatescope.app.figures.saving import FigureSaving

        dialog = self.dialog = FigureDialog(self._window)
        dialog.show_choices(FigureChoices.read(self._settings.figure))
        self.drawing = FigureDrawing(dialog, self._window, self._session, self._design, self)
        self.saving = FigureSaving(dialog, self.drawing, self._window, self._session, self._settings, self._design)
        dialog.closed.connect(self._keep)
        return dialog

    @Slot()
    def _keep(self) -> None:
        """Remember the settings for the next figure."""
        if self.dialog is not None:
            self._settings.figure = self.dialog.choices.written()

    @Slot(object)
    def _restyle(self, _theme: Theme) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self._dress()
            if self.drawing is not None:
                self.drawing.draw()

    def _dress(self) -> None:
        if self.dialog is not None and self._worn is not self._design.theme:
            self._worn = self._design.theme
            self.dialog.set_theme(self._worn)
