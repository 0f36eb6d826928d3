"""The value that a line has at a token."""

from __future__ import annotations

from gatescope.plots.line_of import LineOf
from gatescope.plots.values.readout_value import ReadoutValue
from gatescope.plots.values.signal_value import SignalValue
from gatescope.plots.values.value import Value
from gatescope.session.run.snapshot import Snapshot


def value_of_line(snapshot: Snapshot, of: LineOf, token: int) -> Value | None:
    """Return the value of the line `of` at `token`; None where its run has no such token."""
    run = snapshot.run(of.model)
    if run is None or not 0 <= token < len(run.tokens):
        return None
    if of.part is None:
        return ReadoutValue(run, of.index, token, of.readout)
    return SignalValue(run, of.part, of.signal, of.index, token)
