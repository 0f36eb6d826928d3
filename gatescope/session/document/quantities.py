"""Which quantities of the open models can shade the chips, and which does where none was chosen."""

from __future__ import annotations

from gatescope.formats.core.next_token import predicts_next
from gatescope.session.document.document import Document
from gatescope.session.document.shading import READ_OUT, READOUT, SURPRISE, Shading


def has(document: Document, model: str, quantity: str) -> bool:
    """Return whether an open model has the quantity."""
    network = document.networks[model]
    if quantity == SURPRISE:
        return predicts_next(network, document.models[model].vocabulary)
    return bool(network.readouts) if quantity == READOUT else quantity in network.cell.signals


def usual(document: Document) -> Shading:
    """Return the shading of the models in view where none was chosen: the read-out, or where all of them are language
    models the surprise, since the likeliest next token stands below each chip anyway."""
    surprised = bool(document.shown) and all(has(document, name, SURPRISE) for name in document.shown)
    return Shading(SURPRISE) if surprised else READ_OUT
