"""The undo step by which an open model is read in another way."""

from __future__ import annotations

from gatescope.formats.core.model import Model
from gatescope.session.document.changes import with_edits
from gatescope.session.document.document import Document
from gatescope.session.undo.commands import Entry, EntryValue, ModelCommand, Reading, Target


def reread(target: Target, document: Document, model: Model, label: str, opened_again: bool) -> ModelCommand:
    """Return the command that makes `model` the reading of the open one of its name in `document`."""
    name = model.name
    before = Reading(document.models[name], document.networks[name], document.opened.get(name))
    network = with_edits(before.network, before.model.network, model.network)
    opened = None if opened_again else before.opened or before.model.network
    entries: dict[Entry, EntryValue | None] = {
        "fed": document.fed.get(name),
        "interventions": document.interventions.get(name),
    }
    return ModelCommand(target, before, Reading(model, network, opened), entries, label)
