"""The machine against Python's own pickles of every protocol, and against pickles made to harm."""

from __future__ import annotations

import collections
import contextlib
import datetime
import gc
import pickle
import time
from typing import Any

import numpy as np
import pytest

from gatescope.errors import FormatError
from gatescope.formats.pytorch.objects import Key, Made, Named, NumpyArray
from tests.formats.pytorch.pickles import named, text, unpickled

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
PLAIN: list[Any] = [
    None, True, False, 0, 255, 65535, -1, 2**31, -(2**40), 2**200, 1.5, -0.0, float("inf"), "", "模型 ü\n'\\", b"",
    b"\x00\xff raw", "x" * 300, b"y" * 300, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, [2, (3, {})]],
    {}, {"a": 1}, {"a": {"b": [1, 2]}, 3: None}, bytearray(b"12"),
]  # fmt: skip


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_values_come_back(value: Any, protocol: int) -> None:
    found = unpickled(pickle.dumps(value, protocol))
    assert found == value
    assert type(found) is type(value) or isinstance(value, bytearray)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_what_stands_twice_is_one_object(protocol: int) -> None:
    inner = [1]
    found: Any = unpickled(pickle.dumps([inner, inner, {"a": inner}], protocol))
    assert found[0] is found[1] is found[2]["a"]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_list_that_holds_itself(protocol: int) -> None:
    inner: list[Any] = []
    inner.append(inner)
    found: Any = unpickled(pickle.dumps(inner, protocol))
    assert found[0] is found


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_collections_become_dicts_and_lists(protocol: int) -> None:
    saved = [
        collections.OrderedDict(a=1, b=2), collections.Counter("aab"), {1, 2}, frozenset({3}),
        collections.defaultdict(list, a=[1]),
    ]  # fmt: skip
    assert unpickled(pickle.dumps(saved, protocol)) == [{"a": 1, "b": 2}, {"a": 2, "b": 1}, [1, 2], [3], {"a": [1]}]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_strangers_are_only_recorded(protocol: int) -> None:
    found = unpickled(pickle.dumps(datetime.UTC, protocol))
    assert isinstance(found, Made)
    assert found.what == Named("datetime", "timezone")


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["<f4", ">f8", "<f2", "|i1", "<i8", "|b1"])
def test_arrays_of_numpy(dtype: str, order: Any, protocol: int) -> None:
    array = np.asarray(np.arange(6).reshape(2, 3), dtype=dtype, order=order)
    found = unpickled(pickle.dumps(array, protocol))
    assert isinstance(found, NumpyArray)
    assert found.dtype is not None
    stored = np.dtype(found.dtype.code).newbyteorder(">" if found.dtype.order == ">" else "<")
    assert np.array_equal(
        np.frombuffer(found.data, stored).reshape(found.shape, order="F" if found.by_column else "C"), array
    )


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_cut_anywhere_it_ends_in_our_error(protocol: int) -> None:
    whole = pickle.dumps({"a": [1, 2.5, "x" * 300, b"y", (1, 2)], "b": np.zeros(3)}, protocol)
    for end in range(len(whole)):
        with pytest.raises(FormatError):
            unpickled(whole[:end])


@pytest.mark.slow
def test_every_byte_changed_ends_in_a_value_or_in_our_error() -> None:
    whole = pickle.dumps({"a": [1, 2.5, "xy", (1, 2)], "b": {3}, "c": np.zeros(2)}, 2)
    for place in range(len(whole)):
        for value in range(place % 5, 256, 5):
            try:
                unpickled(whole[:place] + bytes([value]) + whole[place + 1 :])
            except FormatError:
                continue


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x80\x06N.", "protocol 6"),
        (b"\x82\x01.", "private registry"),
        (b"\x97.", "outside of the file"),
        (b"(" * 100 + b".", "makes no sense"),
        (b"\x8b\xff\xff\xff\x7f.", "makes no sense"),
        (b"X\xff\xff\xff\xff.", "cut short"),
        (b"\x8d" + b"\xff" * 8 + b".", "cut short"),
        (b"Nq\x00" + b"h\x01.", "makes no sense"),
        (b"I" + b"9" * 5000 + b"\n.", "makes no sense"),
        (b"NNa.", "makes no sense"),
        (b"}" + b"NNN(u.", "makes no sense"),
        (b"N)R.", "would call something"),
    ],
)
def test_nonsense_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        unpickled(data)


def nested_tuples(levels: int) -> bytes:
    """A tuple of two tuples of two tuples …: 2 ** levels leaves in two bytes a level."""
    return b")" + b"2\x86" * levels


# Python hashes whole numbers modulo 2 ** 61 − 1.
EQUAL_HASHES = (b"\x8a\x0a" + (k * (2**61 - 1)).to_bytes(10, "little") + b"Ns" for k in range(60_000))


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"}" + nested_tuples(200) + b"Ns.", id="a key that takes for ever to hash"),
        pytest.param(nested_tuples(100_000) + b".", id="deep"),
        pytest.param(b"](" + b"]" * 3_000_000 + b"e.", id="many lists"),
        pytest.param(b"(" * 3_000_000 + b".", id="many marks"),
        pytest.param(b"}" + b"".join(EQUAL_HASHES) + b".", id="keys of one hash"),
        pytest.param(
            b"](" + b"N" * 100_000 + b"eq\x00" + (named("collections", "OrderedDict") + b"h\x00\x85R0") * 20_000 + b".",
            id="copies of a long list",
        ),
        pytest.param(
            text("a" * 1_000_000) + b"q\x00" + (named("_codecs", "encode") + b"h\x00\x85R") * 50_000 + b".",
            id="copies of a long text",
        ),
    ],
)  # fmt: skip
def test_bombs_end_soon(data: bytes) -> None:
    # Python's collector goes through everything that is alive; what other tests left is none of the bomb's.
    gc.collect()
    gc.freeze()
    try:
        began = time.thread_time()
        with contextlib.suppress(FormatError):
            unpickled(data)
        assert time.thread_time() - began < 4
    finally:
        gc.unfreeze()


def test_keys_that_are_no_plain_words_are_kept_apart() -> None:
    found = unpickled(pickle.dumps({(1, 2): "a", 2**70: "b", 1.5: "c", "d": 1}))
    assert isinstance(found, dict)
    assert [key.value if isinstance(key, Key) else key for key in found] == [(1, 2), 2**70, 1.5, "d"]
