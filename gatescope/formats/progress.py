"""How a long read tells how far it is, and hears that nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[float], None]
"""Called now and then with the share that is done, 0 to 1; raises `Cancelled` where the read is to end."""


def silent(share: float) -> None:
    """Report to nobody."""
