"""Carries a figure to a file or to the clipboard, on a thread of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from gatescope.app.figures.dialog import FigureDialog
from gatescope.app.figures.drawing import FigureDrawing
from gatescope.app.figures.figure_code import by_options
from gatescope.app.scenes.figure_of_view import with_page
from gatescope.app.scenes.scene_of_window import carried, scene_of_window
from gatescope.app.window.design import Design
from gatescope.app.window.main_window import MainWindow
from gatescope.errors import UsageError
from gatescope.export.file_kinds import PICTURES
from gatescope.export.picture import facts_of
from gatescope.export.png import image
from gatescope.export.resolution import SCREEN_DPI
from gatescope.export.svg import svg
from gatescope.formats.files.atomic import check_writable, write_atomically
from gatescope.plots.figure.figure import Figure
from gatescope.plots.theme import Theme
from gatescope.progress import Report
from gatescope.session.jobs import Jobs
from gatescope.session.run.snapshot import Run
from gatescope.session.scene.scene import Scene
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.words import tr

_COPIED_DPI = 192
_MOST_NAMES = 1000
_Result = TypeVar("_Result")


class FigureSaving(QObject):
    """Saves and copies the figure that the dialog shows; failures are told there, and all settings stay."""

    def __init__(
        self,
        dialog: FigureDialog,
        drawing: FigureDrawing,
        window: MainWindow,
        session: Session,
        settings: Settings,
        design: Design,
    ) -> None:
        super().__init__(drawing)
        self._dialog, self._drawing, self._window = dialog, drawing, window
        self._session, self._settings, self._design = session, settings, design
        self.jobs = Jobs(self)
        dialog.foot.follow(self.jobs)
        dialog.save_asked.connect(self._ask)
        dialog.copy_asked.connect(self.copy)
        dialog.edited.connect(self._propose)

    @Slot()
    def propose(self) -> None:
        """Show the name that the next file gets unless another is chosen."""
        self._dialog.foot.show_file(self._proposed())

    def save(self, path: Path) -> None:
        """Write the figure that is shown into `path`."""
        composed, choices = self._drawing.composed, self._dialog.choices
        if composed is None:
            return
        path = path if path.suffix else path.with_suffix(choices.suffix)
        theme, scale = self._theme, choices.dpi / SCREEN_DPI
        scene = scene_of_window(self._window, self._session, {}) if choices.scene else None
        runs, focus = self._runs(), self._session.focus
        look: dict[str, Any] = {"dpi": choices.dpi, "theme": theme.name, "palette": theme.palette}
        settings = self._drawing.code.settings

        def scene_with_figure(plain: Scene) -> Scene:
            if settings is not None:
                return replace(plain, figure=settings)
            return with_page(plain, composed.figure, runs, focus, by_options(composed.views), **look)

        def write(report: Report) -> Path:
            text = None if scene is None else carried(lambda: scene_with_figure(scene()))
            write_figure(composed.figure, path, scale, theme, facts_of(runs, text), report)
            return path

        self._start(tr("Writing the figure"), write, self._saved)

    @Slot()
    def copy(self) -> None:
        """Put the figure that is shown on the clipboard, as an image and as SVG."""
        composed = self._drawing.composed
        if composed is None:
            return
        figure, theme, runs = composed.figure, self._theme, self._runs()

        def paint(report: Report) -> tuple[QImage, str]:
            drawn = image(figure, 1, 1, _COPIED_DPI / SCREEN_DPI, theme)
            report(0.5)
            return drawn, svg(figure, 1, 1, theme, facts_of(runs))

        self._start(tr("Copying the figure"), paint, self._copied)

    def close(self) -> None:
        """Stop, and wait for what is being written."""
        self.jobs.close()

    def _runs(self) -> tuple[Run, ...]:
        snapshot = self._session.snapshot
        return () if snapshot is None else snapshot.runs

    @property
    def _theme(self) -> Theme:
        return self._design.in_files

    def _start(self, title: str, work: Callable[[Report], _Result], then: Callable[[_Result], object]) -> None:
        def careful(report: Report) -> _Result:
            try:
                return work(report)
            except MemoryError:
                raise UsageError("There is not enough memory for this figure; choose fewer dots an inch.") from None

        self.jobs.start(title, careful, then, self._dialog.foot.show_problem)

    @Slot()
    def _ask(self) -> None:
        """Ask for the file and write it."""
        suffix = self._dialog.choices.suffix
        filters = {end: f"{kind.name} (*{end})" for end, kind in PICTURES.items()}
        name, _ = QFileDialog.getSaveFileName(
            self._dialog, tr("Save figure"), str(self._proposed()), ";;".join(filters.values()), filters[suffix]
        )
        if name:
            self.save(Path(name))

    @Slot(object)
    def _propose(self, _choices: object) -> None:
        self.propose()

    def _proposed(self) -> Path:
        folder, suffix = self._settings.folder, self._dialog.choices.suffix
        names = (folder / f"figure-{number}{suffix}" for number in range(1, _MOST_NAMES))
        return next((path for path in names if not path.exists()), folder / f"figure{suffix}")

    def _saved(self, path: Path) -> None:
        self._settings.folder = path.parent
        self._window.status.show_message(tr("Saved {path}", path=escape(str(path))))
        self._dialog.foot.show_done(tr("Saved {path}", path=path.name), path)

    def _copied(self, drawn: tuple[QImage, str]) -> None:
        data = QMimeData()
        data.setImageData(drawn[0])
        data.setData("image/svg+xml", drawn[1].encode())
        QGuiApplication.clipboard().setMimeData(data)
        self._dialog.foot.show_done(tr("Copied as an image and as SVG"))


def write_figure(
    figure: Figure, path: Path, scale: float, theme: Theme, metadata: Mapping[str, str], report: Report
) -> None:
    """Write the file, or leave the older one of its name as it is where the report says to stop.

    Raises:
        Cancelled, FileError, UsageError: it was not written.
    """
    kind = PICTURES.of(path)
    # A figure that has nowhere to go need not be painted, and this says which folder is missing.
    check_writable(path)
    report(0.05)
    with tempfile.TemporaryDirectory(prefix="gatescope-figure-") as folder:
        painted = Path(folder) / path.name
        kind.write(figure, painted, 1, 1, scale, theme, metadata)
        report(0.9)
        write_atomically(path, painted.read_bytes())
