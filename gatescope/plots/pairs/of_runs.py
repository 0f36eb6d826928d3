"""A pair as a script or a command line asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gatescope.errors import UsageError
from gatescope.plots.model_names import model_names
from gatescope.plots.pairs.pairs import describe_pair
from gatescope.plots.pairs.pairs_plot import PairsPlot
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run

if TYPE_CHECKING:
    from gatescope.plots.by_name import Choice


def pairs(runs: Sequence[Run], focus: Focus, choice: Choice) -> PairsPlot:
    """Return one run beside that of another text, or two models on one text.

    Raises:
        UsageError: there is no second one, or there are more than two; or several signals were chosen.
    """
    if len(choice.signals) > 1:
        raise UsageError("a pair shows one signal: name one")
    signal = choice.signals[0] if choice.signals else ""
    if choice.against is not None and len(runs) == 1:
        return describe_pair(runs[0], choice.against, focus, ("sentence", "second one"), signal)
    if choice.against is None and len(runs) == 2:
        names = model_names(runs)
        return describe_pair(runs[0], runs[1], focus, (names[runs[0].model], names[runs[1].model]), signal)
    raise UsageError("a pair is of two: give a second text by --against, or a second model by --compare")
