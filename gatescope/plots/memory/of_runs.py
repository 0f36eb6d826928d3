"""Ledger and connectivity as a script or a command line asks for them: the analyses and their pictures in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gatescope.analysis.connectivity import connectivity, nearest_connectivity
from gatescope.analysis.memory.over_time import NO_SUM, ledger_over_time
from gatescope.analysis.targets import nearest
from gatescope.errors import UsageError
from gatescope.plots.memory.connectivity import describe_connectivity
from gatescope.plots.memory.connectivity_plot import ConnectivityPlot
from gatescope.plots.memory.ledger import describe_ledger
from gatescope.plots.memory.ledger_plot import LedgerPlot
from gatescope.plots.runs import part_of
from gatescope.session.document.document import Focus
from gatescope.session.run.single import choose_executor
from gatescope.session.run.snapshot import Run

if TYPE_CHECKING:
    from gatescope.plots.by_name import Choice


def ledgers(runs: Sequence[Run], focus: Focus, choice: Choice) -> LedgerPlot:
    """Return the ledgers of all units, or of the one that was chosen, of every run that has one.

    Raises:
        UsageError: none has, or several units were chosen.
    """
    if all(run.network.cell.name == "rnn" for run in runs):
        raise UsageError(NO_SUM)
    if choice.units is not None and len(choice.units) != 1:
        raise UsageError("a ledger is of all units together, or of one: name one unit")
    unit = None if choice.units is None else choice.units[0]
    if not len(runs[0].tokens):
        return describe_ledger(runs, [None] * len(runs), focus)
    gated = [run.network.cell.name != "rnn" for run in runs]
    found = [
        ledger_over_time(run.network, run.trace, part=part_of(run, focus), unit=unit) if has else None
        for run, has in zip(runs, gated, strict=True)
    ]
    return describe_ledger(runs, found, focus, ["" if has else NO_SUM for has in gated])


def connectivities(runs: Sequence[Run], focus: Focus, choice: Choice) -> ConnectivityPlot:
    """Return how much every word moves what was chosen, or the first read-out at the token in focus.

    Raises:
        UsageError: there is no such target.
        ModelError: a run, or a read-out, has numbers that are not finite.
    """
    found = []
    for run in runs if len(runs[0].tokens) else ():
        wanted = choice.target or replace(nearest(run.network, None, len(run.tokens)), token=focus.token)
        executor = choose_executor(run.network, len(run.tokens))
        if choice.target is None:
            found.append(nearest_connectivity(run.network, run.trace, target=wanted, executor=executor))
        else:
            found.append(connectivity(run.network, run.trace, wanted, executor=executor))
    return describe_connectivity(runs, found or [None] * len(runs), focus)
