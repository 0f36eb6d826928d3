"""Files with bytes changed, cut and moved end in a model or in our own error, soon."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import pytest

from gatescope.errors import FileError
from gatescope.formats.pytorch import read
from tests.formats.pytorch import test_containers as containers
from tests.formats.pytorch.pickles import zip_file

MUTANTS = 250


def seed_file(kind: str, path: Path) -> bytes:
    if "zip" in kind:
        return zip_file(path, containers.GRU, containers.STORAGES).read_bytes()
    return containers.gru_stream(path).read_bytes()


def mutant(whole: bytes, source: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(source.randint(1, 8)):
        place = source.randrange(len(data))
        match source.randrange(5):
            case 0:
                data[place] = source.randrange(256)
            case 1:
                data[place] ^= 1 << source.randrange(8)
            case 2:
                del data[place : place + source.randint(1, 64)]
            case 3:
                data[place:place] = data[source.randrange(len(data)) :][: source.randint(1, 64)]
            case 4:
                data[place : place + 8] = source.choice([b"\xff" * 8, b"\0" * 8, b"\x7f" + b"\xff" * 7])
        if not data:
            break
    return bytes(data)


def with_mutant_pickle(whole: bytes, source: random.Random) -> bytes:
    """The zip file `whole` with another pickle; the checksum of the archive keeps plain mutants away from it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, mutant(data, source) if name.endswith("data.pkl") else data)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["zip", "pickle in a zip", "stream"])
def test_nothing_but_our_error(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pt"
    whole, source = seed_file(kind, path), random.Random(20)
    change = with_mutant_pickle if kind == "pickle in a zip" else mutant
    for number in range(MUTANTS):
        path.write_bytes(change(whole, source))
        began = time.process_time()
        try:
            read(path)
        except FileError:
            continue
        finally:
            assert time.process_time() - began < 2, f"mutant {number}"
