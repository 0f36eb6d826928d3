"""The planes of the states of runs, for scripts and files, without a session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gatescope.analysis.background_states import words_to_step
from gatescope.plots.runs import part_of
from gatescope.plots.space.describe import describe_state_plane
from gatescope.plots.space.plane import StatePlanePlot
from gatescope.session.document.document import Focus
from gatescope.session.run.single import choose_executor
from gatescope.session.run.snapshot import Run
from gatescope.session.space.fit import BUNDLED, fit_of
from gatescope.session.space.in_plane import states_in_plane


def state_planes(runs: Sequence[Run], focus: Focus, source: str | None = None) -> StatePlanePlot:
    """Return the planes of the hidden states of `runs`.

    Args:
        source: what they are fitted on, see `Fit`; None for the bundled sentences.
    """
    runs = [run for run in runs if len(run.tokens)]
    fit = fit_of(source or BUNDLED, runs)
    about: dict[str, Any] = {"state": "hidden_state", "fit": fit, "token": focus.token}
    found = []
    for run in runs:
        executor = choose_executor(run.network, len(run.tokens) + words_to_step(run.network))
        found.append(states_in_plane(run.network, run.trace, part=part_of(run, focus), executor=executor, **about))
    return describe_state_plane(runs, found, focus)
