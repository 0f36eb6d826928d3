"""The digest of a model: of everything that its states of a text depend on."""

from __future__ import annotations

import hashlib
import json

import numpy as np

from gatescope.formats.core.model import Model
from gatescope.formats.own.structure import describe_structure
from gatescope.formats.own.tensors import tensors
from gatescope.text import registry


def tokenizer_json(model: Model) -> str:
    """Return what cuts a text into the tokens of `model`, as JSON; empty where it reads no text."""
    return "" if model.tokenizer is None else json.dumps(registry.to_json(model.tokenizer))


def model_digest(model: Model) -> str:
    """Return SHA-256 of the weights, the convention, the vocabulary and the tokenizer of `model`."""
    digest = hashlib.sha256()
    vocabulary = None if model.vocabulary is None else model.vocabulary.to_json()
    tokens = None if model.vocabulary is None else len(model.vocabulary)
    said = [describe_structure(model.network, tokens), vocabulary, tokenizer_json(model), model.masked_id]
    digest.update(json.dumps(said, sort_keys=True).encode())
    for name, array in sorted(tensors(model.network).items()):
        digest.update(f"{name} {array.dtype} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
