"""Much made of little: views of the same numbers, numbers repeated, storages by turns, and tight packing."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FormatError
from gatescope.formats.core.extent import allowance, check_extent
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.detect.reading import read
from tests.formats.hostile import npy, zipped
from tests.formats.pytorch.pickles import mapping, pickle, tensor

MIB = 1 << 18
"""Float32 numbers in a mebibyte."""
GRU = {"weight_ih_l0": tensor("w", (3, 1), count=6), "weight_hh_l0": tensor("w", (3, 1), offset=3, count=6)}


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < 2


def packed(path: Path, tensors: dict[str, bytes], *storages: str) -> Path:
    """PyTorch's zip of a small GRU and `tensors`, with four mebibytes of zeros in each of `storages`."""
    members = {"a/data.pkl": pickle(mapping({**GRU, **tensors})), "a/data/w": np.arange(6, dtype=np.float32).tobytes()}
    zeros = {f"a/data/{key}": bytes(4 << 20) for key in storages}
    path.write_bytes(zipped({**members, **zeros}, zipfile.ZIP_DEFLATED))
    return path


def test_many_views_of_one_storage(tmp_path: Path) -> None:
    few, many = ({f"x{k}": tensor("0", (4 * MIB,)) for k in range(count)} for count in (3, 50))
    assert read(packed(tmp_path / "few.pt", few, "0")).stacks[0].name == "gru"
    with pytest.raises(FormatError, match=r"52 tensors that come to 209,715,224 bytes in memory, where the file has"):
        read(packed(tmp_path / "many.pt", many, "0"))


def test_a_number_repeated_in_many_tensors(tmp_path: Path) -> None:
    repeated = {f"x{k}": tensor("w", (4096, 4096), (0, 0), count=6) for k in range(3)}
    with pytest.raises(FormatError, match=r"5 tensors that come to 201,326,616 bytes in memory"):
        read(packed(tmp_path / "m.pt", repeated))


@pytest.mark.slow
def test_storages_looked_into_by_turns(tmp_path: Path) -> None:
    """A few bytes a tensor, but each of them has four mebibytes unpacked."""
    turns = {f"x{k}": tensor(str(k % 2), (1,), count=4 * MIB) for k in range(300)}
    with pytest.raises(FormatError, match="storages by turns"):
        read(packed(tmp_path / "m.pt", turns, "0", "1"))
    rows = {f"x{k}": tensor(str(k // 150), (1,), count=4 * MIB) for k in range(300)}
    assert len(read(packed(tmp_path / "m.pt", rows, "0", "1")).tensors) == 302


@pytest.mark.slow
def test_arrays_that_are_packed_too_well(tmp_path: Path) -> None:
    small = {f"weight_{kind}_l0.npy": npy(np.ones((3, 1), np.float32)) for kind in ("ih", "hh")}
    large = {f"x{k}.npy": npy(np.zeros(2 * MIB, np.float32)) for k in range(80)}
    (tmp_path / "m.npz").write_bytes(zipped({**small, **large}, zipfile.ZIP_DEFLATED))
    with pytest.raises(FormatError, match=r"82 tensors that come to 167,772,184 bytes in memory"):
        read(tmp_path / "m.npz")


@pytest.mark.parametrize(("dtype", "refused"), [("float32", True), ("bfloat16", True), ("sparse", False)])
def test_only_what_would_be_read_counts(dtype: str, refused: bool, tmp_path: Path) -> None:
    path = tmp_path / "m.pt"
    path.write_bytes(bytes(1000))
    tensors = {"w": StoredTensor("w", (allowance(1000) // 4 + 1,), dtype, lambda: np.zeros(0))}
    if refused:
        with pytest.raises(FormatError, match=r"^m\.pt: holds 1 tensors that come to"):
            check_extent(path, tensors)
    else:
        check_extent(path, tensors)
