"""Makes the data with which a text goes to the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QMimeData


def as_mime(text: str) -> QMimeData:
    """Return data that hold exactly `text`.

    A leading U+FEFF or U+FFFE is taken for a mark of byte order and lost, unless such a mark stands before it.
    """
    data = QMimeData()
    data.setText(text)
    if data.text() != text:
        data.setText("\ufeff" + text)
    return data
