"""The status line: cells and sizes, times, and what was done last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from gatescope.plots.axis_words import visible
from gatescope.plots.bad_text import WAY_OUT, bad_text
from gatescope.plots.numbers import short
from gatescope.plots.theme import LIGHT, Theme
from gatescope.session.run.snapshot import BadStep
from gatescope.views.bars.message_line import MessageLine
from gatescope.views.base.elided_label import ElidedLabel
from gatescope.views.sentence.text_positions import shown
from gatescope.words import in_quotes, mark, tr, trn

_MOST_WORDS, _LONGEST_WORD = 3, 12
_MOST_HELD = 8
_MOST_CELLS = 3
_CELLS_TIP = mark("Layers × units of every model on screen")
_STEP_TIP = mark(
    "Time that one token takes in the cells of all layers, measured over hundreds of tokens and not by a single key; "
    "measured anew when the compiled kernels are ready"
)
_FRAME_TIP = mark(
    "From the key or the mouse to the end of the paint it caused, median of the last 31; before the first key, the "
    "window's first picture"
)
_MESSAGE_MS = 6000
_MARGIN, _SPACING = 20, 8
_UNITS = (("s", 1e9), ("ms", 1e6), ("µs", 1e3))


class StatusView(QStatusBar):
    """Figures at the left, the last message at the right, and between them a badge when numbers went bad."""

    release_asked = Signal()
    """The person wants everything that is held to go free."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setSizeGripEnabled(False)
        self._cells = ""
        self._cell = self._figure(tr("Cells"), tr(_CELLS_TIP))
        self._tokens = self._figure(tr("Tokens"), tr("Tokens of the sentence"))
        self._step = self._figure(tr("Step"), tr(_STEP_TIP))
        self._frame = self._figure(tr("Frame"), tr(_FRAME_TIP))
        self._kernels = self._figure(tr("Kernels"), tr("What steps the cells"))
        self._bad = self._badge("badBadge", tr("First value that is not a finite number"))
        self._computing = self._figure(
            tr("Computing"), tr("The newest change is being computed; the views still show the one before")
        )
        self._computing.hide()
        self._clamped = QToolButton(self)
        self._clamped.setObjectName("heldBadge")
        self._clamped.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._clamped.clicked.connect(self.release_asked)
        self._clamped.hide()
        self.addWidget(self._clamped)
        self._figures = (self._cell, self._tokens, self._step, self._frame, self._kernels)
        self._left_out = self._badge("leftOutBadge", tr("Words that the model cannot read"))
        self._message = MessageLine(self)
        self.addPermanentWidget(self._message, 1)
        self._message_time = QTimer(self)
        self._message_time.setSingleShot(True)
        self._message_time.setInterval(_MESSAGE_MS)
        self._message_time.timeout.connect(lambda: self._message.set_text(""))
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        self._message.set_theme(theme)
        size = theme.pixels(12)
        self.setStyleSheet(
            f"#status {{ background: {theme.surface}; border-top: 1px solid {theme.border}; padding: 2px 6px; }}"
            "#status::item { border: none; }"
            f"#figure {{ color: {theme.muted}; font-size: {size}px; padding: 2px 10px 2px 8px; }}"
            f"#messageLine {{ font-size: {size}px; }}"
            f"#leftOutBadge {{ color: {theme.muted}; border: 1px solid {theme.border}; border-radius: 6px;"
            f" padding: 1px 8px; font-size: {size}px; }}"
            f"#heldBadge {{ background: {theme.surface}; color: {theme.accent}; border: 1px solid {theme.accent};"
            f" border-radius: 6px; padding: 1px 8px; font-size: {size}px; min-height: 0; }}"
            f"#heldBadge:hover {{ background: {theme.raised}; }}"
            f"#badBadge {{ color: {theme.bad}; border: 1px solid {theme.bad}; border-radius: 6px; padding: 1px 8px;"
            f" font-size: {size}px; font-weight: 600; }}"
        )
        for figure in self._figures:
            if figure.text():
                # A label is never smaller than the size that was fixed for the text as it was before.
                figure.setMinimumSize(0, 0)
                figure.setFixedSize(figure.sizeHint())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_figures(self, *, cells: Sequence[str], tokens: int, step_ns: float | None, frame_ms: float | None) -> None:
        """Show the cells (``LSTM 1 × 32``), the number of tokens, and the times; a dash where one was not measured."""
        _say(self._cell, " · ".join(cells) if len(cells) <= _MOST_CELLS else tr("{count} models", count=len(cells)))
        self._cells = " · ".join(cells)
        _say(
            self._tokens, trn("{number} token", "{number} tokens", tokens, number=f"{tokens:,}".replace(",", "\u202f"))
        )
        _say(self._step, tr("step {what}", what="–" if step_ns is None else duration(step_ns)))
        _say(self._frame, tr("frame {what}", what="–" if frame_ms is None else duration(frame_ms * 1e6)))
        self._fit()

    def show_kernels(self, text: str) -> None:
        """Show which executor computes, such as ``kernels ready``."""
        _say(self._kernels, tr(text))
        self._fit()

    def show_held(self, told: Sequence[str]) -> None:
        """Count what is held at a value, each told in words; a click lets all of it go."""
        if told:
            more = tr("\nand {count} more", count=len(told) - _MOST_HELD) if len(told) > _MOST_HELD else ""
            self._clamped.setText(tr("{count} held", count=len(told)))
            self._clamped.setToolTip(
                tr("Click to release everything held:\n{told}{more}", told=chr(10).join(told[:_MOST_HELD]), more=more)
            )
            self._clamped.setAccessibleName(tr("{count} held: release everything", count=len(told)))
        self._show(self._clamped, bool(told))

    def show_bad(self, bad: BadStep | None) -> None:
        """Name the first step at which a value stopped being a finite number, or hide the badge."""
        if bad is not None:
            self._bad.show_text(tr("✕ not finite first at {place}", place=bad_text(bad)), tr(WAY_OUT))
        self._show(self._bad, bad is not None)

    def show_computing(self, computing: bool) -> None:
        """Show, or hide, the mark that the views are older than the newest change."""
        self._computing.setText(tr("computing …") if computing else "")
        self._show(self._computing, computing)

    def show_left_out(self, model: str, words: Sequence[str], unread: int = 0) -> None:
        """Name the words of the text that `model` has no row for, or say how many tokens at its end are `unread`; hide
        the badge where neither applies."""
        if unread:
            self._left_out.show_text(
                tr("too long: the last {number} tokens are not read", number=f"{unread:,}".replace(",", "\u202f")),
                tr("All that {model} makes of them would not fit into memory", model=model),
            )
        elif words:
            named = ", ".join(in_quotes(visible(shown(word[:_LONGEST_WORD]))) for word in words[:_MOST_WORDS])
            more = tr(" and {count} more", count=len(words) - _MOST_WORDS) if len(words) > _MOST_WORDS else ""
            self._left_out.show_text(
                tr("left out: {named}{more}", named=named, more=more),
                tr("Not in the vocabulary of {model}, which has no row for unknown words", model=model),
            )
        self._show(self._left_out, bool(words) or unread > 0)

    def show_message(self, html: str) -> None:
        """Say in rich text that something was done. It goes after a few seconds."""
        self._message.set_text(html)
        self._message_time.start()

    def _show(self, badge: QWidget, visible: bool) -> None:
        # The figures go first: for a moment with both, the window itself would become wider.
        if visible:
            self._fit(badge)
        badge.setVisible(visible)
        if not visible:
            self._fit()

    def _fit(self, coming: QWidget | None = None) -> None:
        """Leave out the last figures where the line is too narrow for all, `coming` among them; the tool tip of the
        first has them then."""
        others = (self._bad, self._computing, self._clamped, self._left_out, self._message)
        shown = [one for one in others if one is coming or not one.isHidden()]
        free_width = self.width() - _MARGIN
        free_width -= sum(one.minimumSizeHint().width() + _SPACING for one in shown)
        left_out = []
        for figure in self._figures:
            free_width -= figure.minimumWidth() + _SPACING
            fits = free_width >= 0 or figure is self._cell
            if fits == figure.isHidden():
                figure.setVisible(fits)
            if not fits and figure.text():
                left_out.append(figure.text())
        tip = "\n".join((tr(_CELLS_TIP), *filter(None, (self._cells,)), *left_out))
        if tip != self._cell.toolTip():
            self._cell.setToolTip(tip)

    def _badge(self, name: str, accessible: str) -> ElidedLabel:
        badge = ElidedLabel(self)
        badge.setObjectName(name)
        badge.setAccessibleName(accessible)
        badge.hide()
        self.addWidget(badge)
        return badge

    def _figure(self, name: str, tip: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName("figure")
        label.setAccessibleName(name)
        label.setToolTip(tip)
        self.addWidget(label)
        return label


def duration(ns: float) -> str:
    """Return a time with its unit: ``0.6 µs``, ``12 ms``."""
    unit, size = next((found for found in _UNITS if ns >= found[1]), _UNITS[-1])
    value = ns / size
    return f"{value:.0f} {unit}" if value >= 10 else f"{short(round(value, 1))} {unit}"


def _say(figure: QLabel, text: str) -> None:
    """Write `text`. A figure gets wider where it must, and narrower only where half of it would stay empty."""
    if figure.text() == text:
        return
    # Another text of a label lays the whole window out anew, unless its size is fixed.
    figure.setText(text)
    needed, now = figure.sizeHint(), figure.minimumSize()
    if not needed.width() <= now.width() <= 2 * needed.width() or needed.height() != now.height():
        figure.setFixedSize(needed)
