"""Valid files to start from: small real ones, and some made for the purpose.

What a file of several needs beside it is made by the functions called ``beside_…``: contents by file name.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from gatescope.engine.interventions import Clamp, Interventions
from gatescope.formats.core.found import Stack
from gatescope.formats.detect.reading import read
from gatescope.formats.own.weights_and_card import save_model
from gatescope.formats.projects.content import Project, ProjectModel
from gatescope.formats.projects.file import write_project
from tests.formats.odd_files import odd_files
from tests.session.helpers import word_model
from tests.shared import SHARED
from tests.text import subwords

DATA = Path(__file__).parents[1] / "data"
_MOST = 120_000
"""Bytes: of a larger file most mutants are the same, and all of them slow."""


def found(*patterns: str) -> list[bytes]:
    """The small files under ../shared or tests/data that match the patterns, each once."""
    folders = SHARED, DATA
    paths = dict.fromkeys(path for pattern in patterns for folder in folders for path in sorted(folder.glob(pattern)))
    return [path.read_bytes() for path in paths if path.stat().st_size <= _MOST]


def odd(pattern: str) -> list[bytes]:
    """One small LSTM in the forms that a file whose name matches `pattern` may have: made here, and of ../shared."""
    made = [content for name, content in odd_files().items() if fnmatch(name, pattern)]
    return made + found(f"bad/odd_but_valid/{pattern}")


def _arrays() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    shapes = {"emb": (6, 3), "weight_ih_l0": (16, 3), "weight_hh_l0": (16, 4), "bias_ih_l0": (16,), "bias_hh_l0": (16,)}
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def _hand_written() -> dict[str, np.ndarray]:
    """A GRU as papers write it, an array a gate, columns first; and an RNN whose layer and read-out follow."""
    rng = np.random.default_rng(1)
    shapes = {f"{kind}_{gate}": shape for gate in "rzh" for kind, shape in (("W", (3, 4)), ("U", (4, 4)), ("b", (4,)))}
    shapes |= {"dec_W_xh": (4, 5), "dec_W_hh": (5, 5), "dec_b_h": (5,), "fc_w": (5, 2), "fc_b": (2,)}
    return {name: rng.normal(size=shape).astype(np.float64) for name, shape in shapes.items()}


def _keras_like() -> dict[str, np.ndarray]:
    shapes = {"gru/kernel": (3, 12), "gru/recurrent_kernel": (4, 12), "gru/bias": (2, 12), "dense/kernel": (4, 2)}
    return {name: np.random.default_rng(2).normal(size=shape) for name, shape in shapes.items()}


def _tensorflow_like() -> dict[str, np.ndarray]:
    """An LSTM of either side with a projection, and a GRU, as TensorFlow 1 names them."""
    rng = np.random.default_rng(3)
    shapes: dict[str, tuple[int, ...]] = {
        f"bidirectional_rnn/{side}/lstm_cell/{name}": shape
        for side in ("fw", "bw")
        for name, shape in {"kernel": (6, 16), "bias": (16,), "projection/kernel": (4, 3)}.items()
    }
    shapes |= {"gru_cell/gates/kernel": (7, 8), "gru_cell/candidate/kernel": (7, 4), "gru_cell/gates/bias": (8,)}
    shapes |= {"gru_cell/candidate/bias": (4,), "dense/kernel": (4, 2), "dense/kernel/Adam": (4, 2), "emb/t": (5, 3)}
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def npz() -> list[bytes]:
    out = [io.BytesIO() for _ in range(5)]
    np.savez(out[0], **_arrays())
    np.savez_compressed(out[1], **_arrays())
    np.savez(out[2], **_hand_written())
    np.savez(out[3], **_keras_like())
    np.savez(out[4], **_tensorflow_like())
    return [stream.getvalue() for stream in out]


def json_arrays() -> list[bytes]:
    flat = {name: array.round(3).tolist() for name, array in _arrays().items()}
    shaped = {name: {"shape": a.shape, "data": a.ravel().tolist()} for name, a in _hand_written().items()}
    return [json.dumps(found).encode() for found in (flat, {"rnn": flat, "epoch": 3}, shaped)]


_WORDS = ["<unk>", "the", "film", "naïve", "模型", "\u00e9"]


def vocabularies() -> list[bytes]:
    index = json.dumps({"the": 1, "film": 2})
    config = {"num_words": 5, "filters": ".,", "lower": True, "split": " ", "char_level": False, "word_index": index}
    keras = {"class_name": "Tokenizer", "config": config}
    return [
        json.dumps(_WORDS).encode(),
        json.dumps({word: row for row, word in enumerate(_WORDS)}, ensure_ascii=False).encode("utf-16"),
        json.dumps(keras).encode(),
    ]


def word_lists() -> list[bytes]:
    lines = "\n".join(_WORDS)
    return [lines.encode(), lines.encode("utf-16")]


def word_tables() -> list[bytes]:
    rows = [f'"{word}",{row}' for row, word in enumerate(_WORDS)]
    named = ["token,id", *rows]
    return ["\n".join(lines).encode() for lines in (rows, named, _WORDS)]


def vectors() -> list[bytes]:
    out = io.BytesIO()
    np.save(out, _numbers())
    return [out.getvalue()]


def archived_vectors() -> list[bytes]:
    out = io.BytesIO()
    np.savez(out, mel=_numbers(), sample_rate=np.array(16_000))
    return [out.getvalue()]


def table() -> list[bytes]:
    bare, named = io.StringIO(), io.StringIO()
    np.savetxt(bare, _numbers(), "%.4f", ",")
    np.savetxt(named, _numbers(), "%.4f", ",", header="a,b,c,d", comments="")
    return [bare.getvalue().encode(), named.getvalue().encode()]


def _numbers() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(9, 4)).astype(np.float32)


def word_vectors() -> list[bytes]:
    """GloVe's text, which has no first line."""
    lines = [
        f"{word} {' '.join(f'{x:.4f}' for x in np.arange(4) / 7 + row)}"
        for row, word in enumerate(["the", "of", "模型"])
    ]
    return ["\n".join(lines).encode()]


def word2vec() -> list[bytes]:
    """word2vec's and fastText's text, whose first line counts words and numbers."""
    return [b"3 4\n" + lines for lines in word_vectors()]


def projects() -> list[bytes]:
    fed = ("noise", np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32))
    text, vectors = word_model(), replace(word_model("vectors"), vocabulary=None, tokenizer=None)
    vectors = replace(vectors, network=replace(vectors.network, embedding=None))
    clamps = Interventions((Clamp("forget_gate", 1.0, units=(1,), tokens=range(2)),))
    works = [
        Project("the film", 3, (ProjectModel(text, text.network, interventions=clamps),), ("words",)),
        Project("", None, (ProjectModel(vectors, vectors.network, fed),), ("vectors",)),
    ]
    return [_written(lambda path, work: write_project(work, path), work) for work in works]


def agents() -> list[bytes]:
    """State dicts in the archives that Stable-Baselines3 writes."""
    out = []
    for policy in odd("7[67]*.pt"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("data", b"{}")
            archive.writestr("policy.pth", policy)
            archive.writestr("_stable_baselines3_version", b"2.3.2")
        out.append(stream.getvalue())
    return out


def tokenizers() -> list[bytes]:
    return [subwords.trained(kind).definition.encode() for kind in subwords.KINDS]


def own_weights() -> list[bytes]:
    return [_own()["mutant.safetensors"]]


def own_cards() -> list[bytes]:
    return [_own()["mutant.json"]]


def beside_weights() -> dict[str, bytes]:
    return {"mutant.json": _own()["mutant.json"]}


def beside_card() -> dict[str, bytes]:
    return {"mutant.safetensors": _own()["mutant.safetensors"]}


@cache
def _own() -> dict[str, bytes]:
    """A model of GateScope's: its weights and its card."""
    with TemporaryDirectory() as folder:
        save_model(word_model(cell="gru", layers=2), Path(folder) / "mutant.safetensors")
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def references() -> list[bytes]:
    """What proves `proven_stack`: inputs and states, by name and in layouts of several kinds."""
    rng = np.random.default_rng(1)
    x, h = rng.normal(size=(5, 1, 3)), rng.normal(size=(5, 1, 4))
    out = []
    for arrays in ({"x": x[:, 0], "h": h[:, 0], "c": h[:, 0]}, {"inputs": x, "out": h, "hn": h[-1:]}):
        stream = io.BytesIO()
        np.savez(stream, **{name: value.astype(np.float32) for name, value in arrays.items()})
        out.append(stream.getvalue())
    return out


@cache
def proven_stack() -> Stack:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.npz"
        path.write_bytes(npz()[0])
        return read(path).stacks[0]


def _written(write: Callable[..., object], *parts: object) -> bytes:
    """The bytes of the file that ``write(path, *parts)`` writes."""
    with TemporaryDirectory() as folder:
        write(path := Path(folder) / "sample", *parts)
        return path.read_bytes()
