"""How well the next letter is foretold, by the letters that are known."""

from __future__ import annotations

import numpy as np

from gatescope.analysis.by_position import ByPosition, by_position
from gatescope.engine.executors import Executor
from gatescope.engine.network import Network
from gatescope.training.gradients import read
from gatescope.training.sequences import Ids
from gatescope.training.tasks.characters import in_order
from gatescope.training.tasks.metric import said


def accuracy_by_letters_known(
    network: Network, ids: Ids, most: int = 100, executor: Executor | None = None
) -> ByPosition:
    """Return the share of next letters that are said, after every number of letters up to `most`.

    Args:
        ids: (N,) the letters of a text, which is cut into stretches of `most`; each begins with nothing known.
        most: letters.
        executor: runs the cells.
    """
    data = in_order(ids, most)
    _, logits = read(network, data, executor)
    return by_position(said(logits) == np.asarray(data.targets), data.offsets)
