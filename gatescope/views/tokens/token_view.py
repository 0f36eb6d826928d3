"""A view over the token axis: the shared range, the empty state, the double click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gatescope.plots.theme import Theme
from gatescope.views.base.empty_text import empty_text
from gatescope.views.base.plot_view import PlotView
from gatescope.views.base.text_size import scaled
from gatescope.views.tokens.plot_area import TokenPlot
from gatescope.views.tokens.range import TokenRange
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.plots.description import TokenAxisPlot
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot


_MESSAGE_FRAME = 44
_LEAST_MESSAGE = 170.0
"""Pixels of width in which a message can be read; a narrower plot gives way to it with all that is beside it."""
"""Pixels that the message's padding and border take, with a little room."""


class TokenView(PlotView):
    """Maps or lines over the tokens of a sentence. A double click shows everything again."""

    purpose = ""
    """The end of the sentence in an empty view: ``"to see the gates"``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._range = TokenRange(self)
        self._leads = True
        self._drawing = False
        self._follow_range()
        self._plot_area = TokenPlot(self._range, self)
        self._plot_area.setAccessibleName(self.title)
        self._plot_area.click_undone.connect(self.click_undone)
        self._plot_area.brushed.connect(self.span_chosen)
        self._plot_area.reset_asked.connect(self.reset_view)
        self._plot_area.laid_out.connect(self._laid_out)
        self._plot_area.laid_out.connect(self._place_message)
        self._plot_area.installEventFilter(self)
        self._message = QLabel(self)
        self._message.setWordWrap(True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._message.hide()
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.addWidget(self._plot_area, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._row, 1)

    @property
    def token_range(self) -> TokenRange:
        """The visible stretch of tokens; hand it to other views' `link_tokens`."""
        return self._range

    def link_tokens(self, token_range: TokenRange) -> None:
        self._range.changed.disconnect(self._range_changed)
        self._range, self._leads = token_range, False
        self._follow_range()
        self._plot_area.set_token_range(token_range)
        if self._snapshot is not None:
            self._range_changed()

    def reset_view(self) -> None:
        """Show the whole text again, or the stretch that follows the cursor."""
        self._range.reset()

    def refresh(self) -> None:
        super().refresh()
        if self._focus is not None:
            self._plot_area.set_span(self._focus.span)

    def settle(self) -> None:
        # Another stretch of tokens is drawn by a queued call, and a scene looks through what changed in another.
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        QCoreApplication.sendPostedEvents(self._plot_area.scene(), QEvent.Type.MetaCall.value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._plot_area and event.type() == QEvent.Type.Resize and self._leads:
            self._range.set_capacity(self._plot_area.capacity())
        return super().eventFilter(watched, event)

    def _show_tokens(self, plot: TokenAxisPlot) -> None:
        """Bring the axis, the shared range and the cursor up to date, without drawing what lies over them."""
        self._drawing = True
        self._plot_area.set_tokens(plot.tokens, plot.importance)
        self._range.set_tokens(len(plot.tokens), plot.cursor)
        self._plot_area.set_cursor(plot.cursor)
        self._plot_area.show_range()
        self._drawing = False

    def _say(self, text: str) -> None:
        """Write `text` over the plot; an empty text removes it."""
        if text != self._message.text():
            self._message.setText(text)
        self._message.setVisible(bool(text))
        if text:
            self._place_message()

    def _show_empty_text(self, snapshot: Snapshot, focus: Focus) -> None:
        """Write over an empty plot how to fill it."""
        self._say(empty_text(snapshot, focus, tr(self.purpose)))

    def _place_message(self) -> None:
        area = self._plot_area.area.toRect().translated(self._plot_area.pos())
        if area.width() < scaled(_LEAST_MESSAGE):
            area = self.rect()
        text = self._message.fontMetrics().horizontalAdvance(self._message.text())
        width = max(min(text + _MESSAGE_FRAME, area.width()), 1)
        place = QRect(0, 0, width, self._message.heightForWidth(width))
        place.moveCenter(area.center())
        self._message.setGeometry(place)
        self._message.raise_()

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self._plot_area.set_theme(theme)
        self._message.setStyleSheet(
            f"background: {theme.surface}; color: {theme.muted}; border: 1px solid {theme.border}; border-radius: 8px;"
            f" padding: 10px 18px; font-size: {theme.pixels(14)}px;"
        )

    def _follow_range(self) -> None:
        # Queued, because a new snapshot moves the range when the first view draws it: the others are about to draw it
        # themselves, and need not draw the old one over the new range before.
        self._range.changed.connect(self._range_changed, Qt.ConnectionType.QueuedConnection)

    def _range_changed(self) -> None:
        """Draw another visible stretch; a view out of sight does so when it is shown."""
        if not self.in_sight:
            self._snapshot_stale = self._snapshot is not None
        elif self._plot_area.stretch != (self._range.first, self._range.last):
            self._drawing = True
            self._plot_area.show_range()
            self._drawing = False
            self._draw_range()

    def _draw_range(self) -> None:
        """Draw what is already shown over another stretch of tokens or in another size."""

    def _laid_out(self) -> None:
        if not self._drawing and self._snapshot is not None and not self._snapshot_stale:
            self._draw_range()
