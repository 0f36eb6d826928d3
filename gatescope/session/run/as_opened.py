"""What a model was before anything was changed: the one place that says when its run as opened is kept beside it."""

from __future__ import annotations

from weakref import WeakKeyDictionary, ref

import numpy as np

from gatescope.engine.identity import same_memory
from gatescope.engine.network import Array, Network
from gatescope.session.run.snapshot import RunRequest

# Asked at every key; arrays that were put back to their old numbers are other objects, and a vocabulary's are large.
_KNOWN: WeakKeyDictionary[Network, tuple[ref[Network], bool]] = WeakKeyDictionary()


def as_opened(wanted: RunRequest) -> Network | None:
    """Return the network that `wanted` had when it was opened, to be run free; None where nothing differs from it.

    Where the model reads other words since, or vectors of another width, no run of the opened network has the same
    tokens: changes then count from the model as it was read last.
    """
    opened = wanted.opened
    if opened is None or not _reads_alike(opened, wanted.network):
        opened = wanted.model.network
    return opened if wanted.interventions or differs(wanted.network, opened) else None


def differs(network: Network, opened: Network) -> bool:
    """Return whether any number that `network` computes may be another one than with `opened`. NaN equals NaN."""
    if network is opened:
        return False
    known = _KNOWN.get(network)
    if known is None or known[0]() is not opened:
        known = _KNOWN[network] = ref(opened), _differs(network, opened)
    return known[1]


def _differs(network: Network, opened: Network) -> bool:
    kinds = [[(readout.name, readout.kind) for readout in one.readouts] for one in (network, opened)]
    if (network.cell, network.convention, network.parts, network.keys(), kinds[0]) != (
        opened.cell,
        opened.convention,
        opened.parts,
        opened.keys(),
        kinds[1],
    ):
        return True
    return any(not _same(network.array(key), opened.array(key)) for key in network.keys())  # noqa: SIM118


def _reads_alike(a: Network, b: Network) -> bool:
    if a.embedding is None or b.embedding is None:
        return a.embedding is b.embedding and a.inputs == b.inputs
    return len(a.embedding) == len(b.embedding)


def _same(a: Array, b: Array) -> bool:
    return same_memory(a, b) or (a.shape == b.shape and a.dtype == b.dtype and np.array_equal(a, b, equal_nan=True))
