"""Writes a token behind a text, so that the tokenizer reads it as that token."""

from __future__ import annotations

from gatescope.text.tokenizer import Tokenizer

_JOINED = frozenset(".,;:!?)]}%…”’")
_SPACES = ("▁", "Ġ")
_INSIDE = "##"
_WRITTEN_TOGETHER = frozenset(("character", "codepoint"))


def continued(text: str, token: str, tokenizer: Tokenizer) -> str:
    """Return `text` with `token` behind it: letters as they are, words and ids after a space but for punctuation,
    pieces of words as their spelling says (``▁film``, ``Ġfilm``, ``##ing``)."""
    if tokenizer.name in _WRITTEN_TOGETHER:
        return text + token
    if tokenizer.name == "subword":
        if token.startswith(_INSIDE):
            return text + token[len(_INSIDE) :]
        for space in _SPACES:
            token = token.replace(space, " ")
        return text + (token if text else token.lstrip(" "))
    joined = not text or text[-1].isspace() or (tokenizer.name == "word" and token in _JOINED)
    return text + ("" if joined else " ") + token
