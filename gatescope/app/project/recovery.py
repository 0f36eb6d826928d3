"""Offers unsaved work that a crash left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject

from gatescope.app.window.message_bar import MessageBar
from gatescope.app.window.messages import Offer
from gatescope.formats.detect.suffixes import PROJECT, has
from gatescope.progress import Report
from gatescope.session.jobs import Jobs
from gatescope.session.project.ownership import Ownership, abandoned, has_abandoned_work
from gatescope.session.project.stale_locks import remove_stale_locks
from gatescope.words import tr

_TOPIC = "recovery"

Then = Callable[[], object]


class Recover(Protocol):
    """Goes on with the work in a copy, which belongs to an ownership."""

    def __call__(self, ownership: Ownership, copy: Path, adopt: Then, otherwise: Then = ..., /) -> object:
        """Call `adopt` once the copy has been read, or `otherwise` where it cannot be, or is not wanted after all."""


class Recovery(QObject):
    """Shows a line with buttons to recover or discard unsaved work.

    It stays until the person decides or opens another project; a copy that is not decided about is offered again at the
    next start.
    """

    def __init__(self, bar: MessageBar, recover: Recover, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._recover = recover
        self._abandoned: Ownership | None = None
        self._offered = False
        self._stop_looking: Callable[[], object] = lambda: None

    def look(self, jobs: Jobs, projects: Iterable[Path], open_path: Callable[[Path], object]) -> None:
        """Offer unsaved work without a project that a crash left behind, else that of one of `projects`.

        Locks of windows that have ended are removed. All of that asks the disk, on the jobs' thread: the folder of the
        app, or one of the network, may answer late.
        """
        paths = list(projects)
        jobs.start(
            tr("Removing the locks of windows that ended"),
            # A file of another name may have a lock of another program beside it.
            lambda _: remove_stale_locks(path for path in paths if has(path, (PROJECT,))),
            lambda _: None,
            lambda sentence: None,
        )
        self._look_for_abandoned(jobs, partial(self._look_at, paths, jobs, open_path))

    def offer(self, ownership: Ownership) -> None:
        """Offer what a crash left of the project that has just been opened."""
        assert ownership.path is not None
        # What is known of this project must not be replaced by the question whether to open it.
        self._offered = True
        self._stop_looking()
        copy = ownership.recovery
        assert copy is not None
        self._say(
            tr(
                "{name} has changes from {when} that were not saved when GateScope ended unexpectedly.",
                name=ownership.path.name,
                when=_when(copy),
            ),
            Offer(
                tr("Re&cover"),
                tr("Show the changes; the file stays as it is until you save"),
                partial(self.take_own, ownership),
            ),
            Offer(tr("&Discard"), tr("Throw these changes away"), ownership.forget_recovery),
        )

    def take_own(self, ownership: Ownership) -> None:
        """Go on with what a crash left of the open project; it is offered again where that comes to nothing."""
        self._bar.withdraw(_TOPIC)

        def again() -> None:
            if ownership.recovery is not None:
                self.offer(ownership)

        if ownership.recovery is not None:
            self._recover(ownership, ownership.recovery, ownership.adopt_recovery, again)

    def take(self, ownership: Ownership) -> None:
        """Go on with work that the person has chosen; it is left again where that comes to nothing."""
        self._abandoned = ownership
        copy = ownership.recovery or ownership.autosave

        def adopt() -> None:
            ownership.adopt_recovery()
            self._taken()

        self._recover(ownership, copy, adopt, self.let_go)

    def let_go(self) -> None:
        """Leave work without a project that was offered or chosen, and offer it no longer: any window may take it."""
        if self._abandoned is not None:
            self._abandoned.leave()
            self._abandoned = None
            self._bar.withdraw(_TOPIC)

    def withdraw(self) -> None:
        """Withdraw the offer: another project is open, and the offer is made again when its own project is opened."""
        if self._abandoned is None:
            self._bar.withdraw(_TOPIC)

    def close(self) -> None:
        """Keep the copies that the person has not decided about, and stop."""
        self.let_go()

    def _look_for_abandoned(self, jobs: Jobs, otherwise: Callable[[], object]) -> None:
        """Take the newest work without a project that a crash left and offer it; call `otherwise` without such work."""

        def take(_report: Report) -> tuple[Ownership, str] | None:
            ownership = abandoned()
            return None if ownership is None else (ownership, _when(ownership.autosave))

        def offer(found: tuple[Ownership, str] | None) -> None:
            if found is None:
                otherwise()
            elif self._offered:
                found[0].leave()
            else:
                self._abandoned = found[0]
                self._offer_abandoned(found[1], jobs)

        jobs.start(tr("Looking for unsaved work"), take, offer, lambda sentence: None)

    def _look_at(self, projects: Sequence[Path], jobs: Jobs, open_path: Callable[[Path], object]) -> None:
        """Offer the work that a crash left of one of `projects`, unless the open one has been offered meanwhile."""
        if projects and not self._offered:
            looking = jobs.start(
                tr("Looking for unsaved work"),
                lambda _: next(filter(has_abandoned_work, projects), None),
                partial(self._offer_project, open_path),
                lambda sentence: None,
            )
            self._stop_looking = partial(jobs.cancel_job, looking)

    def _offer_abandoned(self, when: str, jobs: Jobs) -> None:
        self._say(
            tr("GateScope ended unexpectedly with unsaved work, last on {when}.", when=when),
            Offer(tr("Re&cover"), tr("Go on with that work"), partial(self._take_abandoned, when, jobs)),
            Offer(tr("&Discard"), tr("Throw that work away"), partial(self._discard_abandoned, jobs)),
        )

    def _offer_project(self, open_path: Callable[[Path], object], path: Path | None) -> None:
        if path is not None:
            self._say(
                tr("GateScope ended unexpectedly with unsaved changes to {name}.", name=path.name),
                Offer(
                    tr("&Open it"),
                    tr("Open {path} and choose what becomes of them", path=path),
                    partial(open_path, path),
                ),
            )

    def _take_abandoned(self, when: str, jobs: Jobs) -> None:
        ownership = self._abandoned

        def again() -> None:
            # Unless the list has it now, from which another window may take it.
            if self._abandoned is ownership:
                self._offer_abandoned(when, jobs)

        if ownership is not None:
            self._recover(ownership, ownership.autosave, self._taken, again)

    def _taken(self) -> None:
        self._abandoned = None

    def _discard_abandoned(self, jobs: Jobs) -> None:
        if self._abandoned is not None:
            self._abandoned.release()
            self._abandoned = None
        self._look_for_abandoned(jobs, _nothing)

    def _say(self, sentence: str, *offers: Offer) -> None:
        self._bar.show_notice(sentence, offers, _TOPIC)


def _nothing() -> None:
    """Offer nothing more."""


def _when(file: Path) -> str:
    return time_words(file.stat().st_mtime)


def time_words(seconds: float) -> str:
    """Return a time since 1970, ``14:03`` for today, else ``2026-11-20 14:03``."""
    then = datetime.fromtimestamp(seconds)
    return f"{then:%H:%M}" if then.date() == datetime.now().date() else f"{then:%Y-%m-%d %H:%M}"
