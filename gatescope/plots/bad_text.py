"""Names the first non-finite step of a run in words, the same in badges, status bar and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatescope.plots.signals import title
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.run.snapshot import BadStep

WAY_OUT = mark("Undo the last change of a weight, or reset the array, to get finite numbers again.")
_LONGEST_WORD = 24


def bad_text(bad: BadStep) -> str:
    """Return a text such as ``token 4 “not”, forget gate before its nonlinearity, unit 7``."""
    word = bad.word if len(bad.word) <= _LONGEST_WORD else bad.word[:_LONGEST_WORD] + "…"
    return tr("token {token} “{word}”, {bad_signal}", token=bad.token + 1, word=word, bad_signal=bad_signal(bad))


def bad_signal(bad: BadStep) -> str:
    """Return the same without the token: ``forget gate before its nonlinearity, unit 7``."""
    if bad.signal.startswith("readout."):
        name = tr("read-out {removeprefix}", removeprefix=bad.signal.removeprefix("readout."))
    elif bad.signal.startswith("preactivation."):
        name = tr(
            "{removeprefix} before its nonlinearity", removeprefix=title(bad.signal.removeprefix("preactivation."))
        )
    else:
        name = title(bad.signal)
    return tr("{name}, unit {unit}", name=name, unit=bad.unit)
