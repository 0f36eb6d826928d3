"""Modules of PyTorch, saved in the ways that people save them."""

from __future__ import annotations

import importlib
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.differential.drawn import Drawn, Recorded

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed")
nn = torch.nn
TOKENS, ROWS = 7, 11


class Convolved(nn.Module):  # type: ignore[misc]
    """A convolution along the tokens."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(width, out, 3, padding=1)

    def forward(self, x: Any) -> Any:
        return self.conv(x.transpose(1, 2)).transpose(1, 2)


class Batched(nn.BatchNorm1d):  # type: ignore[misc]
    def forward(self, x: Any) -> Any:
        return super().forward(x.transpose(1, 2)).transpose(1, 2)


class Standardised(nn.Module):  # type: ignore[misc]
    def __init__(self, width: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.randn(width))
        self.register_buffer("std", torch.rand(width) + 0.5)

    def forward(self, x: Any) -> Any:
        return (x - self.mean) / self.std


class Scaled(nn.Module):  # type: ignore[misc]
    def __init__(self, width: int) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.rand(width) + 1.5)

    def forward(self, x: Any) -> Any:
        return x * self.gain


class Attended(nn.Module):  # type: ignore[misc]
    def __init__(self, width: int) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(width, 1, batch_first=True)

    def forward(self, x: Any) -> Any:
        return self.attention(x, x, x)[0]


class NormedLSTM(nn.Module):  # type: ignore[misc]
    """Layer normalisation inside an LSTM cell."""

    def __init__(self, width: int, units: int) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(width, units)
        self.cell.ln_i, self.cell.ln_h = nn.LayerNorm(4 * units), nn.LayerNorm(4 * units)

    def forward(self, x: Any) -> Any:
        p, found = self.cell, []
        h = c = x.new_zeros(len(x), p.hidden_size)
        for row in x.unbind(1):
            gates = p.ln_i(row @ p.weight_ih.T + p.bias_ih) + p.ln_h(h @ p.weight_hh.T + p.bias_hh)
            i, f, g, o = gates.chunk(4, 1)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            h = o.sigmoid() * c.tanh()
            found.append(h)
        return torch.stack(found, 1)


class Stepped(nn.Module):  # type: ignore[misc]
    """A cell that is stepped by hand."""

    def __init__(self, kind: str, width: int, units: int) -> None:
        super().__init__()
        self.cell = getattr(nn, kind)(width, units)

    def forward(self, x: Any) -> Any:
        state, found = None, []
        for row in x.unbind(1):
            state = self.cell(row, state)
            found.append(state[0] if isinstance(state, tuple) else state)
        return torch.stack(found, 1)


class Layered(nn.Module):  # type: ignore[misc]
    """A recurrent module, with states that it starts from where they are learned."""

    def __init__(self, rng: random.Random, width: int, units: int, projected: bool = True) -> None:
        super().__init__()
        kind = rng.choice(("RNN", "GRU", "LSTM"))
        options: dict[str, Any] = {
            "num_layers": rng.choice((1, 1, 2, 3)),
            "bidirectional": rng.random() < 0.3,
            "bias": rng.random() < 0.8,
            "batch_first": True,
        }
        if projected and kind == "LSTM" and rng.random() < 0.2:
            options["proj_size"] = units - 1
        # A state dict does not say which it is; tanh is what is assumed, and told.
        self.rnn = getattr(nn, kind)(width, units, **options)
        if projected and rng.random() < 0.15:
            _compose(rng, self.rnn)
        directions = 2 if options["bidirectional"] else 1
        self.outputs = directions * options.get("proj_size", units)
        self.learned = rng.random() < 0.15
        if self.learned:
            shape = (options["num_layers"] * directions, 1)
            self.h0 = nn.Parameter(torch.randn(*shape, options.get("proj_size", units)))
            if kind == "LSTM":
                self.c0 = nn.Parameter(torch.randn(*shape, units))

    def forward(self, x: Any) -> Any:
        if not self.learned:
            return self.rnn(x)[0]
        return self.rnn(x, (self.h0, self.c0) if hasattr(self, "c0") else self.h0)[0]


def _compose(rng: random.Random, rnn: Any) -> None:
    """Keep a hidden weight in parts, as normalisation and pruning do."""
    name = rng.choice(("weight_hh_l0", "weight_ih_l0"))
    match rng.randrange(4):
        case 0:
            nn.utils.weight_norm(rnn, name)
        case 1:
            nn.utils.parametrizations.weight_norm(rnn, name)
        case 2:
            nn.utils.parametrizations.spectral_norm(rnn, name)
        case _:
            importlib.import_module("torch.nn.utils.prune").random_unstructured(rnn, name, amount=0.4)


class Model(nn.Module):  # type: ignore[misc]
    """Parts in a row; what the recurrent ones take and give is kept in `recorded`."""

    def __init__(self, parts: list[tuple[str, Any]]) -> None:
        super().__init__()
        self.names = [name for name, _ in parts]
        for name, part in parts:
            setattr(self, name, part)

    def forward(self, x: Any) -> Any:
        for name in self.names:
            x = getattr(self, name)(x)
        return x


_BEFORE: dict[str, Callable[[int, int], tuple[Any, int]]] = {
    "linear": lambda width, out: (nn.Linear(width, out), out),
    "square": lambda width, out: (nn.Linear(width, width), width),
    "fc": lambda width, out: (nn.Sequential(nn.Linear(width, out), nn.Tanh()), out),
    "norm": lambda width, out: (nn.LayerNorm(width), width),
    "bn": lambda width, out: (Batched(width), width),
    "conv": lambda width, out: (Convolved(width, out), out),
    "scaler": lambda width, out: (Standardised(width), width),
    "gain": lambda width, out: (Scaled(width), width),
    "mixer": lambda width, out: (Attended(width), width),
    "prelu": lambda width, out: (nn.PReLU(), width),
}
# Without weights, so that only a module that is pickled whole tells of them.
_WEIGHTLESS: dict[str, Callable[[], Any]] = {
    "act": nn.ReLU, "drop": nn.Dropout, "same": nn.Identity, "squash": nn.Tanh, "soft": nn.Softsign,
}  # fmt: skip


def drawn(seed: int, folder: Path, save: Callable[[Any, Path], Path] | None = None) -> Drawn:
    """Draw a model and write it into `folder`, by `save` where that is given."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    way = rng.choice(list(_WAYS)) if save is None else "whole"
    parts: list[tuple[str, Any]] = []
    width = inputs = rng.choice((3, 4, 5))
    ids = rng.random() < 0.25
    if ids:
        parts.append((rng.choice(("embedding", "emb", "word_embeddings")), nn.Embedding(ROWS, width)))
    width = _between(rng, parts, width, way, 0.35)
    recurrent: dict[str, str] = {}
    for number in range(rng.choice((1, 1, 1, 2))):
        name = rng.choice(("lstm", "rnn", "encoder", "core")) + (str(number + 1) if number else "")
        units = rng.choice((4, 5, 6))
        kind = rng.random()
        if kind < 0.12:
            part, path, width = NormedLSTM(width, units), f"{name}.cell", units
        elif kind < 0.3:
            part, path, width = (
                Stepped(rng.choice(("RNNCell", "GRUCell", "LSTMCell")), width, units),
                f"{name}.cell",
                units,
            )
        else:
            # PyTorch does not export projections.
            part = Layered(rng, width, units, projected=save is None and way not in ("whole", "traced"))
            path, width = f"{name}.rnn", part.outputs
        parts.append((name, part))
        recurrent[name] = path
        width = _between(rng, parts, width, way, 0.3)
    if rng.random() < 0.6:
        parts.append((rng.choice(("fc", "head", "classifier", "out")), nn.Linear(width, rng.choice((1, 2, 5)))))
    parts = _apart(parts)
    model = Model(parts).eval()
    model.inputs = inputs
    _shake(model)
    if way == "half":
        for tensor in (*model.parameters(), *model.buffers()):
            tensor.data = tensor.data.half().float() if tensor.is_floating_point() else tensor.data
    recorded: dict[str, Recorded] = {}
    for name, path in recurrent.items():
        getattr(model, name).register_forward_hook(_hook(recorded, path))
    x = np.array([rng.randrange(ROWS) for _ in range(TOKENS)]) if ids else None
    x = np.random.default_rng(seed).normal(size=(TOKENS, inputs)).astype(np.float32) if x is None else x
    with torch.no_grad():
        model(torch.from_numpy(x)[None])
    for name in recurrent:
        getattr(model, name)._forward_hooks.clear()
    path = (save or _WAYS[way])(model, folder)
    story = f"torch, {way}: " + ", ".join(f"{name} {type(part).__name__}" for name, part in parts)
    return Drawn(path, story, x, recorded)


def _between(rng: random.Random, parts: list[tuple[str, Any]], width: int, way: str, chance: float) -> int:
    """Add up to two obstacles, and return how wide what comes out is."""
    while rng.random() < chance:
        if way == "whole" and rng.random() < 0.4:
            name = rng.choice(list(_WEIGHTLESS))
            parts.append((name, _WEIGHTLESS[name]()))
            continue
        name = rng.choice(list(_BEFORE))
        part, width = _BEFORE[name](width, rng.choice((3, 4, 5, 6)))
        parts.append((name, part))
    return width


def _apart(parts: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Return the parts under names that stand once."""
    seen: dict[str, int] = {}
    found = []
    for name, part in parts:
        seen[name] = seen.get(name, 0) + 1
        found.append((name if seen[name] == 1 else f"{name}_{seen[name]}", part))
    return found


def _shake(model: Any) -> None:
    """Let norms be no identities."""
    for module in model.modules():
        if isinstance(module, nn.LayerNorm | nn.BatchNorm1d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
        if isinstance(module, nn.BatchNorm1d):
            nn.init.uniform_(module.running_mean, -1, 1)
            nn.init.uniform_(module.running_var, 0.5, 2)


def _hook(recorded: dict[str, Recorded], path: str) -> Any:
    def keep(_module: Any, inputs: Any, output: Any) -> None:
        recorded[path] = Recorded(inputs[0][0].numpy(), output[0].numpy())

    return keep


def _saved(make: Callable[[Any], Any], **options: Any) -> Callable[[Any, Path], Path]:
    def save(model: Any, folder: Path) -> Path:
        torch.save(make(model), folder / "model.pt", **options)
        return folder / "model.pt"

    return save


def _traced(model: Any, folder: Path) -> Path:
    """A TorchScript archive of what the model does with one sequence."""
    ids = isinstance(getattr(model, model.names[0]), nn.Embedding)
    x = torch.zeros(1, TOKENS, dtype=torch.long) if ids else torch.zeros(1, TOKENS, model.inputs)
    torch.jit.save(torch.jit.trace(model, (x,), check_trace=False), str(folder / "model.pt"))
    return folder / "model.pt"


def _as_safetensors(model: Any, folder: Path) -> Path:
    pytest.importorskip("safetensors.torch", reason="safetensors is not installed").save_file(
        model.state_dict(), folder / "model.safetensors"
    )
    return folder / "model.safetensors"


def _as_arrays(model: Any, folder: Path) -> Path:
    np.savez(folder / "model.npz", **{name: tensor.numpy() for name, tensor in model.state_dict().items()})
    return folder / "model.npz"


def _as_json(model: Any, folder: Path) -> Path:
    (folder / "model.json").write_text(json.dumps({k: v.tolist() for k, v in model.state_dict().items() if v.ndim}))
    return folder / "model.json"


def _as_hdf5(model: Any, folder: Path) -> Path:
    with pytest.importorskip("h5py", reason="h5py is not installed").File(folder / "model.h5", "w") as file:
        for name, tensor in model.state_dict().items():
            file[name] = tensor.numpy()
    return folder / "model.h5"


def _as_agent(model: Any, folder: Path) -> Path:
    stream = io.BytesIO()
    torch.save(model.state_dict(), stream)
    with zipfile.ZipFile(folder / "model.zip", "w") as archive:
        archive.writestr("data", "{}")
        archive.writestr("policy.pth", stream.getvalue())
    return folder / "model.zip"


_WAYS: dict[str, Callable[[Any, Path], Path]] = {
    "state dict": _saved(lambda model: model.state_dict()),
    "old state dict": _saved(lambda model: model.state_dict(), _use_new_zipfile_serialization=False),
    "checkpoint": _saved(lambda model: {"epoch": 3, "model_state_dict": model.state_dict(), "best": 0.5}),
    "parallel": _saved(lambda model: {f"module.{k}": v for k, v in model.state_dict().items()}),
    "whole": _saved(lambda model: model),
    "half": _saved(lambda model: {k: v.half() if v.is_floating_point() else v for k, v in model.state_dict().items()}),
    "traced": _traced,
    "safetensors": _as_safetensors,
    "npz": _as_arrays,
    "json": _as_json,
    "hdf5": _as_hdf5,
    "agent": _as_agent,
}
