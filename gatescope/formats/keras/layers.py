"""One recurrent layer of Keras by its configuration: its directions, its cells, how they are merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gatescope.engine.cells import Convention, Direction
from gatescope.errors import FormatError
from gatescope.formats.core.found import Assumption, FoundLayer
from gatescope.formats.keras.config import LayerConfig, counted, snake_case
from gatescope.formats.keras.convention import CELL_OF, Writer, configured
from gatescope.formats.keras.disagreements import Differences, differing, of_cell, sentence
from gatescope.formats.keras.guessed_layers import guessed
from gatescope.formats.keras.recurrent import Recurrent, UnknownLayerError, checked, one_cell, side_by_side
from gatescope.formats.keras.weights import Weights
from gatescope.words import mark, tr

RECURRENT = frozenset([*CELL_OF, "RNN", "Bidirectional"])
"""The classes of layers that are recurrent, or are made around one."""
_JOINED = {
    "sum": mark("the two directions of {name!r} are added after they ran; here they are seen apart"),
    "mul": mark("the two directions of {name!r} are multiplied after they ran; here they are seen apart"),
    "ave": mark("the two directions of {name!r} are averaged after they ran; here they are seen apart"),
    "concat": mark("the two directions of {name!r} are joined after they ran; here they are seen apart"),
    None: mark("the two directions of {name!r} are handed on apart after they ran; here they are seen apart"),
}
_MERGES = ("concat", "sum", "mul", "ave", None)


def recurrent(path: Path, config: LayerConfig, found: Sequence[Weights], writer: Writer) -> Recurrent | None:
    """Return the recurrent layer that `config` describes, or None where it is another kind of layer.

    Args:
        path: the file, for the sentence where it goes wrong.
        found: its weights in the file's order.

    Raises:
        FormatError: its weights are missing or do not fit together.
        UnknownLayerError: the engine has no such cell.
        UnknownActivationError: nor such an activation.
    """
    cells = [weights for weights in found if weights.recurrent]
    if config.guessed:
        return guessed(path, config, cells, writer) if cells else None
    if config.kind not in RECURRENT:
        if not cells:
            return None
        inner = config.inner
        if config.kind == "TimeDistributed" and inner is not None and inner.kind in RECURRENT:
            raise UnknownLayerError(
                mark("runs {kind} anew at every step of an outer sequence, which is not computed", kind=inner.kind)
            )
        raise UnknownLayerError(
            mark("is of the class {kind:.60}, which is not known", kind=config.kind.rpartition(">")[2])
        )
    sides, merge = _sides(config)
    described = [_described(side, writer) for side in sides]
    differences = Differences()
    if len(cells) in (1, 2) and all(len(side) == 1 for side in described):
        differences = differing({"directions": len(sides)}, directions=len(cells))
        sides, described = (([*one, one[0]])[: len(cells)] for one in (sides, described))
        merge = merge if len(cells) == 2 else "concat"
    if len(cells) != sum(map(len, described)):
        raise FormatError(
            path,
            tr(
                "has {count} sets of recurrent weights for {name!r}, which asks for {cells_each}",
                count=len(cells),
                name=config.name,
                cells_each=sum(map(len, described)),
            ),
        )
    backwards = bool(sides[0].config.get("go_backwards"))
    directions: tuple[Direction, ...] = ("reverse", "forward") if backwards else ("forward", "reverse")
    apart = list(directions) if len({side.name for side in sides}) == 1 else [side.name for side in sides]
    names = [config.name] if len(sides) == 1 else [f"{config.name}.{one}" for one in apart]
    rest = cells
    read: list[tuple[FoundLayer, ...]] = []
    for name, ones, direction in zip(names, described, directions, strict=False):
        layers = []
        own, rest = rest[: len(ones)], rest[len(ones) :]
        for k, (one, weights) in enumerate(zip(ones, _as_configured(ones, own), strict=True)):
            cell, convention, found_here = of_cell(one.cell, one.convention, one.config.config, weights, writer)
            differences |= found_here
            place = name if len(ones) == 1 else f"{name}.{k}"
            layers.append(one_cell(path, place, cell, convention, weights, direction))
        read.append(checked(layers))
    found_sides = tuple(read) if len(read) == 1 else side_by_side(path, config.name, read, merge)
    return Recurrent(
        found_sides,
        tuple(dict.fromkeys(note for side in described for one in side for note in one.assumptions)),
        tuple(_notes(config, sides[0], merge, len(found_sides) > 1)),
        sentence(config.name, differences),
        backwards,
    )


def _sides(config: LayerConfig) -> tuple[list[LayerConfig], Any]:
    """Return the layer of either direction, or the one layer there is, and the merge mode."""
    if config.kind != "Bidirectional":
        return [config], "concat"
    forward = config.inner
    if forward is None:
        raise UnknownLayerError(mark("is a Bidirectional around nothing"))
    # Without one of its own, the backward layer is made after the forward one.
    backward = LayerConfig(config.name, config.kind, {"layer": config.config.get("backward_layer")}).inner
    merge = config.config.get("merge_mode", "concat")
    if merge not in _MERGES:
        raise UnknownLayerError(mark("merges its directions by {merge!r}", merge=merge))
    return [forward, backward or forward], merge


@dataclass(frozen=True, eq=False)
class _Described:
    """One cell as its configuration has it."""

    config: LayerConfig
    cell: str
    convention: Convention
    assumptions: tuple[Assumption, ...]


def _as_configured(cells: Sequence[_Described], stored: Sequence[Weights]) -> Sequence[Weights]:
    """Return the weights of stacked `cells` in their order: Keras 3 stores them by class, which HDF5 sorts."""
    used: Counter[str] = Counter()
    places = [counted(snake_case(cell.config.kind), used) for cell in cells]
    by_place = {weights.place: weights for weights in stored}
    return [by_place[place] for place in places] if set(by_place) == set(places) else stored


def _described(side: LayerConfig, writer: Writer) -> list[_Described]:
    """Return every cell that one direction of a layer stacks."""
    cells = [side]
    if side.kind == "RNN":
        inner = side.inner
        if inner is not None and inner.kind == "StackedRNNCells":
            stacked = inner.config.get("cells")
            entries = stacked if isinstance(stacked, list) else []
            cells = [
                one for entry in entries if (one := LayerConfig(side.name, "RNN", {"cell": entry}).inner) is not None
            ]
        else:
            cells = [inner] if inner is not None else []
    found = []
    for one in cells:
        if one.kind not in CELL_OF:
            raise UnknownLayerError(
                mark("is made of {kind}, no RNN, GRU or LSTM", kind=one.kind)
                if one.kind
                else mark("is made of something unnamed, no RNN, GRU or LSTM")
            )
        convention, notes = configured(CELL_OF[one.kind], one.kind, one.config, writer)
        found.append(_Described(one, CELL_OF[one.kind], convention, tuple(notes)))
    if not found:
        raise UnknownLayerError(mark("is an RNN without a cell"))
    return found


def _notes(config: LayerConfig, side: LayerConfig, merge: str | None, split: bool) -> list[str]:
    notes = []
    if merge != "concat" or split:
        notes.append(mark(_JOINED[merge], name=config.name))
    if config.calls > 1:
        notes.append(
            mark(
                "{name!r} is used {calls} times in the model; here it runs as where it is used first",
                name=config.name,
                calls=config.calls,
            )
        )
    if side.config.get("stateful"):
        notes.append(
            mark(
                "{name!r} keeps its state from one batch to the next (stateful); here a text starts anew",
                name=config.name,
            )
        )
    return notes
