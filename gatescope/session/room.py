"""How long a text may be: what a run keeps of every token has to fit into memory."""

from __future__ import annotations

from gatescope.engine.network import Network
from gatescope.engine.record import new_record
from gatescope.errors import UsageError

MOST_BYTES = 2 << 30
"""What the records and read-outs of one run may take."""
# A softmax has the logits, their powers and the probabilities at one time.
_READOUT_COPIES = 3


def bytes_per_token(network: Network) -> int:
    """What a run of `network` takes for every token."""
    records: int = sum(
        array.shape[1] * array.itemsize
        for row in network.layers
        for one in row
        for array in new_record(network.cell, network.convention, one.units, network.dtype, 0, outputs=one.outputs)
    )
    readouts: int = sum(_READOUT_COPIES * len(r.weight) * r.weight.itemsize for r in network.readouts)
    return records + readouts


def check_room(model: str, network: Network, tokens: int) -> None:
    """Refuse a text whose run would take the memory of everything else.

    Raises:
        UsageError: `tokens` are too many for `network`.
    """
    each = bytes_per_token(network)
    if tokens * each > MOST_BYTES:
        raise UsageError(
            f"{tokens:,} tokens are too many for {model}: its gates would take {tokens * each / (1 << 30):,.1f} GiB of "
            f"memory. It reads {MOST_BYTES // each:,} tokens at once; until then the last picture stays."
        )
