"""Whether a model is a language model: its read-out says which token comes next."""

from __future__ import annotations

from gatescope.engine.network import Network
from gatescope.text.vocabulary import Vocabulary

_FEWEST = 3
"""Labels from which the evidence counts: two of them also tell yes from no about a text of two symbols."""


def predicts_next(network: Network, vocabulary: Vocabulary | None) -> bool:
    """Return whether the first read-out of `network` gives a probability for each token of `vocabulary` to come next.

    No file says so. The evidence is that it is a softmax over as many labels as the vocabulary has tokens, that the
    labels are these tokens (or the numbers of both, where they have no names), and that the network has read nothing of
    what comes: it has no reverse direction.
    """
    if vocabulary is None or network.embedding is None or not network.readouts:
        return False
    found = network.readouts[0]
    return (
        found.kind == "softmax"
        and len(found.weight) == len(vocabulary) >= _FEWEST
        and network.directions == ("forward",)
        and tuple(found.labels) == vocabulary.tokens
    )
