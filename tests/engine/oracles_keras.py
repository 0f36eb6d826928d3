"""Keras' SimpleRNN, GRU and LSTM run by the engine, for tests that know what comes out.

Keras has kernel (I, G·H), recurrent kernel (H, G·H) and bias (G·H), or (2, G·H) for a GRU with reset_after; columns
i f c o and z r h (keras/src/layers/rnn/{lstm,gru}.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, LayerParameters, Network
from gatescope.engine.run import run

CELL_OF = {"SimpleRNN": "rnn", "GRU": "gru", "LSTM": "lstm"}
_ORDERS = {"rnn": [0], "gru": [1, 0, 2], "lstm": [0, 1, 2, 3]}


def keras_network(kind: str, config: Mapping[str, Any], weights: Sequence[Array], version: int = 3) -> Network:
    """The network of one layer; `weights` are kernel, recurrent kernel and, where there is one, bias."""
    cell = CELL_OF[kind]
    order = _ORDERS[cell]
    kernel, recurrent = weights[:2]
    gates, units = len(order), recurrent.shape[0]
    b_x, b_h = np.zeros((2, gates * units), kernel.dtype)
    if len(weights) > 2:
        b_x, b_h = weights[2] if weights[2].ndim == 2 else (weights[2], b_h)
    layer = LayerParameters(
        *(m.T.reshape(gates, units, -1)[order] for m in (kernel, recurrent)),
        *(b.reshape(gates, units)[order] for b in (b_x, b_h)),
    )
    activation = _name(config.get("activation", "tanh"), version)
    convention = Convention(
        activation=activation,
        candidate_activation=activation,
        output_activation=activation,
        gate_activation=_name(config.get("recurrent_activation", "sigmoid"), version),
        reset_after=bool(config.get("reset_after", True)),
    )
    return Network(CELLS[cell], convention, ((layer,),))


def run_layer(
    network: Network,
    config: Mapping[str, Any],
    x: Array,
    executor: Executor,
    initial: Sequence[Array] | None = None,
    mask: Sequence[bool] | None = None,
) -> tuple[Array, list[Array]]:
    """Return the outputs (T, H) in the order that Keras gives them, and the last states, h before c.

    A masked token is not stepped: the state stays, and so does the output (0 before the first, or everywhere with
    zero_output_for_mask).
    """
    kept = np.ones(len(x), bool) if mask is None else np.array(mask)
    if config.get("go_backwards"):
        x, kept = x[::-1], kept[::-1]
    states = [f"layer0.forward.{state}" for state in ("hidden_state", "cell_state") if state in network.cell.states]
    initial_states = dict(zip(states, initial, strict=True)) if initial is not None else {}
    trace = run(network, inputs=x[kept], initial=initial_states, executor=executor)
    outputs = np.zeros((len(x), network.units), network.dtype)
    outputs[kept] = trace.hidden
    if not config.get("zero_output_for_mask"):
        for t in range(1, len(x)):
            if not kept[t]:
                outputs[t] = outputs[t - 1]
    return outputs, [trace[state][-1] for state in states]


def _name(name: str, version: int) -> str:
    if name == "hard_sigmoid":
        return "hard_sigmoid" if version == 2 else "hard_sigmoid_keras3"
    return "leaky_relu(0.2)" if name == "leaky_relu" else name
