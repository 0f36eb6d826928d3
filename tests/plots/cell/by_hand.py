"""One layer of every cell with every option, stepped in plain NumPy from the papers' equations, by no code of ours."""

from __future__ import annotations

import math
import re

import numpy as np

from gatescope.engine.network import LayerParameters, Network

Values = dict[str, np.ndarray]

_PLAIN = {
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0),
    "linear": lambda x: x,
    "softsign": lambda x: x / (1 + abs(x)),
    "softplus": lambda x: np.log1p(np.exp(x)),
}
_WITH = {
    "hard_sigmoid": (lambda x, a, b: np.clip(a * x + b, 0, 1), (0.2, 0.5)),
    "hard_sigmoid_keras3": (lambda x, a, b: np.clip(a * x + b, 0, 1), (1 / 6, 0.5)),
    "affine": (lambda x, a, b: a * x + b, (1.0, 0.0)),
    "leaky_relu": (lambda x, a: np.where(x < 0, a * x, x), (0.01,)),
    "thresholded_relu": (lambda x, a: np.where(x >= a, x, 0), (1.0,)),
    "scaled_tanh": (lambda x, a, b: a * np.tanh(b * x), (1.0, 1.0)),
    "elu": (lambda x, a: np.where(x < 0, a * (np.exp(x) - 1), x), (1.0,)),
}


def squash(name: str, x: np.ndarray) -> np.ndarray:
    """A nonlinearity by its name, with the constants in its brackets."""
    base, _, constants = name.partition("(")
    if base in _PLAIN:
        return _PLAIN[base](x)
    function, usual = _WITH[base]
    return function(x, *([float(one) for one in re.findall(r"[-\d.]+", constants)] or usual))


def states(network: Network, parameters: LayerParameters, read: np.ndarray, *, reverse: bool) -> list[Values]:
    """What every token's step gives, in the order of the text; `read` is (T, I)."""
    h = np.zeros(parameters.U.shape[2]) if parameters.initial_hidden is None else parameters.initial_hidden
    c = np.zeros(parameters.U.shape[1]) if parameters.initial_cell is None else parameters.initial_cell
    found: list[Values] = []
    for x in read[::-1] if reverse else read:
        step = {"lstm": lstm, "gru": gru, "rnn": rnn}[network.cell.name](network, parameters, x, h, c)
        found.append(step)
        h, c = step["hidden_state"], step.get("cell_state", c)
    return found[::-1] if reverse else found


def _cut(network: Network, x: np.ndarray) -> np.ndarray:
    clip = network.convention.clip or math.inf
    return np.clip(x, -clip, clip)


def lstm(network: Network, p: LayerParameters, x: np.ndarray, h: np.ndarray, c: np.ndarray) -> Values:
    said = network.convention
    i, f, g, o = (p.W[k] @ x + p.U[k] @ h + p.b_x[k] + p.b_h[k] for k in range(4))
    f = f + said.forget_bias
    if p.peepholes is not None:
        i, f = i + p.peepholes[0] * c, f + p.peepholes[1] * c
    i = squash(said.gate_activation, _cut(network, i))
    f = 1 - i if said.coupled else squash(said.gate_activation, _cut(network, f))
    g = squash(said.candidate_activation, _cut(network, g))
    kept, written = f * c, i * g
    new = kept + written
    if p.peepholes is not None:
        o = o + p.peepholes[2] * new
    o = squash(said.gate_activation, _cut(network, o))
    shown = o * squash(said.output_activation, new)
    return {
        "input": x, "cell_state_before": c, "hidden_state_before": h, "forget_gate": f, "input_gate": i,
        "candidate": g, "kept": kept, "written": written, "cell_state": new, "output_gate": o, "shown": shown,
        "hidden_state": shown if p.projection is None else p.projection @ shown,
    }  # fmt: skip


def gru(network: Network, p: LayerParameters, x: np.ndarray, h: np.ndarray, _c: np.ndarray) -> Values:
    said = network.convention
    r, z = (
        squash(said.gate_activation, _cut(network, p.W[k] @ x + p.b_x[k] + p.U[k] @ h + p.b_h[k])) for k in range(2)
    )
    inner = r * (p.U[2] @ h + p.b_h[2]) if said.reset_after else p.U[2] @ (r * h) + p.b_h[2]
    candidate = squash(said.candidate_activation, _cut(network, p.W[2] @ x + p.b_x[2] + inner))
    kept, written = z * h, (1 - z) * candidate
    return {
        "input": x, "hidden_state_before": h, "carried": h, "reset_gate": r,
        "update_gate": z if said.update_gate_keeps == "old" else 1 - z,
        "candidate": candidate, "kept": kept, "written": written, "hidden_state": kept + written,
    }  # fmt: skip


def rnn(network: Network, p: LayerParameters, x: np.ndarray, h: np.ndarray, _c: np.ndarray) -> Values:
    total = _cut(network, p.W[0] @ x + p.b_x[0] + p.U[0] @ h + p.b_h[0])
    return {
        "input": x, "hidden_state_before": h, "sum": total, "hidden_state": squash(network.convention.activation, total)
    }  # fmt: skip
