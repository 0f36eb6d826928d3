"""Headers of .npy as NumPy and others write them, and those that say what cannot be."""

from __future__ import annotations

import io

import numpy as np
import pytest

from gatescope.formats.files.npy import MAGIC, header_of, numbers_of


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
@pytest.mark.parametrize("dtype", ["<f4", ">f8", "<f2", "|u1", "<i8", "|b1"])
@pytest.mark.parametrize("shape", [(), (0,), (5,), (2, 3), (1, 2, 3)])
@pytest.mark.parametrize("order", ["C", "F"])
def test_what_numpy_writes(version: tuple[int, int], dtype: str, shape: tuple[int, ...], order: str) -> None:
    array = np.arange(int(np.prod(shape))).reshape(shape).astype(dtype, order=order)
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version)
    header = header_of(file.getvalue())
    assert header is not None
    assert header.size == len(file.getvalue())
    found = numbers_of(header, file.getvalue())
    assert found.dtype == array.dtype
    np.testing.assert_array_equal(found, array)


@pytest.mark.parametrize("array", [np.array([None]), np.array(["a"]), np.zeros(2, "i4,f4"), np.zeros(2, "M8[s]")])
def test_what_is_not_plain_numbers_has_no_type(array: np.ndarray) -> None:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    header = header_of(file.getvalue())
    assert header is not None
    assert header.dtype is None
    assert header.shape == array.shape


def lead(text: str, major: int = 1) -> bytes:
    return MAGIC + bytes([major, 0]) + len(text).to_bytes(2 if major == 1 else 4, "little") + text.encode()


def test_the_long_numbers_of_python_2() -> None:
    header = header_of(lead("{'descr': '<f4', 'fortran_order': False, 'shape': (3L, 4L), }"))
    assert header is not None
    assert header.shape == (3, 4)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        MAGIC,
        MAGIC + b"\x01",
        lead("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }")[:-4],
        lead("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", major=9),
        lead("{'descr': '<f4', 'fortran_order': False}"),
        lead("{'descr': '<f4', 'shape': (3,)}"),
        lead("{'descr': '<f4', 'fortran_order': False, 'shape': (-3,), }"),
        lead("{'descr': '<f4', 'fortran_order': False, 'shape': (1e3,), }"),
        lead("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999999,), }"),
        lead("{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1," * 33 + "), }"),
        lead("{'descr': '<f4', 'fortran_order': exit(), 'shape': (3,), }"),
    ],
)
def test_what_cannot_be_is_no_header(data: bytes) -> None:
    assert header_of(data) is None


@pytest.mark.parametrize("descr", ["<f3", "<f999999999", "|O", "<U4", "<zz"])
def test_a_type_that_is_none_is_none(descr: str) -> None:
    header = header_of(lead(f"{{'descr': '{descr}', 'fortran_order': False, 'shape': (3,), }}"))
    assert header is not None
    assert header.dtype is None


def test_a_pattern_that_is_made_to_be_slow_is_not() -> None:
    assert header_of(lead("'shape': (" + "1 , " * 4000 + "x", major=2)) is None
    assert header_of(lead("'shape': (" + " " * 16000, major=2)) is None
