"""Says when a picture of training may be drawn beside a person who types."""

from __future__ import annotations

from collections.abc import Callable

PATIENCE_S = 0.5
"""Seconds after which one is drawn in any case."""


class TypingPause:
    """A picture waits while the text changes from one to the next, so that no key waits for it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._text = ""
        self._shown_at = clock()

    def may_draw(self, text: str) -> bool:
        """Return whether to draw now, with `text` as the sentence; it then counts as drawn."""
        typed, self._text = text is not self._text, text
        now = self._clock()
        if typed and now - self._shown_at < PATIENCE_S:
            return False
        self._shown_at = now
        return True
