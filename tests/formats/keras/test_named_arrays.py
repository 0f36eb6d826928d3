"""Arrays with Keras' names in files that Keras did not write: the same network, and the same said of it, in each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.network import Array
from gatescope.formats.core.found import Stack
from gatescope.formats.detect.reading import read
from tests.formats.keras.generated import INPUTS, STEPS, answer, keras, layers, quiet, saved, varied, vectors
from tests.formats.keras.runs import sequence, trace_of

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed")
h5py: Any = pytest.importorskip("h5py", reason="h5py is not installed; it writes the file")
pytestmark = quiet
Arrays = Mapping[str, Array]


def as_npz(path: Path, arrays: Arrays) -> None:
    np.savez(path, **arrays)


def as_json(path: Path, arrays: Arrays) -> None:
    path.write_text(json.dumps({name: array.tolist() for name, array in arrays.items()}), "utf-8")


def as_safetensors(path: Path, arrays: Arrays) -> None:
    from safetensors.numpy import save_file

    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, path)


def as_pt(path: Path, arrays: Arrays) -> None:
    torch.save({name: torch.tensor(array) for name, array in arrays.items()}, path)


def as_h5(path: Path, arrays: Arrays) -> None:
    with h5py.File(path, "w") as file:
        for name, array in arrays.items():
            file[name] = array


FILES: dict[str, Callable[[Path, Arrays], None]] = {
    ".npz": as_npz, ".json": as_json, ".safetensors": as_safetensors, ".pt": as_pt, ".h5": as_h5,
}  # fmt: skip


def arrays_of(model: Any) -> dict[str, Array]:
    """The weights by where they stand in the model, without the model's own name."""
    return {
        weight.path.partition("/")[2]: np.asarray(keras.ops.convert_to_numpy(weight.value)) for weight in model.weights
    }


def read_as(suffix: str, folder: Path, arrays: Arrays) -> tuple[Stack, tuple[str, ...]]:
    path = folder / f"arrays{suffix}"
    FILES[suffix](path, arrays)
    file = read(path)
    (stack,) = file.stacks
    return stack, file.notes


@pytest.mark.parametrize("suffix", FILES)
@pytest.mark.parametrize("kind", ["SimpleRNN", "GRU", "LSTM"])
def test_the_names_of_keras_are_read_from_every_file(kind: str, suffix: str, tmp_path: Path) -> None:
    layer = getattr(layers, kind)(4, return_sequences=True, name="layer")
    model = varied(keras.Sequential([keras.Input((STEPS, INPUTS)), layer]))
    stack, _ = read_as(suffix, tmp_path, arrays_of(model))
    x = vectors()
    np.testing.assert_allclose(sequence(stack, trace_of(stack, x[0]))[0], answer(model, x), rtol=0, atol=1e-5)
    assumed = [one.override for one in stack.assumptions if one.what == "gate order"]
    assert assumed == {"SimpleRNN": [], "GRU": ["gate_order=r,z,h"], "LSTM": ["gate_order=i,g,f,o"]}[kind]


@pytest.mark.parametrize("suffix", [*FILES, ".weights.h5"])
def test_layers_that_are_not_computed_are_told_in_every_file(suffix: str, tmp_path: Path) -> None:
    parts = [
        layers.Conv1D(6, 2, name="conv1d"), layers.LSTM(4, return_sequences=True, name="lstm"),
        layers.BatchNormalization(name="batch_normalization"), layers.Dense(2, name="dense"),
    ]  # fmt: skip
    model = varied(keras.Sequential([keras.Input((STEPS, INPUTS)), *parts]))
    if suffix == ".weights.h5":
        file = read(saved(model, tmp_path, suffix))
        (stack,), notes = file.stacks, file.notes
    else:
        stack, notes = read_as(suffix, tmp_path, arrays_of(model))
    said = "neither recurrent nor an embedding nor dense, and not computed: 'batch_normalization', 'conv1d'"
    assert notes == (said,)
    assert stack.obstacles == (
        "'batch_normalization' and 'conv1d' may stand before 'lstm', which would take what they give",
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("lstm/gamma", "lstm/gamma"), ("attention.W", "attention"), ("own", "own"), ("Adam/m/lstm", None),
        ("best_loss", None),
    ],
)  # fmt: skip
def test_arrays_of_other_names_are_told(name: str, told: str | None, tmp_path: Path) -> None:
    model = varied(keras.Sequential([keras.Input((STEPS, INPUTS)), layers.LSTM(4, name="lstm")]))
    stack, notes = read_as(".npz", tmp_path, {**arrays_of(model), name: np.ones(4, np.float32)})
    assert stack.name == "lstm"
    assert name not in stack.tensors
    said = "neither recurrent nor an embedding nor dense, and not computed:"
    assert notes == (() if told is None else (f"{said} {told!r}",))
