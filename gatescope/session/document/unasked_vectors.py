"""What a model without a text reads before a person gives it something: the sample of its card, or noise."""

from __future__ import annotations

import numpy as np

from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.formats.own.sample import sample_of
from gatescope.session.document.document import Fed

_TOKENS, _SEED = 50, 0


def sample(model: Model) -> Fed | None:
    """Return the vectors that the card of `model` gives to read first; None where it gives none."""
    vectors = sample_of(model)
    return None if vectors is None else Fed("Sample", vectors)


def first_vectors(model: Model) -> Fed | None:
    """Return what `model` reads when it is opened: its sample, or noise; None where it reads a text."""
    if model.network.embedding is not None:
        return None
    return sample(model) or noise(model.network)


def noise(network: Network) -> Fed:
    """Return fifty vectors for `network`, their numbers normal with mean 0 and deviation 1."""
    vectors = np.random.default_rng(_SEED).standard_normal((_TOKENS, network.inputs))
    return Fed("Noise", vectors.astype(network.dtype))


def random_ids(network: Network) -> str:
    """Return fifty rows of the embedding, drawn uniformly, as a person would type them."""
    assert network.embedding is not None
    ids = np.random.default_rng(_SEED).integers(len(network.embedding), size=_TOKENS)
    return " ".join(map(str, ids))
