"""Groups the edits of one burst of typing, which are undone in one step."""

from __future__ import annotations

from collections.abc import Callable

from gatescope.session.undo.text_edit import TextEdit
from gatescope.text.graphemes import graphemes

PAUSE_S = 1.0
# The longest of emoji, a flag of tags, has 14 code points; nothing longer need be searched for its clusters.
_LONGEST_CLUSTER = 16


def one_key(edit: TextEdit) -> bool:
    """Return whether a single key press can have made this edit."""
    longer = max(edit.inserted, edit.removed if not edit.inserted else "", key=len)
    return len(longer) == 1 or (len(longer) <= _LONGEST_CLUSTER and len(graphemes(longer)) == 1)


class TypingBurst:
    """Numbers edits; those of one burst have one number.

    A burst ends with a pause, at the first letter after white space, by a jump, by a paste, and by `end`.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._number = 0
        self._last: TextEdit | None = None
        self._last_time = 0.0

    def number(self, edit: TextEdit) -> int:
        """Return the burst to which `edit`, which comes next, belongs."""
        if not self._goes_on(edit):
            self._number += 1
        return self._number

    def made(self, edit: TextEdit) -> None:
        """Take note that `edit` was made; the next one may join it."""
        self._last = edit if one_key(edit) else None
        self._last_time = self._clock()

    def end(self) -> None:
        """End the burst: the next edit begins another one."""
        self._last = None

    def _goes_on(self, edit: TextEdit) -> bool:
        if self._last is None or not one_key(edit) or self._clock() - self._last_time > PAUSE_S:
            return False
        begins_word = self._last.inserted[-1:].isspace() and not edit.inserted[:1].isspace()
        return not begins_word and self._last.then(edit) is not None
