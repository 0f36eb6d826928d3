"""Texts as encodings can write them."""

from __future__ import annotations


def whole_characters(text: str) -> str:
    """Return `text` with U+FFFD for each lone surrogate: half a character that no encoding can write.

    JSON can spell one, and Python puts one where a command line or a file name has a byte that is not UTF-8.
    """
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
