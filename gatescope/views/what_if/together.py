"""The head of the What if dock: what all that are switched on do together, and how to switch all off or remove all."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.text_size import pixels, scaled
from gatescope.words import tr

_HEIGHT, _MARGIN, _GAP = 54.0, 12, 8
_BUTTONS, _LEAST_IN_A_LINE = 30.0, 420.0
_SMALL, _LARGE = 12, 22


class Together(QFrame):
    """Numbers that change with every key are painted: a label would have the window laid out anew."""

    all_switched = Signal(bool)
    """Whether all are to be on."""
    all_removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("WhatIfHead")
        self._theme: Theme = LIGHT
        self._lines = ("", "")
        self._numbers = ("", "")
        self._any_on = True
        self._all_off = QPushButton(tr("All off"), self)
        self._all_off.clicked.connect(lambda: self.all_switched.emit(not self._any_on))
        self._remove = QPushButton(tr("Remove all"), self)
        self._remove.setAccessibleName(tr("Remove all interventions"))
        self._remove.setToolTip(tr("Remove all of them, as one undo step"))
        self._remove.clicked.connect(self.all_removed)
        self._say_switch()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._lay_out()
        self.update()

    def show_numbers(self, of: str, counted: str, before: str, after: str, *, any_on: bool) -> None:
        """Show the number before and after; empty ones where they are not known.

        Args:
            of: ``P(positive) at “.”``; counted: ``2 of 4 on, together``.
            any_on: whether there is something to be switched off.
        """
        shown = (of, counted), (before, after)
        if shown != (self._lines, self._numbers):
            self._lines, self._numbers = shown
            self.setAccessibleName(
                tr("{of}, {counted}: {before} to {after}", of=of, counted=counted, before=before, after=after)
            )
            self.update()
        if any_on != self._any_on:
            self._any_on = any_on
            self._say_switch()
            self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(320, self._high())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._high())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _high(self) -> int:
        """Return the height: in a narrow dock the buttons stand below the numbers."""
        return round(scaled(_HEIGHT + (_BUTTONS if self._narrow() else 0.0)))

    def _narrow(self) -> bool:
        return self.width() < scaled(_LEAST_IN_A_LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, theme = QPainter(self), self._theme
        upper = round(scaled(_HEIGHT)) if self._narrow() else self.height()
        stop = self.width() - _MARGIN if self._narrow() else min(self._all_off.x(), self._remove.x()) - _GAP
        small, large = QFont(self.font()), QFont(self.font())
        small.setPixelSize(pixels(_SMALL))
        large.setPixelSize(pixels(_LARGE))
        large.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(large)
        before, after = self._numbers
        arrow = " → " if before else ""
        wide = metrics.horizontalAdvance(before + arrow + after)
        left = max(stop - wide, _MARGIN)
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        space = left - _MARGIN - _GAP
        for k, line in enumerate(self._lines):
            place = QRect(_MARGIN, upper // 2 - (1 - k) * pixels(_SMALL + 5), space, pixels(_SMALL + 5))
            words = QFontMetrics(small).elidedText(line, Qt.TextElideMode.ElideRight, space)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(large)
        x, baseline = left, (upper + metrics.ascent() - metrics.descent()) // 2
        for words, colour in ((before, theme.text), (arrow, theme.muted), (after, theme.accent)):
            painter.setPen(QColor(colour))
            painter.drawText(x, baseline, words)
            x += metrics.horizontalAdvance(words)

    def _say_switch(self) -> None:
        self._all_off.setText(tr("All off") if self._any_on else tr("All on"))
        self._all_off.setAccessibleName(tr("Switch all off") if self._any_on else tr("Switch all on"))
        self._all_off.setToolTip(
            tr("Switch all of them off, as one undo step")
            if self._any_on
            else tr("Switch all of them on, as one undo step")
        )

    def _lay_out(self) -> None:
        right = self.width() - _MARGIN
        for button in (self._remove, self._all_off):
            size = button.sizeHint()
            middle = self.height() - scaled(_BUTTONS + _GAP) / 2 if self._narrow() else self.height() / 2
            top = round(middle - size.height() / 2)
            button.setGeometry(right - size.width(), top, size.width(), size.height())
            right -= size.width() + _GAP
        if self.minimumHeight() != self._high():
            self.setFixedHeight(self._high())
