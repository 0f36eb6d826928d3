"""The callout beside the control in turn: what to do, which step it is, and the ways on, back and out."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gatescope.views.base.text_size import scaled
from gatescope.words import tr

_WIDTH, _GAP, _EDGE = 330, 12, 8
"""Pixels: of the callout, between it and its control, and between it and the edge of the window."""


class Callout(QFrame):
    """A small frame over the window. It takes no focus but that of its buttons, and covers no control in turn."""

    skipped = Signal()
    back_asked = Signal()
    next_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("Callout")
        self.hide()
        self._title, self._says, self._step = QLabel(self), QLabel(self), QLabel(self)
        self._title.setObjectName("Heading")
        self._step.setObjectName("Muted")
        self._says.setWordWrap(True)
        self.skip = self._button(tr("&Skip"), tr("End the tour (Esc); Help > Tour begins it again"))
        self.back = self._button(tr("&Back"), tr("The step before"))
        self.next = self._button(tr("&Next"), tr("The next step, done or not"))
        self.skip.clicked.connect(self.skipped)
        self.back.clicked.connect(self.back_asked)
        self.next.clicked.connect(self.next_asked)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._step)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._says)
        column.addLayout(buttons)

    def show_step(self, title: str, says: str, number: int, count: int) -> None:
        """Say what to do in step `number` of `count`, from 1."""
        self._say(title, says, tr("step {number} of {count}", number=number, count=count))
        self.skip.show()
        self.back.setVisible(number > 1)
        self.next.setText(tr("&Next"))
        self._fit()

    def show_done(self) -> None:
        """Mark the step as done."""
        if "✓" not in self._step.text():
            self._step.setText(f"✓ {self._step.text()}")

    def show_end(self, title: str, says: str) -> None:
        """Say what there is beyond the tour."""
        self._say(title, says, "")
        self.skip.hide()
        self.next.setText(tr("&Finish"))
        self._fit()

    def stand_beside(self, control: QRect) -> None:
        """Stand beside the control, whose place is one of the window; at the lower edge where it is empty."""
        self._fit()
        place = beside(self.size(), control, self._window.rect())
        if place != self.pos():
            self.move(place)

    def _say(self, title: str, says: str, step: str) -> None:
        self._title.setText(title)
        self._says.setText(says)
        self._step.setText(step)
        self.setAccessibleName(tr("Tour: {title}", title=title))
        self.setAccessibleDescription(f"{says} {step}".strip())
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _fit(self) -> None:
        """Take the size of the texts, which follow the zoom of the window."""
        width = min(round(scaled(_WIDTH)), self._window.width() - 2 * _EDGE)
        height = self._column.totalHeightForWidth(width)
        if self.size() != QSize(width, height):
            self.resize(width, height)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text.replace("&", ""))
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def beside(size: QSize, control: QRect, window: QRect) -> QPoint:
    """Return the corner of a callout of `size` in `window`: below, above, right or left of the control, the first of
    these that covers nothing of it; where none has room, the one that covers least."""
    inside = window.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    if control.isEmpty():
        return QPoint(inside.center().x() - size.width() // 2, inside.bottom() + 1 - size.height())
    top = control.center().y() - size.height() // 2
    # Of something wide the beginning is what people look at.
    is_wide = control.width() > 2 * size.width()
    left = control.right() + 1 - size.width() if is_wide else control.left()
    wanted = (
        QPoint(left, control.bottom() + 1 + _GAP),
        QPoint(left, control.top() - _GAP - size.height()),
        QPoint(control.right() + 1 + _GAP, top),
        QPoint(control.left() - _GAP - size.width(), top),
    )
    places = [_within(place, size, inside) for place in wanted]
    return min(places, key=lambda place: _covered(QRect(place, size), control))


def _within(place: QPoint, size: QSize, inside: QRect) -> QPoint:
    x = max(min(place.x(), inside.right() + 1 - size.width()), inside.left())
    y = max(min(place.y(), inside.bottom() + 1 - size.height()), inside.top())
    return QPoint(x, y)


def _covered(callout: QRect, control: QRect) -> int:
    both = callout.intersected(control)
    return max(both.width(), 0) * max(both.height(), 0)
