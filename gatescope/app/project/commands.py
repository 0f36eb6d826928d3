"""Opens, saves and recovers the project of a window, and asks before unsaved work is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from gatescope.app.files.recent import RecentFiles
from gatescope.app.project.copy_notices import CopyNotices
from gatescope.app.project.dialogs import Ask, AskWhere, ask_about_changes, ask_where
from gatescope.app.project.left_work_command import LeftWorkCommand
from gatescope.app.project.open_project import OpenProject
from gatescope.app.project.recovery import Recovery, Then
from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.messages import Offer
from gatescope.app.window.window_layout import put_back
from gatescope.formats.detect.suffixes import PROJECT
from gatescope.formats.files.regular import is_missing
from gatescope.plots.theme import THEMES
from gatescope.progress import Report
from gatescope.session.jobs import Jobs
from gatescope.session.preferences import THEME
from gatescope.session.project.owned_files import Taken, save_under, take_project
from gatescope.session.project.ownership import Ownership
from gatescope.session.project.work import Work, load, save
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.words import tr

_TOPIC = "project"


def _nothing() -> None:
    """Do nothing next."""


class ProjectCommands(QObject):
    """The commands about one window's project. Files are read and written on other threads.

    Attributes:
        ask, ask_where: the functions that ask about unsaved changes and for a file; tests replace them.
    """

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        loads: Jobs,
        recent: RecentFiles,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.ask: Ask = ask_about_changes
        self.ask_where: AskWhere = ask_where
        self._window, self._session, self._settings = window, session, settings
        self._loads, self._recent = loads, recent
        self.project = OpenProject(window, session, settings, self)
        self._notices = CopyNotices(window.message_bar, self._elsewhere, self)
        self.project.unguarded.connect(self._notices.warn)
        self.project.moved.connect(self._notices.tell_where)
        self.project.guarded.connect(self._notices.withdraw)
        self._saves, self._looks = Jobs(self), Jobs(self)
        self._closing = self._closed = False
        self._token: int | None = None
        self._suggested: Path | None = None
        self._recovery = Recovery(window.recovery_bar, self._recover, self)
        self.left_work = LeftWorkCommand(window, settings, self._recovery, self.project, self)
        session.snapshot_changed.connect(self._put_cursor)
        window.may_close = self._may_close

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of the commands that are about the project, by name."""
        return {"save_project": self.save, "save_project_as": self.save_as, "recover_work": self.left_work.show}

    def offer_recovery(self) -> None:
        """Look for unsaved work that a crash left behind, and offer to recover it."""
        self._recovery.look(self._looks, self._settings.recent, self.open_path)

    def close(self) -> None:
        """Wait for saves that are under way, and release the project."""
        if self._closed:
            return
        self._closed = True
        self._looks.close()
        self._saves.close()
        self.left_work.close()
        self._recovery.close()
        self.project.close()

    def leave_unsaved(self) -> None:
        """Leave unsaved work to the next start as a crash would, but up to date; saves under way come to their end."""
        self._saves.close()
        self.project.leave_unsaved()

    # -- open

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Read the project at `path` and, once it is read whole, replace the open work with it."""
        self._loads.start(
            tr("Reading {name}", name=path.name),
            partial(load, path),
            lambda work: self._settle(partial(self._take, path, work)),
            partial(self._not_opened, path),
        )

    def _not_opened(self, path: Path, sentence: str) -> None:
        if is_missing(path):
            self._recent.forget(path)
        self._say(sentence)

    def _take(self, path: Path, work: Work) -> None:
        """Take the project, for which the disk is asked, and then open it."""
        path, ownership = path.resolve(), self.project.ownership
        if path == self.project.path and ownership is not None:
            self._open(path, work, Taken(path, ownership))
            return

        before = Work(self._session.document, self._session.focus)

        def take(_report: Report) -> Taken:
            # It may be the project that this window has just released.
            self.project.wait_for_release(path)
            return take_project(path)

        def then(taken: Taken) -> None:
            if before.same_document(self._session.document):
                self._open(path, work, taken)
                return
            # The person changed something meanwhile, which may be unsaved.
            if taken.ownership is not None:
                taken.ownership.leave()
            self._settle(partial(self._take, path, work))

        self._loads.start(tr("Opening {name}", name=path.name), take, then, self._say)

    def _open(self, path: Path, work: Work, taken: Taken) -> None:
        if taken.path is None:
            self._suggested = path.with_name(f"{path.stem} copy{PROJECT}")
        self._recovery.withdraw()
        self.project.hold(taken.path, taken.ownership)
        self._restore(work)
        self.project.saved(work)
        self._recent.add(path)
        self._notices.withdraw()
        if taken.problem:
            self._window.message_bar.show_notice(taken.problem, topic=_TOPIC)
        else:
            self._window.message_bar.withdraw(_TOPIC)
        if taken.ownership is not None and taken.ownership.recovery is not None:
            self._recovery.offer(taken.ownership)

    def _recover(self, ownership: Ownership, copy: Path, adopt: Then, otherwise: Then = _nothing) -> None:
        """Read the work in `copy`, which belongs to `ownership`, and go on with it as unsaved work."""

        def failed(sentence: str) -> None:
            otherwise()
            self._say(sentence)

        def take(work: Work) -> None:
            adopt()
            self.project.hold(ownership.path, ownership)
            self.project.recovered()
            self._restore(work)

        self._loads.start(
            tr("Reading unsaved work"),
            partial(load, copy),
            lambda work: self._settle(partial(take, work), otherwise),
            failed,
        )

    def _restore(self, work: Work) -> None:
        theme = work.layout.theme
        # A theme that follows the system says nothing about the theme of this project.
        if theme in THEMES:
            self._settings.choose(THEME, theme)
        self._token = work.focus.token
        self._session.restore(work.document, work.focus)
        self._window.sentence.focus_editor()
        # Both are long steps for the window: what came meanwhile is served in between.
        QTimer.singleShot(0, self, partial(put_back, self._window, work.layout))

    @Slot(object)
    def _put_cursor(self, _snapshot: object) -> None:
        """Put the cursor on the remembered token, which exists only once its text has been tokenized."""
        token, self._token = self._token, None
        if token is not None:
            self._session.set_token(token)

    # -- save

    @Slot()
    def save(self) -> None:
        """Save the project where it is, or ask where."""
        self._save(_nothing)

    @Slot()
    def save_as(self) -> None:
        """Ask for a name and save the project there."""
        self._save_as(_nothing)

    def _save(self, then: Then, otherwise: Then = _nothing) -> None:
        """Save, and call `then` once that is done, or `otherwise` where it fails or the person cancels it."""
        if self.project.path is None:
            self._save_as(then, otherwise)
        else:
            self._save_here(self.project.path, then, otherwise)

    def _save_as(self, then: Then, otherwise: Then = _nothing) -> None:
        suggested = self.project.path or self._suggested or self._settings.folder / f"untitled{PROJECT}"
        path = self.ask_where(self._window, suggested)
        if path is None:
            self._closing = False
            otherwise()
            return
        path = path.resolve()
        self._settings.folder = path.parent
        if path == self.project.path:
            self._save_here(path, then, otherwise)
            return
        work = self.project.work()

        def write(_report: Report) -> Ownership | None:
            self.project.wait_for_release(path)
            return save_under(work, path)

        def moved(ownership: Ownership | None) -> None:
            self._recovery.withdraw()
            self.project.hold(path, ownership)
            self._suggested = None
            self._written(path, work, then)

        self._saves.start(tr("Saving {name}", name=path.name), write, moved, partial(self._fail, otherwise))

    def _save_here(self, path: Path, then: Then, otherwise: Then) -> None:
        work = self.project.work()
        self._saves.start(
            tr("Saving {name}", name=path.name),
            lambda _: save(work, path),
            lambda _: self._written(path, work, then),
            partial(self._fail, otherwise),
        )

    def _written(self, path: Path, work: Work, then: Then) -> None:
        self.project.saved(work)
        # What was said of a save or a copy that failed is over.
        self._window.message_bar.withdraw(_TOPIC)
        self._notices.withdraw()
        self._recent.add(path)
        self._window.status.show_message(tr("Saved {path}", path=escape(str(path))))
        then()
        if self._closing:
            self._closing = False
            self._window.close()

    def _fail(self, otherwise: Then, sentence: str) -> None:
        self._closing = False
        otherwise()
        self._say(sentence, [self._elsewhere()])

    def _elsewhere(self) -> Offer:
        return Offer(tr("Save &as…"), tr("Choose another name or another folder"), self.save_as)

    def _say(self, sentence: str, offers: Sequence[Offer] = ()) -> None:
        self._window.message_bar.show_message(sentence, offers, _TOPIC)

    # -- unsaved work

    def _settle(self, then: Then, otherwise: Then = _nothing) -> None:
        """Call `then` once unsaved changes are saved or given up by the person, or `otherwise` where they are kept."""
        if not self.project.worth_asking:
            then()
            return
        answer = self.ask(self._window, self.project.name, self.project.unsaved())
        if answer == "save":
            # The person may go on while it is being written.
            self._save(partial(self._settle, then, otherwise), otherwise)
        elif answer == "discard":
            then()
        else:
            otherwise()

    def _may_close(self) -> bool:
        if self._closed or not (self.project.worth_asking or self._saves.running):
            return True
        if self._saves.running:
            self._closing = True  # and closed once it is written
            return False
        answer = self.ask(self._window, self.project.name, self.project.unsaved())
        if answer == "save":
            self._closing = True
            self._save(_nothing)
        return answer == "discard"
