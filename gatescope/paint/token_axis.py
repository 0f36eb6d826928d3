"""The words along the bottom of a plot in a file or a painted view."""

from __future__ import annotations

from math import ceil, floor, inf

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.tips import MOST_TIPS
from gatescope.plots.axis_words import WordStyle, axis_word
from gatescope.plots.description import Array
from gatescope.plots.token_axis import BASELINE, FLAT_HEIGHT, TEXT_SIZE, AxisWord, TokenAxisLayout
from gatescope.plots.whole_axis import continued
from gatescope.text.tokens import TokenSequence
from gatescope.words import tr

_UPRIGHT_ROOM = 76.0
_UPRIGHT_GAP = 3.0


class TokenAxis:
    """The token axis of one plot, `width` logical pixels wide.

    Attributes:
        height: what it takes.
    """

    def __init__(
        self,
        canvas: Canvas,
        tokens: TokenSequence,
        cursor: int | None,
        width: float,
        stretch: tuple[float, float] | None = None,
        *,
        importance: Array | None = None,
        most: float = inf,
        whole: TokenSequence | None = None,
    ) -> None:
        """Show the tokens in `stretch`, where token i fills i … i + 1; all of them by default.

        Args:
            importance: of the words, as in `TokenAxisPlot`.
            most: the height that the words may take, in logical pixels; with less than upright words need they lie.
            whole: the tokens that the axis has room for, as in `TokenAxisPlot`: the places of all, the words of those
                that there are.
        """
        self._canvas = canvas
        self._written = inf if whole is None else float(len(tokens))
        tokens = continued(tokens, whole)
        shown = stretch or (0.0, float(max(len(tokens), 1)))
        self._tokens, self._shown = tokens, shown
        self.layout = TokenAxisLayout(
            tokens,
            cursor,
            shown,
            width,
            self._measure,
            canvas.unit,
            most,
            importance=importance,
            # On paper there is no pointing at a word to read the rest of it.
            whole_words=canvas.head is not None,
        )
        height = 0.0
        if self.layout.upright:
            # The current word is bold.
            widest = max(self.layout.widest, *(self._measure(word.text, word.style) for word in self.layout.words[-1:]))
            height = min(widest, _UPRIGHT_ROOM * canvas.unit)
        self.height = max(height + 2 * _UPRIGHT_GAP * canvas.unit, FLAT_HEIGHT * canvas.unit)

    def centre(self, rect: QRectF, index: float) -> float:
        """Return where a token stands."""
        return rect.left() + self.layout.centre(index)

    def paint(self, rect: QRectF) -> None:
        """Write the words into `rect`, whose top is the bottom of the plot."""
        end = self.layout.centre(self._written - 0.5)
        self._tell(rect)
        for word in self.layout.words:
            if word.centre > end and word.style != "current":
                continue
            if self.layout.upright:
                self._write_upright(word, rect)
            else:
                x, baseline = rect.left() + word.centre, rect.top() + BASELINE * self._canvas.unit
                self._write(word, x, baseline, word.max_width)

    def _tell(self, rect: QRectF) -> None:
        """Say of every word which token it is: not all of them are written, and some are cut."""
        if self._canvas.tips is None:
            return
        first, last = self._shown
        for token in range(max(floor(first), 0), min(ceil(last), len(self._tokens), floor(first) + MOST_TIPS)):
            left, right = (rect.left() + self.layout.centre(at) for at in (token - 0.5, token + 0.5))
            place = QRectF(left, rect.top(), right - left, rect.height())
            self._canvas.tip(place, tr("{word}, token {token}", word=axis_word(self._tokens, token), token=token))

    def _measure(self, word: str, style: WordStyle) -> float:
        return self._canvas.width(word, TEXT_SIZE, bold=style == "current")

    def _write(self, word: AxisWord, x: float, baseline: float, max_width: float) -> None:
        if max_width <= 0.0:
            return
        theme, painter = self._canvas.theme, self._canvas.painter
        squeeze = max_width / max(self._measure(word.text, word.style), max_width) if len(word.text) == 1 else 1.0
        if squeeze < 1.0:
            painter.save()
            painter.translate(x, 0.0)
            painter.scale(squeeze, 1.0)
            painter.translate(-x, 0.0)
            max_width /= squeeze
        self._canvas.text(
            word.text,
            x,
            baseline,
            size=TEXT_SIZE,
            colour=theme.accent if word.style == "current" else theme.muted,
            bold=word.style == "current",
            italic=word.style == "unknown",
            align="centre",
            max_width=max_width,
        )
        if squeeze < 1.0:
            painter.restore()

    def _write_upright(self, word: AxisWord, rect: QRectF) -> None:
        """Write a word that is read from below; it begins below, and ends at the plot."""
        canvas, painter = self._canvas, self._canvas.painter
        max_width = rect.height() - 2 * _UPRIGHT_GAP * canvas.unit
        shown = word._replace(text=canvas.fitted(word.text, max_width, TEXT_SIZE, bold=word.style == "current"))
        width = self._measure(shown.text, word.style)
        # On whole pixels, as the window paints them, upright letters are sharp.
        x = round(rect.left() + word.centre) + round(TEXT_SIZE * 0.36 * canvas.unit)
        painter.save()
        painter.translate(x, round(rect.top() + _UPRIGHT_GAP * canvas.unit) + ceil(width) + 1.0 - width / 2.0)
        painter.rotate(-90.0)
        self._write(shown, 0.0, 0.0, max_width)
        painter.restore()
