"""Files made to harm, or that are something else than they are called: bytes, and what is to be said of them.

What the files of ../shared/bad do not cover. The only thing that any of them would run is ``touch payload_ran``.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Mapping

import numpy as np

from tests.formats.pytorch.pickles import called, joined, mapping, number, pickle, tensor, text

RNG = np.random.default_rng(5)
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"4d" * 32 + b"\nsize 123456\n"
PAGE = b"\n  <!-- cdn -->\n<!DOCTYPE html><html><head><title>Sign in</title></head></html>"
ATTENTION = ("h.0.attn.c_attn.weight", "h.0.attn.c_proj.weight", "h.0.mlp.c_fc.weight", "wte.weight")
GRU = {"weight_ih_l0": (12, 3), "weight_hh_l0": (12, 4), "bias_ih_l0": (12,), "bias_hh_l0": (12,)}
TOUCH = text("touch payload_ran")
SUFFIXES = (
    ".pt", ".pth", ".bin", ".ckpt", ".tar", ".pkl", ".h5", ".hdf5", ".keras", ".onnx", ".safetensors", ".npz", ".npy",
    ".json", ".txt", ".gguf", ".pb", "",
)  # fmt: skip


def safetensors(shapes: Mapping[str, tuple[int, ...]]) -> bytes:
    """A file of random float32 numbers."""
    entries, data = {}, b""
    for name, shape in shapes.items():
        numbers = RNG.normal(size=shape).astype(np.float32).tobytes()
        entries[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(numbers)]}
        data += numbers
    return with_header(json.dumps(entries).encode(), data)


def with_header(header: bytes, data: bytes) -> bytes:
    return struct.pack("<Q", len(header)) + header + data


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def npy(array: np.ndarray) -> bytes:
    out = io.BytesIO()
    np.save(out, array, allow_pickle=True)
    return out.getvalue()


class _Touch:
    """What pickles of Python's may do to a process that opens them."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        import os

        return os.system, ("touch payload_ran",)


def _twice(shape: str) -> bytes:
    entry = f'"w":{{"dtype":"F32","shape":{shape},"data_offsets":[0,16]}}'
    return with_header(f"{{{entry},{entry}}}".encode(), b"\0" * 16)


def _torch(value: bytes, members: Mapping[str, bytes] = {}) -> bytes:
    return zipped({"archive/data.pkl": pickle(value), **{f"archive/{name}": data for name, data in members.items()}})


def _attention() -> bytes:
    names = ("encoder.layer.0.attention.self.query.weight", "encoder.layer.0.attention.self.key.weight")
    return _torch(
        mapping({name: tensor(str(k), (2, 2)) for k, name in enumerate(names)}),
        dict.fromkeys(("data/0", "data/1"), b"\0" * 16),
    )


def _members_of_one_name() -> bytes:
    """The second array under the name of the first, in the directory and where it lies."""
    return zipped({"v.npy": npy(np.ones(3)), "w.npy": npy(np.ones(4))}).replace(b"w.npy", b"v.npy")


def _bytes(value: bytes) -> bytes:
    return b"B" + struct.pack("<I", len(value)) + value


def _npy_header(shape: str) -> bytes:
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + bytes(64)


def _onnx(location: str) -> bytes:
    """A GRU whose W lies elsewhere, without the onnx package: of protobuf only fields of bytes are needed."""

    def field(index: int, content: bytes) -> bytes:
        size = len(content)
        return bytes((index << 3 | 2, *((size & 0x7F | 0x80, size >> 7) if size > 127 else (size,)))) + content

    def weight(name: bytes, rows: int, columns: int, stored: bytes) -> bytes:
        return field(5, bytes((8, 1, 8, rows, 8, columns, 16, 1)) + field(8, name) + stored)

    elsewhere = field(13, field(1, b"location") + field(2, location.encode())) + b"\x70\x01"
    hidden = field(5, field(1, b"hidden_size") + b"\x18\x04\xa0\x01\x02")
    names = b"".join(field(1, name) for name in (b"x", b"W", b"R")) + field(2, b"y") + field(4, b"GRU")
    weights = weight(b"W", 12, 3, elsewhere) + weight(b"R", 12, 4, field(9, bytes(12 * 4 * 4)))
    graph = field(1, names + hidden) + weights + field(11, field(1, b"x")) + field(12, field(1, b"y"))
    return b"\x08\x08" + field(7, graph) + field(8, b"\x10\x11")


_PAYLOAD = b"cos\nsystem\n(S'touch payload_ran'\ntR."
_SCRIPT = {"s/data.pkl": pickle(b"}"), "s/constants.pkl": pickle(b")")}
_KERAS = {"config.json": b"{}", "metadata.json": b"{}", "model.weights.h5": b""}
_LAMBDA = {"class_name": "Lambda", "module": "os", "registered_name": "system", "config": {"function": "system"}}
KERAS = {
    "class_name": "Sequential",
    "config": {"name": "s", "layers": [{"class_name": "LSTM", "config": {"units": 4}}]},
}
TOKENIZER = {"version": "1.0", "added_tokens": [], "model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}}

SOMETHING_ELSE: dict[str, tuple[bytes, str]] = {
    "lfs.safetensors": (LFS, "is a Git LFS pointer to the model of 123,456 bytes.*git lfs pull"),
    "lfs.onnx": (LFS, "is a Git LFS pointer"),
    "lfs.pt": (LFS, "is a Git LFS pointer"),
    "page.pt": (PAGE, "is a web page"),
    "page.safetensors": (PAGE, "is a web page"),
    "page.npz": ("\ufeff<HTML>".encode("utf-16"), "is a web page"),
    "tokenizer.json": (json.dumps(TOKENIZER).encode(), r"is a tokenizer \(tokenizer.json\), not a model"),
    "vocab.json": (b'{"the": 0, "film": 1}', "is a vocabulary of 2 tokens, not a model"),
    "words.json": (b'["the", "film"]', "is a vocabulary of 2 tokens, not a model"),
    "config.json": (b'{"model_type": "bert", "hidden_size": 768}', r"configuration of a transformer \(bert\)"),
    "architecture.json": (json.dumps(KERAS).encode(), "architecture of a Keras model without its weights"),
    "index.json": (b'{"weight_map": {"a": "model-1-of-2"}}', "the index of a model that is split"),
    "gpt2.safetensors": (safetensors(dict.fromkeys(ATTENTION, (4, 4))), "no RNN/GRU/LSTM .*h.0.attn.*a transformer"),
    "bert.pt": (_attention(), "no RNN/GRU/LSTM .*attention.*a transformer"),
    "llama.gguf": (b"GGUF\x03" + bytes(90), "is a GGUF file of a transformer, not a recurrent network"),
    "llama.safetensors": (b"GGUF\x03" + bytes(90), "is a GGUF file"),
    "saved_model.pb": (b"\x08\x01\x12\xd0\x26saved_model\x00\xff" + bytes(90), "is a TensorFlow SavedModel"),
    "model.tflite": (b"\x1c\0\0\0TFL3" + bytes(90), "is a TensorFlow Lite model"),
    "variables.data-00000-of-00001": (bytes(range(256)), "a part of a TensorFlow checkpoint"),
    "one.npy": (npy(np.ones((12, 3))), "is one bare array"),
    "table.csv": (b"a,b\n1,2\n3,4\n", "is a table, not a model"),
    "photo.pt": (b"\x89PNG\r\n\x1a\n" + bytes(90), "is a picture"),
    "model.gz": (b"\x1f\x8b\x08" + bytes(90), "is packed with gzip"),
    "letter.docx": (zipped({"[Content_Types].xml": b"<x/>"}), "is an Office document"),
    "models.zip": (
        zipped({"model/best.pt": b"x", "README": b"y"}),
        "is a zip archive of model/best.pt, README: unpack",
    ),
    "train.py": (b"import torch\nprint(1)\n", "is Python source"),
    "nothing.safetensors": (with_header(b"{}", b""), "no tensors found"),
    "zeros.onnx": (bytes(4096), "no ONNX model, or a damaged one"),
    "zeros.h5": (bytes(4096), "is not HDF5"),
}
"""Name → the file's bytes, and what the sentence must have in it."""

HARMFUL: dict[str, tuple[bytes, str]] = {
    "twice.safetensors": (_twice("[4]"), "has the name 'w' twice"),
    "twice.json": (
        b'{"weight_ih_l0": [[1]], "weight_ih_l0": [[2]]}',
        "has the name 'weight_ih_l0' twice in its content",
    ),
    "twice.npz": (_members_of_one_name(), "two members of one name"),
    "objects.npz": (
        zipped({f"{name}.npy": npy(np.full(shape, _Touch(), object)) for name, shape in GRU.items()}),
        "is stored as object",
    ),
    "objects.npy": (npy(np.array([_Touch()], object)), "is one bare array"),
    "deep.json": (b"[" * 200_000, "JSON"),
    "deep-object.json": (b'{"a":' * 100_000, "JSON"),
    "deep.safetensors": (with_header(b'{"w":' + b"[" * 200_000, b""), "is not JSON"),
    "digits.json": (b'{"w": [' + b"9" * 50_000 + b"]}", "JSON|numbers"),
    "digits.safetensors": (with_header(b'{"w":{"dtype":"F32","shape":[' + b"9" * 50_000 + b"]}}", b""), "is not JSON"),
    "surrogate.json": (b'{"\\ud800": [[1.5]]}', "no RNN/GRU/LSTM"),
    "marks.pt": (pickle(b"(" * 500_000), "makes no sense|cut short"),
    "doubled.pt": (b"\x80\x04N" + b"2\x86" * 100 + b".", "no tensors found"),
    "doubled-key.pt": (b"\x80\x04}N" + b"2\x86" * 60 + b"Ns.", "no tensors found"),
    "long.pt": (b"\x80\x04\x8b" + struct.pack("<I", 1 << 31) + b"1.", "cut short|makes no sense"),
    "long-text.pt": (b"\x80\x04\x8d" + struct.pack("<Q", 1 << 63) + b"x.", "cut short|makes no sense"),
    "eval.pt": (pickle(called("builtins", "eval", TOUCH)), "would run builtins.eval"),
    "posix.pt": (
        zipped({"a/data.pkl": pickle(called("posix", "system", TOUCH))}),
        r"would run os.system\('touch payload_ran'\)",
    ),
    "inst.pt": (b"\x80\x02(S'touch payload_ran'\nios\nsystem\n.", "would run os.system"),
    "obj.pt": (b"\x80\x02(cos\nsystem\nS'touch payload_ran'\no.", "would run os.system"),
    "by-name.pt": (b"\x80\x04" + text("os") + text("system") + b"\x93" + joined(TOUCH) + b"R.", "would run os.system"),
    "inside.pt": (pickle(called("torch.storage", "_load_from_bytes", _bytes(_PAYLOAD))), "would run os.system"),
    "beside.pt": (pickle(joined(mapping({"w": number(3)}), called("os", "system", TOUCH))), "would run os.system"),
    "script.pt": (
        zipped({**_SCRIPT, "s/code/__torch__.py": b"import os\nos.system('touch payload_ran')\n"}),
        "no tensors",
    ),
    "lambda.keras": (
        zipped({**_KERAS, "config.json": json.dumps(_LAMBDA).encode()}),
        "no RNN/GRU/LSTM|no Keras|damaged",
    ),
    "bomb.npz": (zipped({"weight_ih_l0.npy": bytes(200 << 20)}, zipfile.ZIP_DEFLATED), "bomb|damaged|no plain"),
    "bomb.keras": (zipped({**_KERAS, "model.weights.h5": bytes(200 << 20)}, zipfile.ZIP_DEFLATED), "zip bomb"),
    "shape.npz": (zipped({"w.npy": _npy_header("(4294967296, 4294967296)")}), "."),
    "outside.onnx": (_onnx("../beside.bin"), "lies in '../beside.bin', outside its folder; that is not opened"),
    "absolute.onnx": (_onnx("/etc/passwd"), "lies in '/etc/passwd', outside its folder; that is not opened"),
}
"""As `SOMETHING_ELSE`, of files that would fill the memory, take for ever, or run and read what they should not."""
