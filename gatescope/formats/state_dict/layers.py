"""Turns the tensors of one recurrent module into layers of the engine's form, once their shapes fit together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gatescope.engine.cells import Cell, Convention, Direction
from gatescope.errors import FormatError
from gatescope.formats.core.found import Assumption, FoundLayer
from gatescope.formats.state_dict.cells import GATE_LETTERS, cell_of
from gatescope.formats.state_dict.names import HIDDEN, RecurrentModule
from gatescope.formats.state_dict.part import PartReader
from gatescope.words import mark, tr

_DIRECTIONS: tuple[Direction, Direction] = ("forward", "reverse")


@dataclass(frozen=True, eq=False)
class FoundModule:
    """A module as layers, with what the file left open about them.

    Attributes:
        paths: where its tensors lie, before the roles in their names; several where modules were joined.
        obstacles: as `found.Stack` has them.
    """

    name: str
    paths: tuple[str, ...]
    layers: tuple[FoundLayer, ...]
    assumptions: tuple[Assumption, ...]
    is_cell: bool
    obstacles: tuple[str, ...] = ()

    @property
    def inputs(self) -> int:
        return self.layers[0].inputs

    @property
    def outputs(self) -> int:
        return self.layers[-1].outputs


def found_module(path: Path, module: RecurrentModule, hints: Mapping[str, Any]) -> FoundModule:
    """Read all layers of `module`.

    Args:
        hints: what the file at `path` knows of this module: ``class``, ``nonlinearity``.

    Raises:
        FormatError: a tensor is missing, is not made of floating point numbers or does not fit the others; the
            sentence names it with the shape that was expected.
    """
    count, stored = _extent(path, module)
    directions = _DIRECTIONS[1:] if module.backwards else stored
    cell = cell_of(path, module, module.parts[0, False], hints)
    convention, assumptions = _convention(module, cell, hints)
    name = module.name or cell.name
    layers: list[FoundLayer] = []
    for k in range(count):
        parts = [module.parts[k, direction == "reverse"] for direction in stored]
        width = layers[-1].outputs if layers else None
        for part in parts:
            if cell_of(path, module, part, hints) is not cell:
                raise FormatError(
                    path,
                    tr("{tensor} is not of the same cell as the layers before it", tensor=module.named(HIDDEN, part)),
                )
            reader = PartReader(path, module, part, cell)
            reader.check(width)
            # Both directions of a layer see the same input.
            width = reader.inputs
        readers = [PartReader(path, module, part, cell) for part in parts]
        assumptions += tuple(assumption for reader in readers for assumption in reader.assumptions())
        layers.append(
            FoundLayer(
                name=name if module.is_cell and count == 1 else f"{name}.l{k}",
                cell=cell,
                convention=convention,
                directions=directions,
                parameters=tuple(reader.parameters() for reader in readers),
                tensors=tuple(tensor for part in parts for tensor in part.tensors),
                gate_order=parts[0].gate_order or GATE_LETTERS[cell.name],
                biases=readers[0].biases,
                stored_dtype=parts[0].arrays[HIDDEN].dtype,
            )
        )
    return FoundModule(name, (module.path,), tuple(layers), assumptions, module.is_cell, module.obstacles)


def _extent(path: Path, module: RecurrentModule) -> tuple[int, tuple[Direction, ...]]:
    """Return how many layers there are, and in which directions.

    Raises:
        FormatError: a layer, or a direction of one, is missing in between.
    """
    count = 1 + max(k for k, _ in module.parts)
    both = any(reverse for _, reverse in module.parts)
    directions = _DIRECTIONS if both else _DIRECTIONS[:1]
    if len(module.parts) < count * len(directions):
        missing = next(
            f"_l{k}{'_reverse' if reverse else ''}"
            for k in range(count)
            for reverse in (False, True)[: len(directions)]
            if (k, reverse) not in module.parts
        )
        raise FormatError(
            path,
            tr(
                "lacks the tensor {path}{hidden}{missing} of a layer in the middle of the stack",
                path=module.path,
                hidden=HIDDEN,
                missing=missing,
            ),
        )
    return count, directions


def _convention(
    module: RecurrentModule, cell: Cell, hints: Mapping[str, Any]
) -> tuple[Convention, tuple[Assumption, ...]]:
    """Return PyTorch's convention for `cell`; only the RNN's nonlinearity is not in a state dict."""
    convention = module.convention or Convention()
    if cell.name != "rnn":
        return convention, module.assumptions
    if (said := hints.get("nonlinearity")) in ("tanh", "relu"):
        return Convention(activation=said), module.assumptions
    tanh = Assumption(
        mark("activation"), "tanh", mark("a state dict does not say, and tanh is usual"), "activation=relu"
    )
    return convention, (*module.assumptions, tanh)
