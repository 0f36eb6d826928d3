"""The commands that hand out the scene of the window: as a link, as Python, as a command; and the one that takes a
link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from gatescope.app.scenes.scene_of_window import scene_of_window
from gatescope.app.scenes.scene_opening import SceneOpening
from gatescope.app.window.design import Design
from gatescope.app.window.front_plot import FrontPlot
from gatescope.app.window.main_window import MainWindow
from gatescope.progress import Report
from gatescope.session.jobs import Jobs
from gatescope.session.scene.figure_settings import describe_settings
from gatescope.session.scene.link import to_link
from gatescope.session.session import Session
from gatescope.words import tr

_TOPIC = "scene"


class SceneCommands(QObject):
    """Copies texts to the clipboard; each is made on a thread, and what cannot be said is told in the window.

    Attributes:
        opening: brings scenes back.
    """

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        front: FrontPlot,
        design: Design,
        opening: SceneOpening,
    ) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._front, self._design = front, design
        self.jobs, self.opening = Jobs(self), opening

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of these commands, by name."""
        return {
            "copy_scene_link": self.copy_link,
            "paste_scene_link": self.paste_link,
            "copy_as_python": self.copy_python,
            "copy_as_command": self.copy_command,
        }

    def close(self) -> None:
        """Wait for what is being made."""
        self.jobs.close()

    @Slot()
    def copy_link(self) -> None:
        """Put a link to what is in view on the clipboard."""
        scene = scene_of_window(self._window, self._session, {})
        self._copy(lambda: to_link(scene()), tr("Copied a link to this scene"))

    @Slot()
    def paste_link(self) -> None:
        """Open the scene of the link on the clipboard."""
        self.opening.open_link(QGuiApplication.clipboard().text())

    @Slot()
    def copy_python(self) -> None:
        """Put the Python that draws the plot in front on the clipboard."""
        self._copy_code("python", tr("Copied the plot in front as Python"))

    @Slot()
    def copy_command(self) -> None:
        """Put the command that draws the plot in front on the clipboard."""
        self._copy_code("command", tr("Copied the plot in front as a command"))

    def _copy_code(self, language: str, told: str) -> None:
        name, snapshot = self._front.name, self._session.snapshot
        view = self._window.views[name]
        plot, size = view.plot(), view.size()
        if plot is None or snapshot is None:
            self._fail(tr("There is nothing to copy yet: type a sentence first."))
            return
        theme, focus = self._design.in_files, self._session.focus
        plain = scene_of_window(self._window, self._session, {})

        def made() -> str:
            # Few of those who open a window ask for code.
            from gatescope.app.scenes.figure_of_view import figure_of_view
            from gatescope.session.scene.as_command import as_command
            from gatescope.session.scene.as_python import as_python

            settings = figure_of_view(name, plot, snapshot.runs, focus)
            settings = replace(settings, size=(size.width(), size.height()), theme=theme.name, palette=theme.palette)
            scene = replace(plain(), figure=describe_settings(settings))
            return as_python(scene) if language == "python" else as_command(scene)

        self._copy(made, told)

    def _copy(self, made: Callable[[], str], told: str) -> None:
        def work(_report: Report) -> str:
            return made()

        def then(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._window.message_bar.withdraw(_TOPIC)
            self._window.status.show_message(told)

        self.jobs.start(told, work, then, self._fail)

    def _fail(self, sentence: str) -> None:
        self._window.message_bar.show_message(sentence, topic=_TOPIC)
