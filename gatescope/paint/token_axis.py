"""The words along the bottom of a plot: as many as there is room for, never over one another."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.plots.axis_words import axis_word, round_step
from gatescope.text.tokens import TokenSequence

_SIZE = 11.5
_FLAT_COLUMN = 34.0
_UPRIGHT_ROOM = 76.0
# Less than so much of a word says nothing.
_SHORTEST = 16.0
# Where fewer tokens than one in so many have a name, names say nothing about the place in the text; numbers do.
_SPARSEST = 24


class TokenAxis:
    """The token axis of one plot, `width` logical pixels wide.

    Attributes:
        height: what it takes.
    """

    def __init__(self, canvas: Canvas, tokens: TokenSequence, cursor: int | None, width: float) -> None:
        self._canvas = canvas
        self._tokens = tokens
        self._cursor = cursor
        unit = canvas.unit
        self._column = width / max(len(tokens), 1)
        self._line = _SIZE * 1.35 * unit
        flat = self._column >= _FLAT_COLUMN * unit
        step = 1 if flat else max(1, ceil(self._line / self._column))
        self._numbers = step > _SPARSEST
        self._step = step
        self._words = {} if self._numbers else {i: axis_word(tokens, i) for i in range(0, len(tokens), step)}
        if cursor is not None and not self._numbers:
            self._words[cursor] = axis_word(tokens, cursor)
        widest = max((canvas.width(word, _SIZE) for word in self._words.values()), default=0.0)
        self._upright = not self._numbers and not flat and widest > self._column * step - 4 * unit
        self.height = (min(widest, _UPRIGHT_ROOM * unit) + 8 * unit) if self._upright else self._line + 6 * unit

    def centre(self, rect: QRectF, index: float) -> float:
        """Where a token stands."""
        return rect.left() + (index + 0.5) * self._column

    def paint(self, rect: QRectF) -> None:
        """Write the words into `rect`, whose top is the bottom of the plot."""
        if self._numbers:
            self._paint_numbers(rect)
        elif self._upright:
            self._paint_upright(rect)
        else:
            self._paint_flat(rect)

    def _style(self, index: int) -> dict[str, str | bool]:
        theme = self._canvas.theme
        current = index == self._cursor
        return {
            "colour": theme.accent if current else theme.muted,
            "bold": current,
            "italic": not bool(self._tokens.known[index]),
        }

    def _paint_flat(self, rect: QRectF) -> None:
        canvas, gap = self._canvas, 5 * self._canvas.unit
        baseline, pitch = rect.top() + gap + _SIZE * canvas.unit, self._column * self._step
        widths = {i: canvas.width(word, _SIZE, bold=i == self._cursor) for i, word in self._words.items()}
        places = sorted(i for i in widths if i == self._cursor or not self._covered(i, widths))
        for at, index in enumerate(places):
            beside = places[max(at - 1, 0) : at] + places[at + 1 : at + 2]
            room = self._room(index, beside, widths, pitch, gap)
            if room < _SHORTEST * canvas.unit and room < widths[index]:
                continue
            x = self.centre(rect, index)
            canvas.text(
                self._words[index],
                x,
                baseline,
                size=_SIZE,
                align="centre",
                room=room,
                **self._style(index),  # type: ignore[arg-type]
            )

    def _room(self, index: int, beside: list[int], widths: dict[int, float], pitch: float, gap: float) -> float:
        """How wide a word may get. The current one is written out as far as three columns go; any other may reach
        into the columns beside its own as far as the words there leave room, and at the ends as far as the margin."""
        if index == self._cursor:
            return 3 * pitch - 2 * gap
        taken = [widths[i] if i == self._cursor else min(widths[i], pitch - gap) for i in beside]
        if len(beside) < 2:
            taken.append(pitch - 4 * gap)
        return 2 * (pitch - gap) - max(taken)

    def _covered(self, index: int, widths: dict[int, float]) -> bool:
        """Whether a word gives way to the current one, which stands between two that are thinned."""
        if self._step == 1 or self._cursor is None:
            return False
        return abs(index - self._cursor) * self._column < (widths[index] + widths[self._cursor]) / 2 + 3.0

    def _paint_upright(self, rect: QRectF) -> None:
        canvas, painter = self._canvas, self._canvas.painter
        room = rect.height() - 6 * canvas.unit
        for index, word in sorted(self._words.items()):
            if self._crowded(index):
                continue
            style = self._style(index)
            width = min(canvas.width(word, _SIZE, bold=bool(style["bold"])), room)
            painter.save()
            painter.translate(
                self.centre(rect, index) + _SIZE * 0.36 * canvas.unit, rect.top() + 5 * canvas.unit + width
            )
            painter.rotate(-90.0)
            canvas.text(word, 0.0, 0.0, size=_SIZE, room=room, **style)  # type: ignore[arg-type]
            painter.restore()

    def _crowded(self, index: int) -> bool:
        """Whether a word would stand in the current word's line."""
        if self._cursor is None or index == self._cursor:
            return False
        return abs(index - self._cursor) * self._column < self._line

    def _paint_numbers(self, rect: QRectF) -> None:
        """Name the places by the tokens' numbers, counted from one."""
        canvas, baseline = self._canvas, rect.top() + 5 * self._canvas.unit + _SIZE * self._canvas.unit
        step = round_step(90.0 * canvas.unit / self._column)
        for number in range(step, len(self._tokens) + 1, step):
            text = f"{number:,}".replace(",", "\u202f")
            x = self.centre(rect, number - 1)
            if x + canvas.width(text, _SIZE) / 2 <= rect.right():
                canvas.text(text, x, baseline, size=_SIZE, colour=canvas.theme.muted, align="centre")
