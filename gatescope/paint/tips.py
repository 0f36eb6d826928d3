"""What a picture says of a place in it, for files whose readers have a mouse: an SVG in a notebook or a browser."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

MOST_TIPS = 400
"""Places of one kind that a picture tells of: a file must not grow with the square of a text."""


@dataclass(frozen=True)
class Tip:
    """The words for one place.

    Attributes:
        rect: in the units of the picture.
        words: plain text; its lines are parted by line feeds.
    """

    rect: QRectF
    words: str
