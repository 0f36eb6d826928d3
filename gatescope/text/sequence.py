"""Builds token sequences from what a scanner finds, for every tokenizer alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gatescope.text.scanner import Scanner
from gatescope.text.tokens import TokenSequence
from gatescope.text.vocabulary import Vocabulary


def sequence(text: str, scanner: Scanner, vocabulary: Vocabulary, previous: TokenSequence | None) -> TokenSequence:
    """The tokens that `scanner` finds in `text`, none of them tentative; their arrays are read-only.

    Args:
        previous: the tokens of an earlier text, by the same scanner and vocabulary. The cost is then that of comparing
            the texts and copying (T,) arrays, and the tokens of the edit.
    """
    if previous is None:
        starts, ends = scanner.scan(text)
        words = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        ids, known = vocabulary.look_up(words)
        return _frozen(TokenSequence(text, starts, ends, ids, known))
    if previous.text == text:
        return replace(previous, text=text, tentative=None)
    edit = scanner.rescan(text, previous)
    spans = np.array(edit.spans, dtype=np.int64).reshape(-1, 2)
    ids, known = vocabulary.look_up([text[start:end] for start, end in edit.spans])
    head, tail = slice(0, edit.kept), slice(edit.same, None)
    return _frozen(
        TokenSequence(
            text,
            np.concatenate((previous.starts[head], spans[:, 0], previous.starts[tail] + edit.shift)),
            np.concatenate((previous.ends[head], spans[:, 1], previous.ends[tail] + edit.shift)),
            np.concatenate((previous.ids[head], ids, previous.ids[tail])),
            np.concatenate((previous.known[head], known, previous.known[tail])),
        )
    )


def ending_at(tokens: TokenSequence, caret: int | None) -> int | None:
    """Index of the token whose end the caret touches, or None."""
    if caret is None:
        return None
    index = int(np.searchsorted(tokens.ends, caret))
    return index if index < len(tokens) and tokens.ends[index] == caret else None


def _frozen(tokens: TokenSequence) -> TokenSequence:
    for array in (tokens.starts, tokens.ends, tokens.ids, tokens.known):
        array.flags.writeable = False
    return tokens
