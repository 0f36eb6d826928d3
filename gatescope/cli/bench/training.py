"""A training step against PyTorch: {bench, cell, units, batch, ours_ms, peer, peer_ms, ratio}.

A step is what `gatescope train` does with a mini-batch of 64 sequences of 20 words in 32 dimensions: forward, the loss
after the last word, back, clipping by the norm, Adam, and the network of the new parameters. The peer does the same
with torch.nn, autograd and torch.optim.Adam, its own defaults.

Both sides take turns in one process with one thread each; the ratio is the median of the ratios of turns, which does
not follow from both medians. Without PyTorch there are our milliseconds alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from gatescope.cli.bench import Row
from gatescope.cli.bench.one_thread import measured

COMMAND = (sys.executable, "-m", "gatescope.cli.bench.training_rows")


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield the rows as they are measured, by a process in which every library has one thread.

    Raises:
        GateScopeError: that process failed.
    """
    return measured(COMMAND, "training step", quick=quick)
