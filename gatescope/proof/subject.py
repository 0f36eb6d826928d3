"""The network to be proven, with its names in its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gatescope.engine.network import Network
from gatescope.formats.conventions.override import reinterpret
from gatescope.formats.core.found import Stack
from gatescope.formats.core.model import Model


@dataclass(frozen=True, eq=False)
class Subject:
    """A network and how its file was read.

    Attributes:
        name: of the stack or the model.
        names: everything that a reference may call it by: the stack, its layers.
        network: as read, before any override or edit.
        gate_order: of the blocks in the file, as read: ``"z r h"``; the engine's where it is empty.
        merge: how the last layer's two directions are joined: ``"concat"``, ``"sum"``, ``"mul"``, ``"ave"`` or None.
        masked_id: tokens of this id are skipped, or None.
        obstacles: what of its file changes its numbers and is not computed here, as sentences.
    """

    name: str
    names: tuple[str, ...]
    network: Network
    gate_order: str = ""
    merge: str | None = "concat"
    masked_id: int | None = None
    obstacles: tuple[str, ...] = ()

    def read_as(self, overrides: Mapping[str, object]) -> Network:
        """Return the network under another reading; raises `UsageError` where that is impossible."""
        return reinterpret(self.network, overrides, self.gate_order)


def of_stack(stack: Stack) -> Subject:
    """Return the subject of a stack as its file was read."""
    return Subject(
        name=stack.name,
        names=(stack.name, *(layer.name for layer in stack.layers)),
        network=stack.network,
        gate_order=stack.layers[0].gate_order,
        merge=stack.layers[-1].merge,
        masked_id=stack.masked_id,
        obstacles=stack.obstacles,
    )


def of_model(model: Model) -> Subject:
    """Return the subject of a model, with everything that was overridden or edited since it was read."""
    source = model.card.get("source", {})
    names = tuple(dict.fromkeys([str(source.get("stack", model.name)), model.name]))
    return Subject(
        names[0],
        names,
        model.network,
        str(source.get("gate_order", "")),
        masked_id=model.masked_id,
        obstacles=model.obstacles,
    )
