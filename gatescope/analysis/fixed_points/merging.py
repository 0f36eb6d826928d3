"""Which places in the state space are one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Array


def groups(states: Array, apart: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Gather (n, S) states: the first is a place, and all within `apart` of it are that place; then the next one.

    Returns:
        (K,) the state of each place, and (n,) the place of each state.
    """
    place = np.full(len(states), -1, np.int64)
    firsts: list[int] = []
    left = np.arange(len(states))
    while len(left):
        away = states[left] - states[left[0]]
        near = np.einsum("ns,ns->n", away, away) <= apart * apart
        near[0] = True
        place[left[near]] = len(firsts)
        firsts.append(int(left[0]))
        left = left[~near]
    return np.array(firsts, np.int64), place


def distinct(states: Array, apart: float) -> NDArray[np.int64]:
    """Return which of (n, S) states are left where each stands for all within `apart` of it."""
    return groups(states, apart)[0]
