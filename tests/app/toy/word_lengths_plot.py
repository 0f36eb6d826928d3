"""The description of a picture, and the painter of its kind: how long every word is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.plots.description import TokenAxisPlot
from gatescope.text.tokens import TokenSequence


@dataclass(frozen=True, eq=False)
class WordLengthsPlot(TokenAxisPlot):
    """Letters a word: (T,)."""

    lengths: NDArray[np.int64]

    def facts(self) -> dict[str, str]:
        return {"Title": "Word lengths", "Sentence": " ".join(self.tokens.words())}


def word_lengths(tokens: TokenSequence, cursor: int | None) -> WordLengthsPlot:
    """Count the letters of every word."""
    lengths = np.array([len(word) for word in tokens.words()], np.int64)
    return WordLengthsPlot(tokens, lengths, cursor=cursor, caption="How long the words are")


def paint_word_lengths(canvas: Canvas, plot: WordLengthsPlot, rect: QRectF) -> None:
    width, most = rect.width() / len(plot.lengths), int(plot.lengths.max())
    for k, length in enumerate(plot.lengths):
        height = rect.height() * length / most
        bar = QRectF(rect.left() + k * width, rect.bottom() - height, width * 0.8, height)
        canvas.painter.fillRect(bar, QColor(canvas.theme.accent if k == plot.cursor else canvas.theme.muted))
