"""What tests pass as the `report` of long work."""

from __future__ import annotations

from gatescope.errors import Cancelled
from gatescope.progress import Report


def cancelled_at(call: int) -> Report:
    """A report that raises `Cancelled` at this call, counted from 0."""
    shares: list[float] = []

    def report(share: float) -> None:
        assert 0 <= share <= 1
        assert shares == sorted(shares)
        if len(shares) == call:
            raise Cancelled("the test wants no more")
        shares.append(share)
        assert len(shares) <= call, "the work went on after it was cancelled"

    return report
