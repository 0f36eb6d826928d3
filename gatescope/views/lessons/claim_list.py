"""The claims of a course by topic, with a search, and how many were tested."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gatescope.lessons.card import Card
from gatescope.plots.glossary.term import folded
from gatescope.plots.glossary.terms import find
from gatescope.plots.theme import Theme
from gatescope.session.lessons.lesson import Course
from gatescope.session.lessons.progress import Progress
from gatescope.views.base.elided_label import ElidedLabel
from gatescope.views.base.icons import icon
from gatescope.views.lessons.claim_rows import NAME, VERDICT, ClaimRows
from gatescope.views.lessons.rich import plain
from gatescope.views.lessons.state_mark import IN_WORDS
from gatescope.words import mark, tr, trn

_NOTHING = mark("No claim has these words.")


class ClaimList(QWidget):
    """A list to choose a card from. Up and down move in it, Enter opens the one that is marked."""

    picked = Signal(str)
    """The name of the claim whose card is to be opened."""
    own_wanted = Signal()
    """Back to the claims that come along."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course = Course()
        self._progress = Progress()
        self._current = ""
        self._rows = ClaimRows(self)
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(tr("find a claim or a word"))
        self._search.setAccessibleName(tr("Find a claim"))
        self._search.setToolTip(tr("Show the claims that have these words, or what they are another name of"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._name = ElidedLabel(self)
        self._name.setObjectName("Heading")
        self._back = QToolButton(self)
        self._back.setObjectName("DockButton")
        self._back.setAccessibleName(tr("All claims"))
        self._back.setToolTip(tr("Leave this course, and show the claims that come with GateScope"))
        self._back.clicked.connect(self._leave)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._back)
        self._count = QLabel(self)
        self._tested = QLabel(self)
        for label in (self._count, self._tested):
            label.setObjectName("LessonSmall")
        counts = QHBoxLayout()
        counts.addWidget(self._count)
        counts.addStretch()
        counts.addWidget(self._tested)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Claims that were tested"))
        self.list = QListWidget(self)
        self.list.setObjectName("LessonList")
        self.list.setAccessibleName(tr("Claims"))
        self.list.setItemDelegate(self._rows)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(self._open)
        self.list.itemActivated.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._search)
        column.addLayout(counts)
        column.addWidget(self._bar)
        column.addWidget(self.list, 1)

    def set_theme(self, theme: Theme) -> None:
        self._rows.theme = theme
        self._back.setIcon(icon("cross", theme))
        self._fit()
        self.list.doItemsLayout()
        self.list.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Break titles anew where the rows have another width: the scroll bar takes its part of it at all times."""
        bar = self.list.verticalScrollBar()
        width = self.list.viewport().width() - (0 if bar.isVisible() else bar.sizeHint().width())
        if width != self._rows.width:
            self._rows.width = width
            self.list.doItemsLayout()

    def show_course(self, course: Course, progress: Progress, current: str) -> None:
        """Show the cards of `course`, with the claim called `current` marked."""
        other = course is not self._course
        if not other and (progress, current) == (self._progress, self._current):
            return
        self._course, self._progress, self._current = course, progress, current
        if other:
            self._search.clear()
            self._name.show_text(course.name, tr("A course: a set of cards in their order"))
            self._name.setVisible(bool(course.name))
            self._back.setVisible(bool(course.name))
        self._fill(self._search.text())
        count = len(course.cards)
        tested = sum(progress.of(card.claim).verdict is not None for card in course.cards)
        self._count.setText(trn("{count} claim", "{count} claims", count))
        self._tested.setText(tr("{tested} tested", tested=tested))
        self._bar.setRange(0, max(count, 1))
        self._bar.setValue(tested)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and self._search.hasFocus():
            first = next(iter(self._claims()), None)
            if first is not None and event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                self.list.setCurrentItem(first)
            elif first is not None:
                self._open(first)
            return
        super().keyPressEvent(event)

    def _fill(self, words: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        found = [card for card in self._course.cards if _has(card, words)]
        for topic in dict.fromkeys(card.topic for card in found):
            head = QListWidgetItem(topic, self.list)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            for card in found:
                if card.topic == topic:
                    self._add(card)
        if not found:
            head = QListWidgetItem(tr(_NOTHING) if words else tr("There are no cards."), self.list)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.blockSignals(False)

    def _add(self, card: Card) -> None:
        verdict = self._progress.of(card.claim).verdict
        title = plain(card.title)
        item = QListWidgetItem(plain(card.listed), self.list)
        item.setData(NAME, card.claim)
        item.setData(VERDICT, verdict or "")
        item.setToolTip(
            tr(
                "Claim {claim}: {title}\n{verdict}",
                claim=card.claim,
                title=title,
                verdict=tr(IN_WORDS[verdict]).capitalize(),
            )
        )
        item.setData(
            Qt.ItemDataRole.AccessibleTextRole,
            tr("Claim {claim}: {title}, {verdict}", claim=card.claim, title=title, verdict=tr(IN_WORDS[verdict])),
        )
        if card.claim == self._current:
            self.list.setCurrentItem(item)

    def _filter(self, words: str) -> None:
        self._fill(words)

    def _claims(self) -> list[QListWidgetItem]:
        items = (self.list.item(at) for at in range(self.list.count()))
        return [item for item in items if item.data(NAME)]

    def _open(self, item: QListWidgetItem) -> None:
        if item.data(NAME):
            self.picked.emit(str(item.data(NAME)))

    def _leave(self) -> None:
        self.own_wanted.emit()


def _has(card: Card, words: str) -> bool:
    """Return whether a card has every one of `words`, or what these are another name of."""
    inside = " ".join((card.claim, card.title, card.topic, card.says, card.why, card.question, card.put_right)).lower()
    if all(word in inside for word in words.lower().split()):
        return True
    meant = (term for term in find(words) if folded(words) in map(folded, term.spellings))
    return any(term.name.lower() in inside for term in meant)
