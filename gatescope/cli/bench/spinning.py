"""Long work that never reports, in a module of its own, so that a worker process imports it without a window."""

from __future__ import annotations

import time
from typing import Any

from gatescope.progress import Report

SPIN_S = 5.0


def spin(network: Any, trace: Any, *, report: Report) -> None:
    """Say that it has begun, and be busy in plain Python from then on."""
    report(0.5)
    until = time.monotonic() + SPIN_S
    while time.monotonic() < until:
        pass
