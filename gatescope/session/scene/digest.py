"""Digests by which a model is known again: of its parameters and how they are read, and of its words."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from weakref import WeakKeyDictionary

import numpy as np

from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.formats.own.tensors import tensors

_known: WeakKeyDictionary[Network, str] = WeakKeyDictionary()
"""A figure is saved again and again while its models stay."""


def network_digest(network: Network) -> str:
    """Return the SHA-256 of the arrays of `network`, with their names, types and shapes, and of its cell, convention
    and read-outs."""
    known = _known.get(network)
    if known is None:
        found = hashlib.sha256()
        reading = [f"{one.name}={getattr(network.convention, one.name)!r}" for one in fields(network.convention)]
        readouts = [(one.name, one.kind, one.labels) for one in network.readouts]
        found.update(repr((network.cell.name, reading, network.directions, readouts)).encode())
        for name, array in sorted(tensors(network).items()):
            found.update(repr((name, array.dtype.name, array.shape)).encode())
            found.update(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes())
        known = _known[network] = found.hexdigest()
    return known


def words_digest(model: Model) -> str:
    """Return the SHA-256 of the vocabulary and of the kind of tokenizer of `model`; empty where it has none."""
    vocabulary, tokenizer = model.vocabulary, model.tokenizer
    if vocabulary is None or tokenizer is None:
        return ""
    found = hashlib.sha256(repr((tokenizer.name, vocabulary.lower_case, vocabulary.unknown, model.masked_id)).encode())
    for token in vocabulary.tokens:
        found.update(token.encode("utf-8", "surrogatepass") + b"\0")
    return found.hexdigest()
