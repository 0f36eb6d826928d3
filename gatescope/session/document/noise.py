"""Random input for a model without a text, the same each time."""

from __future__ import annotations

import numpy as np

from gatescope.engine.network import Network
from gatescope.session.document.document import Fed

_TOKENS, _SEED = 50, 0


def noise(network: Network) -> Fed:
    """Return fifty vectors for `network`, their numbers normal with mean 0 and deviation 1."""
    vectors = np.random.default_rng(_SEED).standard_normal((_TOKENS, network.inputs))
    return Fed("Noise", vectors.astype(network.dtype))


def random_ids(network: Network) -> str:
    """Return fifty rows of the embedding, drawn uniformly, as a person would type them."""
    assert network.embedding is not None
    ids = np.random.default_rng(_SEED).integers(len(network.embedding), size=_TOKENS)
    return " ".join(map(str, ids))
