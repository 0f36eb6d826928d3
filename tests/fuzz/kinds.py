"""The kinds of file that are fuzzed: where their samples come from, and what opens them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gatescope.cli.inspection_text import as_text
from gatescope.errors import UsageError
from gatescope.formats.arrays import vectors_file
from gatescope.formats.arrays.reference_file import read_reference
from gatescope.formats.core import found_model
from gatescope.formats.detect import reading
from gatescope.formats.own import library
from gatescope.formats.projects.file import read_project
from gatescope.formats.words import vectors, vocabulary_file
from gatescope.proof.case import cases
from gatescope.proof.subject import of_stack
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
        before = found.tokenizer.tokenize("the naïve film isn't 好 🙂 at all " * 20, found.vocabulary)
        found.tokenizer.tokenize(before.text[:400] + "s" + before.text[400:], found.vocabulary, previous=before)
    return found


def _vectors(path: Path) -> object:
    return vectors_file.read(path, 4, _FLOAT)


def _word_vectors(path: Path) -> object:
    return vectors.read(path, 4, _FLOAT)


def _reference(path: Path) -> object:
    """What there is to compare; the comparison itself computes for tens of milliseconds."""
    return cases(read_reference(path), of_stack(samples.proven_stack()))


def _found(*patterns: str) -> Callable[[], list[bytes]]:
    return lambda: samples.found(*patterns)


KINDS: dict[str, Kind] = {
    "safetensors": Kind(".safetensors", lambda: samples.odd("*.safetensors"), _model),
    "own": Kind(".safetensors", samples.own_weights, _own, samples.beside_weights),
    "card": Kind(".json", samples.own_cards, _own, samples.beside_card),
    "pt": Kind(".pt", lambda: samples.odd("7[236]*.pt") + samples.found("oracles/torch_oracle/*.pt"), _model),
    "pt-legacy": Kind(".pt", lambda: samples.odd("77*.pt"), _model),
    "pt-module": Kind(".pt", _found("torch_module_*.pt"), _model),
    "agent": Kind(".zip", samples.agents, _model),
    "h5": Kind(".h5", _found("oracles/keras_oracle/*.h5", "keras_*.h5"), _model),
    "h5-arrays": Kind(".h5", _found("arrays_*.h5"), _model),
    "keras": Kind(".keras", _found("oracles/keras_oracle/*.keras", "keras_*.keras"), _model),
    "npz": Kind(".npz", samples.npz, _model),
    "json": Kind(".json", samples.json_arrays, _model),
    "onnx": Kind(".onnx", onnx_samples.models, _model),
    "onnx-external": Kind(".onnx", onnx_samples.external, _model, onnx_samples.beside),
    "vocabulary": Kind(".json", samples.vocabularies, vocabulary_file.read),
    "word-list": Kind(".txt", samples.word_lists, vocabulary_file.read),
    "word-table": Kind(".csv", samples.word_tables, vocabulary_file.read),
    "tokenizer": Kind(".json", samples.tokenizers, _tokenizer),
    "vectors": Kind(".npy", samples.vectors, _vectors),
    "vectors-npz": Kind(".npz", samples.archived_vectors, _vectors),
    "table": Kind(".csv", samples.table, _vectors),
    "word-vectors": Kind(".txt", samples.word_vectors, _word_vectors),
    "word2vec": Kind(".txt", samples.word2vec, _word_vectors),
    "reference": Kind(".npz", samples.references, _reference),
    "project": Kind(".gatescope", samples.projects, read_project),
}
