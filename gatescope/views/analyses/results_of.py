"""The results of a run that an analysis may be about, as choices."""

from __future__ import annotations

from gatescope.analysis.targets import Target
from gatescope.plots.notation import state_letter
from gatescope.plots.readout import MOST_LINES, column_name
from gatescope.session.run.snapshot import Run
from gatescope.views.controls.segmented import Segment
from gatescope.words import tr


def results_of(run: Run, tip: str) -> list[Segment]:
    """Return what of a run an analysis may be of: its read-outs, of few labels each, and the sum of its hidden state.

    The keys are those of `Target.parse`, without a token.

    Args:
        tip: the tool tip of a read-out.
    """
    found = []
    for readout in run.network.readouts:
        if 1 < len(readout.weight) == len(readout.labels) <= MOST_LINES:
            found += [
                Segment(str(Target(None, readout.name, label)), column_name(readout, column), tip)
                for column, label in enumerate(readout.labels)
            ]
        else:
            name = column_name(readout, -1) if readout.kind == "logistic" else readout.name
            found.append(Segment(str(Target(None, readout.name)), name, tip))
    found.append(
        Segment(
            str(Target()),
            tr("sum of {state_letter}", state_letter=state_letter()),
            tr("The sum of the last layer's hidden state"),
        )
    )
    return found
