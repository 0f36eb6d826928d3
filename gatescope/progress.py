"""One protocol by which long work reports how far it is, and learns that its result is no longer wanted.

Reading files, analyses, training, exports and proofs take a `Report` and call it often: `session.jobs` shows it in the
window and `session.analyses` ends answers through it that a key has made stale; scripts and the command line pass none.
"""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[float], None]
"""Called with the share that is done, 0 to 1; raises `gatescope.errors.Cancelled` where the work is to end."""


def silent(share: float) -> None:
    """Take a share and do nothing with it."""


def portion(report: Report, start: float, stop: float) -> Report:
    """Return the report of one portion of the work: its shares 0 to 1 are `start` to `stop` of the whole."""
    return lambda share: report(start + (stop - start) * share)
