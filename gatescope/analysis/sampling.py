"""Draws the next token from what a language model expects."""

from __future__ import annotations

import numpy as np

from gatescope.engine.network import Array
from gatescope.errors import ModelError
from gatescope.words import tr

GREATEST = 5.0
"""The highest temperature that is offered; at it nearly all tokens are alike."""


def next_token(probabilities: Array, temperature: float, seed: int, place: int) -> int:
    """Return the id of a token drawn with probability p^(1/τ) / Σ p^(1/τ), the softmax of the logits over τ.

    Args:
        probabilities: (V,) of each token to come next.
        temperature: τ from 0 up; 1 draws as the model expects, less favours the likely ones, 0 takes the likeliest.
        seed, place: the same pair draws alike; `place` is the position of the token in the text.

    Raises:
        ModelError: a probability is not a number.
    """
    p = probabilities.astype(np.float64)
    if not np.isfinite(p).all():
        raise ModelError(tr("the read-out is not a number there, so that nothing can be drawn from it"))
    if temperature <= 0:
        return int(p.argmax())
    with np.errstate(divide="ignore"):
        logits = np.log(p) / temperature
    shares = np.exp(logits - logits.max()).cumsum()
    drawn = np.random.default_rng([seed, place]).random() * shares[-1]
    return int(np.searchsorted(shares, drawn, side="right"))
