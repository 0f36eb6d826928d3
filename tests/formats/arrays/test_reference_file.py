"""References that are none, each refused in a sentence that names the file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FileError, FormatError
from gatescope.formats.arrays.reference_file import read_reference
from gatescope.proof.proof import prove
from tests.formats.models import random_model
from tests.proof.references import reference


def test_numbers_are_read_and_the_rest_is_left(tmp_path: Path) -> None:
    path = tmp_path / "r.npz"
    x = np.arange(6.0).reshape(2, 3)
    np.savez(path, x=x, f=np.asfortranarray(x), big=x.astype(">f4"), ids=np.array([1, 2]), text="a", o=np.array([{}]))
    found = read_reference(path)
    assert set(found) == {"x", "f", "big", "ids"}
    for key in ("x", "f", "big"):
        assert np.array_equal(found[key], x)


def test_compressed(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "r.npz", x=np.ones((3, 4)))
    assert np.array_equal(read_reference(tmp_path / "r.npz")["x"], np.ones((3, 4)))


def test_what_is_no_reference(tmp_path: Path) -> None:
    path = tmp_path / "r.npz"
    with pytest.raises(FileError, match=r"^r\.npz: there is no such file"):
        read_reference(path)
    path.write_bytes(b"x,h\n1,2\n")
    with pytest.raises(FormatError, match=r"^r\.npz: is no \.npz file: write the arrays"):
        read_reference(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(FormatError, match=r"^r\.npz: is no \.npz file"):
        read_reference(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", b"\x93NUMPY\x01\x00nonsense")
    with pytest.raises(FormatError, match=r"^r\.npz: holds 'x\.npy' damaged"):
        read_reference(path)


def test_a_header_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "r.npz"
    np.savez(path, x=np.ones((10, 10)))
    with zipfile.ZipFile(path) as archive:
        data = archive.read("x.npy").replace(b"(10, 10)", b"(1000000000, 10)"[:8])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", data)
    with pytest.raises(FormatError, match=r"holds 'x\.npy' damaged"):
        read_reference(path)


@pytest.mark.slow
def test_more_than_a_proof_needs(tmp_path: Path) -> None:
    path = tmp_path / "r.npz"
    np.savez_compressed(path, x=np.zeros((13, 1 << 20)))
    with pytest.raises(FormatError, match=r"holds 109 MB of arrays, and a reference of a few hundred tokens is enough"):
        read_reference(path)


def test_a_model_is_proven_as_it_stands(tmp_path: Path) -> None:
    model = random_model("gru", inputs=4)
    np.savez(tmp_path / "r.npz", **reference(model.network))
    assert prove(model, tmp_path / "r.npz").fits
    proof = prove(model, tmp_path / "r.npz", {"reset_after": "true"})
    assert proof.subject == "toy-gru"
    assert proof.better is not None
    assert proof.better.text == ""
    assert proof.verdict.startswith("toy-gru does not fit r.npz: max |Δ| ")
