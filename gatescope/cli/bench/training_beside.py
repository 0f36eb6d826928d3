"""The bench of keys while a model is trained: how much later their frames come.

    key beside training       an LSTM of 64 units is in front and trains, its maps moving; keys come in bursts as typed

Bursts beside training and with training paused are typed in turn, in the same rhythm, on the same model. The frame of a
key is the first paint that shows it: a picture of training follows so soon that `Stage.until` counts it in. `ratio` and
`p95_ratio` are medians and 95th percentiles with training over those without.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from statistics import median, quantiles
from typing import TYPE_CHECKING

from gatescope.cli.bench import Row
from gatescope.cli.bench.stage import WARM_UP, Stage, Step
from gatescope.training.tasks.registry import TASKS
from gatescope.training.tasks.task import Material

if TYPE_CHECKING:
    from gatescope.cli.bench.asking import Events

UNITS, TASK = 64, "agreement"
_BURST = 10
"""Keys, after which a person pauses."""
_RHYTHM_S = 0.06, 0.18
"""Between two keys, at least and at most: those of a fast typist."""
_DRAWN_S = 0.5
"""For which training runs before a burst."""


def rows(tokens: int, keys: Events, frames: int) -> Iterator[Row]:
    """Yield one row: `frames` keys of each kind in a text of `tokens` words."""
    with closing(Stage(("lstm",), UNITS, tokens)) as stage:
        runs = stage.session.training
        recipe = replace(TASKS[TASK].recipe, cell="lstm", units=UNITS)
        runs.start(TASK, replace(recipe, settings=replace(recipe.settings, epochs=10_000)), Material())
        stage.wait(lambda: runs.front is not None and runs.front.history.step > 0)
        _pause(stage)
        steps, rhythm, frame = keys(stage), random.Random(UNITS), _FirstPaint(stage)
        for event, shown in itertools.islice(steps, WARM_UP):
            stage.until(event, shown)
        beside: list[float] = []
        alone: list[float] = []
        worst_stall = 0.0
        for trains in itertools.islice(itertools.cycle((True, False, False, True)), 2 * max(1, frames // _BURST)):
            if trains:
                runs.go_on()
            _wait(stage, _DRAWN_S)
            stage.forget_stalls()
            (beside if trains else alone).extend(_burst(stage, frame, steps, rhythm))
            if trains:
                worst_stall = max(worst_stall, stage.worst_stall_ms)
                _pause(stage)
        yield {
            "bench": "key beside training",
            "cells": "lstm",
            "units": UNITS,
            "tokens": tokens,
            "p50_ms": median(beside),
            "p95_ms": _p95(beside),
            "worst_stall_ms": worst_stall,
            "bare_p50_ms": None,
            "ratio": median(beside) / median(alone),
            "p95_ratio": _p95(beside) / _p95(alone),
            "cancel_ms": None,
            "answer_ms": None,
        }


class _FirstPaint:
    """Takes the time from a key to the first paint that shows it, in milliseconds."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._pressed_at = 0
        self._ms: list[float] = []
        self._shown: Callable[[], bool] = lambda: False
        stage.window.painted.connect(self._note)

    def of(self, event: Callable[[], object], shown: Callable[[], bool]) -> float:
        """Return that time of one key."""
        self._shown, self._ms = shown, []
        self._pressed_at = time.perf_counter_ns()
        self._stage.until(event, shown)
        return self._ms[0]

    def _note(self, at: int) -> None:
        if not self._ms and self._shown():
            self._ms.append((at - self._pressed_at) / 1e6)


def _burst(stage: Stage, frame: _FirstPaint, steps: Iterator[Step], rhythm: random.Random) -> Iterator[float]:
    for event, shown in itertools.islice(steps, _BURST):
        _wait(stage, rhythm.uniform(*_RHYTHM_S))
        yield frame.of(event, shown)


def _pause(stage: Stage) -> None:
    stage.session.training.pause()
    stage.wait(lambda: not stage.session.training.busy)


def _wait(stage: Stage, seconds: float) -> None:
    until = time.monotonic() + seconds
    stage.wait(lambda: time.monotonic() >= until)


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]
