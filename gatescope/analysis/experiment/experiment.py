"""What is changed in an experiment with the flow of a gradient; the person's document stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Network

LONGEST = 10_000
"""Tokens of the longest text."""
LEAST_GAIN, MOST_GAIN = 0.5, 1.5


@dataclass(frozen=True)
class Experiment:
    """Changes that are tried out; by default none.

    Attributes:
        tokens: how long the text is made; 0, or no more than it has, leaves it.
        padded: whether its last token fills it up; otherwise the text is repeated.
        gain: what every recurrent matrix U is multiplied with.
        clip: whether what a step hands back is clipped, and how: scaled to a norm (Pascanu, Mikolov & Bengio 2013) or
            cut to a value entry by entry (Graves 2013); at every step, not once for all parameters.
        most: the norm or the value that is allowed.
    """

    tokens: int = 0
    padded: bool = False
    gain: float = 1.0
    clip: Literal["", "norm", "value"] = ""
    most: float = 1.0

    def __bool__(self) -> bool:
        return bool(self.tokens or self.gain != 1.0 or self.clip)

    def order(self, count: int) -> NDArray[np.int64]:
        """Return (T,) which of `count` tokens stands at every place of the text."""
        length = max(self.tokens, count) if count else 0
        places = np.arange(length, dtype=np.int64)
        return np.minimum(places, count - 1) if self.padded else places % max(count, 1)

    def applied(self, network: Network) -> Network:
        """Return the network with its recurrent matrices multiplied."""
        if self.gain == 1.0:
            return network
        layers = tuple(
            tuple(replace(one, U=one.U * one.U.dtype.type(self.gain)) for one in row) for row in network.layers
        )
        return replace(network, layers=layers)
