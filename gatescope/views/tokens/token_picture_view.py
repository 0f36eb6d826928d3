"""The base of analysis views with one picture over the token axis: its stretch, the clicks on it, the chosen span."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gatescope.views.base.picture_view import PictureView
from gatescope.views.tokens.range import TokenRange
from gatescope.views.tokens.token_picture import TokenPicture

T = TypeVar("T", bound=TokenPicture[Any, Any])


class TokenPictureView(PictureView[T]):
    """Shows a stretch of tokens of its own, which it leads, until that is linked with the one of other views.

    A click moves the token cursor, a drag with Shift chooses a span, a double click shows everything again. The
    constructor of a subclass makes its picture over `_range` and ends with `_set_token_picture`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._range = TokenRange(self)
        self._leads = True

    def _set_token_picture(self, picture: T, repaint: Callable[[], None]) -> None:
        """Show `picture`, a child of the view; its `repaint` paints it over another stretch of tokens."""
        picture.clicked.connect(self._click)
        picture.brushed.connect(self.span_chosen)
        picture.click_undone.connect(self._undo_click)
        picture.reset_asked.connect(self.reset_view)
        self._repaint = repaint
        self._set_picture(picture)
        self._follow_range()

    @property
    def token_range(self) -> TokenRange:
        """The visible stretch of tokens."""
        return self._range

    def link_tokens(self, token_range: TokenRange) -> None:
        self._range.changed.disconnect(self._repaint)
        self._range, self._leads = token_range, False
        self._picture.set_token_range(token_range)
        self._follow_range()

    def reset_view(self) -> None:
        """Show the whole text again, or the stretch that follows the cursor."""
        self._range.reset()

    def refresh(self) -> None:
        super().refresh()
        if self._focus is not None:
            self._picture.set_span(self._focus.span)

    def _lead_range(self, count: int, cursor: int | None) -> None:
        """Take the length of the text and the token cursor, unless another view leads the stretch."""
        if self._leads:
            self._range.set_tokens(count, cursor)

    def _click(self, token: int, shift: bool) -> None:
        """Move the token cursor."""
        self.token_clicked.emit(token)

    def _undo_click(self) -> None:
        """Take back the click that was the first half of a double click."""
        self.click_undone.emit()

    def _follow_range(self) -> None:
        # Queued, as in `TokenView`: a new snapshot moves the range while the first view draws it.
        self._range.changed.connect(self._repaint, Qt.ConnectionType.QueuedConnection)
