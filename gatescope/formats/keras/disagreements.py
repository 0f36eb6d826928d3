"""Where the configuration of a Keras file and its arrays say different things: the arrays count, and it is said.

A file is edited, or weights are put beside another model's configuration. What runs is what the arrays are; only what
no array tells, such as an activation, is taken from the configuration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from gatescope.engine.cells import Convention
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.keras.cell_weights import is_cudnn, stored_cell
from gatescope.formats.keras.convention import Writer, configured
from gatescope.formats.keras.weights import Weights

_CLASSES = {"rnn": "SimpleRNN", "gru": "GRU", "lstm": "LSTM"}
_Difference = tuple[str, str]
"""What the configuration says, and what the arrays say instead."""


def sentence(name: str, differences: Sequence[_Difference]) -> tuple[str, ...]:
    """Say once of the layer `name` how its arrays differ from its configuration; empty where they do not."""
    if not differences:
        return ()
    said, stored = (", ".join(dict.fromkeys(side)) for side in zip(*differences, strict=True))
    return (f"the configuration of {name!r} says {said}, its arrays {stored}: the arrays are taken",)


def of_cell(
    cell: str, convention: Convention, config: Mapping[str, Any], weights: Weights, writer: Writer
) -> tuple[str, Convention, list[_Difference]]:
    """Return the cell and its convention as the arrays have them, and how that differs from `config`.

    Args:
        cell, convention: as `config` describes them.

    Raises:
        UnknownActivationError: the cell of the arrays would be squashed by something that the engine does not have.
    """
    found: list[_Difference] = []
    stored = stored_cell(weights) or cell
    if stored != cell:
        found.append((f"{_article(cell)}", f"{_article(stored)}"))
        convention, _ = configured(stored, _CLASSES[stored], config, writer)
    recurrent, bias = weights.roles["recurrent_kernel"], weights.roles.get("bias")
    found += _number("units", config.get("units", config.get("output_dim")), _rows(recurrent))
    found += _bias(config, bias)
    if stored == "gru" and bias is not None:
        after = len(bias.shape) == 2 or is_cudnn(stored, weights)
        said = config.get("reset_after", after)
        if bool(said) != after:
            words = {True: "a reset after the product", False: "a reset before the product"}
            found.append((words[bool(said)], words[after]))
        convention = replace(convention, reset_after=after)
    return stored, convention, found


def of_dense(config: Mapping[str, Any], weights: Weights) -> list[_Difference]:
    """Return how the arrays of a dense layer differ from `config`."""
    kernel = weights.roles["kernel"]
    columns = kernel.shape[1] if len(kernel.shape) == 2 else None
    return [
        *_number("units", config.get("units", config.get("output_dim")), columns),
        *_bias(config, weights.roles.get("bias")),
    ]


def of_embedding(config: Mapping[str, Any], table: StoredTensor) -> list[_Difference]:
    """Return how the table of an embedding, (V, I), differs from `config`."""
    rows, columns = table.shape
    return [
        *_number("rows", config.get("input_dim"), rows),
        *_number("columns", config.get("output_dim"), columns),
    ]


def of_inputs(config: Mapping[str, Any], inputs: int) -> list[_Difference]:
    """Return how the width that a layer takes differs from the shape of what `config` says is put in."""
    shape = config.get("batch_shape", config.get("batch_input_shape"))
    last = shape[-1] if isinstance(shape, list | tuple) and len(shape) == 3 else None
    return _number("inputs", last, inputs)


def of_directions(said: int, stored: int) -> list[_Difference]:
    """Return how many directions there are, where the configuration has another number of them."""
    words = {1: "one direction", 2: "two directions"}
    return [(words[said], words[stored])] if said != stored else []


def _number(what: str, said: object, stored: int | None) -> list[_Difference]:
    if not isinstance(said, int) or isinstance(said, bool) or stored is None or said == stored:
        return []
    return [(f"{said:,} {what}", f"{stored:,}")]


def _bias(config: Mapping[str, Any], bias: StoredTensor | None) -> list[_Difference]:
    said = config.get("use_bias")
    if not isinstance(said, bool) or said == (bias is not None):
        return []
    return [("a bias", "none")] if said else [("no bias", "one")]


def _rows(tensor: StoredTensor) -> int | None:
    return tensor.shape[0] if len(tensor.shape) == 2 else None


def _article(cell: str) -> str:
    return {"rnn": "an RNN", "gru": "a GRU", "lstm": "an LSTM"}[cell]
