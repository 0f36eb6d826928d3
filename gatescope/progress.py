"""How long work tells how far it is, and learns that nobody waits for it any more: one protocol for all of it.

Reading files, analyses, training, exports and proofs take a `Report` and call it often: `session.jobs` shows it in the
window and `session.analyses` ends by it what a key has made stale; scripts and the command line give none.
"""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[float], None]
"""Called with the share that is done, 0 to 1; raises `gatescope.errors.Cancelled` where the work is to end."""


def silent(share: float) -> None:
    """Report to nobody."""


def portion(report: Report, start: float, stop: float) -> Report:
    """Return the report of one portion of the work: its shares 0 to 1 are `start` to `stop` of the whole."""
    return lambda share: report(start + (stop - start) * share)
