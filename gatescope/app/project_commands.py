"""The project in the window: opened, saved, named in the title, and never lost without a question."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from gatescope.app.dock_layout import layout_of, put_back
from gatescope.app.jobs import Jobs
from gatescope.app.main_window import MainWindow
from gatescope.app.message_bar import Offer
from gatescope.app.project_dialogs import Ask, AskWhere, ask_about_changes, ask_where
from gatescope.app.recent import RecentFiles
from gatescope.app.recovery import Recovery
from gatescope.errors import FileError
from gatescope.formats.project_file import SUFFIX
from gatescope.plots.theme import THEMES
from gatescope.session.autosave import Autosave
from gatescope.session.claim import Claim, HeldError, claim_project, claim_untitled
from gatescope.session.project import Work, load, save
from gatescope.session.session import Session
from gatescope.session.settings import Settings

Then = Callable[[], object]


class ProjectCommands(QObject):
    """One window's project. Reading and writing happen on other threads; what is asked is asked by `ask` and
    `ask_where`, which tests replace."""

    ask: Ask
    ask_where: AskWhere

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        loads: Jobs,
        recent: RecentFiles,
        set_theme: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.ask, self.ask_where = ask_about_changes, ask_where
        self._window, self._session, self._settings = window, session, settings
        self._loads, self._recent, self._set_theme = loads, recent, set_theme
        self._path: Path | None = None
        self._claim: Claim | None = None
        self._saved = self._work()
        self._saves = Jobs(self)
        self._closing = self._closed = False
        self._token: int | None = None
        self._autosave = Autosave(self._work, self._place, self)
        self._autosave.failed.connect(self._warn)
        self._recovery = Recovery(window.recovery_bar, self._recover, self)
        session.document_changed.connect(self._follow)
        session.snapshot_changed.connect(self._put_cursor)
        window.may_close = self._may_close

    @property
    def path(self) -> Path | None:
        """The open project's file."""
        return self._path

    @property
    def modified(self) -> bool:
        """Whether there is something to save."""
        return not self._saved.same_document(self._session.document)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """The slots of the commands that are about the project, by name."""
        return {"save_project": self.save, "save_project_as": self.save_as}

    def offer_recovery(self) -> None:
        """Look for work that a crash left, and offer it."""
        self._recovery.look(self._saves, self._settings.recent, self.open_path)

    def close(self) -> None:
        """Wait for what is being saved and let the project go."""
        if self._closed:
            return
        self._closed = True
        self._saves.close()
        self._recovery.close()
        self._hold(None)

    # -- open

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Read the project at `path` and, once it is whole, put it in the place of what is open."""
        self._loads.start(
            f"Reading {path.name}",
            partial(_load, path),
            lambda work: self._settle(partial(self._open, path, work)),
            self._window.message_bar.show_message,
        )

    def _open(self, path: Path, work: Work) -> None:
        path, problem = path.resolve(), ""
        claim = self._claim if path == self._path else None
        name: Path | None = path
        if claim is None:
            try:
                claim = claim_project(path)
            except HeldError as error:
                name, problem = None, str(error)
            except FileError as error:
                problem = str(error)
        self._hold(claim)
        self._path, self._saved = name, work
        self._restore(work)
        self._recent.add(path)
        if problem:
            self._window.message_bar.show_notice(problem)
        else:
            self._window.message_bar.hide()
        if claim is not None and claim.recovery is not None:
            self._recovery.offer(claim)

    def _recover(self, claim: Claim, copy: Path, adopt: Then) -> None:
        """Read the work in `copy`, which belongs to `claim`, and go on with it as unsaved work."""

        def take(work: Work) -> None:
            adopt()
            if claim is not self._claim:
                self._hold(claim)
                self._path = None
            self._restore(work)

        def settled(work: Work) -> None:
            # Somebody who asks for what a crash took from this very project does not want to save before.
            if claim is self._claim:
                take(work)
            else:
                self._settle(partial(take, work))

        self._loads.start("Reading unsaved work", partial(_load, copy), settled, self._window.message_bar.show_message)

    def _restore(self, work: Work) -> None:
        if work.layout.theme in ("system", *THEMES):
            self._settings.theme = work.layout.theme
        put_back(self._window, work.layout)
        self._token = work.focus.token
        self._session.restore(work.document, work.focus)
        self._set_theme()

    @Slot(object)
    def _put_cursor(self, _snapshot: object) -> None:
        """The token that the person looked at exists only once its text has been cut."""
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

    def _save(self, then: Then) -> None:
        if self._path is None:
            self._save_as(then)
        else:
            self._write(self._path, self._claim, then)

    def _save_as(self, then: Then) -> None:
        suggested = self._path or self._settings.folder / f"untitled{SUFFIX}"
        path = self.ask_where(self._window, suggested)
        if path is None:
            self._closing = False
            return
        path = path.resolve()
        self._settings.folder = path.parent
        claim = self._claim
        if path != self._path:
            try:
                claim = claim_project(path)
            except HeldError as error:
                self._fail(None, str(error))
                return
            except FileError:
                claim = None  # the save will say what is wrong with that folder
        self._write(path, claim, then)

    def _write(self, path: Path, claim: Claim | None, then: Then) -> None:
        work = self._work()
        self._saves.start(
            f"Saving {path.name}",
            lambda _: save(work, path),
            lambda _: self._written(path, claim, work, then),
            partial(self._fail, claim),
        )

    def _written(self, path: Path, claim: Claim | None, work: Work, then: Then) -> None:
        if claim is not self._claim or path != self._path:
            if claim is not None:
                # It was of the file that this one took the place of.
                claim.forget_recovery()
            self._recovery.withdraw()
            self._hold(claim)
            self._path = path
        self._saved = work
        self._recent.add(path)
        self._follow()
        self._window.status.show_hover(f"Saved {escape(str(path))}")
        then()
        if self._closing:
            self._window.close()

    def _fail(self, claim: Claim | None, sentence: str) -> None:
        if claim is not None and claim is not self._claim:
            claim.leave()
        self._closing = False
        elsewhere = Offer("Save &as…", "Choose another name or another folder", self.save_as)
        self._window.message_bar.show_message(sentence, [elsewhere])

    # -- unsaved work

    def _settle(self, then: Then) -> None:
        """Call `then` once the person has saved, or given up, what is unsaved."""
        if not self.modified:
            then()
            return
        answer = self.ask(self._window, self._name)
        if answer == "save":
            self._save(then)
        elif answer == "discard":
            then()

    def _may_close(self) -> bool:
        if self._closed or not (self.modified or self._saves.running):
            return True
        if self._saves.running:
            self._closing = True  # and closed once it is written
            return False
        answer = self.ask(self._window, self._name)
        if answer == "save":
            self._closing = True
            self._save(_nothing)
        return answer == "discard"

    @Slot()
    @Slot(object)
    def _follow(self, _document: object = None) -> None:
        """Show in the title whether there is something to save, and keep a copy of it."""
        modified = self.modified
        if modified:
            self._autosave.touch()
        else:
            self._autosave.remove()
        if self._path is None and not modified:
            self._window.setWindowModified(False)
            self._window.setWindowTitle("GateScope")
        else:
            self._window.setWindowTitle(f"{self._name or 'Untitled'}[*] — GateScope")
            self._window.setWindowModified(modified)

    def _place(self) -> Path:
        if self._claim is None:
            self._claim = claim_untitled()
        return self._claim.autosave

    def _hold(self, claim: Claim | None) -> None:
        """Hold `claim` from now on, and let go of what was held."""
        self._autosave.settle()
        if self._claim is not None and self._claim is not claim:
            self._claim.release()
        self._claim = claim

    def _work(self) -> Work:
        layout = layout_of(self._window, self._settings.theme)
        return Work(self._session.document, self._session.focus, layout)

    @property
    def _name(self) -> str:
        return "" if self._path is None else self._path.name

    @Slot(str)
    def _warn(self, sentence: str) -> None:
        self._window.message_bar.show_notice(f"If GateScope ended now, unsaved work would be lost. {sentence}")


def _load(path: Path, report: Callable[[float], None]) -> Work:
    return load(path, report)


def _nothing() -> None:
    """Nothing follows."""
