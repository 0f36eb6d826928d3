"""Which arrays of a network are no longer as trained, known at every move of the mouse that drags a weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.identity import same_memory
from gatescope.engine.network import Network

Array = NDArray[np.floating]


class Differences:
    """Remembers where each array was found to differ, and looks there first: a drag then costs a look at one number.

    Only an array without a known difference is compared whole, and the very same one never is: those of a vocabulary
    or of many labels, which are large, are the same ones wherever they were not edited themselves.
    """

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def changed_keys(self, network: Network, trained: Network) -> tuple[str, ...]:
        """Return the keys of the arrays that differ from the trained network. NaN equals NaN."""
        if network is trained:
            return ()
        keys = network.keys()
        return tuple(key for key in keys if self._differs(key, network.array(key), trained.array(key)))

    def _differs(self, key: str, now: Array, trained: Array) -> bool:
        if same_memory(now, trained):
            return False
        # By their bits: NaN then equals itself.
        bits = f"i{now.itemsize}"
        mine, theirs = now.reshape(-1).view(bits), trained.reshape(-1).view(bits)
        place = self._places.get(key, len(mine))
        if place < len(mine) and mine[place] != theirs[place]:
            return True
        found = np.flatnonzero(mine != theirs)
        if not len(found):
            return False
        self._places[key] = int(found[0])
        return True
