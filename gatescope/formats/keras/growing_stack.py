"""One stack of layers of Keras while they are found, from the input upwards."""

from __future__ import annotations

from dataclasses import dataclass, field

from gatescope.engine.network import Array, ReadOut
from gatescope.formats.core.found import Assumption, FoundLayer, Stack
from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.recurrent import Recurrent, networks
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary


@dataclass
class GrowingStack:
    """A stack while its layers are found.

    Attributes:
        last: the layer of Keras at its top.
        top: the same, as read.
    """

    last: LayerConfig
    top: Recurrent
    layers: list[FoundLayer] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    embedding: Array | None = None
    embedding_name: str = ""
    masked_id: int | None = None
    known_masks: set[str] = field(default_factory=set)
    vocabulary: Vocabulary | None = None
    tokenizer: Tokenizer | None = None
    readouts: list[ReadOut] = field(default_factory=list)
    readout_tensors: list[str] = field(default_factory=list)

    def add(self, config: LayerConfig, found: Recurrent) -> None:
        self.last, self.top = config, found
        self.layers += found.layers
        self.assumptions += found.assumptions
        self.notes += found.notes
        self.warnings += found.warnings

    def takes(self, config: LayerConfig, found: Recurrent) -> bool:
        """Return whether `found`, which this stack feeds, can be a part of it."""
        return (
            self.top.plain
            and not found.parallel
            and not config.starts
            and (self.last.guessed or gives_sequence(self.last))
            and len(networks([self.layers[-1], *found.layers])) == 1
        )

    def finished(self) -> Stack:
        return Stack(
            name="+".join(layer.name for layer in self.layers),
            layers=tuple(self.layers),
            embedding=self.embedding,
            embedding_name=self.embedding_name,
            readouts=tuple(self.readouts),
            readout_tensors=tuple(self.readout_tensors),
            assumptions=tuple(dict.fromkeys(self.assumptions)),
            obstacles=tuple(dict.fromkeys(self.obstacles)),
            warnings=tuple(dict.fromkeys(self.warnings)),
            notes=tuple(dict.fromkeys(self.notes)),
            masked_id=self.masked_id,
            vocabulary=self.vocabulary,
            tokenizer=self.tokenizer,
        )


def gives_sequence(config: LayerConfig) -> bool:
    """Return whether a layer hands on the state of every token rather than the last one."""
    inner = config.inner if config.kind == "Bidirectional" else None
    return bool((inner or config).config.get("return_sequences"))
