"""Reads a model's file again, and the model with other overrides, off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from gatescope.formats.conventions.choices import differing
from gatescope.formats.core.found import ModelFile, Stack
from gatescope.formats.core.found_model import model_of
from gatescope.formats.core.model import Model
from gatescope.formats.detect.reading import read
from gatescope.progress import Report


def read_source(source: Path, model: Model, report: Report) -> ModelFile:
    """Read the file `source`, from which `model` was read, once more.

    Raises:
        FileError: the file is missing, or is no model any more.
        UsageError: the file holds other layers by now.
    """
    file = read(source, report)
    stack_of(file, model)
    return file


def stack_of(file: ModelFile, model: Model) -> Stack:
    """Return the stack of `file`, or the layer of one, that `model` was made from."""
    return file.stack(model.origin.stack if model.origin is not None else None)


def reread(file: ModelFile, model: Model, overrides: Mapping[str, str]) -> Model:
    """Return `model` read from `file` with `overrides`, and with the words that were attached to it.

    Raises:
        UsageError: an override means nothing for the cell, or cannot have that value.
    """
    stack = stack_of(file, model)
    said = differing(stack.network, overrides, stack.layers[0].gate_order)
    fresh = model_of(file, stack.name, said, name=model.name)
    network = fresh.network
    if network.embedding is None and model.network.embedding is not None:
        network = replace(network, embedding=model.network.embedding)
    # The names of a read-out's labels come with the words.
    labels = {(readout.name, len(readout.labels)): readout.labels for readout in model.network.readouts}
    readouts = (replace(r, labels=labels.get((r.name, len(r.labels)), r.labels)) for r in network.readouts)
    network = replace(network, readouts=tuple(readouts))
    return replace(
        model, network=network, card={**model.card, **fresh.card, "family": model.family}, origin=fresh.origin
    )
