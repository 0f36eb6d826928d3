"""What every shown model says after each token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatescope.plots.readout import readout
from gatescope.views.line_plot import LinePlotView

if TYPE_CHECKING:
    from gatescope.plots.description import LinePlot
    from gatescope.session.document import Focus
    from gatescope.session.snapshot import Snapshot


class ReadoutView(LinePlotView):
    """The read-out of all shown models after every token."""

    title = "Read-out after every token"
    empty_text = "Type a sentence above to see what the model makes of it."
    legend_is_flat = True

    def _describe(self, snapshot: Snapshot, focus: Focus) -> LinePlot:
        return readout(snapshot.runs, focus)
