"""Exports and copies the plots: painted on a thread of their own from the data on screen.

The dialog and the writers, with all painters, are imported when the first picture is asked for: a window opens sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QSize, Slot
from PySide6.QtGui import QGuiApplication, QImage

from gatescope.app.figures.animation_commands import AnimationCommands
from gatescope.app.figures.picture_maker import PictureMaker
from gatescope.app.scenes.scene_of_window import carried, scene_of_window
from gatescope.app.window.design import Design
from gatescope.app.window.front_plot import FrontPlot
from gatescope.app.window.main_window import MainWindow
from gatescope.errors import UsageError
from gatescope.plots.description import Plot
from gatescope.plots.theme import theme_named
from gatescope.progress import Report
from gatescope.session.run.snapshot import Run
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.words import tr, within

if TYPE_CHECKING:
    from gatescope.app.files.export_dialog import ExportChoice, ExportDialog

_COPY_SCALE = 2
_Result = TypeVar("_Result")


class PictureCommands(PictureMaker):
    """Exports and copies plots on a thread; success and failure are shown in the window's message bar."""

    _dialog: ExportDialog | None

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        front: FrontPlot,
        design: Design,
        parent: QObject,
    ) -> None:
        super().__init__(window, session, settings, front, design, parent)
        self.animations = AnimationCommands(window, session, settings, front, design, self)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of the commands that make pictures, by name."""
        own = {"export_plot": self.export_plot, "copy_plot": self.copy_plot}
        return own | self.animations.handlers()

    @Slot()
    def export_plot(self) -> None:
        """Ask which plot goes where, the one in front first, and save it."""
        from gatescope.app.files.export_dialog import ExportDialog

        titles = {name: view.title for name, view in self._front.open.items()}
        theme, folder = self._design.theme.name, self._settings.folder
        self._dialog = dialog = ExportDialog(titles, self._front.name, theme, folder, self._window)
        dialog.asked.connect(self.save)
        dialog.exec()
        self._dialog = None
        dialog.deleteLater()

    @Slot(object)
    def save(self, choice: ExportChoice) -> None:
        """Paint the plot that `choice` names into its file; when it is written, show its name and close the dialog."""
        from gatescope.app.scenes.figure_of_view import with_view
        from gatescope.export.file_kinds import VIEWS
        from gatescope.export.picture import facts_of
        from gatescope.formats.files.atomic import check_writable

        plot, size = self._plot(choice.view, choice.size)
        if plot is None:
            self._fail(tr("There is nothing to export yet: type a sentence first."))
            return
        try:
            kind = VIEWS.of(choice.path)
        except UsageError as error:
            self._fail(str(error))
            return
        theme = theme_named(choice.theme, self._design.theme.palette)
        scene, runs, focus = scene_of_window(self._window, self._session, {}), self._runs(), self._session.focus
        look = {"size": (size.width(), size.height()), "scale": choice.scale, "theme": theme.name}

        def write() -> None:
            # A picture that has nowhere to go need not be painted, and this says which folder is missing.
            check_writable(choice.path)
            text = carried(lambda: with_view(scene(), choice.view, plot, runs, focus, palette=theme.palette, **look))
            facts = facts_of(runs, text)
            kind.write(plot, choice.path, size.width(), size.height(), choice.scale, theme, facts)

        self._paint(write, lambda _: self._saved(choice.path))

    @Slot()
    def copy_plot(self) -> None:
        """Put the plot in front on the clipboard."""
        self.copy_plot_of(self._front.name)

    def copy_plot_of(self, name: str) -> None:
        """Put the plot of the view called `name` on the clipboard."""
        from gatescope.export.png import image

        plot, size = self._plot(name, None)
        if plot is None:
            return
        theme, title = self._design.in_files, self._window.views[name].title
        self._paint(
            lambda: image(plot, size.width(), size.height(), _COPY_SCALE, theme),
            lambda picture: self._to_clipboard(picture, title),
        )

    def close(self) -> None:
        """Wait for the pictures that are being painted, and end what is being animated."""
        self.animations.close()
        self.jobs.close()

    def _paint(self, work: Callable[[], _Result], then: Callable[[_Result], object]) -> None:
        """Call `work` on the thread for pictures, and `then` with its result on this one."""

        def paint(_report: Report) -> _Result:
            try:
                return work()
            except MemoryError:
                raise UsageError(
                    tr("There is not enough memory for a picture of this size; choose a smaller scale.")
                ) from None

        self.jobs.start(tr("Painting the plot"), paint, then, self._fail)

    def _plot(self, name: str, size: QSize | None) -> tuple[Plot | None, QSize]:
        view = self._window.views[name]
        return view.plot(), size or view.size()

    def _runs(self) -> tuple[Run, ...]:
        snapshot = self._session.snapshot
        return () if snapshot is None else snapshot.runs

    def _to_clipboard(self, picture: QImage, title: str) -> None:
        QGuiApplication.clipboard().setImage(picture)
        self._window.status.show_message(tr("Copied {title} as an image", title=within(title)))
