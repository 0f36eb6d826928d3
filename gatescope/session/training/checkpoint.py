"""A state of a run that is kept, so that one can look at it and go on from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gatescope.engine.network import Network
from gatescope.formats.own.tensors import tensors
from gatescope.training.report import TrainingState

MOST = 200
"""Checkpoints of a run."""
_LEAST = 10
_ENDS_STAY = 1e12
"""Steps; more than any gap has."""
_BYTES = 256 << 20
"""Bytes that the checkpoints of a run may take together."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A run after one mini-batch.

    Attributes:
        step: mini-batches so far; 0 is the untrained network.
        state: all that is needed to go on from there.
        held_out_loss, metric: at the end of a pass; None within one and before the first.
    """

    step: int
    state: TrainingState
    held_out_loss: float | None = None
    metric: float | None = None

    @property
    def epoch(self) -> int:
        """The pass that it lies in, from 1; 0 before the first."""
        return self.state.epoch

    @property
    def network(self) -> Network:
        return self.state.network


def checkpoint_limit(state: TrainingState) -> int:
    """Return how many checkpoints like `state` a run may keep."""
    arrays = (*tensors(state.network).values(), *state.memory.values())
    return max(_LEAST, min(MOST, _BYTES // max(sum(array.nbytes for array in arrays), 1)))


def thinned(checkpoints: Sequence[Checkpoint], most: int, best: int | None = None) -> tuple[Checkpoint, ...]:
    """Return at most `most` of the checkpoints, as even in steps as they can be.

    The first and the last stay, and that of step `best`, and the ends of passes before others.
    """
    kept = list(checkpoints)
    while len(kept) > max(most, 3):
        steps = np.array([checkpoint.step for checkpoint in kept])
        gaps = (steps[2:] - steps[:-2]).astype(float)
        for place, checkpoint in enumerate(kept[1:-1]):
            if checkpoint.step == best:
                gaps[place] = np.inf
            elif checkpoint.metric is not None:
                gaps[place] += _ENDS_STAY
        del kept[1 + int(gaps.argmin())]
    return tuple(kept)
