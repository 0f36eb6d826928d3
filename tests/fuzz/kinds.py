"""The kinds of file that are fuzzed: where their samples come from, and what opens them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gatescope.cli.inspection_text import as_text
from gatescope.errors import UsageError
from gatescope.formats import found_model, library, reading, vectors_file, vocabulary_file, word_vectors
from gatescope.formats.project_file import read_project
from gatescope.formats.proof.case import cases
from gatescope.formats.proof.reference_file import read_reference
from gatescope.formats.proof.subject import of_stack
from tests.fuzz import onnx_samples, samples

_FLOAT = np.dtype(np.float32)


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    Attributes:
        suffix: of its files.
        samples: gives valid ones to start from.
        open: what a person's click would call.
        beside: gives the undamaged files that lie beside it, by name.
    """

    suffix: str
    samples: Callable[[], list[bytes]]
    open: Callable[[Path], object]
    beside: Callable[[], Mapping[str, bytes]] = dict


def _model(path: Path) -> object:
    """Everything that opening and `gatescope inspect` do."""
    file = reading.read(path)
    model = found_model.model_of(file)
    return model, as_text(file, file.stacks, file.stack(None), {}, None)


def _own(path: Path) -> object:
    return library.load(path)


def _tokenizer(path: Path) -> object:
    """A tokenizer that was read is there to be typed into; it may have no word for something."""
    found = vocabulary_file.read(path)
    with suppress(UsageError):
        found.tokenizer.tokenize("the naïve film isn't 好 🙂 at all", found.vocabulary)
    return found


def _reference(path: Path) -> object:
    """What there is to compare; the comparison itself computes for tens of milliseconds."""
    return cases(read_reference(path), of_stack(samples.proven_stack()))


def _shared(*patterns: str) -> Callable[[], list[bytes]]:
    return lambda: samples.found(*patterns)


KINDS: dict[str, Kind] = {
    "safetensors": Kind(".safetensors", _shared("bad/odd_but_valid/*.safetensors"), _model),
    "own": Kind(".safetensors", samples.own_weights, _own, samples.beside_weights),
    "card": Kind(".json", samples.own_cards, _own, samples.beside_card),
    "pt": Kind(".pt", _shared("bad/odd_but_valid/7[236]*.pt", "oracles/torch_oracle/*.pt"), _model),
    "pt-legacy": Kind(".pt", _shared("bad/odd_but_valid/77*.pt"), _model),
    "pt-tar": Kind(".pt", samples.tars, _model),
    "pt-module": Kind(".pt", lambda: samples.found("torch_module_*.pt", folder=samples.DATA), _model),
    "h5": Kind(".h5", _shared("oracles/keras_oracle/*.h5"), _model),
    "keras": Kind(".keras", _shared("oracles/keras_oracle/*.keras"), _model),
    "npz": Kind(".npz", samples.npz, _model),
    "json": Kind(".json", samples.json_arrays, _model),
    "onnx": Kind(".onnx", onnx_samples.models, _model),
    "onnx-external": Kind(".onnx", onnx_samples.external, _model, onnx_samples.beside),
    "vocabulary": Kind(".json", samples.vocabularies, vocabulary_file.read),
    "word-list": Kind(".txt", samples.word_lists, vocabulary_file.read),
    "tokenizer": Kind(".json", samples.tokenizers, _tokenizer),
    "vectors": Kind(".npy", samples.vectors, lambda path: vectors_file.read(path, 4, _FLOAT)),
    "table": Kind(".csv", samples.table, lambda path: vectors_file.read(path, 4, _FLOAT)),
    "word-vectors": Kind(".txt", samples.word_vectors, lambda path: word_vectors.read(path, 4, _FLOAT)),
    "word2vec": Kind(".txt", samples.word2vec, lambda path: word_vectors.read(path, 4, _FLOAT)),
    "reference": Kind(".npz", samples.references, _reference),
    "project": Kind(".gatescope", samples.projects, read_project),
}
