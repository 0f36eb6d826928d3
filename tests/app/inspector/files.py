"""Model files for the inspector: small, with weights that differ everywhere, and a reference of their states."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

UNITS, INPUTS, TOKENS = 3, 3, 7


def gru_file(path: Path, units: int = UNITS, inputs: int = INPUTS, layers: int = 1, seed: int = 0) -> Path:
    """A state dict of a GRU named ``rnn``, as PyTorch would write it, with a tensor that nothing reads."""
    random = np.random.default_rng(seed)
    tensors = {"loss.weight": random.standard_normal((2, 2)).astype(np.float32)}
    for layer in range(layers):
        width = units if layer else inputs
        shapes = {"weight_ih": (3 * units, width), "weight_hh": (3 * units, units)}
        shapes |= {"bias_ih": (3 * units,), "bias_hh": (3 * units,)}
        for name, shape in shapes.items():
            tensors[f"rnn.{name}_l{layer}"] = random.normal(0, 0.6, shape).astype(np.float32)
    save_file(tensors, path)
    return path


def reference_of(path: Path, tensors: dict[str, np.ndarray], seed: int = 1) -> Path:
    """A .npz of inputs and of the hidden states that the equations of torch.nn.GRU give, written out once more."""
    x = np.random.default_rng(seed).standard_normal((TOKENS, INPUTS))
    W, U, b, c = (tensors[f"rnn.{n}_l0"].astype(float) for n in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    h, states = np.zeros(UNITS), []
    for row in x:
        xr, xz, xn = np.split(W @ row + b, 3)
        hr, hz, hn = np.split(U @ h + c, 3)
        r, z = (1 / (1 + np.exp(-v)) for v in (xr + hr, xz + hz))
        h = (1 - z) * np.tanh(xn + r * hn) + z * h
        states.append(h)
    np.savez(path, x=x.astype(np.float32), h=np.array(states, np.float32))
    return path
