"""Files that harm, and what is no model at all: one sentence each, within 2 s and 256 MB, and nothing else happens."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import numpy as np
import pytest

from gatescope.cli.main import main
from gatescope.errors import FileError
from gatescope.formats.detect.reading import read
from gatescope.formats.own import library
from tests.formats.hostile import GRU, HARMFUL, SOMETHING_ELSE, SUFFIXES, npy, safetensors, zipped
from tests.formats.pytorch.pickles import pickle
from tests.formats.pytorch.test_containers import GRU as TORCH
from tests.formats.pytorch.test_containers import STORAGES
from tests.formats.way_out import has_way_out
from tests.fuzz.opened import Opened, opened
from tests.fuzz.watch import SECONDS

MADE = {**SOMETHING_ELSE, **HARMFUL}
pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes, sockets and devices lie elsewhere on this system")

SPECIAL = {
    "folder.pt": "is a folder",
    "SavedModel": "is a TensorFlow SavedModel",
    "pipe.onnx": "is a pipe or a device",
    "socket.npz": "is a pipe or a device",
    "zero.safetensors": "is a pipe or a device",
    "null.h5": "is a pipe or a device",
    "loop.pt": "cannot be read: .*symbolic links|there is no such file",
    "dangling.onnx": "there is no such file",
    "missing.keras": "there is no such file",
    f"{'long' * 80}.pt": "cannot be read: File name too long|there is no such file",
    "new\nline\x1b[31m.pt": "is plain text",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Opened]:
    """How it went with every file, in a folder in which nothing may appear."""
    top = tmp_path_factory.mktemp("hostile")
    folder = top / "folder"
    folder.mkdir()
    for name, (content, _) in MADE.items():
        (folder / name).write_bytes(content)
    for suffix in SUFFIXES:
        (folder / f"empty{suffix}").write_bytes(b"")
    (top / "beside.bin").write_bytes(bytes(12 * 3 * 4))
    _make_special(folder)
    names = [*MADE, *(f"empty{suffix}" for suffix in SUFFIXES), *SPECIAL]
    before = set(top.rglob("*"))
    found = opened([folder / name for name in names], folder)
    assert set(top.rglob("*")) == before
    return found


def _make_special(folder: Path) -> None:
    (folder / "folder.pt").mkdir()
    (folder / "SavedModel").mkdir()
    (folder / "SavedModel" / "saved_model.pb").write_bytes(b"\x08\x01")
    os.mkfifo(folder / "pipe.onnx")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(folder / "socket.npz"))
    (folder / "zero.safetensors").symlink_to("/dev/zero")
    (folder / "null.h5").symlink_to("/dev/null")
    (folder / "loop.pt").symlink_to(folder / "loop2.pt")
    (folder / "loop2.pt").symlink_to(folder / "loop.pt")
    (folder / "dangling.onnx").symlink_to(folder / "nowhere.onnx")
    (folder / "new\nline\x1b[31m.pt").write_bytes(b"hello\n" * 9)


@pytest.mark.parametrize("name", MADE)
def test_it_is_refused_for_what_it_is(name: str, outcomes: dict[str, Opened]) -> None:
    found = outcomes[name]
    assert found.error.startswith(f"{name}: ")
    assert re.search(MADE[name][1], found.error.removeprefix(name)), found.error
    assert has_way_out(found.error), found.error
    assert len(found.error) < 700
    assert found.error.isprintable()
    assert found.seconds < SECONDS
    assert found.events == ()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_file_is_called_empty(suffix: str, outcomes: dict[str, Opened]) -> None:
    assert outcomes[f"empty{suffix}"].error.startswith(f"empty{suffix}: is empty (0 bytes)")
    assert outcomes[f"empty{suffix}"].events == ()


@pytest.mark.parametrize("name", SPECIAL)
def test_what_is_no_file_is_not_waited_for(name: str, outcomes: dict[str, Opened]) -> None:
    assert re.search(SPECIAL[name], outcomes[name].error), outcomes[name].error
    assert outcomes[name].error.isprintable()
    assert outcomes[name].events == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    path.write_bytes(safetensors(GRU))
    path.chmod(0)
    with pytest.raises(FileError, match="cannot be read: Permission denied"):
        library.load(path)


@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if suffix != ".json"])
@pytest.mark.parametrize("kind", ["safetensors", "npz", "pt"])
def test_a_wrong_suffix_deceives_nobody(kind: str, suffix: str, tmp_path: Path) -> None:
    content = {
        "safetensors": safetensors(GRU),
        "npz": zipped({f"{name}.npy": npy(np.ones(shape)) for name, shape in GRU.items()}),
        "pt": zipped({"a/data.pkl": pickle(TORCH), **{f"a/{name}": data for name, data in STORAGES.items()}}),
    }[kind]
    path = tmp_path / f"renamed{suffix}"
    path.write_bytes(content)
    (layer,) = read(path).stacks[0].layers
    assert (layer.cell.name, layer.inputs, layer.units) == ("gru", 3, 4)


@pytest.mark.parametrize("name", ["lfs.onnx", "tokenizer.json", "deep.json", "posix.pt", "absolute.onnx"])
def test_the_command_line_says_one_line(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content, reason = MADE[name]
    (tmp_path / name).write_bytes(content)
    assert main(["inspect", str(tmp_path / name)]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert re.search(rf"{re.escape(name)}: .*{reason}", err)
