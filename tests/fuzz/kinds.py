"""The kinds of file that are fuzzed: where their samples come from, and what opens them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gatescope.formats import library, vectors_file, vocabulary_file, word_vectors
from gatescope.formats.project_file import read_project
from tests.fuzz import samples


@dataclass(frozen=True)
class Kind:
    """One kind: the suffix of its files, valid ones to start from, and what a person's click would call."""

    suffix: str
    samples: Callable[[], list[bytes]]
    open: Callable[[Path], object]


def _model(path: Path) -> object:
    return library.load(path).network.parameter_count()


KINDS: dict[str, Kind] = {
    "safetensors": Kind(
        ".safetensors",
        lambda: samples.found("bad/odd_but_valid/*.safetensors"),
        _model,
    ),
    "pt": Kind(".pt", lambda: samples.found("bad/odd_but_valid/7[236]*.pt", "oracles/torch_oracle/*.pt"), _model),
    "pt-legacy": Kind(".pt", lambda: samples.found("bad/odd_but_valid/77*.pt"), _model),
    "h5": Kind(".h5", lambda: samples.found("oracles/keras_oracle/*.h5"), _model),
    "keras": Kind(".keras", lambda: samples.found("oracles/keras_oracle/*.keras"), _model),
    "npz": Kind(".npz", samples.npz, _model),
    "json": Kind(".json", samples.json_arrays, _model),
    "onnx": Kind(".onnx", samples.onnx, _model),
    "vocabulary": Kind(".json", samples.vocabularies, vocabulary_file.read),
    "word-list": Kind(".txt", samples.word_lists, vocabulary_file.read),
    "vectors": Kind(".npy", samples.vectors, lambda path: vectors_file.read(path, 4, np.dtype(np.float32))),
    "table": Kind(".csv", samples.table, lambda path: vectors_file.read(path, 4, np.dtype(np.float32))),
    "word-vectors": Kind(".txt", samples.word_vectors, lambda path: word_vectors.read(path, 4, np.dtype(np.float32))),
    "project": Kind(".gatescope", samples.projects, read_project),
}
