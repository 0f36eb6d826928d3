"""The unit that is shown while the person has chosen none: picked once, and kept while the text changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatescope.engine.part import Part
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.snapshot import Run


def liveliest(run: Run, part: Part) -> int:
    """Return the unit of `part` whose hidden state is greatest after the last token."""
    hidden = run.trace[f"{part}.hidden_state"]
    last = np.nan_to_num(np.abs(hidden[-1]), nan=0.0, posinf=0.0) if len(hidden) else np.zeros(1)
    return int(last.argmax())


def lively_units(focus: Focus, runs: Sequence[Run]) -> tuple[UnitRef, ...]:
    """Return `Focus.lively` for `runs`: what it has, and a unit for each run that had none and has tokens now.

    A run without tokens loses its unit: the next text is another one, of which no unit was looked at yet.
    """
    kept = {(ref.model, ref.part): ref for ref in focus.lively}
    for run in runs:
        parts = run.network.parts
        part = focus.part if focus.part in parts else parts[-1]
        if not len(run.tokens):
            kept = {key: ref for key, ref in kept.items() if key[0] != run.model}
        elif (run.model, part) not in kept:
            kept[run.model, part] = UnitRef(run.model, part, liveliest(run, part))
    return tuple(kept.values())
