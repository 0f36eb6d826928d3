"""Keeps the picture in the dialog up to date, on a thread of its own and in pauses, while the dialog is in sight."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QImage

from gatescope.app.figures.composing import Composed, Ingredients, compose, picture
from gatescope.app.figures.dialog import FigureDialog
from gatescope.app.figures.figure_code import FigureCode, code_of
from gatescope.app.figures.plots_at_hand import offered_views, plot_in_sight
from gatescope.app.figures.script_runs import ScriptRuns
from gatescope.app.scenes.scene_of_window import scene_of_window
from gatescope.app.window.design import Design
from gatescope.app.window.main_window import MainWindow
from gatescope.progress import Report
from gatescope.session.jobs import Jobs
from gatescope.session.session import Session
from gatescope.words import tr

_AFTER_EDIT_MS, _AFTER_RUN_MS = 40, 300
"""Pauses before the figure is drawn anew: after a choice, and after a run, for another key may follow at once."""


class FigureDrawing(QObject):
    """Draws the figure of what is chosen and of the present runs."""

    def __init__(
        self, dialog: FigureDialog, window: MainWindow, session: Session, design: Design, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._dialog, self._window, self._session, self._design = dialog, window, session, design
        self._jobs = Jobs(self)
        self.composed: Composed | None = None
        """What the dialog shows; None where there is nothing to save."""
        self.code = FigureCode()
        self._again = ScriptRuns()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.draw)
        self._sharper = QTimer(self)
        self._sharper.setSingleShot(True)
        self._sharper.setInterval(_AFTER_EDIT_MS)
        self._sharper.timeout.connect(self._sharpen)
        for changed in (session.snapshot_changed, session.focus_changed, session.analyses.answered):
            changed.connect(self._follow)
        window.arrangements.shown.connect(self._follow)
        dialog.edited.connect(self._edited)
        dialog.preview.scale_changed.connect(self._rescaled)
        dialog.closed.connect(self._let_go)

    @property
    def at_work(self) -> bool:
        """Whether the picture is still that of something else."""
        return self._soon.isActive() or self._sharper.isActive() or bool(self._jobs.running)

    @Slot()
    def draw(self) -> None:
        """Compose the figure of what is chosen now, and paint it."""
        dialog = self._dialog
        self._soon.stop()
        if not dialog.isVisible():
            return
        dialog.content.chips.offer(offered_views(self._window, self._session.snapshot))
        self._jobs.cancel()
        if not dialog.choices.views:
            self._show_nothing(tr("Add a view to the figure."))
            return
        made_of, resolution = self._ingredients(), dialog.preview.resolution()

        def work(report: Report) -> tuple[Composed, QImage, float, Ingredients]:
            composed = compose(made_of, report)
            scale = resolution(composed.size_mm)
            return composed, picture(composed.figure, scale, made_of.theme), scale, made_of

        if self.composed is None:
            dialog.preview.sheet.show_picture(None, tr("Drawing the figure…"))
        self._jobs.start(tr("Drawing the figure"), work, self._show, self._show_nothing)

    def close(self) -> None:
        """Stop, and wait for what is being drawn."""
        self._soon.stop()
        self._sharper.stop()
        self._jobs.close()

    @Slot()
    def _follow(self, *_told: object) -> None:
        if self._dialog.isVisible():
            self._soon.start(_AFTER_RUN_MS)

    @Slot(object)
    def _edited(self, _choices: object) -> None:
        self._soon.start(_AFTER_EDIT_MS)

    @Slot()
    def _rescaled(self) -> None:
        if self._dialog.isVisible():
            self._sharper.start()

    @Slot()
    def _let_go(self) -> None:
        """Keep no run while the dialog is out of sight."""
        self._soon.stop()
        self._sharper.stop()
        self._jobs.cancel()
        self.composed = None

    @Slot()
    def _sharpen(self) -> None:
        """Paint the same figure in the resolution that is needed now."""
        composed = self.composed
        if composed is None or self.at_work:
            return
        theme, scale = self._design.in_files, self._dialog.preview.pixels_per_mm
        self._dialog.preview.sheet.show_picture(picture(composed.figure, scale, theme))

    def _ingredients(self) -> Ingredients:
        choices, snapshot = self._dialog.choices, self._session.snapshot
        shown = {name: plot_in_sight(self._window, name) for name in choices.views}
        return Ingredients(
            choices,
            self._dialog.content.chips.titles,
            {name: plot for name, plot in shown.items() if plot is not None},
            {} if self.composed is None else self.composed.views,
            () if snapshot is None else snapshot.runs,
            self._session.focus,
            self._design.in_files,
            self._again,
        )

    def _show(self, drawn: tuple[Composed, QImage, float, Ingredients]) -> None:
        self.composed, image, scale, made_of = drawn
        self._dialog.show_composed(self.composed)
        self._dialog.preview.sheet.show_picture(image)
        if self._dialog.preview.pixels_per_mm != scale:
            self._sharper.start()
        self._say(self.composed, made_of)

    def _say(self, composed: Composed, made_of: Ingredients) -> None:
        """Find out what draws the figure in a script."""
        scene = scene_of_window(self._window, self._session, {})
        path = f"figure{made_of.choices.suffix}"
        self._jobs.start(
            tr("Writing the code of the figure"),
            lambda _report: code_of(composed, made_of, scene, path),
            self._show_code,
            lambda _sentence: self._show_code(FigureCode()),
        )

    def _show_code(self, code: FigureCode) -> None:
        self.code = code
        self._dialog.code.show_code(code)

    def _show_nothing(self, sentence: str) -> None:
        self.composed = None
        self._show_code(FigureCode())
        self._dialog.show_nothing(sentence)
