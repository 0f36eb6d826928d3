"""Where the chips of a strip stand: side by side, scrolled by pixels, the same whatever paints them."""

from __future__ import annotations

from collections.abc import Callable

GAP = 5.0
EDGE = 3
"""Pixels between two chips, and between the strip's ends and the first and the last one."""
STEP = 100
"""Steps of the scroll bar a token."""
_NEIGHBOUR = 40.0
"""Pixels of a neighbour that stay in sight beside a chip that was scrolled to."""


class ChipRow:
    """A row of chips, of which only those in sight are ever measured.

    Attributes:
        count: of chips.
        span: pixels from one end of the strip to the other.
        first, beyond: the chip at the left end, and how many of its pixels lie beyond that.
    """

    def __init__(self, width: Callable[[int], float]) -> None:
        """`width` returns the pixels that the chip of a token takes."""
        self._width = width
        self.count = 0
        self.span = 0.0
        self.first, self.beyond = 0, 0.0

    def visible(self) -> list[tuple[int, float, float]]:
        """Return (token, left, width) of every visible chip, in pixels."""
        chips, x = [], float(EDGE) - self.beyond
        for token in range(self.first, self.count):
            if x >= self.span:
                break
            width = self._width(token)
            chips.append((token, x, width))
            x += width + GAP
        return chips

    def token_at(self, x: float) -> int | None:
        """Return the token whose chip, or the gap behind it, is at the pixel `x`."""
        return next((token for token, left, width in self.visible() if left <= x < left + width + GAP), None)

    def settle(self) -> bool:
        """Keep the left end within the chips; return whether they do not all fit."""
        end = self._end()
        self.first, self.beyond = max(min((self.first, self.beyond), end), (0, 0.0))
        return end > (0, 0.0)

    def steps(self) -> int:
        """Return the place of the scroll bar."""
        return self._as_steps(self.first, self.beyond)

    def most_steps(self) -> int:
        """Return the greatest place of the scroll bar, at which the last chip is in sight."""
        return self._as_steps(*self._end())

    def scroll_to(self, steps: int) -> None:
        self.first = min(steps // STEP, self.count - 1)
        self.beyond = (steps % STEP) / STEP * (self._width(self.first) + GAP)

    def scroll_by(self, pixels: float) -> None:
        self.beyond += pixels
        while self.beyond < 0 and self.first > 0:
            self.first -= 1
            self.beyond += self._width(self.first) + GAP
        while self.first < self.count - 1 and self.beyond >= self._width(self.first) + GAP:
            self.beyond -= self._width(self.first) + GAP
            self.first += 1

    def bring_into_sight(self, token: int) -> None:
        """Scroll as little as makes the chip and a bit of its neighbours visible."""
        earliest = self._back_from(token, self.span - 2 * EDGE - _NEIGHBOUR)
        if (token, 0.0) <= (self.first, self.beyond):
            before = max(token - 1, 0)
            self.first = before
            self.beyond = max(self._width(before) - _NEIGHBOUR, 0.0) if before < token else 0.0
        elif earliest > (self.first, self.beyond):
            self.first, self.beyond = earliest

    def _end(self) -> tuple[int, float]:
        return self._back_from(self.count - 1, self.span - 2 * EDGE)

    def _as_steps(self, first: int, beyond: float) -> int:
        return round(STEP * (first + beyond / (self._width(first) + GAP)))

    def _back_from(self, token: int, distance: float) -> tuple[int, float]:
        """Return the chip and offset at the left end for which `token` ends `distance` pixels right of it."""
        distance += GAP
        while token >= 0:
            distance -= self._width(token) + GAP
            if distance <= 0:
                return token, -distance
            token -= 1
        return 0, 0.0
