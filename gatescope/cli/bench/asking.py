"""The bench of keys while a view asks: how much later their frames come, and how soon the work ends.

    key beside answers    the view asks for the connectivity of every model, which a thread works out
    key beside spinning   it asks for five seconds of plain Python that never report, in a worker process

Keys with and without a question are pressed in turn, after the same pauses. `p95_ratio` is the 95th percentile with one
over that without, `cancel_ms` the longest time from a key to the end of the work that it cancels.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING

from gatescope.app.window.dock_table import RIGHT, Dock
from gatescope.cli.bench import Row
from gatescope.cli.bench.spinning import spin
from gatescope.cli.bench.stage import WARM_UP, Stage, Step
from gatescope.session.analyses.catalogue import ANALYSES, Analysis
from gatescope.session.analyses.question import Question
from gatescope.views.base.analysis_view import AnalysisView

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot


@dataclass(frozen=True)
class Beside:
    """What the view asks, and what is waited for before the next key: the work must be under way."""

    name: str
    analysis: str
    about: dict[str, Hashable]
    pause: bool


BESIDE = (
    Beside("key beside answers", "connectivity", {"target": "last"}, pause=False),
    Beside("key beside spinning", "spinning", {}, pause=True),
)


CATALOGUE = {**ANALYSES, "spinning": Analysis("Spinning", (), spin, "process")}


class AskingView(AnalysisView):
    """Asks one question about everything that is shown, or none."""

    title = "Asking"
    purpose = "to see what is asked"

    def __init__(self) -> None:
        super().__init__()
        self.beside: Beside | None = None
        self.begun = False

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        self.begun = False
        return None if self.beside is None else Question.of(self.beside.analysis, snapshot.runs, **self.beside.about)

    def take_share(self, question: Question, share: float) -> None:
        super().take_share(question, share)
        self.begun |= share > 0


DOCK = Dock("asking", "Asking", RIGHT, "asking", 10, AskingView)

Keys = Callable[[Stage], Iterator[Step]]


def rows(cells: Sequence[str], units: int, tokens: int, keys: Keys, frames: int) -> Iterator[Row]:
    """Yield a row for each line of `BESIDE`."""
    for beside in BESIDE:
        with closing(Stage(cells, units, tokens, more_docks=(DOCK,), catalogue=CATALOGUE)) as stage:
            turns = _Turns(stage, beside)
            turns.take(keys(stage), frames)
            yield {
                "bench": beside.name,
                "cells": "+".join(cells),
                "units": units,
                "tokens": tokens,
                "p50_ms": median(turns.busy),
                "p95_ms": _p95(turns.busy),
                "worst_stall_ms": turns.worst_stall,
                "bare_p50_ms": None,
                "ratio": None,
                "p95_ratio": _p95(turns.busy) / _p95(turns.alone),
                "cancel_ms": max(turns.cancelled, default=None),
            }


class _Turns:
    """Frames with questions and without, in turn, and how soon cancelled work ended; all in milliseconds."""

    def __init__(self, stage: Stage, beside: Beside) -> None:
        view = stage.window.dock_host.views[DOCK.name]
        assert isinstance(view, AskingView)
        self._stage, self._beside, self._view = stage, beside, view
        self._pause_s = 0.0
        self.busy: list[float] = []
        self.alone: list[float] = []
        self.cancelled: list[float] = []
        self.worst_stall = 0.0

    def take(self, steps: Iterator[Step], frames: int) -> None:
        """Press keys until there are `frames` of each kind, half of the pairs the other way about."""
        for event, shown in itertools.islice(steps, WARM_UP):
            self._stage.until(event, shown)
        for press in itertools.islice(itertools.cycle((self._busy, self._alone, self._alone, self._busy)), 2 * frames):
            press(*next(steps))

    def _busy(self, event: Callable[[], object], shown: Callable[[], bool]) -> None:
        stage, analyses, began = self._stage, self._stage.session.analyses, time.monotonic()
        self._ask(self._beside)
        # As a paint of the window does.
        analyses.start_waiting()
        stage.forget_stalls()
        if self._beside.pause:
            stage.wait(lambda: self._view.begun)
        self._pause_s = time.monotonic() - began
        pressed_at = time.perf_counter()
        self.busy.append(stage.until(event, shown))
        # The view has asked about the new sentence by now.
        self._ask(None)
        stage.wait(lambda: not analyses.at_work)
        if self._beside.pause:
            self.cancelled.append(1000 * (time.perf_counter() - pressed_at))
        self.worst_stall = max(self.worst_stall, stage.worst_stall_ms)

    def _alone(self, event: Callable[[], object], shown: Callable[[], bool]) -> None:
        resumes = time.monotonic() + self._pause_s
        self._stage.wait(lambda: time.monotonic() >= resumes)
        self.alone.append(self._stage.until(event, shown))

    def _ask(self, beside: Beside | None) -> None:
        self._view.beside = beside
        self._view.ask()


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]
