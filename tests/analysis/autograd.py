"""The cells in PyTorch, one token after the other, so that every state along the way keeps its gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from gatescope.engine.network import Network
from gatescope.engine.record import Array


def run(network: Network, inputs: Array) -> tuple[Any, dict[str, list[Any]]]:
    """Return the input as a leaf (T, I), and by ``layer{k}.{direction}.{state}`` the T states in token order."""
    import torch

    x = torch.tensor(np.array(inputs), requires_grad=True)
    states: dict[str, list[Any]] = {}
    below = list(x)
    for k, row in enumerate(network.layers):
        sides = []
        for direction, parameters in zip(network.directions, row, strict=True):
            part = f"layer{k}.{direction}"
            W, U, b_x, b_h = (torch.tensor(np.array(getattr(parameters, n))) for n in ("W", "U", "b_x", "b_h"))
            h, c = torch.zeros(U.shape[1], dtype=x.dtype), torch.zeros(U.shape[1], dtype=x.dtype)
            order = range(len(below)) if direction == "forward" else range(len(below) - 1, -1, -1)
            hidden, cell = [h] * len(below), [c] * len(below)
            for t in order:
                p = W @ below[t] + b_x
                if network.cell.name == "rnn":
                    raw = p[0] + U[0] @ h + b_h[0]
                    h = torch.relu(raw) if network.convention.activation == "relu" else torch.tanh(raw)
                elif network.cell.name == "gru":
                    r = torch.sigmoid(p[0] + U[0] @ h + b_h[0])
                    z = torch.sigmoid(p[1] + U[1] @ h + b_h[1])
                    inner = r * (U[2] @ h + b_h[2]) if network.convention.reset_after else U[2] @ (r * h) + b_h[2]
                    h = z * h + (1 - z) * torch.tanh(p[2] + inner)
                else:
                    i, f, g, o = (p[n] + U[n] @ h + b_h[n] for n in range(4))
                    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                    h = torch.sigmoid(o) * torch.tanh(c)
                    c.retain_grad()
                h.retain_grad()
                hidden[t], cell[t] = h, c
            states[f"{part}.hidden_state"] = hidden
            if network.cell.name == "lstm":
                states[f"{part}.cell_state"] = cell
            sides.append(hidden)
        below = [torch.cat(parts) for parts in zip(*sides, strict=True)]
    states["output"] = below
    return x, states
