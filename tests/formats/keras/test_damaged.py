"""Files that are cut, mutated or made to do harm: a sentence, in no time and no memory."""

from __future__ import annotations

import io
import json
import random
import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FormatError, GateScopeError
from gatescope.formats.keras.reader import read
from tests.shared import ORACLES

DATA = Path(__file__).parents[2] / "data"
FILES = [
    path
    for folder in (DATA, ORACLES / "keras_oracle")
    for path in sorted(folder.glob("*"))
    if path.suffix in (".h5", ".keras")
]
PLAIN = [path for path in FILES if path.name in ("keras_plain.h5", "k2_simplernn.h5")]
SUMMED = [path for path in FILES if path.name in ("keras_sum.keras", "k3_bidirectional_gru_sum.keras")]
of_plain = pytest.mark.parametrize("source", PLAIN, ids=lambda path: path.name)

SENTENCES = {
    "01_empty.h5": "is neither an HDF5 file nor a .keras archive",
    "01_empty.keras": "is neither an HDF5 file nor a .keras archive",
    "03_html_404.h5": "is neither an HDF5 file nor a .keras archive",
    "40_no_groups.h5": "is an HDF5 file, but no Keras model: it holds temperature",
    "41_truncated.h5": "is a damaged HDF5 file, probably cut short",
    "45_keras_no_weights.keras": "without model.weights.h5",
    "47_keras_config_not_json.keras": "its config.json is not JSON",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_what_is_wrong_is_said(name: str, bad: Path) -> None:
    with pytest.raises(FormatError) as error:
        read(bad / name)
    assert str(error.value).startswith(f"{name}: ")
    assert SENTENCES[name] in str(error.value)


def test_a_member_with_a_path_is_never_written(bad: Path) -> None:
    (stack,) = read(bad / "48_keras_traversal.keras").stacks
    assert stack.layers[0].units == 4
    assert not (bad.parent / "traversal_escaped").exists()


@pytest.mark.slow
def test_mutants_raise_our_error_or_load(tmp_path: Path) -> None:
    rng = random.Random(20)
    sources = [(path.suffix, path.read_bytes()) for path in FILES]
    for n in range(400):
        suffix, data = rng.choice(sources)
        path = tmp_path / f"mutant{n % 8}{suffix}"
        path.write_bytes(_repacked(data, rng) if suffix == ".keras" else _mutated(data, rng))
        began = time.perf_counter()
        with suppress(GateScopeError):
            for stack in read(path).stacks:
                assert stack.network.layers
        assert time.perf_counter() - began < 2


@of_plain
@pytest.mark.parametrize("length", [1 << 20, 1 << 40, (1 << 64) - 1])
def test_a_shape_beyond_the_file_is_refused_before_it_is_read(length: int, source: Path, tmp_path: Path) -> None:
    data = bytearray(source.read_bytes())
    # The embedding's dataspace: two dimensions, 10 by 5.
    at = data.index(struct.pack("<BBBxxxxxQQ", 1, 2, 1, 10, 5))
    data[at + 8 : at + 16] = struct.pack("<Q", length)
    path = _written(tmp_path, data)
    tracemalloc.start()
    with pytest.raises(FormatError, match=r"embeddings(:0)?' of shape .* beyond its end"):
        read(path)
    assert tracemalloc.get_traced_memory()[1] < 32 << 20
    tracemalloc.stop()


@of_plain
def test_an_attribute_of_too_many_items_is_refused_before_it_is_read(source: Path, tmp_path: Path) -> None:
    data = bytearray(source.read_bytes())
    at = data.index(b"layer_names\0")
    dimension = data.index(struct.pack("<QQ", 3, 3), at)
    data[dimension : dimension + 16] = struct.pack("<QQ", 1 << 33, 1 << 33)
    tracemalloc.start()
    with pytest.raises(FormatError, match="damaged HDF5 file"):
        read(_written(tmp_path, data))
    assert tracemalloc.get_traced_memory()[1] < 32 << 20
    tracemalloc.stop()


@of_plain
def test_a_tree_that_leads_back_to_itself_comes_to_an_end(source: Path, tmp_path: Path) -> None:
    data = bytearray(source.read_bytes())
    at = data.index(b"TREE")
    # Thirty levels, two children each, and both are the node itself one level below; every level is forged alike.
    head = struct.pack("<4sBBHQQ", b"TREE", 0, 0, 2, (1 << 64) - 1, (1 << 64) - 1)
    nodes = len(data)
    for level in range(30):
        below = nodes + (level - 1) * 64 if level else struct.unpack_from("<Q", data, at + 32)[0]
        node = struct.pack("<4sBBHQQ", b"TREE", 0, level, 2, (1 << 64) - 1, (1 << 64) - 1)
        data += (node + struct.pack("<QQQQQ", 0, below, 0, below, 0)).ljust(64, b"\0")
    assert len(head) == 24
    data[at : at + 64] = data[-64:]
    began = time.perf_counter()
    with pytest.raises(FormatError, match="leads in circles or is far larger than any model"):
        read(_written(tmp_path, data))
    assert time.perf_counter() - began < 5


@of_plain
def test_a_group_that_holds_itself_is_read_once(source: Path, tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py", reason="h5py is not installed; it writes HDF5 here")
    path = tmp_path / "loop.h5"
    path.write_bytes(source.read_bytes())
    with h5py.File(path, "r+") as file:
        file["model_weights"]["again"] = file["/"]
        file["model_weights"]["soft"] = h5py.SoftLink("/model_weights/soft")
    assert len(read(path).tensors) == len(read(source).tensors)


@of_plain
def test_packed_zeros_made_to_fill_the_memory(source: Path, tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py", reason="h5py is not installed; it writes HDF5 here")
    path = tmp_path / "bomb.h5"
    path.write_bytes(source.read_bytes())
    with h5py.File(path, "r+") as file:
        zeros = np.zeros((1 << 12, 1 << 10), np.float32)
        file["model_weights/emb"].create_dataset("zeros", data=zeros, chunks=zeros.shape, compression="gzip")
    tracemalloc.start()
    with pytest.raises(FormatError, match="made to fill the memory, not weights"):
        read(path)
    assert tracemalloc.get_traced_memory()[1] < 32 << 20
    tracemalloc.stop()


@of_plain
def test_a_newer_form_of_hdf5_is_named(source: Path, tmp_path: Path) -> None:
    """Keras never writes it; a program that packs its files anew may."""
    h5py = pytest.importorskip("h5py", reason="h5py is not installed; it writes HDF5 here")
    path = tmp_path / "newer.h5"
    for links, sentence in ((1, None), (20, "of a form that is not read .*save it anew with Keras")):
        with h5py.File(source) as old, h5py.File(path, "w", libver="latest") as new:
            for name in old.attrs:
                new.attrs[name] = old.attrs[name]
            old.copy("model_weights", new)
            for n in range(links):
                new.create_group(f"other{n}")
        if sentence is None:
            assert read(path).stacks[0].layers[0].units == 4
        else:
            with pytest.raises(FormatError, match=sentence):
                read(path)


@pytest.mark.slow
@pytest.mark.parametrize("source", SUMMED, ids=lambda path: path.name)
@pytest.mark.parametrize("value", [None, -1.5, "tanh", [[1]], {"class_name": 5}])
def test_a_configuration_of_other_things_than_it_should_hold(value: object, source: Path, tmp_path: Path) -> None:
    """Every value of the configuration in turn is `value`."""
    with zipfile.ZipFile(source) as archive:
        config = json.loads(archive.read("config.json"))
        weights = archive.read("model.weights.h5")
    for n, change in enumerate(_changes(config, value)):
        path = tmp_path / f"{n % 4}.keras"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("config.json", change)
            archive.writestr("model.weights.h5", weights)
        with suppress(GateScopeError):
            read(path)


def _changes(config: object, value: object) -> list[str]:
    """JSON of `config` with one thing in it replaced, for everything in it."""
    found = []

    def walk(inside: object) -> None:
        if not isinstance(inside, list | dict):
            return
        for key in range(len(inside)) if isinstance(inside, list) else list(inside):
            before = inside[key]  # type: ignore[index]
            inside[key] = value  # type: ignore[index]
            found.append(json.dumps(config))
            inside[key] = before  # type: ignore[index]
            if not str(key).endswith(("initializer", "regularizer", "constraint")):
                walk(before)

    walk(config)
    return found


def _mutated(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice([1, 2, 6])):
        at = rng.randrange(len(changed))
        match rng.randrange(5):
            case 0:
                changed[at] ^= 1 << rng.randrange(8)
            case 1:
                edge = rng.choice([0, 1, len(data), 96, 1 << 31, 1 << 40, (1 << 63) - 1, (1 << 64) - 1])
                changed[at & ~7 : (at & ~7) + 8] = struct.pack("<Q", edge)
            case 2:
                start, length = rng.randrange(len(changed)), rng.randrange(1, 64)
                changed[at : at + length] = changed[start : start + length]
            case 3:
                changed[at : at + 2] = b"\xff\xff"
            case 4:
                del changed[at + 1 :]
    return bytes(changed)


def _repacked(data: bytes, rng: random.Random) -> bytes:
    """A .keras archive with one of its members mutated."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        mutant = rng.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, _mutated(old.read(name), rng) if name == mutant else old.read(name))
    return packed.getvalue()


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "made.h5"
    path.write_bytes(data)
    return path
