"""The sentence in a view without tokens, which says how to give the model in front an input."""

from __future__ import annotations

from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.words import tr


def empty_text(snapshot: Snapshot, focus: Focus, purpose: str) -> str:
    """Return a sentence that ends in `purpose` (``"to see the gates"``); empty where there are tokens to show."""
    if not snapshot.runs:
        return tr("Open a model {purpose}.", purpose=purpose)
    run = snapshot.run(focus.model) or snapshot.runs[0]
    if len(run.tokens):
        return ""
    if run.reads == "vectors":
        return tr(
            "{model} reads vectors of {inputs} numbers: feed it some {purpose}.",
            model=run.model,
            inputs=run.network.inputs,
            purpose=purpose,
        )
    if run.left_out and run.reads == "text":
        return tr(
            "{model} has no token for any part of this text. {way_out} {purpose}.",
            model=run.model,
            way_out=_way_out(run),
            purpose=purpose,
        )
    return tr("{way_out} {purpose}.", way_out=_way_out(run), purpose=purpose)


def _way_out(run: Run) -> str:
    if run.reads == "text":
        return tr("Type a sentence above")
    assert run.network.embedding is not None
    return tr("Type token ids above, 0 to {count}, or attach a vocabulary", count=len(run.network.embedding) - 1)
