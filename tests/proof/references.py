"""References with known answers: what a network gives, in arrays as people name and shape them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from gatescope.engine import executors
from gatescope.engine.network import Array, Network
from gatescope.engine.run import run
from gatescope.proof.proof import Proof, prove_subject
from gatescope.proof.subject import Subject
from tests.engine.networks import vectors

PATH = Path("reference.npz")


def reference(network: Network, tokens: int = 12, seed: int = 1) -> dict[str, Array]:
    """``x`` (T, I) and ``h_L{k}`` (T, D·F) of every layer."""
    x = vectors(network, tokens, seed)
    trace = run(network, inputs=x, executor=executors.reference)
    arrays = {"x": x}
    for k in range(len(network.layers)):
        sides = [trace[f"layer{k}.{direction}.hidden_state"] for direction in network.directions]
        arrays[f"h_L{k}"] = np.concatenate(sides, axis=1)
    return arrays


def proven(
    network: Network,
    arrays: Mapping[str, Array],
    overrides: Mapping[str, object] | None = None,
    *,
    name: str = "rnn",
    gate_order: str = "",
    merge: str | None = "concat",
    masked_id: int | None = None,
) -> Proof:
    """The proof of a network that was read from a file with blocks in `gate_order`."""
    subject = Subject(name, (name,), network, gate_order, merge, masked_id)
    return prove_subject(subject, PATH, dict(arrays), overrides or {})
