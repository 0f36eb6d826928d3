"""What the interventions of a run do, for scripts and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gatescope.analysis.what_if.effects import effects
from gatescope.errors import UsageError
from gatescope.plots.what_if.describe import describe_effects
from gatescope.plots.what_if.effects_plot import EffectsPlot
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run


def effects_of(runs: Sequence[Run], focus: Focus) -> EffectsPlot:
    """Return what the interventions of a run do at the token in focus, by default the last one.

    Raises:
        UsageError: nothing is held, or there are several runs, each with a number of its own.
    """
    if len(runs) > 1:
        raise UsageError("interventions are compared in one model: draw one at a time")
    (run,) = runs
    interventions = run.trace.interventions
    if not interventions:
        raise UsageError("nothing is held: hold or ablate something, by --clamp or --ablate")
    if focus.token is None and len(run.tokens):
        focus = replace(focus, token=len(run.tokens) - 1)
    found = effects(run.network, run.trace, base=run.network, interventions=interventions)
    return describe_effects(run, run.network, interventions, found, focus)
