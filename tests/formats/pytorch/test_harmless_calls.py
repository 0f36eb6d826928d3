"""What Python, NumPy and PyTorch write for objects that only hold data is skipped; what would run something refuses."""

from __future__ import annotations

import argparse
import array
import collections
import contextlib
import datetime
import decimal
import enum
import fractions
import functools
import inspect
import ipaddress
import itertools
import pathlib
import pickle
import random
import re
import string
import time
import types
import uuid
import zoneinfo
from collections.abc import Callable
from typing import Any, Optional, Union

import numpy as np
import pytest

from gatescope.errors import FormatError
from tests.formats.pytorch.pickles import called, joined, named, number, text, unpickled

PROTOCOLS = range(6)


class Scorer:
    """Keeps one of its own methods, as attention modules do."""

    def __init__(self) -> None:
        self.score = self.dot

    def dot(self) -> int:
        return 1


class Level(enum.IntFlag):
    LOW = 1
    HIGH = 2


HARMLESS: dict[str, Callable[[], object]] = {
    "namespace": lambda: argparse.Namespace(rate=0.1),
    "array": lambda: array.array("d", [1.0, 2.0]),
    "chain map": lambda: collections.ChainMap({"a": 1}, {"b": 2}),
    "user dict": lambda: collections.UserDict(a=1),
    "deque": lambda: collections.deque([1, 2], maxlen=5),
    "counter": lambda: collections.Counter("banana"),
    "null context": contextlib.nullcontext,
    "aware time": lambda: datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC),
    "zone": lambda: zoneinfo.ZoneInfo("UTC"),
    "zoned time": lambda: datetime.datetime(2024, 5, 1, tzinfo=zoneinfo.ZoneInfo("UTC")),
    "decimal": lambda: decimal.Decimal("0.1"),
    "fraction": lambda: fractions.Fraction(1, 3),
    "partial": lambda: functools.partial(round, ndigits=2),
    "signature": lambda: inspect.signature(Scorer.dot),
    "address": lambda: ipaddress.ip_address("127.0.0.1"),
    "path": lambda: pathlib.PurePosixPath("a/b"),
    "random": lambda: random.Random(5),
    "pattern": lambda: re.compile("a+"),
    "template": lambda: string.Template("$a"),
    "moment": lambda: time.gmtime(0),
    "simple namespace": lambda: types.SimpleNamespace(a=1),
    "generic alias": lambda: list[int],
    "optional": lambda: Optional[int],  # noqa: UP045 - the spelling of older checkpoints
    "union": lambda: Union[int, str],  # noqa: UP007
    "uuid": lambda: uuid.UUID(int=5),
    "range": lambda: range(3),
    "slice": lambda: slice(1, 2),
    "complex": lambda: 1j,
    "class of None": lambda: type(None),
    "class of Ellipsis": lambda: type(...),
    "iterator": lambda: iter([1, 2, 3]),
    "reversed": lambda: reversed([1, 2, 3]),
    "enumerate": lambda: enumerate("ab"),
    "zip": lambda: zip([1], [2], strict=True),
    "count": lambda: itertools.count(3),
    "exception": lambda: ValueError("diverged"),
    "flag": lambda: Level.LOW | Level.HIGH,
    "bound method": Scorer,
    "bytes": lambda: b"\xff\x00",
    "byte array": lambda: bytearray(b"\xff\x00"),
    "generator": lambda: np.random.default_rng(3),
    "bit generator": lambda: np.random.PCG64(3),
    "seed sequence": lambda: np.random.SeedSequence(3),
    "random state": lambda: np.random.RandomState(3),
    "masked array": lambda: np.ma.masked_less(np.arange(4.0), 2),
    "masked": lambda: np.ma.masked,
    "record array": lambda: np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
    "polynomial": lambda: np.poly1d([1, 2]),
    "matrix": lambda: np.eye(2).view(np.matrix),
    "ufunc": lambda: np.tanh,
    "vectorized": lambda: np.vectorize(round),
    "moment of NumPy": lambda: np.datetime64("2024-05-01"),
    "numbers of NumPy": lambda: [np.float32(1.0), np.int64(2), np.bool_(True), np.str_("a")],
}


# Python 3.12 and 3.13 still write iterators of itertools, and say that later versions will not.
@pytest.mark.filterwarnings("ignore:Pickle, copy, and deepcopy support:DeprecationWarning")
@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_holds_data_is_skipped_in_every_protocol(name: str, protocol: int) -> None:
    value = HARMLESS[name]()
    try:
        data = pickle.dumps({"beside": value, "weight": 5}, protocol)
    except (TypeError, pickle.PicklingError):
        if protocol < 2:
            return  # Python does not write it in so old a protocol.
        raise
    found: Any = unpickled(data)
    assert set(found) == {"beside", "weight"}
    assert found["weight"] == 5


@pytest.mark.parametrize(
    "data",
    [
        called("_operator", "or_", number(1), number(2)),
        called("__builtin__", "xrange", number(0), number(3), number(1)),
        called("exceptions", "ValueError", text("diverged")),
        called("torch.nn.backends.thnn", "_get_thnn_function_backend"),
        called("numpy.random", "__RandomState_ctor", text("MT19937")),
        called("numpy.ma.core", "_mareconstruct", named("numpy.ma.core", "MaskedArray"), named("numpy", "ndarray")),
        called("numpy.core", "_ufunc_reconstruct", text("scipy.special._ufuncs"), text("expit")),
        named("torch.autograd.grad_mode", "no_grad") + b")\x81}b",
    ],
)
def test_what_older_releases_wrote_is_skipped(data: bytes) -> None:
    unpickled(b"\x80\x02" + data + b".")


@pytest.mark.parametrize(
    "data",
    [
        called("builtins", "type", text("Made"), b")", b"}"),
        called("builtins", "map", named("os", "system"), b"]"),
        called("builtins", "filter", named("os", "system"), b"]"),
        called("builtins", "print", text("a")),
        called("builtins", "open", text("a")),
        called("itertools", "starmap", named("os", "system"), b"]"),
        called("types", "FunctionType", b"]"),
        called("operator", "call", named("os", "system")),
        called("zoneinfo", "ZoneInfo.from_file", text("a")),
        called("numpy", "memmap", text("a")),
        called("numpy", "fromfile", text("a")),
        called("tempfile", "_TemporaryFileCloser"),
        called("collections", "_sys.modules.get", text("os")),
        named("tempfile", "_TemporaryFileCloser") + b")\x81}b",
        # A bound method is a record; calling it is not.
        called("builtins", "getattr", called("some.package", "Thing"), text("method")) + b")R",
        called("operator", "methodcaller", text("system")) + joined(named("os", "path")) + b"R",
        called("numpy.core", "_ufunc_reconstruct", text("os"), text("system")) + b")R",
        called("numpy.core", "_ufunc_reconstruct", text("numpy"), text("fromfile")) + joined(text("a")) + b"R",
    ],
)
def test_what_would_run_something_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        unpickled(b"\x80\x02" + data + b".")
