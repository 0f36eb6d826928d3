"""Whether a run is one of the parameters that the document has now."""

from __future__ import annotations

from gatescope.engine.held import CopiedWeights
from gatescope.engine.interventions import NONE
from gatescope.session.document.document import Document
from gatescope.session.run.snapshot import Run


def has_parameters_of(run: Run, document: Document) -> bool:
    """Return whether `run` is of the parameters in `document`; where weights are copied, whether it may be: it is of a
    network that the copies made."""
    done = document.interventions.get(run.model, NONE)
    if any(isinstance(item, CopiedWeights) and item.on for item in done.items):
        return True
    return run.network is document.networks.get(run.model)
