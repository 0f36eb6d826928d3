"""The bench of keys while a view asks: how much later their frames come, and how soon work ends or is drawn.

    key beside spinning       a view asks for five seconds of plain Python that never report, in a worker process
    key beside gradient flow  gradient flow is in front, in place of the traces
    key beside three docks    gradient flow, the memory ledger and the sweep are in sight
    weight beside three docks the same while a weight is dragged

Keys with and without a question are pressed in turn, after the same pauses. Three columns have 95th percentiles:
`p95_ratio` the one of frames with a question over that without, `cancel_ms` from a key to the end of the work that it
cancels, `answer_ms` from a key to the end of the paint that shows the new answer.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from statistics import median, quantiles
from typing import TYPE_CHECKING, Protocol

from gatescope.app.window.dock_table import RIGHT, Dock
from gatescope.cli.bench import Row
from gatescope.cli.bench.spinning import spin
from gatescope.cli.bench.stage import WARM_UP, Stage, Step
from gatescope.engine import executors
from gatescope.engine.warmup import warm
from gatescope.session.analyses.catalogue import ANALYSES, Analysis
from gatescope.session.analyses.question import Question
from gatescope.views.base.analysis_view import AnalysisView

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot

CATALOGUE = {**ANALYSES, "spinning": Analysis("Spinning", (), spin, "process")}
Events = Callable[[Stage], Iterator[Step]]


class AskingView(AnalysisView):
    """Asks for the spinning where it is told to, and for nothing otherwise."""

    title = "Asking"
    purpose = "to see what is asked"

    def __init__(self) -> None:
        super().__init__()
        self.asks = False
        self.begun = False

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        self.begun = False
        return Question.of("spinning", snapshot.runs) if self.asks else None

    def take_share(self, question: Question, share: float) -> None:
        super().take_share(question, share)
        self.begun |= share > 0


DOCK = Dock("asking", "Asking", RIGHT, "asking", 10, AskingView)


class Beside(Protocol):
    """Presses keys with a question and without one; times are in milliseconds.

    Attributes:
        cancelled: from each key with a question to the end of the work that it cancelled.
        answered: from each key with a question to the paint of the new answer.
    """

    cancelled: list[float]
    answered: list[float]

    def __init__(self, stage: Stage) -> None: ...

    def press_asking(self, event: Callable[[], object], shown: Callable[[], bool]) -> float:
        """Return the time to the frame of a key while a question is asked."""

    def press_alone(self, event: Callable[[], object], shown: Callable[[], bool]) -> float:
        """Return the time to the frame of a key while none is."""


def rows(cells: Sequence[str], units: int, tokens: int, keys: Events, weights: Events, frames: int) -> Iterator[Row]:
    """Yield a row for each line of `BESIDE`, and one for each of `WEIGHTS_BESIDE`."""
    # Neither gradients nor what holds values is loaded while frames are measured.
    for stage_of_kernels in ("backward", "together", "general"):
        warm(executors.load_kernels(), stage_of_kernels)
    every = [("key", keys, *line) for line in BESIDE.items()]
    every += [("weight", weights, *line) for line in WEIGHTS_BESIDE.items()]
    for bench, events, name, beside_of in every:
        with closing(Stage(cells, units, tokens, more_docks=(DOCK,), catalogue=CATALOGUE)) as stage:
            beside = beside_of(stage)
            asking, alone, worst_stall = _press(stage, events(stage), beside, frames)
            yield {
                "bench": f"{bench} beside {name}",
                "cells": "+".join(cells),
                "units": units,
                "tokens": tokens,
                "p50_ms": median(asking),
                "p95_ms": _p95(asking),
                "worst_stall_ms": worst_stall,
                "bare_p50_ms": None,
                "ratio": None,
                "p95_ratio": _p95(asking) / _p95(alone),
                "cancel_ms": _p95(beside.cancelled) if beside.cancelled else None,
                "answer_ms": _p95(beside.answered) if beside.answered else None,
            }


def _press(stage: Stage, steps: Iterator[Step], beside: Beside, frames: int) -> tuple[list[float], list[float], float]:
    """Press `frames` keys of each kind, half of the pairs the other way about; return the times to their frames, with a
    question and alone, and the worst stall with one."""
    for event, shown in itertools.islice(steps, WARM_UP):
        stage.until(event, shown)
    asking: list[float] = []
    alone: list[float] = []
    worst_stall = 0.0
    for event_asks in itertools.islice(itertools.cycle((True, False, False, True)), 2 * frames):
        if event_asks:
            stage.forget_stalls()
            asking.append(beside.press_asking(*next(steps)))
            worst_stall = max(worst_stall, stage.worst_stall_ms)
        else:
            alone.append(beside.press_alone(*next(steps)))
    return asking, alone, worst_stall


class Spinning:
    """A key while the worker process spins, and one after the same pause without it."""

    def __init__(self, stage: Stage) -> None:
        view = stage.window.dock_host.views[DOCK.name]
        assert isinstance(view, AskingView)
        self._stage, self._view = stage, view
        self._pause_s = 0.0
        self.cancelled: list[float] = []
        self.answered: list[float] = []

    def press_asking(self, event: Callable[[], object], shown: Callable[[], bool]) -> float:
        stage, analyses, began = self._stage, self._stage.session.analyses, time.monotonic()
        self._ask(True)
        stage.wait(lambda: self._view.begun)
        self._pause_s = time.monotonic() - began
        pressed_at = time.perf_counter()
        frame = stage.until(event, shown)
        # The view has asked about the new sentence by now.
        self._ask(False)
        stage.wait(lambda: not analyses.at_work)
        self.cancelled.append(1000 * (time.perf_counter() - pressed_at))
        return frame

    def press_alone(self, event: Callable[[], object], shown: Callable[[], bool]) -> float:
        resumes = time.monotonic() + self._pause_s
        self._stage.wait(lambda: time.monotonic() >= resumes)
        return self._stage.until(event, shown)

    def _ask(self, asks: bool) -> None:
        self._view.asks = asks
        self._view.ask()


class Docks:
    """A key with some docks in sight, whose answers are waited for, and one without them.

    The frame of a key is the first paint that shows it: an answer may follow so soon that `Stage.until` counts it in.
    """

    names: tuple[str, ...] = ()

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._asked: dict[str, Question] = {}
        self._drawn: dict[str, Question] = {}
        self._drawn_at = 0
        self._pressed_at = 0
        self._frame_ms = 0.0
        self._shown: Callable[[], bool] = lambda: False
        self.cancelled: list[float] = []
        self.answered: list[float] = []
        stage.session.analyses.answered.connect(self._note_answer)
        stage.window.painted.connect(self._note_paint)

    def press_asking(self, event: Callable[[], object], shown: Callable[[], bool]) -> float:
        self._bring(shows=True)
        self._stage.wait(self._up_to_date)
        frame = self._press(event, shown)
        self._stage.wait(self._up_to_date)
        self.answered.append((self._drawn_at - self._pressed_at) / 1e6)
        return frame

    def press_alone(self, event: Callable[[], object], shown: Callable[[], bool]) -> float:
        self._bring(shows=False)
        return self._press(event, shown)

    def _press(self, event: Callable[[], object], shown: Callable[[], bool]) -> float:
        self._shown, self._frame_ms = shown, 0.0
        self._pressed_at = time.perf_counter_ns()
        self._stage.until(event, shown)
        return self._frame_ms

    def _bring(self, *, shows: bool) -> None:
        """Show the docks, or the traces in their place."""
        docks = self._stage.window.dock_host
        for name in self.names:
            docks.docks[name].setVisible(shows)
        for name in self.names if shows else ("traces",):
            docks.docks[name].show()
            docks.docks[name].raise_()
            self._stage.wait(partial(self._in_sight, name))
        self._stage.until(self._stage.window.update, lambda: True)

    def _in_sight(self, name: str) -> bool:
        return self._stage.window.dock_host.views[name].in_sight

    def _up_to_date(self) -> bool:
        snapshot = self._stage.session.snapshot
        return snapshot is not None and all(
            name in self._drawn and set(self._drawn[name].runs) <= set(snapshot.runs) for name in self.names
        )

    def _note_answer(self, asker: str, question: Question) -> None:
        self._asked[asker] = question

    def _note_paint(self, at: int) -> None:
        if not self._frame_ms and self._shown():
            self._frame_ms = (at - self._pressed_at) / 1e6
        if self._drawn != self._asked:
            self._drawn, self._drawn_at = dict(self._asked), at


class GradientFlow(Docks):
    """Gradient flow in front, in place of the traces."""

    names = ("gradients",)


class ThreeDocks(Docks):
    """Gradient flow, the memory ledger and the sweep, side by side."""

    names = ("gradients", "ledger", "sweep")


BESIDE: dict[str, type[Beside]] = {"spinning": Spinning, "gradient flow": GradientFlow, "three docks": ThreeDocks}
WEIGHTS_BESIDE: dict[str, type[Beside]] = {"three docks": ThreeDocks}


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]
