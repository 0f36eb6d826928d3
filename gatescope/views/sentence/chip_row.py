"""Where the chips of a strip stand: side by side, scrolled by pixels, the same whatever paints them."""

from __future__ import annotations

from collections.abc import Callable

from gatescope.views.sentence.reading_order import ReadingOrder

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
        first, beyond: the chip at the end where the text begins, and how many of its pixels lie beyond that.
        order: of the chips; from left to right without one.
    """

    def __init__(self, width: Callable[[int], float]) -> None:
        """`width` returns the pixels that the chip of a token takes."""
        self._width = width
        self.count = 0
        self.span = 0.0
        self.first, self.beyond = 0, 0.0
        self.order: ReadingOrder | None = None

    def visible(self) -> list[tuple[int, float, float]]:
        """Return (token, left, width) of every visible chip, in pixels, by token; those of a run that is read the other
        way as soon as one of them is in sight."""
        chips, x, token = [], float(EDGE) - self.beyond, self.first
        run = self.order.run(token) if self.order is not None and self.count else None
        if run is not None:
            for before in range(run[0], token):
                x -= self._width(before) + GAP
            token = run[0]
        while token < self.count and x < self.span:
            run = self.order.run(token) if self.order is not None else None
            first, end = run or (token, token + 1)
            there = []
            for one in range(first, end):
                there.append((one, x, self._width(one)))
                x += there[-1][2] + GAP
            if run is not None:
                left, right = there[0][1], x - GAP
                there = [(one, left + right - at - width, width) for one, at, width in there]
            chips += there
            token = end
        if self.order is None or not self.order.from_right or not chips:
            return chips
        # Where all of them fit they stand at the left, as the editor's text does, which has its end there.
        fits = (self.first, self.beyond) == (0, 0.0) and token == self.count and x - GAP + EDGE <= self.span
        mirror = x - GAP + EDGE if fits else self.span
        return [(one, mirror - at - width, width) for one, at, width in chips]

    def token_at(self, x: float) -> int | None:
        """Return the token whose chip, or the gap behind it, is at the pixel `x`."""
        # The gap behind a chip is at its left where the text begins at the right.
        gap = (-GAP, 0.0) if self.order is not None and self.order.from_right else (0.0, GAP)
        chips = self.visible()
        return next((token for token, left, width in chips if left + gap[0] <= x < left + width + gap[1]), None)

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

    def turned(self, right: int, down: int) -> float:
        """Return the pixels to scroll by where a wheel turned by so many to the right or down, positive backwards."""
        if abs(right) <= abs(down):
            return -float(down)
        return float(right) if self.order is not None and self.order.from_right else -float(right)

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
        run = self.order.run(token) if self.order is not None else None
        if run is not None:
            self._show_place(run[0] + run[1] - 1 - token)
            self._correct(token)
        else:
            self._show_place(token)

    def _correct(self, token: int) -> None:
        """Scroll on to a chip whose run is read the other way, so that it stands where another one would."""
        forward = -1.0 if self.order is not None and self.order.from_right else 1.0
        place = next(((left, width) for one, left, width in self.visible() if one == token), None)
        if place is not None:
            left, width = place
            beyond = max(left + width + EDGE - self.span, 0.0) or min(left - EDGE, 0.0)
            self.scroll_by(forward * beyond)

    def _show_place(self, token: int) -> None:
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
