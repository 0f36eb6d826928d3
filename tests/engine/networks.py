"""Random networks for the engine's tests, and the same weights in PyTorch's layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gatescope.engine.cells import CELLS, Convention, Direction
from gatescope.engine.network import Array, LayerParameters, Network, ReadOut

# (cell, convention) of every kind the engine has.
KINDS: dict[str, tuple[str, Convention]] = {
    "rnn-tanh": ("rnn", Convention(activation="tanh")),
    "rnn-relu": ("rnn", Convention(activation="relu")),
    "gru-after": ("gru", Convention(reset_after=True)),
    "gru-before": ("gru", Convention(reset_after=False)),
    "lstm": ("lstm", Convention()),
}
DIRECTIONS: dict[str, tuple[Direction, ...]] = {
    "forward": ("forward",),
    "reverse": ("reverse",),
    "both": ("forward", "reverse"),
}


def random_network(
    kind: str,
    units: int = 5,
    inputs: int = 4,
    layers: int = 1,
    directions: tuple[Direction, ...] = ("forward",),
    *,
    seed: int = 0,
    vocabulary: int = 0,
    dtype: type[np.floating[Any]] = np.float64,
    scale: float = 1.0,
) -> Network:
    """Every value is drawn on its own, so that no two gates, rows or columns may be confused unnoticed."""
    name, convention = KINDS[kind]
    rng = np.random.default_rng(seed)
    gates = len(CELLS[name].gates)

    def draw(*shape: int) -> Array:
        return rng.uniform(-scale, scale, shape) / np.sqrt(max(shape[-1], 1) if len(shape) == 3 else 1)

    stack = []
    width = inputs
    for _ in range(layers):
        stack.append(
            tuple(
                LayerParameters(
                    draw(gates, units, width), draw(gates, units, units), draw(gates, units), draw(gates, units)
                )
                for _ in directions
            )
        )
        width = units * len(directions)
    network = Network(
        CELLS[name],
        convention,
        tuple(stack),
        directions,
        embedding=rng.normal(size=(vocabulary, inputs)) if vocabulary else None,
        readouts=(ReadOut("sentiment", "logistic", rng.normal(size=(1, width)), rng.normal(size=1), ("bad", "good")),),
    )
    return network.astype(dtype)  # type: ignore[arg-type]


def torch_module(network: Network) -> Any:
    """The same network as a torch.nn.RNN, GRU or LSTM. A lone reverse direction becomes a forward one."""
    import torch

    kinds = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}
    options: dict[str, Any] = {"nonlinearity": network.convention.activation} if network.cell.name == "rnn" else {}
    if network.outputs != network.units:
        options["proj_size"] = network.outputs
    module = kinds[network.cell.name](
        network.inputs, network.units, len(network.layers), bidirectional=len(network.directions) == 2, **options
    )
    module = module.to(torch.float32 if network.dtype == np.float32 else torch.float64)
    for name, value in to_state_dict(network, network.layers).items():
        getattr(module, name).data = torch.tensor(np.array(value))
    return module


def from_state_dict(kind: str, arrays: Mapping[str, Array], dtype: type[np.floating[Any]]) -> Network:
    """The network of a PyTorch state dict, whose biases may be missing."""
    name, convention = KINDS[kind]
    gates = len(CELLS[name].gates)
    directions = DIRECTIONS["both" if "weight_ih_l0_reverse" in arrays else "forward"]
    layers: list[tuple[LayerParameters, ...]] = []
    while f"weight_ih_l{len(layers)}" in arrays:
        row = []
        for direction in directions:
            suffix = f"_l{len(layers)}" + ("_reverse" if direction == "reverse" else "")
            W, U = arrays["weight_ih" + suffix].astype(dtype), arrays["weight_hh" + suffix].astype(dtype)
            units = U.shape[0] // gates
            projection = arrays.get("weight_hr" + suffix)
            none = np.zeros(gates * units)
            b_x, b_h = (arrays.get(f"bias_{side}h{suffix}", none).astype(dtype) for side in "ih")
            row.append(
                LayerParameters(
                    W.reshape(gates, units, -1),
                    U.reshape(gates, units, -1),
                    b_x.reshape(gates, -1),
                    b_h.reshape(gates, -1),
                    projection=None if projection is None else projection.astype(dtype),
                )
            )
        layers.append(tuple(row))
    return Network(CELLS[name], convention, tuple(layers), directions)


def to_state_dict(network: Network, layers: Sequence[tuple[LayerParameters, ...]]) -> dict[str, Array]:
    """The arrays of `layers` under PyTorch's names, in its shapes."""
    arrays = {}
    for k, row in enumerate(layers):
        for direction, p in zip(network.directions, row, strict=True):
            suffix = f"_l{k}" + ("_reverse" if direction == "reverse" and len(row) == 2 else "")
            arrays["weight_ih" + suffix] = p.W.reshape(-1, p.W.shape[2])
            arrays["weight_hh" + suffix] = p.U.reshape(-1, p.U.shape[2])
            arrays["bias_ih" + suffix] = p.b_x.reshape(-1)
            arrays["bias_hh" + suffix] = p.b_h.reshape(-1)
            if p.projection is not None:
                arrays["weight_hr" + suffix] = p.projection
    return arrays


def vectors(network: Network, tokens: int, seed: int = 1) -> Array:
    return np.random.default_rng(seed).normal(size=(tokens, network.inputs)).astype(network.dtype)
