"""How the learning rate falls over a run."""

from __future__ import annotations

import math
from collections.abc import Callable

Schedule = Callable[[float], float]
"""From the share of the run that is over, 0 to 1, to the factor of the learning rate."""

SCHEDULES: dict[str, Schedule] = {
    "constant": lambda share: 1.0,
    "linear": lambda share: 1.0 - share,
    "cosine": lambda share: (1.0 + math.cos(math.pi * share)) / 2.0,
    "exponential": lambda share: 0.01**share,
}
"""To 0 along a line or half a cosine (Loshchilov & Hutter 2017, without restarts), or to a hundredth."""
