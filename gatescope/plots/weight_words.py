"""What one weight does, in plain words: ``candidate: what unit 31 takes from unit 18``."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.engine.network import Network
from gatescope.engine.parameter_key import ParameterKey
from gatescope.plots.signals import part_title, title


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
        return f"embedding: input {column} of " + (f"“{words[row]}”" if row < len(words) else f"word {row}")
    if named.kind == "readout":
        return _of_read_out(network, named, row, column)
    assert named.part is not None
    said, place = _of_layer(network, named, row, column), part_title(network, named.part)
    return f"{said}, {place}" if place else said


def _of_read_out(network: Network, named: ParameterKey, row: int, column: int) -> str:
    readout = next(one for one in network.readouts if one.name == named.readout)
    labels = readout.labels[-1:] if readout.kind == "logistic" else readout.labels
    at = column if named.matrix == "bias" else row
    label = f"“{labels[at]}”" if at < len(labels) else f"output {at}"
    if named.matrix == "bias":
        return f"{named.readout} read-out: bias of {label}"
    return f"{named.readout} read-out: what {label} takes from unit {column}"


def _of_layer(network: Network, named: ParameterKey, row: int, column: int) -> str:
    assert named.part is not None
    gate, projected = title(named.gate), network.parameters(named.part).projection is not None
    match named.matrix:
        case "W":
            source = f"input {column}" if named.part.layer == 0 else f"unit {column} below"
            return f"{gate}: what unit {row} takes from {source}"
        case "U":
            source = f"state {column}" if projected else "itself" if row == column else f"unit {column}"
            return f"{gate}: what unit {row} takes from {source}"
        case "b_x" | "b_h":
            return f"{gate}: bias of unit {column}" + (", hidden side" if named.matrix == "b_h" else "")
        case "peepholes":
            return f"{gate}: what unit {column} sees of its cell state"
        case "projection":
            return f"projection: what state {row} takes from unit {column}"
    return f"initial {gate} of unit {column}"
