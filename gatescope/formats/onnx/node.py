"""One node of a flattened graph: an operator, the values it takes and gives, and its attributes by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NATIVE = ("", "ai.onnx")
"""The domain of ONNX' own operators, by both of its names."""


@dataclass(frozen=True, eq=False)
class Node:
    """An operator of the graph, or of a subgraph or a function that was unfolded into it.

    Attributes:
        operator: its type: ``"LSTM"``.
        domain: whose operator it is; empty for ONNX' own, by whichever name.
        name: as the file has it; may be empty or stand twice.
        scope: where it lies: empty in the graph itself, ``"If_3.then_branch"`` in a branch.
        opset: version of ONNX' own operators that it is written in.
        inputs, outputs: values, each name meaning one value in the whole file; empty where left out.
        attributes: the AttributeProtos by name.
    """

    operator: str
    domain: str
    name: str
    scope: str
    opset: int
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def kind(self) -> str:
        """The operator as a person reads it: ``"LSTM"``, ``"com.microsoft::AttnLSTM"``."""
        return self.operator if not self.domain else f"{self.domain}::{self.operator}"

    @property
    def place(self) -> str:
        """The name for a message: its own, or that of its output where it has none."""
        return self.name or next((name for name in self.outputs if name), "") or self.operator

    @property
    def output(self) -> str:
        """The name of its first output, or empty."""
        return self.outputs[0] if self.outputs else ""

    def input(self, place: int) -> str:
        """Return the value at `place`, or empty."""
        return self.inputs[place] if place < len(self.inputs) else ""

    def integer(self, name: str, default: int = 0) -> int:
        return int(self.attributes[name].i) if name in self.attributes else default

    def number(self, name: str, default: float | None = None) -> float | None:
        return float(self.attributes[name].f) if name in self.attributes else default

    def integers(self, name: str) -> tuple[int, ...] | None:
        return tuple(map(int, self.attributes[name].ints)) if name in self.attributes else None

    def numbers(self, name: str) -> tuple[float, ...]:
        return tuple(map(float, self.attributes[name].floats)) if name in self.attributes else ()

    def text(self, name: str, default: str = "") -> str:
        if name not in self.attributes:
            return default
        return bytes(self.attributes[name].s).decode("utf-8", "replace")

    def texts(self, name: str) -> tuple[str, ...]:
        if name not in self.attributes:
            return ()
        return tuple(bytes(value).decode("utf-8", "replace") for value in self.attributes[name].strings)
