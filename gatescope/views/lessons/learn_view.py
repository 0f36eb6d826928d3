"""Learn: claims about recurrent networks, each with a scene, a guess, something to move and a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gatescope.plots.theme import Theme
from gatescope.session.lessons.lesson import Course, Lesson
from gatescope.session.lessons.progress import Progress
from gatescope.views.base.command_keys import with_keys
from gatescope.views.base.icons import icon
from gatescope.views.base.plot_view import PlotView
from gatescope.views.base.text_size import scaled
from gatescope.views.lessons.card_page import CardPage
from gatescope.views.lessons.claim_list import ClaimList
from gatescope.views.lessons.foot_row import FootRow
from gatescope.views.lessons.look import style_sheet
from gatescope.views.lessons.rich import plain
from gatescope.views.lessons.state_mark import IN_WORDS
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot

_LIST, _NARROW, _LEAST = 240.0, 620.0, 200.0
"""Pixels of the list, and of the dock below which the list is a drop-down."""
_MOST_FAULTS = 4
_START = mark(
    "Every card makes a claim about recurrent networks. Guess first, move the thing that matters, then test the claim "
    "on the running model. A card sets a scene: its model, its sentence, what is held. Your own work comes back when "
    "you leave it."
)


class LearnView(PlotView):
    """The list of claims beside the open card; narrow, the list is a drop-down over the card."""

    title = mark("Learn")

    picked = Signal(str)
    """The name of the claim whose card is to be opened."""
    stepped = Signal(int)
    """One card on, or back where −1."""
    guessed = Signal(int)
    """The number of an answer."""
    setting_moved = Signal(object)
    """Where the control is to stand, a `Setting`."""
    test_wanted = Signal()
    cancel_wanted = Signal()
    reset_wanted = Signal()
    note_agreed = Signal()
    """The person wants what the note over the card offers."""
    own_wanted = Signal()
    """Back to the claims that come along."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._course, self._progress = Course(), Progress()
        self._lesson: Lesson | None = None
        self.claims = ClaimList(self)
        self.page = CardPage(self)
        self.foot = FootRow(self)
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(tr("Claim"))
        self.choice.setToolTip(tr("Choose a claim"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(8)
        self.choice.activated.connect(self._choose)
        self.back = QToolButton(self)
        self.back.setObjectName("DockButton")
        self.back.setAccessibleName(tr("All claims"))
        self.back.setToolTip(tr("Leave this course, and show the claims that come with GateScope"))
        self.back.clicked.connect(self._leave)
        self.faults = QLabel(self)
        self.faults.setObjectName("Problem")
        self.faults.setWordWrap(True)
        self.faults.setMinimumWidth(1)
        self.faults.setTextFormat(Qt.TextFormat.PlainText)
        self.faults.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.faults.setContentsMargins(16, 4, 16, 0)
        self._start = _start_page(self)
        self.first = QPushButton(tr("Begin"), self._start)
        self.first.clicked.connect(self._begin)
        row = QHBoxLayout()
        row.addWidget(self.first)
        row.addStretch()
        start = self._start.layout()
        assert isinstance(start, QVBoxLayout)
        start.addLayout(row)
        start.addStretch()
        self._rule = QFrame(self)
        self._rule.setObjectName("LessonRule")
        self._rule.setFixedWidth(1)
        opened = QWidget(self)
        inside = QVBoxLayout(opened)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.page, 1)
        line = QFrame(opened)
        line.setObjectName("LessonRule")
        line.setFixedHeight(1)
        inside.addWidget(line)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.addWidget(self.foot)
        inside.addLayout(foot)
        self._pages = QStackedWidget(self)
        self._pages.setObjectName("LessonPages")
        self._pages.addWidget(self._start)
        self._pages.addWidget(opened)
        side = QVBoxLayout()
        side.setContentsMargins(10, 6, 8, 8)
        side.addWidget(self.claims)
        over = QVBoxLayout()
        over.setContentsMargins(0, 4, 0, 0)
        over.setSpacing(4)
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(self.choice, 1)
        top.addWidget(self.back)
        over.addLayout(top)
        over.addWidget(self.faults)
        over.addWidget(self._pages, 1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addLayout(side)
        columns.addWidget(self._rule)
        columns.addLayout(over, 1)
        self.faults.hide()
        self._connect()
        self._fit()

    def show_course(self, course: Course, progress: Progress) -> None:
        """Show the cards of `course`, and what was done with them."""
        if course is not self._course:
            shown = [str(error) for error in course.errors]
            more = (
                [tr("… and {count} more files", count=len(shown) - _MOST_FAULTS)] if len(shown) > _MOST_FAULTS else []
            )
            self.faults.setText("\n".join((*shown[:_MOST_FAULTS], *more)))
            self.faults.setToolTip("\n".join(shown))
            self.faults.setVisible(bool(shown))
        self._course, self._progress = course, progress
        self._list()
        self._fit()

    def show_lesson(self, lesson: Lesson | None) -> None:
        """Show an open card; None where none is open."""
        other = (None if lesson is None else lesson.card) is not (None if self._lesson is None else self._lesson.card)
        self._lesson = lesson
        self._pages.setCurrentIndex(0 if lesson is None else 1)
        if lesson is not None:
            self.page.show_lesson(lesson)
            self.foot.show_lesson(lesson)
        if other:
            self._list()

    @property
    def lesson(self) -> Lesson | None:
        """The card that is open."""
        return self._lesson

    def minimumSizeHint(self) -> QSize:
        return QSize(round(scaled(_LEAST)), round(scaled(_LEAST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self.setStyleSheet(style_sheet(theme))
        self.back.setIcon(icon("cross", theme))
        for part in (self.claims, self.page, self.foot):
            part.set_theme(theme)
        self._fit()

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        """Nothing of it is a picture of the run: what belongs to a card comes with the card."""

    def _fit(self) -> None:
        narrow = self.width() < scaled(_NARROW)
        self.claims.setVisible(not narrow)
        self._rule.setVisible(not narrow)
        self.choice.setVisible(narrow)
        self.back.setVisible(narrow and bool(self._course.name))
        self.claims.setFixedWidth(min(round(scaled(_LIST)), max(self.width() // 2, 1)))

    def _list(self) -> None:
        """Show the course and the open card in the list and in the drop-down."""
        current = "" if self._lesson is None else self._lesson.card.claim
        self.claims.show_course(self._course, self._progress, current)
        wanted = [f"{card.claim} · {plain(card.title)}" for card in self._course.cards]
        shown = [self.choice.itemText(at) for at in range(self.choice.count())]
        if wanted != shown:
            self.choice.clear()
            self.choice.addItems(wanted)
            self.choice.setPlaceholderText(tr("Choose a claim"))
        for at, card in enumerate(self._course.cards):
            self.choice.setItemData(
                at, tr(IN_WORDS[self._progress.of(card.claim).verdict]).capitalize(), Qt.ItemDataRole.ToolTipRole
            )
        at_card = self._course.at(current)
        self.choice.setCurrentIndex(-1 if at_card is None else at_card)
        ahead = self._first_untested()
        self.first.setEnabled(ahead is not None)
        begun = any(self._progress.of(card.claim).verdict for card in self._course.cards)
        self.first.setText(tr("Continue") if begun else tr("Begin"))
        claim = "" if ahead is None else self._course.cards[ahead].claim
        self.first.setToolTip(with_keys(tr("Open claim {claim} (Ctrl+PgDown)", claim=claim)) if claim else "")

    def _first_untested(self) -> int | None:
        cards = self._course.cards
        left = (at for at, card in enumerate(cards) if self._progress.of(card.claim).verdict is None)
        return next(left, 0 if cards else None)

    def _connect(self) -> None:
        for claims in (self.claims, self.foot):
            claims.picked.connect(self._pick)
        self.claims.own_wanted.connect(self._leave)
        self.foot.stepped.connect(self._step)
        page = self.page
        for mine, its in (
            (self.guessed, page.guessed),
            (self.setting_moved, page.setting_moved),
            (self.test_wanted, page.test_wanted),
            (self.cancel_wanted, page.cancel_wanted),
            (self.reset_wanted, page.reset_wanted),
            (self.note_agreed, page.note_agreed),
        ):
            its.connect(mine)

    def _pick(self, name: str) -> None:
        self.picked.emit(name)

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._course.cards):
            self.picked.emit(self._course.cards[at].claim)

    def _begin(self) -> None:
        at = self._first_untested()
        if at is not None:
            self.picked.emit(self._course.cards[at].claim)

    def _step(self, by: int) -> None:
        self.stepped.emit(by)

    def _leave(self) -> None:
        self.own_wanted.emit()


def _start_page(parent: QWidget) -> QWidget:
    page = QWidget(parent)
    column = QVBoxLayout(page)
    column.setContentsMargins(20, 12, 20, 12)
    column.setSpacing(10)
    head = QLabel(tr("Claims, tested on the running model"), page)
    head.setObjectName("LessonTitle")
    words = QLabel(tr(_START), page)
    for label in (head, words):
        label.setWordWrap(True)
        label.setMinimumWidth(1)
        column.addWidget(label)
    return page
