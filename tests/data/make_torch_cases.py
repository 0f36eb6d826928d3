"""Writes torch_cases.npz: PyTorch's answers for random weights, for machines without PyTorch.

    python tests/data/make_torch_cases.py

Every value of every weight is drawn on its own, so that a wrong gate order, a transposed matrix or swapped biases
cannot go unnoticed. The weights are float32 values and the arithmetic is float64.

Keys are ``{case}/{name}``, case ``{kind}-{units}-{layers}-{directions}``, with the names of the state dict and ``x``
(T, I), ``out`` (T, F), ``ask`` (T, F) and, for the loss Σ out ⊙ ask, ``grad.{name}``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

INPUTS, TOKENS = 4, 7
MODULES = {
    "rnn-tanh": (torch.nn.RNN, {"nonlinearity": "tanh"}),
    "rnn-relu": (torch.nn.RNN, {"nonlinearity": "relu"}),
    "gru-after": (torch.nn.GRU, {}),
    "lstm": (torch.nn.LSTM, {}),
}
SHAPES = ((1, 1, 1), (3, 2, 2), (16, 1, 1), (17, 1, 2), (5, 3, 1), (33, 1, 1))


def main() -> None:
    torch.manual_seed(20)
    arrays: dict[str, np.ndarray] = {}
    for kind, (module_type, options) in MODULES.items():
        for units, layers, directions in SHAPES:
            module = module_type(INPUTS, units, layers, bidirectional=directions == 2, **options)
            for parameter in module.parameters():
                torch.nn.init.uniform_(parameter, -0.8, 0.8)
            module = module.double()
            x = torch.randn(TOKENS, INPUTS).double().requires_grad_()
            out = module(x)[0]
            ask = torch.randn(TOKENS, units * directions).double()
            (out * ask).sum().backward()
            case = f"{kind}-{units}-{layers}-{'both' if directions == 2 else 'forward'}"
            leaves = {"x": x, **dict(module.named_parameters())}
            for name, leaf in leaves.items():
                arrays[f"{case}/{name}"] = leaf.detach().numpy().astype(np.float32)
                arrays[f"{case}/grad.{name}"] = leaf.grad.numpy()
            arrays[f"{case}/ask"] = ask.numpy().astype(np.float32)
            arrays[f"{case}/out"] = out.detach().numpy()
    np.savez_compressed(Path(__file__).with_name("torch_cases.npz"), **arrays)


if __name__ == "__main__":
    main()
