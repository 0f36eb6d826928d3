"""One small LSTM in every form that a file may have, and what it does, worked out here once more."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from tests.formats.pytorch.pickles import mapping, stream_file, tensor, text, zip_file

Arrays = dict[str, NDArray[np.generic]]

INPUTS, UNITS = 5, 4
_KINDS = {"float32": "FloatStorage", "float16": "HalfStorage"}


def lstm() -> Arrays:
    """An embedding of 20 words, an LSTM of 4 units and a read-out of 2 labels, float32, sorted by name."""
    rng = np.random.default_rng(7)
    shapes = {
        "embedding.weight": (20, INPUTS), "fc.bias": (2,), "fc.weight": (2, UNITS), "lstm.bias_hh_l0": (16,),
        "lstm.bias_ih_l0": (16,), "lstm.weight_hh_l0": (16, UNITS), "lstm.weight_ih_l0": (16, INPUTS),
    }  # fmt: skip
    return {name: rng.uniform(-0.6, 0.6, shape).astype(np.float32) for name, shape in shapes.items()}


def trace(arrays: Arrays) -> Arrays:
    """What the LSTM in `arrays` does, written out once more, in float64: h of every token and the last c."""
    found = {name: np.asarray(array, np.float64) for name, array in arrays.items()}
    ids = np.array([3, 0, 19, 7, 7])
    x = found["embedding.weight"][ids]
    h, c = np.zeros(UNITS), np.zeros(UNITS)
    states = []
    for row in x:
        pre = found["lstm.weight_ih_l0"] @ row + found["lstm.bias_ih_l0"]
        pre += found["lstm.weight_hh_l0"] @ h + found["lstm.bias_hh_l0"]
        i, f, g, o = pre.reshape(4, UNITS)
        c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        states.append(h)
    as_float32 = {"x": x, "h": np.array(states), "c_last": c}
    return {"token_ids": ids, **{name: array.astype(np.float32) for name, array in as_float32.items()}}


def safetensors(arrays: Mapping[str, NDArray[np.generic]], dtype: str = "F32") -> bytes:
    """A file of `arrays`, whose bytes are numbers of `dtype`."""
    entries, data = {}, b""
    for name, array in arrays.items():
        stored = array.tobytes()
        entries[name] = {"dtype": dtype, "shape": array.shape, "data_offsets": [len(data), len(data) + len(stored)]}
        data += stored
    return headed(json.dumps(entries).encode(), data)


def headed(header: bytes, data: bytes) -> bytes:
    return struct.pack("<Q", len(header)) + header + data


def state_dict(arrays: Arrays, prefix: str = "") -> tuple[bytes, dict[str, bytes]]:
    """The pickle of a state dict, and its storages by member."""
    entries, storages = {}, {}
    for key, (name, array) in enumerate(arrays.items()):
        entries[prefix + name] = tensor(str(key), array.shape, kind=_KINDS[array.dtype.name])
        storages[f"data/{key}"] = array.tobytes()
    return mapping(entries), storages


def odd_files() -> dict[str, bytes]:
    """The same LSTM in every form that a file may have, by file name."""
    whole = lstm()
    half = {name: array.astype(np.float16) for name, array in whole.items()}
    double = {name: array.astype(np.float64) for name, array in whole.items()}
    # A bfloat16 is the upper half of a float32.
    brain = {name: (array.view(np.uint32) >> 16).astype(np.uint16) for name, array in whole.items()}
    value, storages = state_dict(whole)
    counted = sorted(storages.items())
    keys = b"](" + b"".join(text(name.removeprefix("data/")) for name, _ in counted) + b"e"
    numbers = b"".join(struct.pack("<q", len(data) // 4) + data for _, data in counted)
    packed = io.BytesIO()
    np.savez(packed, **whole)  # type: ignore[arg-type]
    return {
        "70_fp16.safetensors": safetensors(half, "F16"),
        "70_fp64.safetensors": safetensors(double, "F64"),
        "71_bf16.safetensors": safetensors(brain, "BF16"),
        "72_fp16.pt": _zip(*state_dict(half)),
        "73_dataparallel_prefix.pt": _zip(*state_dict(whole, "module.")),
        "76_plain.pt": _zip(value, storages),
        "77_legacy_nonzip.pt": _stream(value, keys, numbers),
        "79 ünïcode näme with spaces 模型.safetensors": safetensors(whole),
        "70-79_expected_weights.npz": packed.getvalue(),
    }


def _zip(value: bytes, storages: Mapping[str, bytes]) -> bytes:
    with TemporaryDirectory() as folder:
        return zip_file(Path(folder) / "made.pt", value, storages).read_bytes()


def _stream(value: bytes, keys: bytes, numbers: bytes) -> bytes:
    with TemporaryDirectory() as folder:
        return stream_file(Path(folder) / "made.pt", value, keys, numbers).read_bytes()
