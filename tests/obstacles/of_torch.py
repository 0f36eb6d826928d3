"""Obstacles in what PyTorch saves, as a state dict, as safetensors or as a module pickled whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.obstacles.case import IDS, INPUTS, UNITS, Case, Made, vectors

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed")
nn = torch.nn


class Normed(nn.LSTMCell):  # type: ignore[misc]
    """An LSTM cell with layer normalisation inside, as PyTorch's issues #11335 and #12167 have it."""

    def __init__(self) -> None:
        super().__init__(INPUTS, UNITS)
        self.ln_ih, self.ln_hh = nn.LayerNorm(4 * UNITS), nn.LayerNorm(4 * UNITS)

    def forward(self, x: Any, state: Any) -> Any:
        h, c = state
        gates = self.ln_ih(x @ self.weight_ih.T + self.bias_ih) + self.ln_hh(h @ self.weight_hh.T + self.bias_hh)
        i, f, g, o = gates.chunk(4, 1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        return o.sigmoid() * c.tanh(), c


class NormedModel(nn.Module):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.cell = Normed()

    def forward(self, x: Any) -> Any:
        state, found = (torch.zeros(1, UNITS), torch.zeros(1, UNITS)), []
        for row in x:
            state = self.cell(row[None], state)
            found.append(state[0])
        return torch.cat(found)


class Layered(nn.Module):  # type: ignore[misc]
    """Something before an LSTM, or states that it starts from."""

    def __init__(self, before: Any = None, learned: bool = False, composed: bool = False) -> None:
        super().__init__()
        if before is not None:
            self.first = before
        self.lstm = nn.LSTM(INPUTS, UNITS)
        if composed:
            nn.utils.parametrizations.weight_norm(self.lstm, "weight_hh_l0")
        if learned:
            self.h0, self.c0 = (nn.Parameter(torch.full((1, 1, UNITS), value)) for value in (0.5, -0.5))

    def forward(self, x: Any) -> Any:
        x = self.first(x) if hasattr(self, "first") else x
        start = (self.h0[:, 0], self.c0[:, 0]) if hasattr(self, "h0") else None
        return self.lstm(x, start)[0]


class Standardised(nn.Module):  # type: ignore[misc]
    """What a scaler learned, as buffers."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.full((INPUTS,), 2.0))
        self.register_buffer("std", torch.full((INPUTS,), 3.0))

    def forward(self, x: Any) -> Any:
        return (x - self.mean) / self.std


class Embedded(nn.Module):  # type: ignore[misc]
    """An embedding whose rows are scaled when they are looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(7, INPUTS, max_norm=0.5)
        self.lstm = nn.LSTM(INPUTS, UNITS)

    def forward(self, ids: Any) -> Any:
        return self.lstm(self.embedding(ids))[0]


def _as_state_dict(module: Any, folder: Path) -> Path:
    torch.save(module.state_dict(), folder / "model.pt")
    return folder / "model.pt"


def _as_safetensors(module: Any, folder: Path) -> Path:
    save_file = pytest.importorskip("safetensors.torch", reason="safetensors is not installed").save_file
    save_file(module.state_dict(), folder / "model.safetensors")
    return folder / "model.safetensors"


def _as_arrays(module: Any, folder: Path) -> Path:
    np.savez(folder / "model.npz", **{name: tensor.numpy() for name, tensor in module.state_dict().items()})
    return folder / "model.npz"


def _as_hdf5(module: Any, folder: Path) -> Path:
    h5py = pytest.importorskip("h5py", reason="h5py is not installed")
    with h5py.File(folder / "model.h5", "w") as file:
        for name, tensor in module.state_dict().items():
            file[name] = tensor.numpy()
    return folder / "model.h5"


def _whole(module: Any, folder: Path) -> Path:
    torch.save(module, folder / "model.pt")
    return folder / "model.pt"


WAYS = {
    "state dict": _as_state_dict,
    "safetensors": _as_safetensors,
    "npz": _as_arrays,
    "hdf5": _as_hdf5,
    "pickled whole": _whole,
}


def _case(obstacle: str, way: str, build: Callable[[], Any], said: str, ids: bool = False) -> Case:
    def make(folder: Path) -> Made:
        torch.manual_seed(7)
        module = build()
        with torch.no_grad():
            # What is looked up is scaled in place, so that the file must be written before.
            path = WAYS[way](module, folder)
            x = IDS if ids else vectors()
            return Made(path, x, module(torch.from_numpy(x)).numpy())

    return Case(f"torch, {way}: {obstacle}", make, said)


_OBSTACLES: list[tuple[str, Callable[[], Any], str]] = [
    ("a matrix before", lambda: Layered(nn.Linear(INPUTS, INPUTS)), "first"),
    ("a norm before", lambda: Layered(nn.LayerNorm(INPUTS)), "first"),
    ("inputs standardised", lambda: Layered(Standardised()), "first may stand before"),
    ("norms inside the cell", NormedModel, "ln_ih"),
    ("learned initial states", lambda: Layered(learned=True), ""),
]
CASES = [_case(name, way, build, said) for name, build, said in _OBSTACLES for way in WAYS]
CASES += [_case("a weight in parts", way, lambda: Layered(composed=True), "") for way in WAYS if way != "pickled whole"]
CASES += [_case("a function before", "pickled whole", lambda: Layered(nn.ReLU()), "first (ReLU)")]
CASES += [_case("rows scaled at lookup", "pickled whole", Embedded, "", ids=True)]
