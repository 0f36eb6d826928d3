"""The engine against its peers: {bench, cell, units, tokens, ours_ns, peer, peer_ns, ratio}.

    step             one token: all gates and states written, from an input product that is there; sgemv is NumPy's
                     product of the recurrent matrix alone
    sequence-ids     a text from its ids to the trace, the words' input products known
    sequence-dense   a text from vectors as wide as the layer to the trace
    typing           one more token after `tokens`, against one more after 100
    weight-change    1,000 tokens after a weight of the layer was changed
    gradients        a text there and back: every gradient in every state, input and parameter
    memory           peak bytes while 10,000 tokens are recorded, over the bytes of the trace
    exponent         how the cost grows with what `peer` names: Δ log(cost) / Δ log(tokens or units)

Nanoseconds are for one token, and for the whole of what is typed or changed. Both sides take turns in one process with
one thread each; every ratio is the median of the ratios of turns, which does not follow from both medians. Peers:
torch.nn is the layer over the whole sequence, torch.cell the cell stepped in Python, torch.retain_grad the same with
the gradient of every state kept. What is not installed is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from gatescope.cli.bench import Row
from gatescope.cli.bench.one_thread import measured

COMMAND = (sys.executable, "-m", "gatescope.cli.bench.engine_rows")


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield the rows as they are measured, by a process in which every library has one thread.

    Raises:
        GateScopeError: that process failed.
    """
    return measured(COMMAND, "engine", quick=quick)
