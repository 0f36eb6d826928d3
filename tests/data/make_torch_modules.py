"""Writes torch_module_*.pt: whole modules and a TorchScript archive as PyTorch pickles them, to be damaged.

    python tests/data/make_torch_modules.py

The weights are random: of these files only the form matters. They are as small as modules get.
"""

from __future__ import annotations

import pickle
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils.parametrizations import weight_norm


class Tagger(nn.Module):
    """Embedding, two layers in both directions and a read-out, under names of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(5, 3, padding_idx=0)
        self.encoder = nn.GRU(3, 2, num_layers=2, bidirectional=True, batch_first=True)
        self.dropout = nn.Dropout(0.5)
        self.classifier = nn.Sequential(nn.Linear(4, 2), nn.LogSoftmax(dim=-1))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.classifier(self.dropout(self.encoder(self.embedding(ids))[0]))


def odd() -> dict[str, object]:
    """Weights in parts, a vocabulary beside them, and tensors that are no plain blocks of numbers."""
    normed = weight_norm(nn.LSTM(3, 2), "weight_hh_l0")
    sparse = torch.eye(3).to_sparse()
    quantized = torch.quantize_per_tensor(torch.eye(2), 0.1, 0, torch.qint8)
    words = {word: row for row, word in enumerate(["<unk>", "the", "film", "was", "not", "good", "at", "all"])}
    return {
        "state_dict": {**normed.state_dict(), "embedding.weight": torch.randn(8, 3), "half": torch.eye(2).bfloat16()},
        "stoi": words,
        "extra": [sparse, quantized, nn.Parameter(torch.eye(2)[:, 1]), torch.device("cpu"), torch.Size([2])],
    }


def main() -> None:
    torch.manual_seed(4)
    here = Path(__file__).parent
    torch.save(Tagger(), here / "torch_module_tagger.pt")
    torch.save(nn.RNN(3, 4, nonlinearity="relu"), here / "torch_module_legacy.pt", _use_new_zipfile_serialization=False)
    optimizer = {"step": torch.tensor(7.0), "lr": 1e-3}
    whole = {"epoch": 3, "model": nn.LSTM(3, 2, proj_size=1), "optimizer": optimizer, "best": 0.5}
    torch.save(whole, here / "torch_module_checkpoint.pt")
    torch.save(odd(), here / "torch_module_odd.pt")
    arrays = {name: tensor.numpy() for name, tensor in nn.GRU(3, 2).state_dict().items()}
    (here / "torch_module_arrays.pt").write_bytes(pickle.dumps(arrays, protocol=4))
    torch.jit.script(Tagger()).save(str(here / "torch_module_script.pt"))


if __name__ == "__main__":
    main()
