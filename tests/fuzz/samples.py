"""Valid files to start from: small real ones, and some made for the purpose."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from gatescope.engine.interventions import Clamp, Interventions
from gatescope.formats.project import Project, ProjectModel
from gatescope.formats.project_file import write_project
from tests.session.helpers import word_model

SHARED = Path(__file__).parents[3] / "shared"
_MOST = 120_000
"""Bytes: of a larger file most mutants are the same, and all of them slow."""


def found(*patterns: str) -> list[bytes]:
    """The small files under ../shared that match the patterns, each once."""
    paths = dict.fromkeys(path for pattern in patterns for path in sorted(SHARED.glob(pattern)))
    return [path.read_bytes() for path in paths if path.stat().st_size <= _MOST]


def _arrays() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    shapes = {"emb": (6, 3), "weight_ih_l0": (16, 3), "weight_hh_l0": (16, 4), "bias_ih_l0": (16,), "bias_hh_l0": (16,)}
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def npz() -> list[bytes]:
    out, packed = io.BytesIO(), io.BytesIO()
    np.savez(out, **_arrays())
    np.savez_compressed(packed, **_arrays())
    return [out.getvalue(), packed.getvalue()]


def json_arrays() -> list[bytes]:
    return [json.dumps({name: array.round(3).tolist() for name, array in _arrays().items()}).encode()]


def onnx() -> list[bytes]:
    from onnx import TensorProto, helper, numpy_helper

    rng = np.random.default_rng(0)
    shapes = {"E": (6, 3), "W": (1, 16, 3), "R": (1, 16, 4), "B": (1, 32), "V": (2, 4), "v": (2,)}
    weights = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    nodes = [
        helper.make_node("Gather", ["E", "ids"], ["x"]),
        helper.make_node("LSTM", ["x", "W", "R", "B"], ["Y", "h"], name="lstm", hidden_size=4),
        helper.make_node("Squeeze", ["h", "axes"], ["last"]),
        helper.make_node("Gemm", ["last", "V", "v"], ["out"], transB=1),
    ]
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["T", 1])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, 2])
    kept = [numpy_helper.from_array(array, name) for name, array in weights.items()]
    kept.append(numpy_helper.from_array(np.array([0]), "axes"))
    graph = helper.make_graph(nodes, "toy", [ids], [out], kept)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    return [model.SerializeToString()]


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
    lines = "\n".join(_WORDS).encode()
    return [
        lines,
        "".join(f"{word},{row}\n" for row, word in enumerate(_WORDS)).encode(),
        lines.decode().encode("utf-16"),
    ]


def vectors() -> list[bytes]:
    out = io.BytesIO()
    np.save(out, _numbers())
    return [out.getvalue()]


def table() -> list[bytes]:
    bare, named = io.StringIO(), io.StringIO()
    np.savetxt(bare, _numbers(), "%.4f", ",")
    np.savetxt(named, _numbers(), "%.4f", ",", header="a,b,c,d", comments="")
    return [bare.getvalue().encode(), named.getvalue().encode()]


def _numbers() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(9, 4)).astype(np.float32)


def word_vectors() -> list[bytes]:
    lines = [
        f"{word} {' '.join(f'{x:.4f}' for x in np.arange(4) / 7 + row)}"
        for row, word in enumerate(["the", "of", "模型"])
    ]
    return ["\n".join(lines).encode(), "\n".join(["3 4", *lines]).encode()]


def projects() -> list[bytes]:
    fed = ("noise", np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32))
    text, vectors = word_model(), replace(word_model("vectors"), vocabulary=None, tokenizer=None)
    vectors = replace(vectors, network=replace(vectors.network, embedding=None))
    held = Interventions((Clamp("forget_gate", 1.0, units=(1,), tokens=range(2)),))
    works = [
        Project("the film", 3, (ProjectModel(text, text.network, interventions=held),), ("words",)),
        Project("", None, (ProjectModel(vectors, vectors.network, fed),), ("vectors",)),
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.gatescope"
        samples = []
        for work in works:
            write_project(work, path)
            samples.append(path.read_bytes())
    return samples
