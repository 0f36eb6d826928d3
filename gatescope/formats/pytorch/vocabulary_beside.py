"""The vocabulary that a checkpoint keeps beside its weights, under names such as ``stoi``, ``itos`` or ``tokens``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from gatescope.errors import ModelError
from gatescope.formats.core.found import Assumption, Stack
from gatescope.formats.pytorch.modules import children, is_tensor
from gatescope.formats.pytorch.objects import Made
from gatescope.formats.words.vocabulary_kind import guess
from gatescope.text.vocabulary import rows_of
from gatescope.words import mark

_DEEPEST = 3
_MOST_CONTAINERS = 2000
# Fewer rows than this may be a list of anything; more would be an identity matrix of 64 MB.
_FEWEST_ROWS, _MOST_ONE_HOT = 8, 4096


def with_vocabularies(stacks: Iterable[Stack], saved: object) -> tuple[Stack, ...]:
    """Return each of `stacks` with the vocabulary among `saved`, if exactly one there has a token for each of its rows.

    Without an embedding, a layer that takes as many inputs as there are tokens takes them one-hot: then the identity is
    its embedding, and an assumption says so.
    """
    found: dict[int, dict[tuple[str, ...], str]] = {}
    for name, tokens in _vocabularies(saved):
        found.setdefault(len(tokens), {}).setdefault(tokens, name)
    return tuple(_with_vocabulary(stack, found) for stack in stacks)


def _with_vocabulary(stack: Stack, vocabularies: Mapping[int, Mapping[tuple[str, ...], str]]) -> Stack:
    one_hot = stack.embedding is None
    rows = stack.layers[0].inputs if stack.embedding is None else len(stack.embedding)
    if stack.vocabulary is not None or rows < _FEWEST_ROWS or (one_hot and rows > _MOST_ONE_HOT):
        return stack
    found = vocabularies.get(rows, {})
    if len(found) != 1:
        return stack
    ((tokens, name),) = found.items()
    try:
        vocabulary = guess(tokens, rows)
    except ModelError:
        return stack
    note = mark("the vocabulary is {name!r:.60} of the file", name=name)
    made = replace(
        stack,
        vocabulary=vocabulary.vocabulary,
        tokenizer=vocabulary.tokenizer,
        notes=(*stack.notes, note, *vocabulary.notes),
    )
    if not one_hot:
        return made
    why = mark("it takes {rows} inputs, and {name!r:.60} of the file has {rows} tokens", rows=rows, name=name)
    dtype = stack.layers[0].parameters[0].W.dtype
    return replace(
        made,
        embedding=np.eye(rows, dtype=dtype),
        assumptions=(*stack.assumptions, Assumption(mark("input"), mark("one-hot tokens"), why)),
    )


def _vocabularies(saved: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name and the tokens, row by row, of everything that has any."""
    waiting: list[tuple[str, object, int]] = [("", saved, 0)]
    for _ in range(_MOST_CONTAINERS):
        if not waiting:
            return
        name, value, level = waiting.pop(0)
        tokens = _tokens(value)
        if tokens is not None:
            yield name, tokens
        elif level < _DEEPEST and isinstance(value, dict | Made):
            waiting += [
                (f"{name}.{key}" if name else key, child, level + 1)
                for key, child in children(value)
                if isinstance(child, dict | list | tuple | Made) and not is_tensor(child)
            ]


def _tokens(value: object) -> tuple[str, ...] | None:
    """Return the tokens of a list of them, of token → id or of id → token; None where it is none of these."""
    if not isinstance(value, dict | list | tuple) or len(value) < _FEWEST_ROWS:
        return None
    rows = len(value)
    if isinstance(value, list | tuple):
        return tuple(map(str, value)) if all(isinstance(token, str) for token in value) else None
    ids = {key: row for key, row in value.items() if isinstance(key, str) and type(row) is int}
    named = {token: row for row, token in value.items() if isinstance(token, str) and type(row) is int}
    try:
        return rows_of(ids if len(ids) == rows else named, rows) if rows in (len(ids), len(named)) else None
    except ModelError:
        return None
