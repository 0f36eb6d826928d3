"""Vocabularies that checkpoints keep beside their weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gatescope.formats.core.found import Stack
from gatescope.formats.pytorch import read
from tests.formats.pytorch.pickles import mapping, number, tensor, text, zip_file

TOKENS = [*"abcdefgh ", "<unk>"]
ROWS = len(TOKENS)
LIST = b"](" + b"".join(map(text, TOKENS)) + b"e"
TO_ROW = mapping({token: number(row) for row, token in enumerate(TOKENS)})
FROM_ROW = b"}(" + b"".join(number(row) + text(token) for row, token in reversed(list(enumerate(TOKENS)))) + b"u"
OTHERS = b"](" + b"".join(text(f"word{row}") for row in range(ROWS)) + b"e"
RNG = np.random.default_rng(1)


def opened(path: Path, beside: dict[str, bytes], embedding: bool = True) -> Stack:
    inputs = 3 if embedding else ROWS
    shapes = {"rnn.weight_ih_l0": (12, inputs), "rnn.weight_hh_l0": (12, 4)}
    if embedding:
        shapes["embed.weight"] = (ROWS, 3)
    weights = {name: tensor(name, shape) for name, shape in shapes.items()}
    members = {f"data/{n}": RNG.normal(size=shape).astype(np.float32).tobytes() for n, shape in shapes.items()}
    (stack,) = read(zip_file(path / "a.pt", mapping({"model": mapping(weights), **beside}), members)).stacks
    return stack


@pytest.mark.parametrize("how", [LIST, TO_ROW, FROM_ROW], ids=["list", "token to row", "row to token"])
def test_tokens_are_found_by_their_number(how: bytes, tmp_path: Path) -> None:
    stack = opened(tmp_path, {"epoch": number(3), "vocab": mapping({"itos": how})})
    assert stack.vocabulary is not None
    assert stack.tokenizer is not None
    assert stack.vocabulary.tokens == tuple(TOKENS)
    assert any("'vocab.itos'" in note for note in stack.notes)


@pytest.mark.parametrize(
    "beside",
    [
        {"tokens": LIST, "labels": OTHERS},
        {"tokens": b"](" + b"".join(map(text, TOKENS[1:])) + b"e"},
        {"tokens": mapping({token: number(1) for token in TOKENS})},
        {"tokens": b"](" + b"".join(map(number, range(ROWS))) + b"e"},
    ],
    ids=["two that differ", "one too few", "all one row", "numbers"],
)
def test_what_is_not_clear_is_left_to_the_person(beside: dict[str, bytes], tmp_path: Path) -> None:
    assert opened(tmp_path, beside).vocabulary is None


def test_the_same_twice_is_clear(tmp_path: Path) -> None:
    assert opened(tmp_path, {"stoi": TO_ROW, "itos": LIST}).vocabulary is not None


def test_as_many_inputs_as_tokens_are_one_hot(tmp_path: Path) -> None:
    stack = opened(tmp_path, {"tokens": LIST}, embedding=False)
    assert stack.vocabulary is not None
    assert np.array_equal(stack.network.array("embedding"), np.eye(ROWS))
    assert any(assumed.taken == "one-hot tokens" for assumed in stack.assumptions)
    assert opened(tmp_path, {}, embedding=False).embedding is None
