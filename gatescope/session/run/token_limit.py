"""The greatest number of tokens: the records of all tokens have to fit into memory."""

from __future__ import annotations

from gatescope.engine.network import Network
from gatescope.engine.record import new_record

MOST_BYTES = 2 << 30
"""Bytes that the records and read-outs of one run may take."""


def bytes_per_token(network: Network) -> int:
    """Return the bytes that a run of `network` takes for every token."""
    records: int = sum(
        array.shape[1] * array.itemsize
        for row in network.layers
        for one in row
        for array in new_record(network.cell, network.convention, one.units, network.dtype, 0, outputs=one.outputs)
    )
    readouts: int = sum(len(r.weight) * r.weight.itemsize for r in network.readouts)
    return records + readouts


def most_tokens(network: Network) -> int:
    """Return how many tokens a run of `network` may have without taking the memory of everything else."""
    return max(MOST_BYTES // max(bytes_per_token(network), 1), 1)
