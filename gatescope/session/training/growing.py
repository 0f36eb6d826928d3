"""A history that grows by a mini-batch at a time, and gives a frozen one whenever it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from gatescope.session.training.checkpoint import Checkpoint, checkpoint_limit, thinned
from gatescope.session.training.history import Floats, History, Looks, Passes, Steps
from gatescope.session.training.told import Told

_Kind = TypeVar("_Kind", np.int64, np.float64)
_ROOM = 256


class Growing:
    """Appends to a history. What it gave before stays as it was, and shares its memory."""

    def __init__(self, history: History) -> None:
        """Go on after the end of `history`."""
        self._history = history
        steps, passes, looks = history.steps, history.passes, history.looks
        self._step = _Column(steps.step)
        self._loss, self._norm = _Column(steps.loss), _Column(steps.gradient_norm)
        self._rate, self._update = _Column(steps.learning_rate), _Column(steps.update)
        self._norms = {part: _Column(values) for part, values in steps.gradient_norms.items()}
        self._ends, self._held_out, self._metric = (
            _Column(passes.step),
            _Column(passes.held_out_loss),
            _Column(passes.metric),
        )
        self._looked = _Column(looks.step)
        self._shares = {gate: _Column(values) for gate, values in looks.shares.items()}

    def add(self, numbers: Iterable[Told]) -> None:
        """Append what mini-batches told, in their order."""
        for one in numbers:
            self._step.append(one.step)
            self._loss.append(one.loss)
            self._norm.append(one.gradient_norm)
            self._rate.append(one.learning_rate)
            self._update.append(one.update)
            _append(self._norms, one.gradient_norms)
            if one.held_out_loss is not None and one.metric is not None:
                self._ends.append(one.step)
                self._held_out.append(one.held_out_loss)
                self._metric.append(one.metric)
            if one.saturated:
                self._looked.append(one.step)
                _append(self._shares, one.saturated)

    def history(self, checkpoints: Iterable[Checkpoint] = ()) -> History:
        """Return all so far, with further checkpoints, of which those too many are left out."""
        grown = replace(
            self._history,
            steps=Steps(
                self._step.all(),
                self._loss.all(),
                self._norm.all(),
                self._rate.all(),
                self._update.all(),
                _all(self._norms),
            ),
            passes=Passes(self._ends.all(), self._held_out.all(), self._metric.all()),
            looks=Looks(self._looked.all(), _all(self._shares)),
        )
        added = tuple(checkpoints)
        if added:
            kept = {one.step: one for one in (*grown.checkpoints, *added)}
            ordered = [kept[step] for step in sorted(kept)]
            grown = replace(grown, checkpoints=thinned(ordered, checkpoint_limit(ordered[-1].state), grown.best_step))
        self._history = grown
        return grown


def until(history: History, step: int) -> History:
    """Return `history` without what came after `step`."""
    steps, passes, looks = history.steps, history.passes, history.looks
    s, p, w = (int(np.searchsorted(found, step, side="right")) for found in (steps.step, passes.step, looks.step))
    return replace(
        history,
        steps=Steps(
            steps.step[:s],
            steps.loss[:s],
            steps.gradient_norm[:s],
            steps.learning_rate[:s],
            steps.update[:s],
            {part: values[:s] for part, values in steps.gradient_norms.items()},
        ),
        passes=Passes(passes.step[:p], passes.held_out_loss[:p], passes.metric[:p]),
        looks=Looks(looks.step[:w], {gate: shares[:w] for gate, shares in looks.shares.items()}),
        checkpoints=tuple(kept for kept in history.checkpoints if kept.step <= step),
        diverged=None,
    )


class _Column(Generic[_Kind]):
    """A growing array, of which views are given: what they show is never written again."""

    def __init__(self, values: NDArray[_Kind]) -> None:
        self._count = len(values)
        self._values: NDArray[_Kind] = np.empty(max(_ROOM, 2 * len(values)), values.dtype)
        self._values[: self._count] = values

    def append(self, value: float) -> None:
        if self._count == len(self._values):
            self._values = np.concatenate((self._values, np.empty_like(self._values)))
        self._values[self._count] = value
        self._count += 1

    def all(self) -> NDArray[_Kind]:
        shown: NDArray[_Kind] = self._values[: self._count]
        shown.flags.writeable = False
        return shown


def _append(columns: dict[str, _Column[np.float64]], values: Mapping[str, float]) -> None:
    for name, value in values.items():
        if name not in columns:
            columns[name] = _Column(np.empty(0))
        columns[name].append(value)


def _all(columns: Mapping[str, _Column[np.float64]]) -> Mapping[str, Floats]:
    return {name: column.all() for name, column in columns.items()}
