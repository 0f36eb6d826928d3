"""A model: a network with the vocabulary that feeds it and the card that says where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gatescope.engine.network import Network
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary


@dataclass(frozen=True, eq=False)
class Model:
    """What a file holds.

    Attributes:
        name: ``sentiment-lstm``; unique among the open models.
        network: the parameters as loaded ("trained").
        vocabulary: token → id, or None where the network takes vectors.
        tokenizer: how a text becomes tokens, or None likewise.
        card: the model card: task, metric, data, licence, seed, command, date; JSON types only.
    """

    name: str
    network: Network
    vocabulary: Vocabulary | None
    tokenizer: Tokenizer | None
    card: dict[str, Any] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """Models of one family were trained on the same task and can be compared: ``sentiment``."""
        return str(self.card.get("family", self.name))
