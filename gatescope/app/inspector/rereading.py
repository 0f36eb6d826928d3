"""The work of the inspector off the GUI thread: reading a model's file again, and reading the model otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from gatescope.formats.conventions.convention_choices import differing
from gatescope.formats.found import ModelFile, Stack
from gatescope.formats.found_model import model_of
from gatescope.formats.model import Model
from gatescope.formats.reading import read
from gatescope.progress import Report
from gatescope.resources import resource


def source_of(model: Model) -> Path:
    """The file that `model` came from: its origin, or the bundled one."""
    return model.origin.path if model.origin is not None else resource("models", f"{model.name}.safetensors")


def read_source(model: Model, report: Report) -> ModelFile:
    """Read the file of `model` once more.

    Raises:
        FileError: it has gone, or is no model any more.
        UsageError: it holds other layers by now.
    """
    file = read(source_of(model), report)
    stack_of(file, model)
    return file


def stack_of(file: ModelFile, model: Model) -> Stack:
    """The stack, or the layer of one, that `model` was made of."""
    return file.stack(model.origin.stack if model.origin is not None else None)


def reread(file: ModelFile, model: Model, overrides: Mapping[str, str]) -> Model:
    """`model` as `file` has it when it is read as `overrides` say, with the words that were attached to it.

    Raises:
        UsageError: an override means nothing for the cell, or cannot have that value.
    """
    stack = stack_of(file, model)
    said = differing(stack.network, overrides, stack.layers[0].gate_order)
    fresh = model_of(file, stack.name, said, name=model.name)
    network = fresh.network
    if network.embedding is None and model.network.embedding is not None:
        network = replace(network, embedding=model.network.embedding)
    # What a read-out's labels are called comes with the words.
    labels = {readout.name: readout.labels for readout in model.network.readouts}
    network = replace(
        network, readouts=tuple(replace(r, labels=labels.get(r.name, r.labels)) for r in network.readouts)
    )
    return replace(
        model, network=network, card={**model.card, **fresh.card, "family": model.family}, origin=fresh.origin
    )
