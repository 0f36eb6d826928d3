"""How often a network of the task "recall" says the right language, by the words between it and the country."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatescope.engine.executors import Executor
from gatescope.engine.network import Network
from gatescope.training.gradients import read
from gatescope.training.tasks import recall
from gatescope.training.tasks.metric import said


def accuracies(
    network: Network, distances: Sequence[int], count: int = 200, executor: Executor | None = None
) -> dict[int, float]:
    """Return distance → the share of `count` held-out sentences whose language is said."""
    found = {}
    for distance in distances:
        data = recall.held_out(distance, count)
        _, logits = read(network, data, executor)
        found[distance] = float(np.mean(said(logits)[data.last] == data.targets[data.last]))
    return found
