"""Which weight of the array in the dock matters most at the token cursor: a question, answered over its button."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gatescope.analysis.weight_that_matters import WeightThatMatters
from gatescope.plots.axis_words import axis_word
from gatescope.plots.numbers import short
from gatescope.plots.theme import Theme
from gatescope.plots.weight_words import weight_in_words
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.base.semi_bold import semi_bold
from gatescope.views.controls.menu import close_where_disabled
from gatescope.words import tr

_WIDTH, _GAP = 380, 10
_STEP = 0.1


class MattersMost(QFrame):
    """A note that pops up over its button. While it is open it asks again after every key and every step of the cursor;
    the weight stays marked until the note is closed."""

    asked = Signal(object)
    """The `Question`; None where it is withdrawn."""
    marked = Signal(object)
    """(row, column) of the weight to mark, or None."""
    wanted = Signal(int, int)
    """Row and column of the weight that the person wants to choose."""

    def __init__(self, button: QPushButton, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("MattersMost")
        self.setAccessibleName(tr("Which weight of this array matters most here"))
        self._button = button
        self._key = ""
        self._words: tuple[str, ...] = ()
        self._seen: tuple[Snapshot, Focus] | None = None
        self._question: Question | None = None
        self._found: WeightThatMatters | None = None
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.RichText)
        self._choose = QPushButton(tr("Choose it"), self)
        self._choose.setAccessibleName(tr("Choose this weight"))
        self._choose.setToolTip(tr("Choose this weight, to change it"))
        self._choose.clicked.connect(self._take)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._choose)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 10)
        self._column.addWidget(self._said, 1)
        self._column.addLayout(foot)
        button.clicked.connect(self._open)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        close_where_disabled(self, event)

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"#MattersMost {{ background: {theme.surface}; border: 1px solid {theme.border}; }}"
            f"#MattersMost QLabel {{ color: {theme.text}; }}"
        )

    def show_array(self, key: str, words: tuple[str, ...]) -> None:
        """Follow the array called `key`; `words` is the vocabulary, for the rows of an embedding."""
        self._key, self._words = key, words

    def show_snapshot(self, snapshot: Snapshot, focus: Focus) -> None:
        """Follow the run and the cursor."""
        self._seen = snapshot, focus
        if self.isVisible():
            self.ask()

    def let_go(self) -> None:
        """Keep no run: the dock is out of sight."""
        self._seen = None
        self.hide()

    def ask(self) -> None:
        """Ask, while the note is open."""
        run, token = self._run_and_token()
        if not self.isVisible() or run is None or token is None:
            return
        question = Question.of("weight that matters", (run,), parameter=self._key, token=token)
        if question != self._question or self._found is None:
            self._question, self._found = question, None
            self._choose.setEnabled(False)
            self.asked.emit(question)

    def take_answer(self, question: Question, answer: Answer) -> None:
        """Say which weight it is, unless something else was asked since."""
        if question != self._question:
            return
        if answer.failure:
            self._say(escape(answer.failure), None)
            return
        (run,), (found,) = question.runs, answer.results
        self._say(_in_words(run, found, self._words), found)

    def take_share(self, question: Question, share: float) -> None:
        """The answer is there before a person could read how far it is."""

    def hideEvent(self, event: QHideEvent) -> None:
        """Withdraw the question and the mark."""
        self._question = self._found = None
        self.asked.emit(None)
        self.marked.emit(None)
        super().hideEvent(event)

    def _say(self, text: str, found: WeightThatMatters | None) -> None:
        self._found = found
        self._said.setText(text)
        self._choose.setEnabled(found is not None and found.slope != 0)
        self.marked.emit((found.row, found.column) if found is not None and found.slope else None)
        self._place()

    def _place(self) -> None:
        """Stand over the button, as high as the text needs, within the screen."""
        margins = self._column.contentsMargins()
        text = self._said.heightForWidth(_WIDTH - margins.left() - margins.right())
        height = text + self._choose.sizeHint().height() + margins.top() + margins.bottom() + _GAP
        screen, corner = self._button.screen().availableGeometry(), self._button.mapToGlobal(QPoint(0, 0))
        place = QRect(corner.x() + self._button.width() - _WIDTH, corner.y() - height - 4, _WIDTH, height)
        place.moveTop(max(place.top(), screen.top()))
        place.moveLeft(min(max(place.left(), screen.left()), screen.right() - _WIDTH))
        self.setGeometry(place)

    def _open(self) -> None:
        run, token = self._run_and_token()
        nothing = run is None or token is None
        self._say(
            tr("Type a sentence first: a weight matters at a token.") if nothing else tr("Following the gradient…"),
            None,
        )
        self.show()
        self.ask()

    def _take(self) -> None:
        found = self._found
        self.hide()
        if found is not None:
            self.wanted.emit(found.row, found.column)

    def _run_and_token(self) -> tuple[Run | None, int | None]:
        if self._seen is None:
            return None, None
        snapshot, focus = self._seen
        run = snapshot.run(focus.model)
        token = focus.token if run is not None and focus.token is not None and focus.token < len(run.tokens) else None
        return run, token


def _in_words(run: Run, found: WeightThatMatters, words: tuple[str, ...]) -> str:
    """Return where, which weight, its value, and what +0.1 of it would move, as rich text."""
    at = tr("At “{tokens}”", tokens=escape(axis_word(run.tokens, found.token)))
    if not found.slope:
        return tr("{at} no number of this array moves {of}.", at=at, of=escape(found.of))
    values = run.network.array(found.key)
    now = values[found.row, found.column] if values.ndim == 2 else values[found.column]
    named = escape(weight_in_words(run.network, found.key, found.row, found.column, words))
    moved = found.slope * _STEP
    return semi_bold(
        tr(
            "{at} the weight that matters most is <b>{named}</b>, now {float}: +{step:g} moves {of} "
            "by about <b>{what}{moved}</b>. Its gradient is {slope}, the largest of {size:,}.",
            at=at,
            named=named,
            float=short(float(now)),
            step=_STEP,
            of=escape(found.of),
            what="+" if moved > 0 else "",
            moved=short(moved),
            slope=short(found.slope),
            size=values.size,
        )
    )
