"""The Learn dock: its view is made when it is first shown, and it is left when it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gatescope.app.lessons.scene_docks import WORKSPACE
from gatescope.app.window.main_window import MainWindow
from gatescope.session.lessons.lesson import Course, Lesson
from gatescope.session.lessons.progress import Progress
from gatescope.views.base.plot_view import PlotView

if TYPE_CHECKING:
    # The view is imported with its dock.
    from gatescope.views.lessons.learn_view import LearnView

DOCK = "learn"


class LearnDock(QObject):
    """Shows courses and lessons as soon as there is a view for them.

    Signals:
        made(LearnView): the view is there, to be connected.
        closed(): the person has closed the dock, or shows another workspace without it.
    """

    made = Signal(object)
    closed = Signal()

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._dock = window.dock_host.docks[DOCK]
        self._view: LearnView | None = None
        self._shown: tuple[Course, Progress] | None = None
        self._lesson: Lesson | None = None
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(0)
        self._look.timeout.connect(self._tell_if_closed)
        window.view_made.connect(self._adopt)
        self._dock.visibilityChanged.connect(self._look_soon)

    def close(self) -> None:
        """Stop looking. May be called twice."""
        self._look.stop()

    def bring_up(self) -> None:
        """Show the dock where it is out of sight."""
        if self._dock.isHidden():
            self._window.arrangements.show(WORKSPACE)
        self._dock.setVisible(True)
        self._dock.raise_()

    def show_course(self, course: Course, progress: Progress) -> None:
        """Show the cards of `course`."""
        self._shown = course, progress
        if self._view is not None:
            self._view.show_course(course, progress)

    def show_lesson(self, lesson: Lesson | None) -> None:
        """Show an open card; None where none is open."""
        self._lesson = lesson
        if self._view is not None:
            self._view.show_lesson(lesson)

    @Slot(str, object)
    def _adopt(self, name: str, view: PlotView) -> None:
        if name == DOCK:
            self._view = cast("LearnView", view)
            if self._shown is not None:
                self._view.show_course(*self._shown)
            self._view.show_lesson(self._lesson)
            self.made.emit(view)

    @Slot()
    def _look_soon(self) -> None:
        # While docks are arranged, they are hidden for a moment.
        self._look.start()

    @Slot()
    def _tell_if_closed(self) -> None:
        if self._dock.isHidden():
            self.closed.emit()
