import zipfile
from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FileError, FormatError, UsageError
from gatescope.formats.arrays.numpy_file import read_arrays, read_vectors

FLOAT32 = np.dtype(np.float32)
SHAPES = {"layer0.forward.hidden_state": (3,), "layer0.forward.cell_state": (3,)}
HIDDEN, CELL = SHAPES


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16, np.int64, np.uint8])
@pytest.mark.parametrize("length", [0, 1, 5])
def test_vectors_are_read_in_the_precision_asked_for(tmp_path: Path, dtype: type, length: int) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.arange(length * 2).reshape(length, 2).astype(dtype))
    found = read_vectors(path, 2, FLOAT32)
    assert found.dtype == np.float32
    assert found.tolist() == np.arange(length * 2).reshape(length, 2).tolist()


def test_vectors_of_the_wrong_width_are_refused_with_both_shapes(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.zeros((4, 5)))
    with pytest.raises(UsageError, match=r"x\.npy has the shape \(4, 5\); the model takes vectors of shape \(T, 2\)"):
        read_vectors(path, 2, FLOAT32)


def test_a_value_beyond_the_precision_becomes_an_infinity(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.array([[1e300, -1e300]]))
    assert read_vectors(path, 2, FLOAT32).tolist() == [[np.inf, -np.inf]]


def npy(header: str) -> bytes:
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


PICKLE = b"cos\nsystem\n(S'true'\ntR."
HOSTILE = {
    "text": b"1 2 3",
    "empty": b"",
    "archive": b"PK\x03\x04" + b"\0" * 40,
    "cut": npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 2), }") + b"\0" * 5,
    "liar": npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000000, 2), }"),
    "objects": npy("{'descr': '|O', 'fortran_order': False, 'shape': (4, 2), }") + PICKLE,
    "words": npy("{'descr': '<U4', 'fortran_order': False, 'shape': (1, 2), }") + b"\0" * 32,
    "garbled": npy("{'descr': ((((((("),
    "negative": npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 2), }") + b"\0" * 32,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_damaged_array_is_one_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.npy"
    path.write_bytes(HOSTILE[name])
    with pytest.raises(FormatError, match=r"^x\.npy: "):
        read_vectors(path, 2, FLOAT32)


def test_pickled_vectors_are_named_as_such_and_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.array([[1, None]], object))
    with pytest.raises(FormatError, match="pickled Python objects, which are never loaded"):
        read_vectors(path, 2, FLOAT32)


def test_an_archive_is_read_by_name_and_may_be_partial(tmp_path: Path) -> None:
    path = tmp_path / "s.npz"
    np.savez(path, **{CELL: np.array([1.5, -2.0, 3.0])})
    found = read_arrays(path, SHAPES, FLOAT32)
    assert {key: values.tolist() for key, values in found.items()} == {CELL: [1.5, -2.0, 3.0]}
    assert found[CELL].dtype == np.float32
    np.savez_compressed(path, **{HIDDEN: np.arange(3), CELL: np.zeros(3)})
    assert read_arrays(path, SHAPES, FLOAT32)[HIDDEN].tolist() == [0, 1, 2]


def test_an_archive_of_columns_is_not_read_as_rows(tmp_path: Path) -> None:
    path = tmp_path / "s.npz"
    values = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    np.savez(path, a=values)
    assert read_arrays(path, {"a": (2, 3)}, FLOAT32)["a"].tolist() == values.tolist()


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({HIDDEN: np.zeros(4)}, r"hidden_state in s\.npz has the shape \(4,\); the model takes \(3,\)"),
        ({HIDDEN: np.zeros((8, 3))}, r"has the shape \(8, 3\); the model takes \(3,\)"),
        ({"h0": np.zeros(3)}, r"s\.npz holds 'h0'; it may hold layer0\.forward\.hidden_state, layer0\.forward\.cell"),
    ],
)
def test_what_does_not_fit_is_said_with_both_sides(tmp_path: Path, arrays: dict, sentence: str) -> None:
    path = tmp_path / "s.npz"
    np.savez(path, **arrays)
    with pytest.raises(UsageError, match=sentence):
        read_arrays(path, SHAPES, FLOAT32)


HOSTILE_ARRAYS = {name: data for name, data in HOSTILE.items() if name != "archive"} | {
    "objects": npy("{'descr': '|O', 'fortran_order': False, 'shape': (3,), }") + PICKLE,
    "words": npy("{'descr': '<U4', 'fortran_order': False, 'shape': (3,), }") + b"\0" * 48,
    "short": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }") + b"\0" * 23,
    "later": b"\x93NUMPY\x03\x00" + npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }")[8:],
}


@pytest.mark.parametrize("name", sorted(HOSTILE_ARRAYS))
def test_a_damaged_member_is_one_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / "s.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{HIDDEN}.npy", HOSTILE_ARRAYS[name])
    with pytest.raises((FormatError, UsageError), match=r"s\.npz"):
        read_arrays(path, SHAPES, FLOAT32)


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04" + b"\0" * 40])
def test_a_file_that_is_no_archive(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "s.npz"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=r"^s\.npz: is no \.npz file: write the arrays with numpy\.savez"):
        read_arrays(path, SHAPES, FLOAT32)
    with pytest.raises(FileError, match=r"^gone\.npz: there is no such file"):
        read_arrays(tmp_path / "gone.npz", SHAPES, FLOAT32)


def test_a_pickle_in_an_archive_is_never_loaded(tmp_path: Path) -> None:
    path = tmp_path / "s.npz"
    np.savez(path, **{HIDDEN: np.array([1, None, 2], object)})
    with pytest.raises(FormatError, match=r"^s\.npz: holds .* as pickled Python objects, which are never loaded"):
        read_arrays(path, SHAPES, FLOAT32)


def test_a_member_that_goes_on_for_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "s.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        header = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }")
        archive.writestr(f"{HIDDEN}.npy", header + b"\0" * (16 << 20))
    with pytest.raises(
        FormatError, match=r"holds .layer0\.forward\.hidden_state\.npy. with 16,777,344 bytes, where .* takes 152"
    ):
        read_arrays(path, SHAPES, FLOAT32)
