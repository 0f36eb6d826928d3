"""Files are told apart by what is in them, and what is no model is named for what it is."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from gatescope.errors import FileError, FormatError
from gatescope.formats.detect.sniff import Kind, kind_of
from gatescope.formats.own.weights_and_card import save_model
from tests.formats.models import random_model
from tests.formats.state_dict.tensors import gru
from tests.formats.way_out import has_way_out


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return file.getvalue()


def tarred() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("pickle"))
    return file.getvalue()


MODELS = {
    Kind.SAFETENSORS: [save(gru("rnn.", 3, 4))],
    Kind.PYTORCH: [
        zipped("archive/data.pkl", "archive/data/0"),
        zipped("m/code/__torch__.py", "m/constants.pkl"),
        b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.",
        b"\x80\x04\x95",
        tarred(),
    ],
    Kind.KERAS: [
        zipped("config.json", "metadata.json", "model.weights.h5"),
        b"\x89HDF\r\n\x1a\n" + bytes(100),
        bytes(512) + b"\x89HDF\r\n\x1a\n",
    ],
    Kind.ONNX: [b"\x08\x08\x12\x07pytorch", b"\x08\x08\x3a\xa5\x07\x0a\x4c"],
    Kind.ARRAYS: [zipped("a.npy", "b.npy"), b' {"rnn.weight_ih_l0": [[1.0]]}', b"\xef\xbb\xbf[1]"],
}


@pytest.mark.parametrize("name", ["model", "model.pt", "model.h5", "model.txt"])
@pytest.mark.parametrize(("kind", "content"), [(kind, content) for kind, row in MODELS.items() for content in row])
def test_the_content_tells(tmp_path: Path, kind: Kind, content: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert kind_of(path) is kind


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [(".pt", Kind.PYTORCH), (".onnx", Kind.ONNX), (".safetensors", Kind.SAFETENSORS), (".BIN", Kind.PYTORCH)],
)
def test_the_name_breaks_ties(tmp_path: Path, suffix: str, kind: Kind) -> None:
    path = tmp_path / f"model{suffix}"
    path.write_bytes(b"\x0f\x01\x02\x03")
    assert kind_of(path) is kind


def test_a_pickle_of_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "m.pkl"
    path.write_bytes(b"cposix\nsystem\n(S'true'\ntR.")
    assert kind_of(path) is Kind.PYTORCH


def test_models_of_our_own(tmp_path: Path) -> None:
    save_model(random_model(), tmp_path / "m.safetensors")
    assert kind_of(tmp_path / "m.safetensors") is Kind.OWN
    assert kind_of(tmp_path / "m.json") is Kind.OWN


NOT_MODELS = {
    "empty.pt": (b"", r"is empty \(0 bytes\)"),
    "one.pt.txt": (b"x", r"is plain text, not a model \(it begins with 'x'\)"),
    "page.h5": (b"\n<!-- x -->\n<!DOCTYPE html><html>", "is a web page, not a model"),
    "page.pt": (b"<HTML><body>404", "is a web page, not a model"),
    "feed.onnx": (b"<?xml version='1.0'?>", "is an XML document"),
    "pointer.safetensors": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345678\n",
        "is a Git LFS pointer to the model of 12,345,678 bytes, not the model: fetch it with `git lfs pull`",
    ),
    "words.pt": ("Größe 模型".encode(), "is plain text, not a model"),
    "wide.onnx": ("<html>".encode("utf-16"), "is a web page"),
    "table.csv": (b"a,b\n1,2\n", "is a table, not a model"),
    "model.py": (b"x = 1\n", "is Python source"),
    "code.txt": (b"import torch\n", "is Python source"),
    "config.yaml": (b"hidden: 3\n", "is a configuration, not a model"),
    "llama.bin": (b"GGUF\x03\0\0\0", "is a GGUF file of a transformer, not a recurrent network"),
    "lite.tflite": (b"\x1c\0\0\0TFL3\0\0", "is a TensorFlow Lite model"),
    "saved_model.pb": (b"\x08\x01\x12\xd3\x01", "is a TensorFlow SavedModel"),
    "input_0.pb": (b"\x08\x01\x12\xd3\x01", "is a graph of TensorFlow or a single tensor"),
    "ckpt.index": (b"\0\0\x01\x02", "is a part of a TensorFlow checkpoint"),
    "ckpt.data-00000-of-00001": (b"\0\0\x01\x02", "is a part of a TensorFlow checkpoint"),
    "x.npy": (b"\x93NUMPY\x01\0", r"is one bare array \(\.npy\)"),
    "model.pt.gz": (b"\x1f\x8b\x08\0", "is packed with gzip: unpack it"),
    "picture.pt": (b"\x89PNG\r\n\x1a\n", r"is a picture \(PNG\)"),
    "paper.pdf": (b"%PDF-1.7", "is a PDF document"),
    "book.zip": (zipped("[Content_Types].xml", "word/document.xml"), "is an Office document"),
    "work.gatescope": (zipped("manifest.json", "weights.safetensors"), "is a project of GateScope"),
    "all.zip": (zipped("a.pt", "b.pt", "c.pt", "d.pt"), r"is a zip archive of a\.pt, b\.pt, c\.pt, …: unpack it"),
    "cut.pt": (zipped("archive/data.pkl")[:40], "is no zip archive, or a damaged one, probably cut short"),
    "noise.h5": (bytes(range(100, 200)), r"is not HDF5, which a \.h5 file is: it begins with 64 65"),
    "noise.keras": (b"\xfd\xff\x00\x01", r"is not a zip archive, which a \.keras file is"),
    "noise": (b"\xff\x00", r"is of a kind that is not known \(it begins with ff 00\)"),
    "nought": (b"\0", "is of a kind that is not known"),
}


@pytest.mark.parametrize("name", NOT_MODELS)
def test_what_is_no_model_is_named(tmp_path: Path, name: str) -> None:
    content, sentence = NOT_MODELS[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FormatError, match=sentence) as caught:
        kind_of(path)
    assert str(caught.value).startswith(f"{name}: is ")
    assert has_way_out(str(caught.value))


def test_a_folder_and_nothing_at_all(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is a folder: give a file that lies in it"):
        kind_of(tmp_path)
    with pytest.raises(FileError, match="there is no such file"):
        kind_of(tmp_path / "gone")
    (tmp_path / "saved_model.pb").write_bytes(b"\x08\x01")
    with pytest.raises(FormatError, match="is a TensorFlow SavedModel"):
        kind_of(tmp_path)


def test_an_array_of_one_number_is_told_from_a_card(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"format": 1, "layers": np.zeros(2).tolist()}))
    assert kind_of(path) is Kind.ARRAYS
