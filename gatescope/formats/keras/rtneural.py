"""Models of RTNeural in JSON: a list of layers with their arrays as Keras has them, for effects that run in real time.

Source: ``python/model_utils.py`` (``save_model``) and ``RTNeural/model_loader.h`` of jatinchowdhury18/RTNeural. Every
layer has a type, an activation, a shape and its weights; those of a recurrent layer are the kernel (I, G·H), the
recurrent kernel (H, G·H) and the bias, (G·H,) for an LSTM and (2, 3·H) for a GRU, whose reset gate stands behind the
product. Gates are sigmoids, candidates tanh.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FormatError
from gatescope.formats.core.found import Stack
from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.convention import Writer
from gatescope.formats.keras.stacks import stacks_of as keras_stacks_of
from gatescope.formats.keras.weights import Weights
from gatescope.words import tr

_KINDS = {"lstm": "LSTM", "gru": "GRU", "dense": "Dense", "time-distributed-dense": "Dense"}
_ROLES = {"LSTM": ("kernel", "recurrent_kernel", "bias"), "GRU": ("kernel", "recurrent_kernel", "bias")}
_OTHER_ROLES = ("kernel", "bias")
_CELL = {"activation": "tanh", "recurrent_activation": "sigmoid", "reset_after": True, "return_sequences": True}
_MOST_LAYERS = 1_000


def is_rtneural(data: object) -> bool:
    """Return whether JSON is such a model."""
    layers = data.get("layers") if isinstance(data, Mapping) else None
    return isinstance(layers, list) and bool(layers) and all(map(_is_layer, layers))


def read_layers(path: Path, data: Mapping[str, Any]) -> tuple[Tensors, tuple[Stack, ...], tuple[str, ...]]:
    """Return the tensors, the stacks and the notes of a model for which `is_rtneural` holds.

    Raises:
        FormatError: its arrays hold something else than numbers, do not fit together, or belong to no recurrent layer.
    """
    entries = data["layers"]
    if len(entries) > _MOST_LAYERS:
        raise FormatError(
            path,
            tr(
                "describes {count:,} layers; more than {layers:,} are not read", count=len(entries), layers=_MOST_LAYERS
            ),
        )
    configs: list[LayerConfig] = []
    weights: dict[str, Sequence[Weights]] = {}
    tensors: dict[str, StoredTensor] = {}
    for number, entry in enumerate(entries):
        kind = _KINDS.get(entry["type"], entry["type"][:40])
        name = f"{entry['type'][:40]}_{number}"
        activation = entry.get("activation")
        config = dict(_CELL) if kind in _ROLES else {"activation": activation or "linear"}
        below = (configs[-1].name,) if configs else ()
        configs.append(LayerConfig(name, kind, config, inputs=below))
        roles: dict[str, StoredTensor] = {}
        for place, values in enumerate(entry["weights"]):
            named = _ROLES.get(kind, _OTHER_ROLES)
            role = named[place] if place < len(named) else f"weights.{place}"
            roles[role] = _tensor(path, f"{name}.{role}", values)
            tensors[roles[role].name] = roles[role]
        weights[name] = [Weights(name, roles)] if roles else []
    stacks, notes = keras_stacks_of(path, configs, weights, Writer())
    if not stacks:
        kinds = ", ".join(dict.fromkeys(config.kind for config in configs))
        raise FormatError(path, tr("no RNN/GRU/LSTM weights found; its layers are {kinds:.200}", kinds=kinds))
    return tensors, stacks, notes


def _is_layer(entry: object) -> bool:
    return isinstance(entry, Mapping) and isinstance(entry.get("type"), str) and isinstance(entry.get("weights"), list)


def _tensor(path: Path, name: str, values: object) -> StoredTensor:
    try:
        array: NDArray[np.float64] = np.array(values, dtype=np.float64)
    except (ValueError, TypeError, OverflowError) as error:
        raise FormatError(
            path, tr("holds {name!r}, whose rows are not numbers of one length throughout", name=name)
        ) from error
    # RTNeural computes in single precision, in which the numbers were written out.
    single = array.astype(np.float32)
    return StoredTensor(name, single.shape, "float32", lambda: single)
