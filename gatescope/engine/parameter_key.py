"""The name of one parameter array, such as ``layer0.forward.W.forget_gate``, taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from gatescope.engine.parameters import MATRICES, WHOLE
from gatescope.engine.part import Part, split_key
from gatescope.errors import UsageError
from gatescope.words import tr


@dataclass(frozen=True)
class ParameterKey:
    """What the name of a parameter array says; ``str`` gives the name back.

    Attributes:
        kind: ``"layer"``, ``"embedding"`` or ``"readout"``.
        part: the layer and direction that the array belongs to; None for the other two kinds.
        matrix: one of `parameters.MATRICES` for a layer, ``"weight"`` or ``"bias"`` of a read-out; empty for the
            embedding.
        gate: whose rows of the matrix; the state that a projection or an initial state is of; empty for the other two
            kinds.
        readout: the read-out's name; empty for the other two kinds.
    """

    kind: Literal["layer", "embedding", "readout"]
    part: Part | None = None
    matrix: str = ""
    gate: str = ""
    readout: str = ""

    @staticmethod
    def parse(key: str) -> ParameterKey:
        """Take a name apart.

        Raises:
            UsageError: no network can have an array of that name.
        """
        return _parse(key)

    def bias(self) -> ParameterKey | None:
        """Return the key of the bias beside this array: its gate's on the input side, or its read-out's.

        None for the embedding, for a projection and for an initial state, which have no bias.
        """
        if self.kind == "readout":
            return replace(self, matrix="bias")
        return None if self.kind == "embedding" or self.matrix in WHOLE else replace(self, matrix="b_x")

    def siblings(self) -> Iterator[ParameterKey]:
        """Yield the keys of all arrays that one gate, or one read-out, may have; the embedding is alone."""
        matrices = {"layer": MATRICES, "readout": ("weight", "bias"), "embedding": ("",)}[self.kind]
        return (replace(self, matrix=matrix) for matrix in matrices)

    def __str__(self) -> str:
        match self.kind:
            case "layer":
                return f"{self.part}.{self.matrix}.{self.gate}"
            case "readout":
                return f"readout.{self.readout}.{self.matrix}"
            case "embedding":
                return "embedding"


@lru_cache(maxsize=4096)
def _parse(key: str) -> ParameterKey:
    if key == "embedding":
        return ParameterKey("embedding")
    part, rest = split_key(key)
    if part is not None:
        matrix, _, gate = rest.partition(".")
        if matrix in MATRICES and gate and "." not in gate:
            return ParameterKey("layer", part, matrix, gate)
    head, _, rest = key.partition(".")
    # The name of a read-out may hold dots.
    name, _, which = rest.rpartition(".")
    if head == "readout" and which in ("weight", "bias"):
        return ParameterKey("readout", matrix=which, readout=name)
    raise UsageError(
        tr("{key!r:.80} is no name of a parameter array; write one such as layer0.forward.W.forget_gate", key=key)
    )
