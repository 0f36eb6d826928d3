"""Recognises the embedding before recurrent layers and the read-outs behind them.

By shape first (the width must be that of the layer's inputs or outputs), then by name: a state dict does not say what
is connected to what, so that everything found here is an assumption, and told as one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gatescope.formats.core.stored import Hints, StoredTensor, Tensors
from gatescope.formats.state_dict.layers import FoundModule
from gatescope.formats.state_dict.linear import Linear, linear_of
from gatescope.formats.state_dict.neighbours import (
    class_of,
    may_feed,
    on_other_sides,
    order_of,
    position,
    positions,
    steps_shared,
)
from gatescope.formats.state_dict.read_outs import read_outs_of
from gatescope.formats.state_dict.weight_parts import apart
from gatescope.words import mark

_EMBEDDING = re.compile(r"emb|lookup|wte\b|word_?vec|token|(^|[._])(encoder|enc)[._](weight|w)$", re.IGNORECASE)
_NO_EMBEDDING = re.compile(r"pos(ition)?_?emb|position|segment|token_type|norm", re.IGNORECASE)

_ROLES_OF_NORMS = ("weight", "bias", "running_mean", "running_var")

# Every matrix is compared with every module; no model that reads text comes near this.
_MOST_PAIRS = 100_000


@dataclass(eq=False)
class Ends:
    """What belongs to one module, what may stand `between` that and its read-outs, and sentences about what else may
    belong to it: `obstacles` as `found.Stack` has them; `told` has the names of the tensors in all of these."""

    embedding: StoredTensor | None = None
    readouts: tuple[Linear, ...] = ()
    between: tuple[Linear, ...] = ()
    obstacles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    told: frozenset[str] = frozenset()


def ends_of(tensors: Tensors, modules: Sequence[FoundModule], hints: Hints) -> list[Ends]:
    """Return the ends of every one of `modules`, which are in the order of the file."""
    used = {name for module in modules for layer in module.layers for name in layer.tensors}
    used |= apart(tensors)
    matrices = [
        tensor
        for tensor in tensors.values()
        if tensor.name not in used and len(tensor.shape) == 2 and tensor.floating and 0 not in tensor.shape
    ]
    found = [Ends() for _ in modules]
    if len(matrices) * len(modules) > _MOST_PAIRS:
        return found
    linears = [linear_of(tensor, tensors) for tensor in matrices]
    embeddings = [
        linear.weight for linear in linears if linear.bias is None and _is_embedding(linear.weight.name, modules, hints)
    ]
    for tensor in embeddings:
        for place in _fed_by(tensor, modules):
            found[place].embedding = _better(found[place].embedding, tensor, modules[place])
    taken = {end.embedding.name for end in found if end.embedding is not None}
    rest = [linear for linear in linears if linear.weight.name not in taken]
    norms = _norms(tensors)
    for module, end, read in zip(modules, found, read_outs_of(rest, modules, order_of(tensors), hints), strict=True):
        end.readouts, end.between = tuple(read.taken), tuple(read.between)
        scalings, tables = _scalings(norms, module), _other_tables(rest, end, module)
        end.obstacles = (*read.obstacles, *_said_of_scalings(scalings, module))
        end.notes = (*_said_of_tables(tables, end, module), *read.notes)
        told = [tensor.name for linear in read.told for tensor in (linear.weight, linear.bias) if tensor is not None]
        told += [f"{scaling}.{role}" for scaling in scalings for role in _ROLES_OF_NORMS]
        end.told = frozenset((*told, *tables))
    return found


def _is_embedding(name: str, modules: Sequence[FoundModule], hints: Hints) -> bool:
    if class_of(name, hints):
        return class_of(name, hints) in ("Embedding", "EmbeddingBag")
    if _NO_EMBEDDING.search(name):
        return False
    return _EMBEDDING.search(name) is not None or any(position(name) < p for p in positions(modules))


def _fed_by(embedding: StoredTensor, modules: Sequence[FoundModule]) -> list[int]:
    """Return the modules that take what `embedding` gives: of its width, and nearest to it in the tree of names."""
    name = embedding.name
    fitting = [k for k, module in enumerate(modules) if module.inputs == embedding.shape[1]]
    nearest = max((steps_shared(name, modules[k]) for k in fitting), default=0)
    fitting = [
        k for k in fitting if steps_shared(name, modules[k]) == nearest and not on_other_sides(name, modules[k].name)
    ]
    # A module whose inputs are as wide as what another one gives may just as well be fed by that.
    feeders = [j for j in fitting if modules[j].outputs == embedding.shape[1]]
    return [k for k in fitting if not any(may_feed(modules, j, k) for j in feeders)]


def _better(one: StoredTensor | None, other: StoredTensor, module: FoundModule) -> StoredTensor:
    return other if one is None or steps_shared(other.name, module) > steps_shared(one.name, module) else one


def _other_tables(linears: Sequence[Linear], end: Ends, module: FoundModule) -> list[str]:
    """Return the embeddings that are as wide as the one that was taken."""
    if end.embedding is None:
        return []
    tables = [linear for linear in linears if linear.bias is None and linear.weight.shape[1] == module.inputs]
    nearest = steps_shared(end.embedding.name, module)
    return [
        name
        for name in (one.weight.name for one in tables)
        if _EMBEDDING.search(name) and steps_shared(name, module) >= nearest and not on_other_sides(name, module.name)
    ]


def _said_of_tables(names: Sequence[str], end: Ends, module: FoundModule) -> tuple[str, ...]:
    if not names or end.embedding is None:
        return ()
    return (
        mark(
            "{listed:.200} would fit {name} as well as {name2}: not computed",
            listed=", ".join(names),
            name=module.name,
            name2=end.embedding.name,
        ),
    )


def _norms(tensors: Tensors) -> dict[str, list[tuple[str, int]]]:
    """Return where normalisations lie → their paths and widths."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name, tensor in tensors.items():
        if name.endswith(".weight") and len(tensor.shape) == 1 and tensor.size > 1 and tensor.floating:
            path = name.removesuffix(".weight")
            found.setdefault(_parent(path), []).append((path, tensor.size))
    return found


def _scalings(norms: Mapping[str, Sequence[tuple[str, int]]], module: FoundModule) -> list[str]:
    """Return the normalisations beside `module` whose width is that of what it takes, or of what it
    gives."""
    widths = {layer.outputs for layer in module.layers} | {module.inputs}
    # A norm inside the cell is as wide as its gates together.
    widths |= {layer.parameters[0].W.shape[0] * layer.units for layer in module.layers}
    return [name for name, width in norms.get(_parent(module.paths[0]), ()) if width in widths]


def _said_of_scalings(found: Sequence[str], module: FoundModule) -> tuple[str, ...]:
    if not found:
        return ()
    listed = ", ".join(found)
    return (mark("{listed:.200} may normalise what {name} takes, hands on or gives", listed=listed, name=module.name),)


def _parent(path: str) -> str:
    """Return the path of what holds the module at `path`, or of the list that it stands in."""
    path = path.rstrip("./_:")
    while path.rpartition(".")[2].isdecimal():
        path = path.rpartition(".")[0]
    return path.rpartition(".")[0]
