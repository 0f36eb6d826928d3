"""The way through a course: back, cards to try also, next."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gatescope.plots.theme import Theme
from gatescope.session.lessons.lesson import Lesson
from gatescope.views.base.icons import icon
from gatescope.views.base.text_size import scaled
from gatescope.views.lessons.rich import plain
from gatescope.words import tr

_NARROW, _LEAST_TITLE = 470.0, 60


class FootRow(QWidget):
    """Two buttons, and links between them where there is space for these."""

    stepped = Signal(int)
    """One card on, or back where −1."""
    picked = Signal(str)
    """The name of a claim to go to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._also = QLabel(self)
        self._also.setAccessibleName(tr("Try also"))
        self._also.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._also.linkActivated.connect(self._pick)
        self._back = QPushButton(tr("Back"), self)
        self._back.setToolTip(tr("The card before this one (Ctrl+PgUp)"))
        self._back.clicked.connect(self._go_back)
        self._next = QPushButton(tr("Next"), self)
        self._next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._next.setToolTip(tr("The card after this one (Ctrl+PgDown)"))
        self._next.clicked.connect(self._go_on)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._back)
        row.addWidget(self._also, 1)
        row.addWidget(self._next)

    def set_theme(self, theme: Theme) -> None:
        self._back.setIcon(icon("back", theme))
        self._next.setIcon(icon("forward", theme))
        self._fit()

    def show_lesson(self, lesson: Lesson) -> None:
        """Show the cards beside `lesson`."""
        self._back.setEnabled(lesson.before is not None)
        self._next.setEnabled(lesson.after is not None)
        self._title = "" if lesson.after is None else plain(lesson.after.listed).rstrip(".")
        self._next.setAccessibleName(tr("Next: {title}", title=self._title) if self._title else tr("Next"))
        links = ", ".join(tr("<a href='{claim}'>claim {claim}</a>", claim=escape(one.claim)) for one in lesson.also)
        self._also.setText(tr("try also: {links}", links=links) if links else "")
        self._also.setToolTip(
            "\n".join(tr("Claim {claim}: {title}", claim=one.claim, title=plain(one.title)) for one in lesson.also)
        )
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Write as much of the next title as there is space for."""
        wide = self.width() >= scaled(_NARROW)
        self._also.setVisible(wide and bool(self._also.text()))
        metrics = QFontMetrics(self._next.font())
        beside = self._also.sizeHint().width() + 20 if self._also.isVisibleTo(self) else 20
        free = self.width() - self._back.sizeHint().width() - beside - metrics.horizontalAdvance(tr("Next: ")) - 60
        words = tr("Next")
        if self._title and free >= _LEAST_TITLE:
            words = tr(
                "Next: {elidedText}", elidedText=metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, free)
            )
        words = words.replace("&", "&&")
        if words != self._next.text():
            self._next.setText(words)

    def _pick(self, name: str) -> None:
        self.picked.emit(name)

    def _go_back(self) -> None:
        self.stepped.emit(-1)

    def _go_on(self) -> None:
        self.stepped.emit(1)
