"""The values that each key of a convention can have, for the search of a proof and for the inspector's form."""

from __future__ import annotations

from collections.abc import Mapping

from gatescope.engine.network import Network
from gatescope.formats.conventions import gate_order as orders
from gatescope.formats.conventions.override import READOUT, check_key, keys, kinds

# Those that a framework has as an option, the likeliest first; `affine` and `scaled_tanh` are here by other names.
_GATES = (
    "sigmoid", "hard_sigmoid", "hard_sigmoid_keras3", "tanh", "relu", "softsign", "linear", "elu", "leaky_relu",
    "softplus", "thresholded_relu",
)  # fmt: skip
_SIGNED = (
    "tanh", "relu", "linear", "sigmoid", "softsign", "elu", "leaky_relu", "hard_sigmoid", "hard_sigmoid_keras3",
    "softplus", "thresholded_relu",
)  # fmt: skip
_FIXED = {
    "gate_activation": _GATES,
    "activation": _SIGNED,
    "candidate_activation": _SIGNED,
    "output_activation": _SIGNED,
    "reset_after": ("true", "false"),
    "update_gate_keeps": ("old", "new"),
    "forget_bias": ("0.0", "1.0"),
    "coupled": ("false", "true"),
}


def choices(network: Network, gate_order: str = "") -> dict[str, tuple[str, ...]]:
    """Return key → the values it may have in `network`, for every key that leaves a choice.

    Args:
        gate_order: of the blocks in the file, as it was read; the engine's by default.
    """
    found = {key: _FIXED[key] for key in keys(network.cell) if key in _FIXED}
    if network.convention.clip is not None:
        found["clip"] = (str(network.convention.clip), "none")
    if len(network.cell.gates) > 1:
        found["gate_order"] = orders.orders(network.cell, gate_order)
    if len(network.directions) == 1:
        found["direction"] = ("forward", "reverse")
    square = [
        name
        for name in "UW"
        if all(getattr(r[0], name).shape[1] == getattr(r[0], name).shape[2] for r in network.layers)
    ]
    if square:
        found["transposed"] = ("none", *square, *(["W,U"] if len(square) == 2 else []))
    if network.readouts:
        found[READOUT] = tuple(dict.fromkeys(kind for readout in network.readouts for kind in kinds(readout)))
    return found


def as_read(network: Network, gate_order: str = "") -> dict[str, str]:
    """Return key → the value that `network` has, in the words of `choices`."""
    own = {}
    for key in keys(network.cell):
        if key == "gate_order":
            own[key] = orders.orders(network.cell, gate_order)[0]
        elif key == "transposed":
            own[key] = "none"
        elif key == READOUT:
            # Several read-outs may be of several kinds.
            own[key] = ", ".join(dict.fromkeys(readout.kind for readout in network.readouts))
        elif key == "direction":
            own[key] = network.directions[0] if len(network.directions) == 1 else ""
        else:
            own[key] = _text(getattr(network.convention, key))
    return own


def differing(network: Network, overrides: Mapping[str, object], gate_order: str = "") -> dict[str, str]:
    """Return the part of `overrides` that says something else than what `network` is, in the words of `choices`.

    Raises:
        UsageError: there is no such key, or it means nothing for this cell.
    """
    for key in overrides:
        check_key(key, network.cell, keys(network.cell))
    own = as_read(network, gate_order)
    said = {key: _like(own[key], value) for key, value in overrides.items()}
    if "gate_order" in said:
        own_order, order = (orders.parse(network.cell, text) for text in (own["gate_order"], said["gate_order"]))
        if own_order == order:
            del said["gate_order"]
    return {key: value for key, value in said.items() if value != own[key]}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool | None) else str(value)


def _like(own: str, value: object) -> str:
    """Return `value` written as `own` is, where it is a truth value or a number."""
    text = _text(value).strip()
    if own in ("true", "false"):
        return {"yes": "true", "1": "true", "no": "false", "0": "false"}.get(text.lower(), text.lower())
    try:
        return str(float(text))
    except ValueError:
        return text
