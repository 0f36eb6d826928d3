"""The bench of frames once a weight differs: with the grey lines of the run as opened and the difference in the maps.

    key changed     a character typed at the end of the sentence
    weight changed  one move of the mouse while a weight is dragged

Two windows on the same models take turns, so that both meet the same machine; the other one has no run as opened.
`p95_ratio` is the 95th percentile of the frames with it over that of the frames without.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from statistics import median, quantiles
from unittest.mock import patch

from gatescope.cli.bench import Row
from gatescope.cli.bench.stage import WARM_UP, Stage, Step
from gatescope.engine.network import Network
from gatescope.session.run import resolve as resolving
from gatescope.session.run.as_opened import as_opened
from gatescope.session.run.snapshot import RunRequest

Steps = Mapping[str, Callable[[Stage], Iterator[Step]]]


def rows(cells: Sequence[str], units: int, tokens: int, steps: Steps, frames: int) -> Iterator[Row]:
    """Yield a row for each of `steps`."""
    for bench, events in steps.items():
        with closing(Stage(cells, units, tokens)) as changed, closing(Stage(cells, units, tokens)) as plain:
            with _as_opened_only(changed):
                for stage in (changed, plain):
                    _change(stage)
                _show_difference(changed)
                now, before = _take_turns((changed, events(changed)), (plain, events(plain)), frames)
            yield {
                "bench": f"{bench} changed",
                "cells": "+".join(cells),
                "units": units,
                "tokens": tokens,
                "p50_ms": median(now),
                "p95_ms": _p95(now),
                "worst_stall_ms": changed.worst_stall_ms,
                "bare_p50_ms": None,
                "ratio": None,
                "p95_ratio": _p95(now) / _p95(before),
                "cancel_ms": None,
                "answer_ms": None,
            }


def _as_opened_only(changed: Stage) -> AbstractContextManager[object]:
    """Let only the models of `changed` have a run as opened."""
    mine = set(changed.session.document.models.values())

    def of_mine(wanted: RunRequest) -> Network | None:
        return as_opened(wanted) if wanted.model in mine else None

    return patch.object(resolving, "as_opened", of_mine)


def _change(stage: Stage) -> None:
    """Make every model differ from what was opened."""
    session = stage.session
    for name in session.document.shown:
        network = session.document.networks[name]
        key = f"{network.default_part}.U.{network.cell.gates[0]}"
        session.set_parameters(name, {key: network.array(key) * 1.5}, label="Gain")
    stage.wait(lambda: not session.computing)


def _show_difference(stage: Stage) -> None:
    maps = stage.window.heatmaps
    stage.wait(maps.difference.isVisible)
    maps.difference.button.click()
    stage.until(stage.window.update, lambda: True)


def _take_turns(
    first: tuple[Stage, Iterator[Step]], second: tuple[Stage, Iterator[Step]], frames: int
) -> tuple[list[float], list[float]]:
    """Return the times of `frames` frames of each, half of the pairs the other way about."""
    times: tuple[list[float], list[float]] = ([], [])
    both = (first, second)
    for stage, steps in both:
        for event, shown in itertools.islice(steps, WARM_UP):
            stage.until(event, shown)
        stage.forget_stalls()
    for one in itertools.islice(itertools.cycle((0, 1, 1, 0)), 2 * frames):
        stage, steps = both[one]
        times[one].append(stage.until(*next(steps)))
    return times


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]
