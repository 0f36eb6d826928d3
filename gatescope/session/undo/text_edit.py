"""The one span in which two texts differ, so that an undo step of a long text stays small."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.text.common import common_prefix, common_suffix


@dataclass(frozen=True)
class TextEdit:
    """`removed` stood at character position `start`; `inserted` stands there afterwards."""

    start: int
    removed: str
    inserted: str

    def apply(self, text: str) -> str:
        """Return `text` with the edit made."""
        return text[: self.start] + self.inserted + text[self.start + len(self.removed) :]

    def inverse(self) -> TextEdit:
        """Return the edit that takes this one back."""
        return TextEdit(self.start, self.inserted, self.removed)

    def then(self, later: TextEdit) -> TextEdit | None:
        """Return this edit and `later` as one where `later` goes on typing or deleting at the same place, else None."""
        if later.inserted and not later.removed:
            if self.inserted and later.start == self.start + len(self.inserted):
                return TextEdit(self.start, self.removed, self.inserted + later.inserted)
        elif later.removed and not (later.inserted or self.inserted):
            if later.start + len(later.removed) == self.start:  # backspace
                return TextEdit(later.start, later.removed + self.removed, "")
            if later.start == self.start:  # delete
                return TextEdit(self.start, self.removed + later.removed, "")
        return None


def edit_between(before: str, after: str, caret: int | None = None) -> TextEdit | None:
    """Return the shortest edit that turns `before` into `after`, or None where they are equal.

    Two texts do not always say where the edit was: an "a" typed before, between or behind the two of "aa" gives one
    text. Among the equally short edits it is then the one that leaves the caret at its end.

    Args:
        caret: where the caret stands in `after`; None takes the rightmost edit.
    """
    if before == after:
        return None
    shorter = min(len(before), len(after))
    prefix = common_prefix(before, after)
    suffix = common_suffix(before, after, shorter)
    if prefix + suffix > shorter:
        leftmost = shorter - suffix
        wanted = prefix if caret is None else caret - max(len(after) - len(before), 0)
        prefix = min(max(wanted, leftmost), prefix)
        suffix = shorter - prefix
    return TextEdit(prefix, before[prefix : len(before) - suffix], after[prefix : len(after) - suffix])
