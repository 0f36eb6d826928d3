"""The `tokenizers` package behind a narrow interface that turns its failures into GateScope's own errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import ModelError, UsageError
from gatescope.words import tr

if TYPE_CHECKING:
    from tokenizers import Tokenizer

T = TypeVar("T")

# How many times as long a definition may make a text; two dozen doublings fill the memory, real definitions stay below
# 40. A table of SentencePiece's gives several characters for one (there is but one of them), and ByteLevel writes every
# byte of UTF-8 as a letter.
_MOST_GROWTH = 128
_GROWTH = {"Precompiled": 16.0, "ByteLevel": 2.0}
# Every kind of neighbour that a space can have.
_PROBE = "ab cd, 12 .x (yz) é 好 ab'c d\n ef"


class SubwordEngine:
    """The tokenizer of one definition.

    Attributes:
        ids: piece → id, added tokens included.
        unknown: the piece that stands for what the model cannot spell, or None.
        special_tokens: what the definition puts about every text when a model is trained: ``[CLS]``, ``[SEP]``.
        parts_at_spaces: whether no piece goes over a space that follows another character, so that an edit changes
            words near it and no others.

    Raises:
        UsageError: the package is not installed.
        ModelError: the definition cannot be read.
    """

    def __init__(self, definition: str) -> None:
        try:
            from tokenizers import Tokenizer
        except ImportError as error:
            needed = 'a tokenizer.json needs the package tokenizers: pip install "gatescope[tokenizers]"'
            raise UsageError(needed) from error
        try:
            _check_growth(definition)
            self._tokenizer: Tokenizer = _asked(lambda: Tokenizer.from_str(definition))
            self._as_in_use()
            self.ids: dict[str, int] = _asked(lambda: self._tokenizer.get_vocab(with_added_tokens=True))
            self.special_tokens = tuple(_asked(lambda: self._tokenizer.encode("", add_special_tokens=True).tokens))
            self.parts_at_spaces = _asked(self._parts_at_spaces)
            self.unknown = _unknown(definition)
        except Exception as error:
            raise ModelError(
                tr("is no definition of a tokenizer that this version reads: {error}", error=error)
            ) from error

    def read(self, text: str) -> tuple[list[str], NDArray[np.int64]]:
        """Return the pieces of `text`, and (T, 2) from which to which of its characters each one comes.

        Raises:
            UsageError: the text has something that the tokenizer cannot read.
        """
        try:
            # As a batch, because only then does the package let other threads run meanwhile.
            found = _asked(lambda: self._tokenizer.encode_batch([text], add_special_tokens=False)[0])
        except Exception as error:
            raise UsageError(tr("the tokenizer cannot read this text: {error}", error=error)) from error
        return found.tokens, np.array(found.offsets, np.int64).reshape(-1, 2)

    def _as_in_use(self) -> None:
        """Remove the settings for training: a fixed length, and random differences between two readings of one text."""
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        if getattr(self._tokenizer.model, "dropout", None):
            self._tokenizer.model.dropout = None

    def _parts_at_spaces(self) -> bool:
        parts = self._tokenizer.pre_tokenizer
        if parts is None:
            return False
        inside = {place for _, (start, end) in parts.pre_tokenize_str(_PROBE) for place in range(start + 1, end)}
        return not any(_PROBE[place] == " " and _PROBE[place - 1] != "\n" for place in inside)


def _check_growth(definition: str) -> None:
    """Refuse a definition that could make a text far longer than real tokenizers do.

    A few dozen replacements of a letter by two of them make gigabytes of one letter, and the package ends the process
    where memory runs out.

    Raises:
        ValueError: a text could become far too long.
    """
    described = json.loads(definition)
    waiting = [described.get("normalizer"), described.get("pre_tokenizer")]
    growth = 1.0
    for part in waiting:
        if isinstance(part, dict):
            growth *= _growth(part)
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
        if growth > _MOST_GROWTH:
            raise ValueError(f"it could make every text more than {_MOST_GROWTH} times as long")


def _growth(part: dict[str, Any]) -> float:
    """Return how many times as long a text may become by one normaliser or pre-tokeniser."""
    kind, content, pattern = part.get("type"), part.get("content"), part.get("pattern")
    if kind != "Replace" or not isinstance(content, str) or not isinstance(pattern, dict):
        return _GROWTH.get(str(kind), 1.0)
    literal = pattern.get("String")
    if isinstance(literal, str) and literal:
        return max(1.0, len(content) / len(literal))
    # A regular expression may match nothing, and so between any two characters.
    return 1.0 + len(content)


def _asked(question: Callable[[], T]) -> T:
    """Return the answer of a call into the package.

    Raises:
        RuntimeError: the package panicked; the exception that it throws then is not derived from `Exception`.
    """
    try:
        return question()
    except Exception:
        raise
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        raise RuntimeError(str(panic)) from panic


def _unknown(definition: str) -> str | None:
    model = json.loads(definition)["model"]
    at = model.get("unk_id")
    found = model.get("unk_token") if at is None else model["vocab"][at][0]
    return found if isinstance(found, str) else None
