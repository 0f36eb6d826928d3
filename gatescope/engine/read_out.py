"""Turns hidden states into the probabilities of read-outs."""

from __future__ import annotations

import numpy as np

from gatescope.engine.network import Network
from gatescope.engine.record import Array


def read_out(network: Network, hidden: Array) -> dict[str, Array]:
    """Return the probabilities of every read-out of `network` after every token.

    Args:
        network: its `readouts` are used.
        hidden: (T, F) the last layer's hidden state.

    Returns:
        By name, (T, C) probabilities; C = 1 for a logistic read-out. NaN where the hidden state is not finite.
    """
    return {r.name: squash(r.kind, _linear(hidden, r.weight, r.bias)) for r in network.readouts}


def squash(kind: str, logits: Array) -> Array:
    """Return the probabilities of (T, C) `logits`: σ for ``"logistic"``, softmax over a row for ``"softmax"``."""
    with np.errstate(all="ignore"):
        if kind == "logistic":
            probabilities: Array = np.tanh(logits * 0.5) * 0.5 + 0.5
        else:
            # With the largest logit subtracted, e^x cannot overflow, and the quotient is the same.
            powers = np.exp(logits - logits.max(axis=1, keepdims=True))
            probabilities = powers / powers.sum(axis=1, keepdims=True)
    return probabilities


def _linear(hidden: Array, weight: Array, bias: Array) -> Array:
    with np.errstate(all="ignore"):
        return hidden @ weight.T + bias
