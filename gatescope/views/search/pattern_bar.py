"""The controls above a list of places: what is looked for, where, and what the places are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QRegularExpressionValidator
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QPushButton, QWidget

from gatescope.analysis.corpus.regex import READY_MADE
from gatescope.plots.search.describe import SENTENCE
from gatescope.plots.theme import Theme
from gatescope.views.base.icons import icon
from gatescope.views.base.text_size import scaled
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.segmented import Segment
from gatescope.views.search.unit_badges import UnitBadges
from gatescope.words import decimal, decimal_signs, mark, read_number, tr

ROW = 34
_GAP, _MARGIN = 8, 9
_THRESHOLD_WIDTH, _REGEX_WIDTH, _PHRASE_WIDTH = 56, 190, 180
_OPEN, _PATTERN, _TOP = "open", "pattern", "top"
_MODES = (
    Segment(_PATTERN, mark("units over"), mark("The units that are over a threshold in all of the chosen words")),
    Segment(_TOP, mark("largest of"), mark("Where the chosen unit is largest")),
)


class PatternBar(WrappingRow):
    """Tells of every choice; it keeps none but what stands in its fields."""

    threshold_changed = Signal()
    mode_changed = Signal()
    corpus_picked = Signal(object)
    """The `Path` of the corpus, or None for the sentence."""
    corpus_wanted = Signal()
    """The person wants to name another corpus."""
    search_clicked = Signal()
    cancel_clicked = Signal()
    unit_removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(ROW, _GAP, _MARGIN, parent)
        self._running = False
        self._top = False
        self._corpus: Path | None = None
        self._mode = ChoiceMenu(tr("What is looked for"), self)
        self._mode.set_segments(_MODES, _PATTERN)
        self._mode.segment_picked.connect(self._take_mode)
        self._threshold = WideField(decimal("0.50"), _THRESHOLD_WIDTH, self)
        self._threshold.setAccessibleName(tr("Threshold"))
        self._threshold.setToolTip(tr("A unit is on above this value"))
        self._threshold.setAlignment(Qt.AlignmentFlag.AlignRight)
        sign = decimal_signs()
        number = rf"[+\-−]?(\d{{1,6}}([{sign}]\d{{0,6}})?|[{sign}]\d{{1,6}})"
        self._threshold.setValidator(QRegularExpressionValidator(QRegularExpression(number), self))
        self._threshold.textChanged.connect(self.threshold_changed)
        self._during = _muted(tr("during"), self)
        self._phrase = QLabel(self)
        self._phrase.setObjectName("SpanChip")
        self._badges = UnitBadges(self)
        self._badges.removed.connect(self.unit_removed)
        self._in = _muted(tr("in"), self)
        self._corpora = ChoiceMenu(tr("Where to look"), self)
        self._corpora.segment_picked.connect(self._take_corpus)
        self._regex = WideField("", _REGEX_WIDTH, self)
        self._regex.setPlaceholderText(tr("compare with a regex"))
        self._regex.setAccessibleName(tr("Expression to compare the places with"))
        self._regex.setToolTip(
            tr(
                "A regular expression, or one of the ready-made: how many of the places match it (precision), "
                "and how many of its matches are places (recall)"
            )
        )
        self._regex.setClearButtonEnabled(True)
        self._ready = QCompleter([name for name, _ in READY_MADE], self)
        self._ready.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._regex.setCompleter(self._ready)
        self._offer = self._regex.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._offer.setToolTip(tr("Ready-made expressions"))
        self._offer.triggered.connect(self._offer_ready)
        self._search = QPushButton(tr("Search"), self)
        self._search.setDefault(True)
        self._search.setAutoDefault(False)
        self._search.clicked.connect(self._take_click)
        for field in (self._threshold, self._regex):
            field.returnPressed.connect(self._take_return)
        for control in (self._regex, self._search):
            control.hide()
        self.offer_corpora((), None)
        self.show_running(running=False)

    @property
    def threshold(self) -> float:
        """Above which a unit is on; 0.5 while the field holds no number."""
        try:
            return read_number(self._threshold.text())
        except ValueError:
            return 0.5

    @property
    def regex(self) -> str:
        """The expression; empty for none."""
        return self._regex.text().strip()

    @property
    def top(self) -> bool:
        """Whether the largest values of one unit are looked for."""
        return self._top

    @property
    def corpus(self) -> Path | None:
        """The corpus; None for the sentence."""
        return self._corpus

    def offer_corpora(self, corpora: Sequence[Path], corpus: Path | None) -> None:
        """Offer these corpora beside the sentence, with `corpus` as the one to look in."""
        self._corpus = corpus
        segments = [Segment("", SENTENCE, tr("Look in the sentence above"))]
        segments += [Segment(str(path), path.name, tr("Look in {path}", path=path)) for path in corpora]
        tip = tr("Choose a .txt with a text a line, a .csv or .tsv with a column of texts, or a .jsonl")
        segments.append(Segment(_OPEN, tr("Open corpus…"), tip))
        self._corpora.set_segments(segments, "" if corpus is None else str(corpus))
        self._arrange_controls()

    def show_pattern(self, phrase: str, units: Sequence[int], *, fixed: bool) -> None:
        """Show the words that the pattern is of and its units; `fixed` where the unit is chosen elsewhere."""
        metrics = self._phrase.fontMetrics()
        shown = metrics.elidedText(phrase, Qt.TextElideMode.ElideMiddle, round(scaled(_PHRASE_WIDTH)))
        if shown != self._phrase.text():
            self._phrase.setText(shown)
        self._phrase.setToolTip(
            tr("“{phrase}”: drag over words, or with Shift over a map, to choose others", phrase=phrase)
        )
        self._phrase.setAccessibleName(tr("during {phrase}", phrase=phrase))
        self._badges.show_units(units, fixed=fixed)
        self._search.setEnabled(self._running or bool(units))

    def show_running(self, *, running: bool) -> None:
        """Let the button end a search that is under way, or begin one."""
        self._running = running
        self._search.setText(tr("Cancel") if running else tr("Search"))
        tip = (
            tr("Stop; what is indexed so far is kept") if running else tr("Look for the pattern in the corpus (Enter)")
        )
        self._search.setToolTip(tip)
        self._search.setAccessibleName(tr("Cancel the search") if running else tr("Search the corpus"))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        for menu in (self._mode, self._corpora):
            menu.set_theme(theme)
        self._offer.setIcon(icon("down", theme))
        for field in (self._threshold, self._regex):
            field.updateGeometry()

    def _arrange_controls(self) -> None:
        pattern = [self._badges] if self._top else [self._threshold, self._during, self._phrase, self._badges]
        where: list[QWidget] = [self._in, self._corpora]
        if self._corpus is not None:
            where += [] if self._top else [self._regex]
            where.append(self._search)
        self.set_controls([self._mode, *pattern, *where])

    def look_for_largest(self, *, top: bool) -> None:
        """Look for the largest values of the chosen unit, or for the units over the threshold."""
        self._take_mode(_TOP if top else _PATTERN)

    def _take_mode(self, mode: str) -> None:
        self._top = mode == _TOP
        self._mode.set_segments(_MODES, mode)
        self._arrange_controls()
        self.mode_changed.emit()

    def _take_corpus(self, key: str) -> None:
        if key == _OPEN:
            self.corpus_wanted.emit()
        else:
            self.corpus_picked.emit(Path(key) if key else None)

    def _take_click(self) -> None:
        (self.cancel_clicked if self._running else self.search_clicked).emit()

    def _offer_ready(self) -> None:
        self._ready.setCompletionPrefix("")
        self._ready.complete()

    def _take_return(self) -> None:
        if not self._running and self._search.isEnabled():
            self.search_clicked.emit()


class WideField(QLineEdit):
    """A field that wants to be so many design pixels wide."""

    def __init__(self, text: str, width: float, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._width = width

    def sizeHint(self) -> QSize:
        return QSize(round(scaled(self._width)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _muted(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setObjectName("Muted")
    return label
