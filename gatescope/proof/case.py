"""One reading of a reference: which of its arrays are inputs, and which are the states to compare with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Network
from gatescope.formats.arrays.numpy_file import as_numbers
from gatescope.formats.arrays.reference_file import Arrays
from gatescope.proof.expected import Cutter, Expected
from gatescope.proof.layout import Numbers, input_layouts, sequences_of
from gatescope.proof.reference_names import Named, parse, words
from gatescope.proof.subject import Subject

_SOURCES = ("inputs", "ids")
# Arrays with names that tell nothing are tried pair by pair, as long as there are few.
_MOST_UNNAMED = 8


@dataclass(frozen=True, eq=False)
class Case:
    """B sequences of T tokens with the states to compare with.

    Attributes:
        key: name of the array of inputs.
        stem: what the names of its arrays have in common.
        inputs: (B, T, I) vectors.
        ids: (B, T) token ids, or None.
        initial: ``layer{k}.{direction}.{hidden_state|cell_state}`` → (B, F).
        expected: at least one.
    """

    key: str
    stem: tuple[str, ...]
    inputs: Numbers
    ids: NDArray[np.int64] | None
    initial: Mapping[str, Numbers]
    expected: tuple[Expected, ...]


def cases(arrays: Arrays, subject: Subject) -> list[Case]:
    """Return every reading of the arrays that fits the sizes of the network, without a look at their numbers."""
    network = subject.network
    named = [found for key in arrays if (found := parse(key, network.cell)) is not None]
    made: list[Case] = []
    stems = {one.stem for one in named if one.role in _SOURCES}
    for stem in sorted(stems):
        sources: dict[str, Named] = {one.role: one for one in named if one.stem == stem and one.role in _SOURCES}
        for states in _groups(named, stem, stems):
            made += _cases_of(arrays, subject, sources, states)
    return made or list(_by_shape(arrays, subject))


def affinity(case: Case, subject: Subject) -> int:
    """Return how much the names of a case resemble the network's: 0 not at all, 100 for one of its own names."""
    stem = case.stem
    if stem and any(words(name)[-len(stem) :] == stem for name in subject.names):
        return 100
    return len(set(stem) & {word for name in subject.names for word in words(name)})


def _groups(named: list[Named], stem: tuple[str, ...], stems: set[tuple[str, ...]]) -> Iterator[list[Named]]:
    """Yield the states that may belong to the inputs called `stem`: those of the same stem, or else, group by group,
    those whose stems go on from it and have no inputs of their own."""
    outputs = [one for one in named if one.role in ("states", "final")]
    initial = [one for one in named if one.role == "initial"]
    groups: dict[tuple[str, ...], list[Named]] = {}
    for one in outputs:
        owner = max((s for s in stems if one.stem[: len(s)] == s), key=len, default=None)
        if owner == stem:
            groups.setdefault(one.stem, []).append(one)
    for name, group in groups.items():
        if name == stem or stem not in groups:
            yield group + [one for one in initial if one.stem == name]


def _by_shape(arrays: Arrays, subject: Subject) -> Iterator[Case]:
    """Yield every pair of arrays as inputs and as states of the last layer."""
    keys = [key for key, array in arrays.items() if array.dtype.kind == "f" and array.ndim > 1]
    for source, states in permutations(keys[:_MOST_UNNAMED], 2):
        sources = {"inputs": Named(source, "inputs")}
        yield from _cases_of(arrays, subject, sources, [Named(states, "states", "hidden_state")])


def _cases_of(arrays: Arrays, subject: Subject, sources: Mapping[str, Named], states: list[Named]) -> Iterator[Case]:
    network = subject.network
    source = sources.get("inputs") or sources["ids"]
    array = arrays[source.key]
    lead = array.ndim - (1 if source.role == "inputs" else 0)
    if source.role == "inputs" and array.shape[-1:] != (network.inputs,):
        return
    for time_first, tokens, batch in input_layouts(array.shape[:lead]):
        if not tokens or not batch:
            continue
        ids = _ids(arrays, sources.get("ids"), network, time_first, (batch, tokens))
        if source.role == "inputs":
            inputs = as_numbers(sequences_of(array, lead, time_first), network.dtype)
        elif ids is not None and network.embedding is not None:
            inputs = network.embedding[ids]
        else:
            continue
        cut = Cutter(subject, time_first, tokens, batch)
        expected = tuple(e for one in states if one.role != "initial" for e in cut.expected(one, arrays[one.key]))
        initial = {k: v for one in states if one.role == "initial" for k, v in cut.initial(one, arrays[one.key])}
        if expected:
            yield Case(source.key, states[0].stem, inputs, ids, initial, expected)


def _ids(
    arrays: Arrays, named: Named | None, network: Network, time_first: bool, shape: tuple[int, int]
) -> NDArray[np.int64] | None:
    """Return (B, T) ids beside the inputs, where they are rows of the embedding."""
    if named is None or network.embedding is None:
        return None
    array = arrays[named.key]
    if array.dtype.kind not in "iu" or array.ndim not in (1, 2):
        return None
    ids = sequences_of(array, array.ndim, time_first).astype(np.int64)
    if ids.shape != shape or not ids.size or ids.min() < 0 or ids.max() >= len(network.embedding):
        return None
    return ids
