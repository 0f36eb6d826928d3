"""Weights in parts, in every part of a model, against what PyTorch computes with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.run import run
from gatescope.formats.core.found import ModelFile
from gatescope.formats.detect.reading import read
from gatescope.formats.state_dict.composed_weights import with_composed_weights
from tests.formats.state_dict.tensors import FILE, draw, gru, stored

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed")
safetensors = pytest.importorskip("safetensors.torch", reason="safetensors is not installed")
prune = pytest.importorskip("torch.nn.utils.prune", reason="this PyTorch has no pruning")
nn = torch.nn
pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning:torch"),
    pytest.mark.filterwarnings("ignore:.*(deprecated|weight_norm)"),
]

IDS = np.array([3, 1, 4, 1, 5, 9, 2, 6])
A = draw(4)


class Model(nn.Module):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(11, 4)
        self.rnn = nn.LSTM(4, 6)
        self.fc = nn.Linear(6, 3)

    def forward(self, ids: Any) -> tuple[Any, Any]:
        states = self.rnn(self.embedding(ids))[0]
        return states, self.fc(states)


def _prune(module: Any, name: str) -> None:
    prune.random_unstructured(module, name, 0.4)


HOW: dict[str, tuple[str, Callable[[Any, str], Any]]] = {
    "weight norm": ("weight", nn.utils.weight_norm),
    "weight norm, new": ("weight", nn.utils.parametrizations.weight_norm),
    "spectral norm": ("weight", nn.utils.spectral_norm),
    "spectral norm, new": ("weight", nn.utils.parametrizations.spectral_norm),
    "pruned weight": ("weight", _prune),
    "pruned bias": ("bias", _prune),
}


def kept_in_parts(how: str, places: tuple[str, ...] = ("embedding", "rnn", "fc")) -> Any:
    """A model with its weights at `places` kept in parts, and lengths as training leaves them."""
    torch.manual_seed(8)
    model, (kind, apply) = Model(), HOW[how]
    for place in places:
        module = getattr(model, place)
        for name in [name for name, _ in module.named_parameters() if name.startswith(kind)]:
            apply(module, name)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith(("_g", "original0")):
                parameter *= torch.rand_like(parameter) + 0.5
        for _ in range(20 * ("spectral" in how)):
            # Every pass in training brings the estimate of the singular value nearer.
            model(torch.tensor(IDS))
    return model.eval()


def save(model: Any, way: str, folder: Path) -> Path:
    path = folder / ("a.safetensors" if way == "safetensors" else "a.pt")
    if way == "safetensors":
        safetensors.save_file({name: tensor.contiguous() for name, tensor in model.state_dict().items()}, path)
    else:
        torch.save(model if way == "whole" else model.state_dict(), path)
    return path


def assert_computes_as(found: ModelFile, model: Any) -> None:
    (stack,) = found.stacks
    with torch.no_grad():
        states, scores = (one.numpy() for one in model(torch.tensor(IDS)))
    hidden = run(stack.network, ids=IDS).hidden
    np.testing.assert_allclose(hidden, states, atol=1e-6, rtol=0)
    (readout,) = stack.network.readouts
    assert readout.name == "fc"
    np.testing.assert_allclose(hidden @ readout.weight.T + readout.bias, scores, atol=1e-6, rtol=0)
    assert (stack.embedding_name, stack.readout_tensors) == ("embedding.weight", ("fc.weight", "fc.bias"))
    assert (stack.obstacles, stack.notes) == ((), ())


@pytest.mark.parametrize("way", ["state dict", "whole", "safetensors"])
@pytest.mark.parametrize("place", ["embedding", "rnn", "fc"])
@pytest.mark.parametrize("how", HOW)
def test_every_part_of_a_model_is_put_together(tmp_path: Path, how: str, place: str, way: str) -> None:
    if way == "whole" and "new" in how:
        pytest.skip("PyTorch does not pickle such modules")
    model = kept_in_parts(how, (place,))
    found = read(save(model, way, tmp_path))
    assert_computes_as(found, model)
    # An embedding has no bias, and a recurrent layer two of each kind.
    parts = {"embedding": int("bias" not in how), "rnn": 2, "fc": 1}
    assert len(found.notes) == parts[place]


@pytest.mark.parametrize("how", HOW)
def test_a_model_of_nothing_but_parts(tmp_path: Path, how: str) -> None:
    model = kept_in_parts(how)
    assert_computes_as(read(save(model, "state dict", tmp_path)), model)


def test_a_direction_that_is_pruned(tmp_path: Path) -> None:
    model = kept_in_parts("weight norm", ("embedding", "fc"))
    for place in ("embedding", "fc"):
        _prune(getattr(model, place), "weight_v")
    # Its hooks mask the direction after the weight was made of it.
    model(torch.tensor(IDS))
    assert_computes_as(read(save(model, "state dict", tmp_path)), model)


@pytest.mark.parametrize("place", ["embedding", "fc"])
def test_what_cannot_be_put_together_is_no_matrix_and_is_named(tmp_path: Path, place: str) -> None:
    model = Model()
    nn.utils.parametrizations.orthogonal(getattr(model, place), "weight")
    for way in ("state dict", "safetensors"):
        found = read(save(model, way, tmp_path))
        (stack,) = found.stacks
        said = f"stored in parts that cannot be put together, so not read: {place}.weight"
        assert [note for note in found.notes if "parts" in note] == [said]
        if place == "fc":
            assert (stack.embedding_name, stack.readouts) == ("embedding.weight", ())
        else:
            assert (stack.embedding, [one.name for one in stack.readouts]) == (None, ["fc"])
            assert stack.obstacles == ("embedding may stand before rnn, which would take what that gives",)


@pytest.mark.parametrize("missing", ["_mask", "_orig"])
def test_a_part_that_is_missing(missing: str) -> None:
    arrays = {**gru("rnn.", 3, 4), "fc.weight_orig": A(2, 4), "fc.weight_mask": A(2, 4), "fc.bias": A(2)}
    del arrays[f"fc.weight{missing}"]
    composed = with_composed_weights(FILE, stored(arrays))
    assert ("fc.weight" in composed.tensors, composed.notes) == (False, {})
    # A mask alone says nothing of a weight.
    assert composed.left == (("fc.weight",) if missing == "_mask" else ())


def test_names_of_papers_are_no_parts() -> None:
    arrays = {**gru("rnn.", 3, 4), "head.W_g": A(4, 4), "head.W_v": A(4, 4), "head.b_u": A(4)}
    composed = with_composed_weights(FILE, stored(arrays))
    assert list(composed.tensors) == list(arrays)
    assert (composed.notes, composed.left) == ({}, ())


def test_lengths_that_do_not_fit_are_said_of_what_is_not_recurrent(tmp_path: Path) -> None:
    arrays = {**gru("rnn.", 3, 4), "fc.weight_g": A(3, 1), "fc.weight_v": A(2, 4), "fc.bias": A(2)}
    np.savez(tmp_path / "a.npz", **arrays)
    found = read(tmp_path / "a.npz")
    assert found.stacks[0].readouts == ()
    assert found.notes == ("stored in parts that cannot be put together, so not read: fc.weight",)


def test_only_weights_that_are_read_are_told_of(tmp_path: Path) -> None:
    convolution = {"conv.weight_g": A(5, 1, 1), "conv.weight_v": A(5, 4, 3), "conv.bias": A(5)}
    np.savez(tmp_path / "a.npz", **gru("rnn.", 3, 4), **convolution)
    assert read(tmp_path / "a.npz").notes == ()
