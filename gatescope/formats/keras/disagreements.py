"""Where the configuration of a Keras file and its arrays say different things: the arrays count, and it is said.

A file is edited, or weights are put beside another model's configuration. What runs is what the arrays are; only what
no array tells, such as an activation, is taken from the configuration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gatescope.engine.cells import Convention
from gatescope.formats.keras.cell_weights import is_cudnn, stored_cell
from gatescope.formats.keras.convention import Writer, configured
from gatescope.formats.keras.weights import Weights
from gatescope.words import mark

_CLASSES = {"rnn": "SimpleRNN", "gru": "GRU", "lstm": "LSTM"}
Differences = dict[str, tuple[object, object]]
"""Field of a configuration → what it says, and what the arrays say instead."""


def sentence(name: str, differences: Differences) -> tuple[str, ...]:
    """Say once of the layer `name` how its arrays differ from its configuration; empty where they do not."""
    if not differences:
        return ()
    said = ", ".join(f"{field}={one!s:.20}" for field, (one, _) in differences.items())
    stored = ", ".join(f"{field}={other}" for field, (_, other) in differences.items())
    return (
        mark(
            "the configuration of {name!r} says {said}, its arrays {stored}: the arrays are taken",
            name=name,
            said=said,
            stored=stored,
        ),
    )


def differing(config: Mapping[str, object], **stored: object) -> Differences:
    """Return the fields of `config` that are others than `stored`; what either leaves out or has as None is no
    difference."""
    found = {field: (config.get(field), value) for field, value in stored.items()}
    return {field: (one, other) for field, (one, other) in found.items() if None not in (one, other) and one != other}


def of_cell(
    cell: str, convention: Convention, config: Mapping[str, Any], weights: Weights, writer: Writer
) -> tuple[str, Convention, Differences]:
    """Return the cell and its convention as the arrays have them, and how that differs from `config`.

    Args:
        cell, convention: as `config` describes them.

    Raises:
        UnknownActivationError: the cell of the arrays would be squashed by something that the engine does not have.
    """
    stored = stored_cell(weights) or cell
    if stored != cell:
        convention, _ = configured(stored, _CLASSES[stored], config, writer)
    recurrent, bias = weights.roles["recurrent_kernel"], weights.roles.get("bias")
    units = recurrent.shape[0] if len(recurrent.shape) == 2 else None
    after = len(bias.shape) == 2 or is_cudnn(stored, weights) if stored == "gru" and bias is not None else None
    if after is not None:
        convention = replace(convention, reset_after=after)
    said = {"units": config.get("output_dim"), **config, "cell": cell}
    return stored, convention, differing(said, cell=stored, units=units, use_bias=bias is not None, reset_after=after)


def of_dense(config: Mapping[str, Any], weights: Weights) -> Differences:
    """Return how the arrays of a dense layer differ from `config`."""
    kernel = weights.roles["kernel"]
    units = kernel.shape[1] if len(kernel.shape) == 2 else None
    return differing(
        {"units": config.get("output_dim"), **config}, units=units, use_bias=weights.roles.get("bias") is not None
    )


def of_inputs(config: Mapping[str, Any], inputs: int) -> Differences:
    """Return how the width that a layer takes differs from the shape of what `config` says is put in."""
    shape = config.get("batch_shape", config.get("batch_input_shape"))
    last = shape[-1] if isinstance(shape, list | tuple) and len(shape) == 3 else None
    return differing({"inputs": last}, inputs=inputs)
