"""Starts the desktop app and takes it down again."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gatescope import __version__
from gatescope.app.controller import Controller
from gatescope.app.files.dropping import DropTarget
from gatescope.app.start.allocator import share_heaps
from gatescope.app.start.crash_handler import CrashHandler
from gatescope.app.start.crash_offer import CrashOffer
from gatescope.app.start.diagnosis import diagnose
from gatescope.app.start.diagnosis_text import as_text
from gatescope.app.start.display import display_problem
from gatescope.app.start.end_signals import EndSignals
from gatescope.app.start.garbage import GuiGarbage
from gatescope.app.start.speaking import chosen_language, speak
from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.motion import Motion
from gatescope.app.window.screens import START_FRAME
from gatescope.app.window.theme import dress, set_font
from gatescope.app.window.window_layout import show_at
from gatescope.errors import GateScopeError
from gatescope.formats.own.library import bundled, load
from gatescope.paint.fonts import load_fonts
from gatescope.plots.theme import LIGHT, THEMES, Theme
from gatescope.session.scene.link_word import names_link
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.views.base.accessible import look_for_screen_readers
from gatescope.views.base.icons import application_icon

_WORN = "gatescopeTheme"
_FIRST_MODEL = "sentiment-lstm"
_SIZE = QSize(1440, 900)


def main(files: Sequence[str]) -> int:
    """Open the window with `files` and return the exit code when it has been closed.

    Raises:
        GateScopeError: no window can be opened here.
    """
    problem = display_problem(os.environ)
    if problem is not None:
        raise GateScopeError(problem)
    application = make_application(sys.argv)
    crashes = CrashHandler()
    desktop = Desktop()
    crashes.met.connect(desktop.crashes.tell)
    signals = EndSignals()
    signals.asked.connect(desktop.end)
    try:
        desktop.show([Path(name) for name in files if not names_link(name)])
        for link in filter(names_link, files):
            desktop.controller.scenes.opening.open_link(link)
        if not files and os.environ.get("GATESCOPE_TOUR") != "0":
            desktop.lead_newcomer()
        return application.exec()
    finally:
        desktop.close()
        signals.close()
        crashes.close()


def make_application(arguments: Sequence[str]) -> QApplication:
    """Return the one QApplication, with GateScope's name and fonts."""
    # Before there are threads: each may take a heap of its own.
    share_heaps(os.environ)
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(list(arguments))
    application.setApplicationName("gatescope")
    application.setApplicationDisplayName("GateScope")
    application.setApplicationVersion(__version__)
    application.setOrganizationName("gatescope")
    # By this name a desktop finds the entry of the menu, and with it the icon (Wayland takes it from nowhere else).
    QGuiApplication.setDesktopFileName("gatescope")
    application.setWindowIcon(application_icon())
    load_fonts()
    set_font()
    return application


class Desktop(QObject):
    """The window, its session and its controller, built from the bundled models.

    Signals:
        first_frame(): the first paint that showed gates has ended.
    """

    first_frame = Signal()

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        # Before the first thread of the session.
        self._garbage = GuiGarbage(self)
        self.settings = settings or Settings()
        # Before the first word of the window.
        speak(_application(), chosen_language(self.settings.language, os.environ))
        # Before the widgets: what a style sheet dresses later keeps the size of text that it is made with.
        set_font(replace(LIGHT, zoom=self.settings.zoom))
        self._motion = Motion(self.settings, self)
        self.window = MainWindow()
        models = {name: load(name) for name in bundled()}
        self.session = Session(models.values(), text=str(models[_FIRST_MODEL].card.get("example", "")))
        self.session.show([_FIRST_MODEL])
        self.controller = Controller(self.window, self.session, self.settings, dress_application)
        self.crashes = CrashOffer(self.window, self.settings, self)
        self.controller.report.findings = lambda: as_text(diagnose())
        DropTarget(self.window).dropped.connect(self.controller.opening.open_paths)
        self._painted_once = False
        self._closed = False
        self.window.painted.connect(self._after_paint)
        # A screen reader may be started after the window is. Queued: the keyboard also leaves what is being deleted.
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusObjectChanged.connect(self._look_for_screen_readers, Qt.ConnectionType.QueuedConnection)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        QGuiApplication.styleHints().accessibility().contrastPreferenceChanged.connect(self._follow_system)

    def show(self, paths: Sequence[Path] = ()) -> None:
        """Show the window where and how it was last time, and open `paths`."""
        place = self.settings.window
        self.window.compact.fit_to_screen()
        if place is None:
            self.window.resize(_SIZE.boundedTo(self.window.screen().availableSize() - START_FRAME))
            self.window.show()
        else:
            show_at(self.window, place)
        # A dock's least height is a part of the window only once the window has its size.
        self.window.arrangements.recall(self.settings.workspace, self.settings.docks)
        self.window.sentence.focus_editor()
        self.settings.failed.connect(self.window.message_bar.show_notice)
        if self.settings.notice:
            self.window.message_bar.show_notice(self.settings.notice)
        self.crashes.look()
        self.controller.project.offer_recovery()
        if paths:
            self.controller.open_paths(list(paths))

    def lead_newcomer(self) -> None:
        """Begin the tour with the first picture, unless it has begun at an earlier start."""
        if not self.settings.toured:
            self.first_frame.connect(self.controller.tour.start)

    @Slot(int)
    def end(self, code: int) -> None:
        """End the app with the exit code `code` and ask nothing: unsaved work is offered at the next start."""
        self.controller.project.leave_unsaved()
        QCoreApplication.exit(code)

    def close(self) -> None:
        """Close the window and join every thread. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self.controller.close()
        self.crashes.close()
        self._garbage.close()
        self.window.close()
        self.window.deleteLater()

    @Slot(object)
    def _after_paint(self, _at: object) -> None:
        if self._painted_once or self.session.snapshot is None:
            return
        self._painted_once = True
        self.window.painted.disconnect(self._after_paint)
        self.controller.figures.count_first_paint()
        self.first_frame.emit()
        # Importing and compiling the kernels waits until there is something to look at.
        QTimer.singleShot(0, self.session.start_warm_up)

    @Slot()
    def _look_for_screen_readers(self) -> None:
        look_for_screen_readers()

    @Slot()
    def _follow_system(self) -> None:
        if self.settings.theme == "system":
            self.controller.design.apply()


def desktop_theme() -> Theme:
    """Return the theme that is like the desktop: light or dark, and in high contrast where the desktop has that."""
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    contrast = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    return next(theme for theme in THEMES.values() if (theme.dark, theme.contrast) == (dark, contrast))


def dress_application(name: str) -> Theme:
    """Dress the application in the theme called `name`, of `session.settings.THEMES`, and return it."""
    application = _application()
    theme = THEMES.get(name) or desktop_theme()
    # Once more in the same theme, Qt would take the palettes away that the views gave themselves.
    if application.property(_WORN) != theme.name:
        dress(application, theme)
        application.setProperty(_WORN, theme.name)
    return theme


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
