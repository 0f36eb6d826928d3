"""The vocabulary: the tokens by their rows of the embedding."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import ModelError
from gatescope.text.tokens import UNKNOWN
from gatescope.words import tr, trn

# Rows without a token that a vocabulary may have beside twice its tokens.
_EMPTY_ROWS = 1024
_TYPOGRAPHIC = str.maketrans({"’": "'", "ʼ": "'"})
# The models of a family have thousands of tokens in common.
_read: WeakValueDictionary[tuple[object, ...], Vocabulary] = WeakValueDictionary()


@dataclass(frozen=True)
class Vocabulary:
    """An ordered set of tokens; the position of a token is its id.

    Two vocabularies with the same content are equal, so that models of one family can share one tokenised sentence.

    Attributes:
        tokens: all tokens, V of them, none twice.
        lower_case: whether a word is lower-cased before it is looked up.
        unknown: the id of everything that is not in `tokens`, or None where the model has no such row.
    """

    tokens: tuple[str, ...]
    lower_case: bool = False
    unknown: int | None = None
    _index: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {token: row for row, token in enumerate(self.tokens)}
        if len(index) != len(self.tokens):
            twice = next(token for token, count in Counter(self.tokens).items() if count > 1)
            raise ModelError(tr("the vocabulary has the token {twice!r} twice", twice=twice))
        if self.unknown is not None:
            if not 0 <= self.unknown < len(self.tokens):
                raise ModelError(
                    tr(
                        "the unknown row {unknown} is not among the {count} tokens",
                        unknown=self.unknown,
                        count=len(self.tokens),
                    )
                )
            # The typed text "<unk>" means those characters, not the row behind them.
            del index[self.tokens[self.unknown]]
        object.__setattr__(self, "_index", index)

    def __len__(self) -> int:
        return len(self.tokens)

    def id(self, token: str) -> int:
        """Return the row of `token`: the unknown row where the vocabulary lacks it, else −1."""
        row = self._find(token)
        if row is None:
            return -1 if self.unknown is None else self.unknown
        return row

    def ids(self, tokens: Iterable[str]) -> NDArray[np.int64]:
        """Return (T,) the rows of T tokens, as `id` gives them."""
        return np.array([self.id(token) for token in tokens], dtype=np.int64)

    def knows(self, token: str) -> bool:
        """Return whether the token has a row of its own."""
        return self._find(token) is not None

    def look_up(self, tokens: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return (T,) rows and (T,) whether they are known, in one pass."""
        missing = -1 if self.unknown is None else self.unknown
        rows = [self._find(token) for token in tokens]
        known = np.fromiter((row is not None for row in rows), np.bool_, len(rows))
        return np.fromiter((missing if row is None else row for row in rows), np.int64, len(rows)), known

    def _find(self, token: str) -> int | None:
        form = token.lower() if self.lower_case else token
        row = self._index.get(form)
        if row is None and not form.isascii():
            # Those of the file itself come first: it may tell such spellings apart.
            row = self._index.get(_folded(form), self._index.get(unicodedata.normalize("NFD", form)))
        return row

    def to_json(self) -> dict[str, Any]:
        """Return the vocabulary as plain JSON types, without the name of a tokenizer."""
        return {"lower_case": self.lower_case, "unknown": self.unknown, "tokens": list(self.tokens)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Vocabulary:
        """Return the vocabulary that `to_json` wrote.

        Raises:
            ModelError: a field is missing or is not what it should be.
        """
        tokens, lower_case, unknown = data.get("tokens"), data.get("lower_case", False), data.get("unknown")
        if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
            raise ModelError(tr("the vocabulary needs a list of strings called 'tokens'"))
        if not isinstance(lower_case, bool):
            raise ModelError(
                tr("the vocabulary's 'lower_case' is {lower_case!r}, not true or false", lower_case=lower_case)
            )
        if unknown is not None and (not isinstance(unknown, int) or isinstance(unknown, bool)):
            raise ModelError(tr("the vocabulary's 'unknown' is {unknown!r}, not a row number or null", unknown=unknown))
        content = (tuple(tokens), lower_case, unknown)
        found = _read.get(content)
        if found is None:
            found = _read[content] = cls(*content)
        return found

    @classmethod
    def build(cls, texts: Iterable[Sequence[str]], *, minimum_count: int, lower_case: bool) -> Vocabulary:
        """Return the vocabulary of tokenised `texts`: row 0 is the unknown row, then by falling count, ties by
        spelling.

        Args:
            minimum_count: a rarer token has no row, so that the unknown row is trained on what rare words mean.
        """
        fold = str.lower if lower_case else str
        counts = Counter(_folded(fold(token)) for tokens in texts for token in tokens)
        frequent = [token for token, count in counts.items() if count >= minimum_count and token != UNKNOWN]
        return cls((UNKNOWN, *sorted(frequent, key=lambda token: (-counts[token], token))), lower_case, 0)


def _folded(token: str) -> str:
    """A curly apostrophe or a letter with a separate accent is the same word to the person who typed it."""
    return token if token.isascii() else unicodedata.normalize("NFC", token).translate(_TYPOGRAPHIC)


def rows_of(ids: Mapping[str, int], rows: int | None = None) -> tuple[str, ...]:
    """Return (V,) the tokens in the order of their ids; a row without a token is called ``<row 7>``.

    Args:
        rows: V; one more than the greatest id where it is None.

    Raises:
        ModelError: two tokens have one id, or an id is no row.
    """
    greatest = max(ids.values(), default=-1)
    if min(ids.values(), default=0) < 0:
        raise ModelError(
            tr(
                "the token {ids!r} has the id {values}, which is no row",
                ids=min(ids, key=ids.__getitem__),
                values=min(ids.values()),
            )
        )
    if rows is None and greatest > _EMPTY_ROWS + 2 * len(ids):
        raise ModelError(
            trn(
                "the ids go up to {greatest}, but there is only 1 token",
                "the ids go up to {greatest}, but there are only {count} tokens",
                len(ids),
                greatest=greatest,
            )
        )
    if rows is not None and greatest >= rows:
        raise ModelError(
            tr(
                "the token {ids!r} has the id {greatest}, but there are {rows} rows",
                ids=max(ids, key=ids.__getitem__),
                greatest=greatest,
                rows=rows,
            )
        )
    tokens: list[str | None] = [None] * (greatest + 1 if rows is None else rows)
    for token, row in ids.items():
        if tokens[row] is not None:
            raise ModelError(
                tr(
                    "the tokens {tokens!r} and {token!r} both have the id {row}",
                    tokens=tokens[row],
                    token=token,
                    row=row,
                )
            )
        tokens[row] = token
    return tuple(unnamed(row) if token is None else token for row, token in enumerate(tokens))


def unnamed(row: int) -> str:
    """Return the name of a row that has no token."""
    return f"<row {row}>"
