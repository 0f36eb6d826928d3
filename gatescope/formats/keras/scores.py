"""What a Keras model makes of a dense layer's scores before it gives them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.convention import activation_name
from gatescope.formats.keras.graph import Graph
from gatescope.words import mark

_ALONG_AN_AXIS = ("softmax", "log_softmax")


@dataclass(frozen=True)
class _Scores:
    """The scores on their way up.

    Attributes:
        columns: how many a token or a text has; they lie next to each other wherever they go.
        every: whether there are those of every token, rather than of a text.
        rank: axes, that of the batch included.
        last: whether the last axis is that of the scores of one token or text.
        applied: what squashed them, the first one first.
    """

    columns: int
    every: bool
    rank: int
    last: bool = True
    applied: tuple[str, ...] = ()

    def beyond(self, layer: LayerConfig) -> _Scores:
        """Return them as `layer`, which squashes or rearranges them or leaves them as they are, hands them on."""
        if layer.kind == "Flatten":
            return replace(self, rank=2, last=not self.every)
        if layer.kind == "Reshape":
            target = layer.config.get("target_shape")
            shape = target if isinstance(target, list | tuple) else ()
            return replace(self, rank=1 + len(shape), last=self._ends(shape))
        if layer.kind == "Softmax":
            return self.squashed("softmax", layer.config.get("axis", -1))
        return self.squashed(activation_name(layer.config["activation"])) if "activation" in layer.config else self

    def squashed(self, by: str, axis: object = -1) -> _Scores:
        if by in ("linear", "None"):
            return self
        if by in _ALONG_AN_AXIS:
            axis = axis[0] if isinstance(axis, list | tuple) and len(axis) == 1 else axis
            if not self.last or not isinstance(axis, int) or axis % self.rank != self.rank - 1:
                by = mark("a softmax over another axis than that of its scores")
        return replace(self, applied=(*self.applied, by))

    def _ends(self, shape: Sequence[object]) -> bool:
        """Return whether the last axis of the target `shape` of a Reshape is that of the scores."""
        lengths = [length for length in shape if isinstance(length, int)]
        if not lengths or len(lengths) < len(shape):
            return False
        if lengths[-1] == -1:
            return not self.every and prod(lengths[:-1]) == 1
        return lengths[-1] == self.columns


def squashed_by(graph: Graph, config: LayerConfig, columns: int, every: bool) -> str:
    """Return what the scores of the dense layer `config` are squashed by: its activation, or that of the layers above
    it; ``"linear"`` where nothing does, and ``""`` where the file has weights alone.

    Args:
        columns: how many scores there are.
        every: whether it reads the state of every token.
    """
    dense = graph.dense(config)
    if dense is None or config.guessed:
        return ""
    scores = _Scores(columns, every, 3 if every else 2)
    ways = {config.name: scores.squashed(activation_name(dense.config.get("activation", "linear")))}
    for below, layer in graph.above(config):
        ways[layer.name] = ways[below.name].beyond(layer) if graph.keeps_scores(layer) else ways[below.name]
    applied = max((way.applied for way in ways.values()), key=len)
    if len(applied) > 1:
        return mark("{first}, then {others}", first=applied[0], others=", ".join(applied[1:]))
    return applied[0] if applied else "linear"
