"""Searches of corpora: asked for in the view “Where else”, done in a worker process, and opened in the sentence."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from gatescope.analysis.units.over_corpus import OverCorpus
from gatescope.app.corpus.units_over import UnitsOver
from gatescope.app.files.filters import CORPORA, dialog_filter
from gatescope.app.window.main_window import MainWindow
from gatescope.engine.kernel_cache import cache_root
from gatescope.plots.search.describe import Searched
from gatescope.progress import Report
from gatescope.session.clipping import front_tokens
from gatescope.session.corpus.finding import Asked
from gatescope.session.corpus.kept_indexes import forget_oldest, mark_used
from gatescope.session.corpus.work import Answered, index_and_find
from gatescope.session.jobs import Job, Jobs
from gatescope.session.processes.worker_process import WorkerProcess
from gatescope.session.run.snapshot import Snapshot
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.views.base.plot_view import PlotView
from gatescope.words import tr

if TYPE_CHECKING:
    # Few of those who open a window look into a corpus: the view is imported with its dock.
    from gatescope.views.search.where_else import Wanted, WhereElseView

DOCK = "search"
_KEPT = 8
"""Indexes that are kept in the user's cache, those that were used last."""


class CorpusSearch(QObject):
    """Hands the view its corpora and what a search finds; the index of a corpus is kept in the user's cache."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._settings = window, session, settings
        self._jobs = Jobs(self)
        self._jobs.progressed.connect(self._tell)
        self._jobs.ended.connect(self._end)
        self._worker = WorkerProcess()
        self._corpus: Path | None = None
        self._opened: tuple[str, int, int] | None = None
        self._view: WhereElseView | None = None
        self._units = UnitsOver(window, self)
        window.view_made.connect(self._adopt)
        session.snapshot_changed.connect(self._choose_opened)

    def close(self) -> None:
        """End the work. May be called twice."""
        self._jobs.close()
        self._worker.close()

    @Slot(str, object)
    def _adopt(self, name: str, view: PlotView) -> None:
        if name == DOCK:
            self._view = cast("WhereElseView", view)
            self._view.search_asked.connect(self._search)
            self._view.cancel_asked.connect(self._cancel)
            self._view.corpus_picked.connect(self.look_in)
            self._view.corpus_wanted.connect(self._ask_for_corpus)
            self._view.line_opened.connect(self._open_line)
            self._view.offer_corpora(self._settings.corpora, self._corpus)

    @Slot(object)
    def look_in(self, corpus: Path | None) -> None:
        """Look in a corpus from now on, and remember it; None looks in the sentence."""
        self._cancel()
        self._corpus = corpus
        if corpus is not None:
            self._settings.corpora = (corpus, *self._settings.corpora)
        if self._view is not None:
            self._view.offer_corpora(self._settings.corpora, corpus)

    @Slot()
    def _ask_for_corpus(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open corpus"), str(self._settings.folder), dialog_filter(CORPORA)
        )
        if name:
            self._settings.folder = Path(name).parent
            self.look_in(Path(name))
        elif self._view is not None:
            self._view.offer_corpora(self._settings.corpora, self._corpus)

    @Slot(object)
    def _search(self, wanted: Wanted) -> None:
        self._jobs.cancel()
        pattern, document = wanted.pattern, self._session.document
        if pattern.model not in document.models:
            # It was closed, and the snapshot without it is still to come.
            return
        network = document.networks[pattern.model]
        model = replace(document.models[pattern.model], network=network, origin=None)
        sentence = document.text

        def search(report: Report) -> Answered:
            folder = _folder(wanted, model.name)
            asked = Asked(
                pattern.units, pattern.threshold, len(pattern.span), regex=wanted.regex or None, top=wanted.top
            )
            about = (model, wanted.corpus, folder, pattern.signal, pattern.part.layer, pattern.part.direction, asked)
            # Before, too: another window leaves it alone while it is searched.
            mark_used(folder)
            answered = self._worker.run(index_and_find, *about, report=report)
            mark_used(folder)
            forget_oldest(_root(), _KEPT)
            return cast("Answered", answered)

        def show(answered: Answered) -> None:
            self._units.offer(OverCorpus(wanted.corpus.name, network, answered.part, answered.statistics))
            if self._view is not None:
                found, name = answered.found, wanted.corpus.name
                counts = answered.lines, answered.tokens
                self._view.show_searched(
                    Searched(
                        found,
                        name,
                        *counts,
                        pattern,
                        wanted.top,
                        wanted.regex,
                        answered.begins,
                        network,
                        sentence,
                        wanted.caption,
                        wanted.held_in_sentence,
                    )
                )

        self._jobs.start(tr("Searching {name}", name=wanted.corpus.name), search, show, self._fail)
        if self._view is not None:
            self._view.show_share(0.0)

    @Slot(object, float)
    def _tell(self, job: Job, share: float) -> None:
        if self._view is not None and job in self._jobs.running:
            self._view.show_share(share)

    @Slot(object)
    def _end(self, job: Job) -> None:
        if self._view is not None and job.cancelled:
            self._view.show_cancelled()

    def _fail(self, sentence: str) -> None:
        if self._view is not None:
            self._view.show_failure(f"{sentence[0].upper()}{sentence[1:].rstrip('.')}.")

    @Slot()
    def _cancel(self) -> None:
        self._jobs.cancel()

    @Slot(str, int, int)
    def _open_line(self, text: str, start: int, stop: int) -> None:
        """Put a line into the sentence, and cursor and span on its place as soon as it has run."""
        self._opened = text, start, stop
        self._session.edit_text(text, stop)
        snapshot = self._session.snapshot
        if snapshot is not None:
            self._choose_opened(snapshot)

    @Slot(object)
    def _choose_opened(self, snapshot: Snapshot) -> None:
        tokens = front_tokens(self._session.focus, snapshot)
        if self._opened is None or tokens is None:
            return
        text, start, stop = self._opened
        if self._session.document.text != text:
            self._opened = None
        elif tokens.text == text:
            self._opened = None
            self._session.change_focus(span=tokens.within(start, stop))


def _folder(wanted: Wanted, model: str) -> Path:
    """Return where the index of a search is kept."""
    pattern = wanted.pattern
    about = "\n".join((str(wanted.corpus), model, pattern.signal, str(pattern.part)))
    return _root() / hashlib.sha256(about.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _root() -> Path:
    return cache_root() / "corpora"
