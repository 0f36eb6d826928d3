"""Names keys as the person's system and language do: Ctrl+S, or Strg+S."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence


def key_name(keys: str) -> str:
    """Return the name of `keys`, which are written as Qt reads them everywhere: ``"Ctrl+S"``."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
