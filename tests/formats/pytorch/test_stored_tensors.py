"""Views into storages: read as NumPy reads them, and refused where they reach beyond."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FormatError
from gatescope.formats.pytorch.objects import (
    NumpyArray,
    NumpyType,
    Storage,
    StorageBytes,
    TensorView,
    UnreadableTensor,
)
from gatescope.formats.pytorch.stored_tensors import ByteOrder, stored_tensor
from tests.formats.pytorch.pickles import storage

PATH = Path("model.pt")
NUMBERS = np.arange(24, dtype=np.float32) / 7


def view(
    shape: tuple[int, ...],
    strides: tuple[int, ...],
    offset: int = 0,
    *,
    data: bytes = NUMBERS.tobytes(),
    count: int = 24,
) -> TensorView:
    return TensorView(storage(data, "float32", count), offset, shape, strides, "float32")


@pytest.mark.parametrize(
    ("tensor", "expected"),
    [
        (view((24,), (1,)), NUMBERS),
        (view((4, 6), (6, 1)), NUMBERS.reshape(4, 6)),
        (view((6, 4), (1, 6)), NUMBERS.reshape(4, 6).T),
        (view((2, 3), (6, 2), 1), NUMBERS.reshape(4, 6)[:2, 1::2]),
        (view((3, 2, 4), (4, 12, 1)), NUMBERS.reshape(2, 3, 4).transpose(1, 0, 2)),
        (view((5, 3), (0, 1), 21), np.broadcast_to(NUMBERS[21:], (5, 3))),
        (view((), (), 23), NUMBERS[23]),
        (view((0, 4), (4, 1)), np.zeros((0, 4), np.float32)),
        (view((1, 1), (999, 999)), NUMBERS[:1].reshape(1, 1)),
    ],
)
def test_strides_and_offsets(tensor: TensorView, expected: np.ndarray) -> None:
    found = stored_tensor(PATH, "w", tensor)
    assert found.shape == expected.shape
    values = found.read()
    assert values.dtype == np.float32
    assert np.array_equal(values, expected)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("dtype", "stored", "read"),
    [
        ("float16", "f2", "f4"), ("float32", "f4", "f4"), ("float64", "f8", "f8"), ("int64", "i8", "i8"),
        ("uint16", "u2", "u2"), ("int8", "i1", "i1"), ("bool", "?", "?"), ("complex64", "c8", "c8"),
    ],
)  # fmt: skip
def test_types_in_both_byte_orders(dtype: str, stored: str, read: str, order: ByteOrder) -> None:
    values = np.array([0, 1, 3, 5]).astype(stored)
    data = values.astype(values.dtype.newbyteorder(order)).tobytes()
    found = stored_tensor(PATH, "w", TensorView(storage(data, dtype, 4), 0, (4,), (1,), dtype), order)
    assert found.dtype == dtype
    assert found.read().dtype == np.dtype(read)
    assert np.array_equal(found.read(), values)


@pytest.mark.parametrize("order", ["<", ">"])
def test_bfloat16_is_the_upper_half_of_a_float32(order: ByteOrder) -> None:
    values = np.array([1.0, -0.15625, 3e38, np.inf], np.float32)
    upper = (values.view(np.uint32) >> 16).astype(np.uint16)
    data = upper.astype(upper.dtype.newbyteorder(order)).tobytes()
    read = stored_tensor(PATH, "w", TensorView(storage(data, "bfloat16", 4), 0, (4,), (1,), "bfloat16"), order).read()
    assert read.dtype == np.float32
    assert np.array_equal(read, (upper.astype(np.uint32) << 16).view(np.float32))


@pytest.mark.parametrize(
    ("tensor", "reason"),
    [
        (view((5, 6), (6, 1)), "reaches beyond its storage of 24 numbers"),
        (view((24,), (1,), 1), "reaches beyond"),
        (view((2, 2), (1,)), "strides"),
        (view((2,), (1,), -1), "strides"),
        (view((1,) * 40, (1,) * 40), "strides"),
        (view((2**40, 2**40), (2**40, 1)), "reaches beyond"),
        (view((2**40, 2**40), (0, 0)), "reaches beyond"),
        (view((24,), (1,), data=b"short"), "holds 5 bytes, but 96 are declared"),
        (view((24,), (1,), count=2**62), "are declared"),
    ],
)
def test_windows_are_checked_before_anything_is_made(tensor: TensorView, reason: str) -> None:
    with pytest.raises(FormatError, match=reason) as caught:
        stored_tensor(PATH, "lstm.weight_ih_l0", tensor)
    assert "lstm.weight_ih_l0" in str(caught.value)


@pytest.mark.parametrize(
    "tensor",
    [
        UnreadableTensor("quantized", (4, 4)),
        TensorView(storage(b"1234", "untyped", 4), 0, (4,), (1,), "float8_e4m3fn"),
        TensorView(storage(b"1234", "quint8", 4), 0, (4,), (1,), "quint8"),
        NumpyArray((2,), NumpyType("O8")),
        NumpyArray(),
    ],
)
def test_what_is_no_plain_block_is_listed_but_not_read(tensor: TensorView | UnreadableTensor | NumpyArray) -> None:
    found = stored_tensor(PATH, "w", tensor)
    assert not found.floating
    with pytest.raises(FormatError, match=r"holds w as .* save it as a plain float32 tensor"):
        found.read()


def test_arrays_of_numpy_must_fit_their_bytes() -> None:
    data = NUMBERS.astype(">f4").tobytes()
    assert np.array_equal(
        stored_tensor(PATH, "w", NumpyArray((4, 6), NumpyType("f4", ">"), True, data)).read(),
        NUMBERS.reshape((4, 6), order="F"),
    )
    with pytest.raises(FormatError, match="does not fit its 96 bytes"):
        stored_tensor(PATH, "w", NumpyArray((4, 7), NumpyType("f4"), False, data))


def test_a_storage_that_many_share_is_fetched_once() -> None:
    fetched: list[str] = []

    def fetch(key: str) -> bytes:
        fetched.append(key)
        return NUMBERS.tobytes()

    shared = Storage(StorageBytes(lambda _: NUMBERS.nbytes, fetch, PATH, 1 << 20), "0", "float32", 24)
    for row in range(4):
        stored_tensor(PATH, "w", TensorView(shared, 6 * row, (6,), (1,), "float32")).read()
    assert fetched == ["0"]
