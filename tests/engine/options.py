"""Random networks with every option of a convention, and random interventions in them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gatescope.engine.activations import NAMES
from gatescope.engine.cells import CELLS, Convention, Direction
from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.network import Array, LayerParameters, Network

_PLAIN = Convention()


@dataclass(frozen=True)
class Option:
    """A cell in a convention, with peepholes, with a projection to fewer units than it has, or with learned states to
    start from."""

    cell: str
    convention: Convention = _PLAIN
    peepholes: bool = False
    projected: bool = False
    starts: bool = False


_EVERYTHING = Convention(gate_activation="hard_sigmoid", output_activation="softsign", clip=0.7, coupled=True)
_SQUASHES = [name for name in NAMES if name not in ("tanh", "relu")]
# Constants with which they are not what another one is.
_CONSTANTS = {"affine": "affine(0.7, 0.2)", "scaled_tanh": "scaled_tanh(1.3, 0.6)", "elu": "elu(0.6)"}
OPTIONS: dict[str, Option] = {
    **{f"rnn {name}": Option("rnn", Convention(activation=_CONSTANTS.get(name, name))) for name in _SQUASHES},
    "rnn clip": Option("rnn", Convention(activation="relu", clip=0.4)),
    "gru after": Option("gru", Convention(gate_activation="hard_sigmoid_keras3", candidate_activation="softsign")),
    "gru before": Option(
        "gru", Convention(reset_after=False, gate_activation="hard_sigmoid", candidate_activation="leaky_relu(0.2)")
    ),
    "gru after clip": Option("gru", Convention(clip=0.4)),
    "gru before clip": Option("gru", Convention(reset_after=False, clip=0.4)),
    "lstm peepholes": Option("lstm", peepholes=True),
    "lstm projection": Option("lstm", projected=True),
    "lstm coupled": Option("lstm", Convention(coupled=True)),
    "lstm coupled affine": Option("lstm", Convention(coupled=True, gate_activation="affine(0.2, 0.5)"), peepholes=True),
    "lstm clip": Option("lstm", Convention(clip=0.4)),
    "lstm forget bias": Option("lstm", Convention(forget_bias=1.5)),
    "lstm activations": Option(
        "lstm",
        Convention(gate_activation="hard_sigmoid(0.3, 0.4)", candidate_activation="elu", output_activation="softplus"),
    ),
    "lstm scaled": Option("lstm", Convention(candidate_activation="scaled_tanh(1.7, 0.6)", output_activation="linear")),
    "lstm everything": Option("lstm", _EVERYTHING, peepholes=True, projected=True),
    "rnn learned states": Option("rnn", starts=True),
    "gru learned states": Option("gru", starts=True),
    "lstm learned states": Option("lstm", starts=True),
    "lstm projected learned states": Option("lstm", projected=True, starts=True),
    "lstm all but coupled": Option("lstm", replace(_EVERYTHING, coupled=False, forget_bias=0.3), True, True),
}


def random_option(
    name: str,
    units: int = 5,
    inputs: int = 4,
    layers: int = 1,
    directions: tuple[Direction, ...] = ("forward",),
    *,
    seed: int = 0,
    vocabulary: int = 0,
    dtype: type[np.float32] | type[np.float64] = np.float64,
) -> Network:
    """Every value is drawn on its own. A projection leaves about two thirds of the units."""
    option = OPTIONS[name]
    rng = np.random.default_rng(seed)
    gates = len(CELLS[option.cell].gates)
    outputs = max(1, 2 * units // 3) if option.projected else units

    def draw(*shape: int) -> Array:
        return rng.uniform(-1.5, 1.5, shape) / np.sqrt(shape[-1] if len(shape) == 3 else 1)

    stack, width = [], inputs
    for _ in range(layers):
        stack.append(
            tuple(
                LayerParameters(
                    draw(gates, units, width),
                    draw(gates, units, outputs),
                    draw(gates, units),
                    draw(gates, units),
                    draw(3, units) if option.peepholes else None,
                    draw(outputs, units) if option.projected else None,
                    draw(outputs) if option.starts else None,
                    draw(units) if option.starts and option.cell == "lstm" else None,
                )
                for _ in directions
            )
        )
        width = outputs * len(directions)
    embedding = rng.normal(size=(vocabulary, inputs)) if vocabulary else None
    network = Network(CELLS[option.cell], option.convention, tuple(stack), directions, embedding)
    return network.astype(dtype)


def random_interventions(network: Network, tokens: int, seed: int = 0) -> Interventions:
    """Every signal of every part held at some units and tokens, and a unit of the last layer taken out."""
    rng = np.random.default_rng(seed)
    items: list[Clamp | Ablate] = []
    for part in network.parts:
        layer, direction = int(part[5]), part.partition(".")[2]
        parameters = network.layers[layer][0]
        for signal in network.cell.signals:
            width = parameters.outputs if signal == "hidden_state" else parameters.units
            first = int(rng.integers(tokens))
            items.append(
                Clamp(
                    signal,
                    float(rng.uniform(-1, 1)),
                    tuple(map(int, rng.choice(width, 1))),
                    range(first, min(tokens, first + 3)),
                    layer,
                    direction,  # type: ignore[arg-type]
                )
            )
    return Interventions((*items, Ablate((network.outputs - 1,))))
