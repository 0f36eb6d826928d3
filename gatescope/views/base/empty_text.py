"""The sentence in a view without tokens, which says how to give the model in front an input."""

from __future__ import annotations

from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run, Snapshot


def empty_text(snapshot: Snapshot, focus: Focus, purpose: str) -> str:
    """Return a sentence that ends in `purpose` (``"to see the gates"``); empty where there are tokens to show."""
    if not snapshot.runs:
        return f"Open a model {purpose}."
    run = snapshot.run(focus.model) or snapshot.runs[0]
    if len(run.tokens):
        return ""
    if run.reads == "vectors":
        return f"{run.model} reads vectors of {run.network.inputs} numbers: feed it some {purpose}."
    if run.left_out and run.reads == "text":
        return f"{run.model} has no token for any part of this text. {_way_out(run)} {purpose}."
    return f"{_way_out(run)} {purpose}."


def _way_out(run: Run) -> str:
    if run.reads == "text":
        return "Type a sentence above"
    assert run.network.embedding is not None
    return f"Type token ids above, 0 to {len(run.network.embedding) - 1}, or attach a vocabulary"
