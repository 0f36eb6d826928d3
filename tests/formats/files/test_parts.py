"""A model that is split over several files is read whole from any of them, and never from a part alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

import gatescope as gs
from gatescope.app.files.opened import OpenedModel, read_path
from gatescope.cli.main import main
from gatescope.engine.network import Array
from gatescope.errors import FormatError
from gatescope.formats.files.parts import all_parts
from gatescope.progress import silent
from tests.engine.networks import random_network, to_state_dict


def tensors() -> dict[str, Array]:
    """A stack of two layers between an embedding and a read-out."""
    network = random_network("lstm", units=4, inputs=3, layers=2, dtype=np.float32, seed=5)
    found = {f"rnn.{name}": np.array(array) for name, array in to_state_dict(network, network.layers).items()}
    rng = np.random.default_rng(6)
    made = {"embed.weight": (9, 3), "head.weight": (2, 4), "head.bias": (2,)}
    drawn = {name: rng.standard_normal(shape).astype(np.float32) for name, shape in made.items()}
    return {"embed.weight": drawn.pop("embed.weight"), **found, **drawn}


def save(path: Path, arrays: dict[str, Array]) -> None:
    if path.suffix == ".safetensors":
        save_file(arrays, path)
    else:
        torch = pytest.importorskip("torch", reason="PyTorch writes such files")
        torch.save({name: torch.from_numpy(array.copy()) for name, array in arrays.items()}, path)


@pytest.fixture(params=[".safetensors", ".bin"])
def split(request: pytest.FixtureRequest, tmp_path: Path) -> list[Path]:
    """The whole model, and its two parts: the second layer and the read-out are in the second one."""
    suffix: str = request.param
    paths = [tmp_path / f"{name}{suffix}" for name in ("whole", "model-00001-of-00002", "model-00002-of-00002")]
    arrays = tensors()
    second = {name for name in arrays if "_l1" in name or "head" in name}
    save(paths[0], arrays)
    save(paths[1], {name: array for name, array in arrays.items() if name not in second})
    save(paths[2], {name: array for name, array in arrays.items() if name in second})
    weight_map = {name: paths[2 if name in second else 1].name for name in arrays}
    (tmp_path / f"model{suffix}.index.json").write_text(json.dumps({"metadata": {}, "weight_map": weight_map}))
    return paths


@pytest.mark.parametrize("part", [1, 2])
def test_any_part_opens_the_whole_model(split: list[Path], part: int, capsys: pytest.CaptureFixture[str]) -> None:
    ids = [1, 4, 7, 2]
    whole, found = (gs.trace(gs.load(path), ids=ids) for path in (split[0], split[part]))
    for key in ("hidden_state", "cell_state", "layer0.forward.forget_gate", "readout.head"):
        assert np.array_equal(found[key], whole[key])
    opened = read_path(split[part], silent)
    assert isinstance(opened, OpenedModel)
    assert len(opened.model.network.layers) == 2
    assert main(["inspect", str(split[part])]) == 0
    assert "split over 2 files, which were all read" in capsys.readouterr().out


@pytest.mark.parametrize("suffix", [".safetensors", ".bin"])
@pytest.mark.parametrize("stem", ["model", "fold"])
def test_whole_models_that_are_numbered_are_not_joined(stem: str, suffix: str, tmp_path: Path) -> None:
    arrays = tensors()
    for number in (1, 2):
        numbered = {name: array + number for name, array in arrays.items()}
        save(tmp_path / f"{stem}-0000{number}-of-00002{suffix}", numbered)
        save(tmp_path / f"alone{number}{suffix}", numbered)
    for number in (1, 2):
        found = gs.inspect(tmp_path / f"{stem}-0000{number}-of-00002{suffix}")
        assert not any("split over" in note for note in found.notes)
        traces = [
            gs.trace(tmp_path / f"{name}{suffix}", ids=[1, 4])["hidden_state"]
            for name in (f"{stem}-0000{number}-of-00002", f"alone{number}")
        ]
        assert np.array_equal(*traces)


@pytest.mark.parametrize("part", [1, 2])
def test_a_part_alone_is_refused_and_the_others_named(split: list[Path], part: int, tmp_path: Path) -> None:
    alone = tmp_path / "alone" / split[part].name
    alone.parent.mkdir()
    shutil.copy(split[part], alone)
    with pytest.raises(FormatError, match=f"is part {part} of 2 of a model, and '{split[3 - part].name}' is not"):
        gs.load(alone)


def test_an_index_says_what_to_open(split: list[Path]) -> None:
    with pytest.raises(FormatError, match="open any of these, with all of them in one folder"):
        gs.load(split[0].with_name(f"model{split[0].suffix}.index.json"))


@pytest.mark.parametrize(
    "name",
    ["model-00001-of-00001", "model-00003-of-00002", "model-00000-of-00002", "model-1-of-2", "model-00001-of-99999",
     "fold-00001-of-00002"],
)  # fmt: skip
def test_what_is_named_otherwise_is_whole(name: str) -> None:
    path = Path(f"{name}.bin")
    assert all_parts(path) == (path,)
