"""The layers of a file of weights alone, read off the names and shapes of its tensors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.weights import Weights, by_owner, nameless, natural

# Layers without weights that change what passes, by the names that Keras gives them.
_CHANGING = re.compile(
    r"concat|add|subtract|multiply|average|dot|flatten|pool|lambda|reshape|permute|repeat|activation|relu|softmax"
)
_INSIDE = re.compile(r"(\w+_)?cell(_\d+)?|(forward|backward)_\w+|cells")
# An activation with weights of its own has but one array, as an embedding has.
_ACTIVATION = re.compile(r"p_?re_?lu", re.IGNORECASE)
# Slots of an optimiser, and what is measured in training, are no layers.
_TRAINING = re.compile(r"optimi[sz]er|adam|rmsprop|sgd|momentum|loss|metric", re.IGNORECASE)
# How many layers are tried for what may feed another.
_MOST_SOURCES = 8

Layers = tuple[tuple[LayerConfig, ...], dict[str, tuple[Weights, ...]]]
"""The layers in their order, and the weights of each."""


def listed(layers: Mapping[str, Sequence[StoredTensor]]) -> Layers:
    """Return the layers of a file that lists them, each taken to feed the next; by name, with the tensors of each."""
    configs: list[LayerConfig] = []
    weights: dict[str, tuple[Weights, ...]] = {}
    for name, tensors in layers.items():
        weights[name] = by_owner(tensors)
        kind = _kind(weights[name], len(tensors))
        if not tensors and _CHANGING.search(name.lower()):
            kind = "another layer"
        configs.append(LayerConfig(name, kind, inputs=tuple(c.name for c in configs[-1:]), guessed=True))
    return tuple(configs), weights


def unordered(tensors: Tensors) -> Layers:
    """Return the layers of a file that only names tensors: embeddings, recurrent layers by number, dense layers.

    Every recurrent layer may be fed by the one before or by an embedding, every dense layer by a recurrent one; which,
    their sizes have to tell.
    """
    weights: dict[str, tuple[Weights, ...]] = {}
    for one in by_owner(tensors.values()):
        if re.match(r"optimizer\b", one.owner):
            continue
        name = layer_name(one.owner)
        weights[name] = (*weights.get(name, ()), one)
    known = set(weights)
    for tensor in nameless(tensors.values()):
        owner = re.split(r"[/\\.](?=[^/\\.]*$)", tensor.name)[0]
        if not _TRAINING.search(tensor.name):
            # What Keras' own layer of that name does not have may change it.
            weights.setdefault(tensor.name if layer_name(owner) in known else layer_name(owner), ())
    kinds = {name: _kind(found, 1) for name, found in weights.items()}
    names = sorted(weights, key=natural)
    embeddings = [name for name in names if kinds[name] == "Embedding"]
    recurrent = [name for name in names if kinds[name] == "recurrent"]
    configs = [LayerConfig(name, "Embedding", guessed=True, unordered=True) for name in embeddings]
    for k, name in enumerate(recurrent):
        configs.append(
            LayerConfig(
                name,
                "recurrent",
                inputs=(*recurrent[k - 1 : k], *embeddings[:_MOST_SOURCES]),
                guessed=True,
                unordered=True,
            )
        )
    tops = tuple(reversed(recurrent[-_MOST_SOURCES:]))
    configs += [
        LayerConfig(name, kinds[name], inputs=tops, guessed=True, unordered=True)
        for name in names
        if kinds[name] not in ("Embedding", "recurrent")
    ]
    return tuple(configs), weights


def layer_name(owner: str) -> str:
    """Return the layer that the weights of `owner` belong to: ``"layers/lstm/cell"`` are those of ``"lstm"``."""
    parts = [part for part in re.split(r"[/\\.]", owner) if part and not _INSIDE.fullmatch(part)]
    kept = [
        p
        for k, p in enumerate(parts)
        if p not in ("layers", "_layer_checkpoint_dependencies") and parts[k - 1 : k] != [p]
    ]
    return "/".join(kept) or "layer"


def _kind(weights: Sequence[Weights], tensors: int) -> str:
    if any(one.recurrent for one in weights):
        return "recurrent"
    if len(weights) == 1 and "embeddings" in weights[0].roles:
        return "another layer" if _ACTIVATION.search(weights[0].owner) else "Embedding"
    if len(weights) == 1 and "kernel" in weights[0].roles and len(weights[0].roles["kernel"].shape) == 2:
        return "Dense"
    return "another layer" if tensors else ""
