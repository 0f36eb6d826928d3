"""One card: the claim and its reason, the question, the thing to move, the test and what it found."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gatescope.plots.theme import LIGHT, Theme
from gatescope.session.lessons.lesson import Lesson
from gatescope.views.base.command_keys import with_keys
from gatescope.views.base.icons import icon
from gatescope.views.base.text_size import scaled
from gatescope.views.lessons.answers import Answers
from gatescope.views.lessons.control_row import ControlRow
from gatescope.views.lessons.equation_line import EquationLine
from gatescope.views.lessons.note_box import NoteBox
from gatescope.views.lessons.notes import note_of
from gatescope.views.lessons.rich import plain, rich
from gatescope.views.lessons.verdict_box import VerdictBox
from gatescope.words import mark, tr

_MARGIN, _TEXT = 16, 13
_BESIDE = 250.0
"""Pixels that the reason takes at least beside the equation; else it stands below."""
_TEST, _CANCEL = mark("Test it on the running model"), mark("Cancel the test")


class CardPage(QScrollArea):
    """Shows a `Lesson`, and scrolls where it does not fit."""

    guessed = Signal(int)
    setting_moved = Signal(object)
    test_wanted = Signal()
    cancel_wanted = Signal()
    reset_wanted = Signal()
    note_agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._lesson: Lesson | None = None
        self.setObjectName("LessonScroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = QTimer(self)
        self._scroll.setSingleShot(True)
        self._scroll.setInterval(0)
        self._scroll.timeout.connect(self._scroll_to_verdict)
        page = QWidget()
        page.setObjectName("LessonPage")
        self._kind, self._title, self._says, self._why = (QLabel(page) for _ in range(4))
        self._question, self._before, self._right = (QLabel(page) for _ in range(3))
        names = ("LessonKind", "LessonTitle", "", "LessonWhy", "", "LessonSmall", "LessonRight")
        labels = (self._kind, self._title, self._says, self._why, self._question, self._before, self._right)
        for label, name in zip(labels, names, strict=True):
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setMinimumWidth(1)
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar(page)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of the test"))
        # What stands below it does not move when a test begins.
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self._equation = EquationLine(page)
        self.answers = Answers(page)
        self.answers.guessed.connect(self._guess)
        self.control = ControlRow(page)
        self.control.setting_moved.connect(self._move)
        self.test = QPushButton(tr(_TEST), page)
        self.test.setObjectName("LessonTest")
        self.test.clicked.connect(self._test)
        self.reset = QToolButton(page)
        self.reset.setObjectName("DockButton")
        self.reset.setText(tr("Reset"))
        self.reset.setAccessibleName(tr("Reset the card"))
        self.reset.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reset.setToolTip(tr("Set the scene and the control of this card as they were at first, bit for bit"))
        self.reset.clicked.connect(self._reset)
        self.verdict = VerdictBox(page)
        self.note = NoteBox(page)
        self.note.agreed.connect(self._agree)
        self._failure = QLabel(page)
        self._failure.setObjectName("Problem")
        self._failure.setWordWrap(True)
        self._failure.setMinimumWidth(1)
        self._reasons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._reasons.setSpacing(18)
        self._reasons.addWidget(self._equation)
        self._reasons.addWidget(self._why, 1)
        self._moving = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._moving.setSpacing(10)
        self._moving.addWidget(self.control, 1)
        self._moving.addWidget(self.test, 0, Qt.AlignmentFlag.AlignRight)
        head = QHBoxLayout()
        head.addWidget(self._kind, 1)
        head.addWidget(self.reset)
        rule = QFrame(page)
        rule.setObjectName("LessonRule")
        rule.setFixedHeight(1)
        self._column = column = QVBoxLayout(page)
        column.setContentsMargins(_MARGIN, 4, _MARGIN, 12)
        column.setSpacing(10)
        column.addLayout(head)
        for part in (self._title, self.bar, self.note, self._says, self._reasons, rule):
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
        asked: tuple[QWidget, ...] = (self._question, self.answers)
        found: tuple[QWidget, ...] = (self._failure, self._before, self.verdict, self._right)
        for widget in asked:
            column.addWidget(widget)
        column.addLayout(self._moving)
        for widget in found:
            column.addWidget(widget)
        column.addStretch()
        self.setWidget(page)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.reset.setIcon(icon("reset", theme))
        for part in (self._equation, self.answers, self.control, self.verdict):
            part.set_theme(theme)
        if self._lesson is not None:
            self._write(self._lesson)

    def show_lesson(self, lesson: Lesson) -> None:
        """Show `lesson`; another card begins at its top."""
        other = self._lesson is None or self._lesson.card is not lesson.card
        before, self._lesson = self._lesson, lesson
        if other:
            self._write(lesson)
            self.verticalScrollBar().setValue(0)
        self._show_state(lesson)
        if not other and before is not None and before.tested is None and lesson.tested is not None:
            # Once the page is as high as the verdict makes it.
            self._scroll.start()

    def _scroll_to_verdict(self) -> None:
        """Bring all of the verdict into view, and at least its head."""
        self.ensureWidgetVisible(self._right if self._right.isVisibleTo(self) else self.verdict, 0, 12)
        self.ensureVisible(0, self.verdict.y(), 0, 12)

    def _write(self, lesson: Lesson) -> None:
        """Write what depends on the card alone."""
        card, pixels = lesson.card, self._theme.pixels(_TEXT)
        self._kind.setText(rich(tr("Claim {claim} · {topic}", claim=card.claim, topic=card.topic), pixels))
        self._title.setText(rich(card.title, self._theme.pixels(19)))
        self._says.setText(rich(card.says, pixels))
        self._why.setText(rich(card.why, pixels))
        self._equation.show_equation(card.equation)
        asked = rich(card.question, pixels)
        self._question.setText(
            f"<span style='font-weight:600'>{tr('What do you expect?')}</span> "
            f"<span style='color:{self._theme.muted}'>{asked}</span>"
        )
        self._fit()

    def _show_state(self, lesson: Lesson) -> None:
        card, tested, running = lesson.card, lesson.tested, lesson.share is not None
        right = None if tested is None else card.right
        self.answers.show_answers(card.answers, lesson.guess, right)
        self.control.show_control(card.control, lesson.setting)
        self.bar.setVisible(running)
        self.bar.setValue(round(1000 * (lesson.share or 0.0)))
        self.test.setText(tr(_CANCEL if running else _TEST))
        self.test.setToolTip(with_keys(f"{tr(_CANCEL if running else _TEST)} {tr('(Ctrl+Enter)')}"))
        self.test.setEnabled(not lesson.missing)
        self.verdict.show_tested(tested)
        self._fit()
        self._failure.setText(lesson.failure)
        self._failure.setVisible(bool(lesson.failure))
        self.note.show_note(*note_of(lesson))
        words = "" if tested is None else tested.result.put_right
        self._right.setText(
            f"<span style='font-weight:600'>{tr('Put right.')}</span> {rich(words, self._theme.pixels(_TEXT))}"
        )
        self._right.setAccessibleName(plain(words))
        self._right.setVisible(bool(words))
        waits = tested is None and lesson.guess is not None and not running and not lesson.failure
        self._before.setText(tr("Now move the control if you like, and test it."))
        self._before.setVisible(waits)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        free = self.viewport().width() - 2 * _MARGIN - self._equation.natural_width()
        beside = bool(self._equation.isVisibleTo(self)) and free >= scaled(_BESIDE)
        _place(self._reasons, self._why, beside=beside)
        free = self.viewport().width() - 2 * _MARGIN - self.test.sizeHint().width() - 10
        beside = self.control.isVisibleTo(self) and not self.control.needs_a_row
        beside = beside and free >= self.control.sizeHint().width()
        _place(self._moving, self.control, beside=beside)

    # -- intents

    def _guess(self, number: int) -> None:
        self.guessed.emit(number)

    def _move(self, setting: object) -> None:
        self.setting_moved.emit(setting)

    def _test(self) -> None:
        running = self._lesson is not None and self._lesson.share is not None
        (self.cancel_wanted if running else self.test_wanted).emit()

    def _reset(self) -> None:
        self.reset_wanted.emit()

    def _agree(self) -> None:
        self.note_agreed.emit()


def _place(row: QBoxLayout, wide: QWidget, *, beside: bool) -> None:
    """Lay the two parts of `row` side by side, where `wide` takes the room that is left, or one below the other."""
    way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
    if row.direction() != way:
        row.setDirection(way)
        # One below the other, it would take height from the end of the page.
        row.setStretchFactor(wide, 1 if beside else 0)
