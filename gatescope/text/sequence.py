"""Builds token sequences from the matches of a scanner, for every tokenizer alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from gatescope.text.scanner import Scanner
from gatescope.text.tokens import TokenSequence
from gatescope.text.vocabulary import Vocabulary


def sequence(
    text: str,
    scanner: Scanner,
    vocabulary: Vocabulary,
    previous: TokenSequence | None,
    spelled: Callable[[str], str] = str,
) -> TokenSequence:
    """Return the tokens that `scanner` finds in `text`, none of them tentative; their arrays are read-only.

    Args:
        previous: the tokens of an earlier text, by the same scanner and vocabulary. The cost is then that of comparing
            the texts and copying (T,) arrays, and the tokens of the edit.
        spelled: turns a token of the text into the word that is looked up.
    """
    if previous is None:
        starts, ends = scanner.scan(text)
        words = [spelled(text[start:end]) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        ids, known = vocabulary.look_up(words)
        return frozen(TokenSequence(text, starts, ends, ids, known))
    if previous.text == text:
        return replace(previous, text=text, tentative=None)
    edit = scanner.rescan(text, previous)
    spans = np.array(edit.spans, dtype=np.int64).reshape(-1, 2)
    ids, known = vocabulary.look_up([spelled(text[start:end]) for start, end in edit.spans])
    fresh = TokenSequence(text, spans[:, 0], spans[:, 1], ids, known)
    return spliced(text, previous, edit.kept, fresh, edit.same, edit.shift)


def spliced(
    text: str, previous: TokenSequence, kept: int, fresh: TokenSequence, same: int, shift: int
) -> TokenSequence:
    """Return the first `kept` tokens of an earlier text, then `fresh`, then the earlier ones from `same` on, moved by
    `shift` characters; their arrays are read-only."""
    head, tail = slice(0, kept), slice(same, None)
    return frozen(
        TokenSequence(
            text,
            np.concatenate((previous.starts[head], fresh.starts, previous.starts[tail] + shift)),
            np.concatenate((previous.ends[head], fresh.ends, previous.ends[tail] + shift)),
            np.concatenate((previous.ids[head], fresh.ids, previous.ids[tail])),
            np.concatenate((previous.known[head], fresh.known, previous.known[tail])),
        )
    )


def ending_at(tokens: TokenSequence, caret: int | None) -> int | None:
    """Return the index of the token whose end the caret touches, or None."""
    if caret is None:
        return None
    index = int(np.searchsorted(tokens.ends, caret))
    return index if index < len(tokens) and tokens.ends[index] == caret else None


def frozen(tokens: TokenSequence) -> TokenSequence:
    """Return `tokens` with its arrays made read-only."""
    for array in (tokens.starts, tokens.ends, tokens.ids, tokens.known):
        array.flags.writeable = False
    return tokens
