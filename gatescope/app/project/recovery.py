"""Offers unsaved work that a crash left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from gatescope.app.window.message_bar import MessageBar
from gatescope.app.window.messages import Offer
from gatescope.formats.suffixes import PROJECT
from gatescope.session.jobs import Jobs
from gatescope.session.project.ownership import Ownership, abandoned, has_abandoned_work
from gatescope.session.project.stale_locks import remove_stale_locks

_TOPIC = "recovery"

Recover = Callable[[Ownership, Path, Callable[[], object]], object]
"""Called with a copy, its ownership and a function to call once the copy has been read."""


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
        self._stop_looking: Callable[[], object] = lambda: None

    def look(self, jobs: Jobs, projects: Iterable[Path], open_path: Callable[[Path], object]) -> None:
        """Offer unsaved work without a project that a crash left behind, else that of one of `projects`.

        Locks of windows that have ended are removed.
        """
        paths = [path for path in projects if path.suffix == PROJECT]
        jobs.start(
            "Removing the locks of windows that ended",
            lambda _: remove_stale_locks(paths),
            lambda _: None,
            lambda sentence: None,
        )
        self._abandoned = abandoned()
        if self._abandoned is not None:
            self._offer_abandoned(self._abandoned)
            return
        if paths:
            # On a thread, because their network folder may not answer.
            looking = jobs.start(
                "Looking for unsaved work",
                lambda _: next(filter(has_abandoned_work, paths), None),
                partial(self._offer_project, open_path),
                lambda sentence: None,
            )
            self._stop_looking = partial(jobs.cancel_job, looking)

    def offer(self, ownership: Ownership) -> None:
        """Offer what a crash left of the project that has just been opened."""
        assert ownership.path is not None
        # What is known of this project must not be replaced by the question whether to open it.
        self._stop_looking()
        copy = ownership.recovery
        assert copy is not None
        self._say(
            f"{ownership.path.name} has changes from {_when(copy)} that were not saved"
            " when GateScope ended unexpectedly.",
            Offer(
                "Re&cover", "Show the changes; the file stays as it is until you save", partial(self._take, ownership)
            ),
            Offer("&Discard", "Throw these changes away", ownership.forget_recovery),
        )

    def withdraw(self) -> None:
        """Withdraw the offer: another project is open, and the offer is made again when its own project is opened."""
        if self._abandoned is None:
            self._bar.withdraw(_TOPIC)

    def close(self) -> None:
        """Keep the copies that the person has not decided about, and stop."""
        if self._abandoned is not None:
            self._abandoned.leave()
            self._abandoned = None

    def _offer_abandoned(self, ownership: Ownership) -> None:
        self._say(
            f"GateScope ended unexpectedly with unsaved work, last on {_when(ownership.autosave)}.",
            Offer("Re&cover", "Go on with that work", self._take_abandoned),
            Offer("&Discard", "Throw that work away", self._discard_abandoned),
        )

    def _offer_project(self, open_path: Callable[[Path], object], path: Path | None) -> None:
        if path is not None:
            self._say(
                f"GateScope ended unexpectedly with unsaved changes to {path.name}.",
                Offer("&Open it", f"Open {path} and choose what becomes of them", partial(open_path, path)),
            )

    def _take(self, ownership: Ownership) -> None:
        if ownership.recovery is not None:
            self._recover(ownership, ownership.recovery, ownership.adopt_recovery)

    def _take_abandoned(self) -> None:
        ownership = self._abandoned
        if ownership is not None:
            self._recover(ownership, ownership.autosave, self._taken)

    def _taken(self) -> None:
        self._abandoned = None

    def _discard_abandoned(self) -> None:
        if self._abandoned is not None:
            self._abandoned.release()
        self._abandoned = abandoned()
        if self._abandoned is not None:
            self._offer_abandoned(self._abandoned)

    def _say(self, sentence: str, *offers: Offer) -> None:
        self._bar.show_notice(sentence, offers, _TOPIC)


def _when(file: Path) -> str:
    """Return the time of the file, ``14:03`` for today, else ``20 November 14:03``."""
    then = datetime.fromtimestamp(file.stat().st_mtime)
    return f"{then:%H:%M}" if then.date() == datetime.now().date() else f"{then.day} {then:%B %H:%M}"
