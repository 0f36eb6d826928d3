"""The visible stretch of tokens, shared by every view with a token axis, so that their zoom is linked."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gatescope.views.tokens.axis_layouts import AxisLayouts

_FEWEST_COLUMNS = 2
_CLOSEST = 3.0
_LOOK_AHEAD = 2.0


class TokenRange(QObject):
    """The visible stretch ``first … last`` of the token axis, where token i fills i … i + 1.

    Without zoom it shows the whole text over the whole width, and at least two columns. A text with more tokens than
    `set_capacity` allows shows a stretch that follows the token cursor. Zooming and panning override that until
    `reset`.

    Attributes:
        axis_layouts: the words over this stretch, for all views that show it.
    """

    changed = Signal()
    """The visible stretch has changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.axis_layouts = AxisLayouts()
        self._count = 0
        self._cursor: int | None = None
        self._capacity = 90
        self._first = 0.0
        self._zoomed_span: float | None = None
        self._told = (self.first, self.last)

    @property
    def first(self) -> float:
        return self._first

    @property
    def last(self) -> float:
        return self._first + self.span

    @property
    def span(self) -> float:
        """The number of visible columns, which is greater than that of the tokens while the text is short."""
        if self._zoomed_span is not None:
            return self._zoomed_span
        return float(min(max(self._count, _FEWEST_COLUMNS), max(self._capacity, _FEWEST_COLUMNS)))

    @property
    def zoomed(self) -> bool:
        """Whether the person has zoomed or panned."""
        return self._zoomed_span is not None

    def set_tokens(self, count: int, cursor: int | None) -> None:
        """Take the length of the text and the token cursor; a cursor that moved is brought into view."""
        if (count, cursor) == (self._count, self._cursor):
            return
        if self._zoomed_span is not None:
            if self._zoomed_span >= self._count:
                self._zoomed_span = None if count <= self._capacity else self._widest(count)
            else:
                self._zoomed_span = min(self._zoomed_span, self._widest(count))
        self._count, self._cursor = count, cursor
        self._follow()
        self._tell()

    def set_capacity(self, columns: int) -> None:
        """Set the number of columns that are wide enough to be told apart."""
        capacity = max(columns, 1)
        # Another height of the same width is no reason to bring the cursor back.
        if capacity != self._capacity:
            self._capacity = capacity
            self._follow()
            self._tell()

    def zoom(self, factor: float, anchor: float) -> None:
        """Show `factor` times as many tokens; the one under `anchor` keeps its place."""
        widest = self._widest(self._count)
        span = min(max(self.span * factor, min(_CLOSEST, widest)), widest)
        first = anchor - (anchor - self._first) * span / self.span
        self.show(first, first + span)

    def pan(self, tokens: float) -> None:
        """Move the stretch towards later tokens (negative: earlier ones)."""
        if self.span < self._count:
            self._zoomed_span = self.span
            self._move_to(self._first + tokens)

    def show(self, first: float, last: float) -> None:
        """Show the stretch ``first … last``, as far as the text reaches; all of it where it is longer."""
        widest = self._widest(self._count)
        span = min(max(last - first, min(_CLOSEST, widest)), widest)
        self._zoomed_span = None if span == widest and self._count <= self._capacity else span
        self._move_to(first)

    def reset(self) -> None:
        """Go back to the whole text, or to the stretch that follows the cursor."""
        self._zoomed_span = None
        self._follow()
        self._tell()

    def _widest(self, count: int) -> float:
        return float(max(count, _FEWEST_COLUMNS))

    def _follow(self) -> None:
        first = self._first
        if self._cursor is not None:
            ahead = min(_LOOK_AHEAD, (self.span - 1.0) / 2.0)
            first = min(first, self._cursor - ahead)
            first = max(first, self._cursor + 1.0 + ahead - self.span)
        self._first = self._clipped(first)

    def _move_to(self, first: float) -> None:
        self._first = self._clipped(first)
        self._tell()

    def _clipped(self, first: float) -> float:
        return max(0.0, min(first, self._count - self.span))

    def _tell(self) -> None:
        now = (self.first, self.last)
        if now != self._told:
            self._told = now
            self.changed.emit()
