"""Traces: the signals of the chosen units over the tokens, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatescope.plots.traces import traces
from gatescope.views.lines.line_view import LinePlotView

if TYPE_CHECKING:
    from gatescope.plots.description import LinePlot
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot


class TracesView(LinePlotView):
    """The lines of the chosen units; a click on a row of a map chooses its unit."""

    title = "Traces"
    purpose = "to see how a unit follows it"

    def _describe(self, snapshot: Snapshot, focus: Focus) -> LinePlot:
        return traces(snapshot, focus)
