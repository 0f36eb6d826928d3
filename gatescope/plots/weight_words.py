"""What one weight does, in plain words: ``candidate: what unit 31 takes from unit 18``."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.engine.network import Network
from gatescope.engine.parameter_key import ParameterKey
from gatescope.plots.signals import part_title, title
from gatescope.words import in_quotes, tr


def weight_in_words(network: Network, key: str, row: int, column: int, words: Sequence[str] = ()) -> str:
    """Describe one number of the array called `key`.

    Args:
        row, column: its place; a bias, a peephole and an initial state are one row.
        words: the vocabulary in the order of its ids, for the rows of the embedding.

    Raises:
        UsageError: no network can have such an array.
    """
    named = ParameterKey.parse(key)
    if named.kind == "embedding":
        return tr("embedding: input {column} of ", column=column) + (
            in_quotes(words[row]) if row < len(words) else tr("word {row}", row=row)
        )
    if named.kind == "readout":
        return _of_read_out(network, named, row, column)
    assert named.part is not None
    said, place = _of_layer(network, named, row, column), part_title(network, named.part)
    return f"{said}, {place}" if place else said


def _of_read_out(network: Network, named: ParameterKey, row: int, column: int) -> str:
    readout = next(one for one in network.readouts if one.name == named.readout)
    labels = readout.labels[-1:] if readout.kind == "logistic" else readout.labels
    at = column if named.matrix == "bias" else row
    label = in_quotes(labels[at]) if at < len(labels) else tr("output {at}", at=at)
    if named.matrix == "bias":
        return tr("{readout} read-out: bias of {label}", readout=named.readout, label=label)
    return tr(
        "{readout} read-out: what {label} takes from unit {column}", readout=named.readout, label=label, column=column
    )


def _of_layer(network: Network, named: ParameterKey, row: int, column: int) -> str:
    assert named.part is not None
    gate, projected = title(named.gate), network.parameters(named.part).projection is not None
    match named.matrix:
        case "W":
            source = (
                tr("input {column}", column=column)
                if named.part.layer == 0
                else tr("unit {column} below", column=column)
            )
            return tr("{gate}: what unit {row} takes from {source}", gate=gate, row=row, source=source)
        case "U":
            source = (
                tr("state {column}", column=column)
                if projected
                else "itself"
                if row == column
                else tr("unit {column}", column=column)
            )
            return tr("{gate}: what unit {row} takes from {source}", gate=gate, row=row, source=source)
        case "b_x" | "b_h":
            return tr("{gate}: bias of unit {column}", gate=gate, column=column) + (
                tr(", hidden side") if named.matrix == "b_h" else ""
            )
        case "peepholes":
            return tr("{gate}: what unit {column} sees of its cell state", gate=gate, column=column)
        case "projection":
            return tr("projection: what state {row} takes from unit {column}", row=row, column=column)
    return tr("initial {gate} of unit {column}", gate=gate, column=column)
