"""A model: a network with the vocabulary that feeds it and the card that says where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gatescope.engine.network import Network
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class Origin:
    """The file that a model was read from.

    Attributes:
        path: the file; it may be gone by now.
        kind: what the file is, in words.
        stack: which of its stacks, or layers of a stack.
        overrides: what the person said about its convention, key → value as ``--convention`` takes them.
    """

    path: Path
    kind: str
    stack: str
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Model:
    """A network with its vocabulary, tokenizer and card.

    Attributes:
        name: ``sentiment-lstm``; unique among the open models.
        network: the parameters as loaded ("trained").
        vocabulary: token → id, or None where the network takes vectors.
        tokenizer: how a text becomes tokens, or None likewise.
        card: the model card: task, metric, data, licence, seed, command, date; JSON types only.
        masked_id: tokens of this id are left out of a run (Keras' ``mask_zero``), or None.
        origin: the file it was read from, or None for a bundled one.
    """

    name: str
    network: Network
    vocabulary: Vocabulary | None
    tokenizer: Tokenizer | None
    card: dict[str, Any] = field(default_factory=dict)
    masked_id: int | None = None
    origin: Origin | None = None

    @property
    def family(self) -> str:
        """The task, such as ``sentiment``; models of one family can be compared."""
        return str(self.card.get("family", self.name))

    @property
    def obstacles(self) -> tuple[str, ...]:
        """What of its file changes its numbers and is not computed here, as sentences."""
        return self._said("obstacles")

    @property
    def warnings(self) -> tuple[str, ...]:
        """What of its file contradicts itself, and what was taken, as sentences."""
        return self._said("warnings")

    def _said(self, what: str) -> tuple[str, ...]:
        source = self.card.get("source")
        found = source.get(what) if isinstance(source, dict) else None
        return tuple(map(str, found)) if isinstance(found, list) else ()
