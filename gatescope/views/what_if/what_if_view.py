"""What if: everything that is held, taken out, patched in or copied in the model in front, a card each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gatescope.engine.interventions import NONE, Held, Interventions
from gatescope.plots.numbers import number
from gatescope.plots.runs import cursor_of, front_run, part_of
from gatescope.plots.signals import title
from gatescope.plots.theme import Theme
from gatescope.plots.what_if.card_words import moved_words, units_words
from gatescope.plots.what_if.describe import describe_effects
from gatescope.plots.what_if.effects_plot import EffectsPlot
from gatescope.session.analyses.question import Answer, Question
from gatescope.views.base.analysis_view import AnalysisView
from gatescope.views.base.semi_bold import semi_bold
from gatescope.views.base.text_size import scaled
from gatescope.views.units.finding_line import FindingLine
from gatescope.views.what_if.adding import Adding
from gatescope.views.what_if.base_network import BaseNetwork
from gatescope.views.what_if.cards import Cards
from gatescope.views.what_if.first_choice import copied_weights, held_gate, units_taken_out
from gatescope.views.what_if.look import style_sheet
from gatescope.views.what_if.patch_form import PatchForm, PatchScene
from gatescope.views.what_if.scope_row import Scene
from gatescope.views.what_if.together import Together
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.engine.network import Network
    from gatescope.session.document.document import Document, Focus
    from gatescope.session.run.snapshot import Run, Snapshot

_MARGIN = 10
_LEAST_CARDS = 100.0
"""Pixels of the cards that are in sight at least; the others are scrolled to."""
_LEAST_AREA = 24
_LOW = 290.0
"""Pixels of height below which the sentence gives its place to the cards."""
_EMPTY = mark("Nothing is held. Right-click a map, or choose below.")


class WhatIfView(AnalysisView):
    """Cards with switches, what each does alone and all do together at the token cursor, and a sentence."""

    title = mark("What if")
    purpose = mark("to hold a gate or a state and see what comes of it")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._plot: EffectsPlot | None = None
        self._cards_stale = False
        self._base = BaseNetwork()
        self.head = Together(self)
        self.head.all_switched.connect(self._switch_all)
        self.head.all_removed.connect(lambda: self._wish(NONE, None, tr("Remove all interventions")))
        self.cards = Cards(self)
        self.cards.wished.connect(self._wish)
        self.form = PatchForm(self)
        self.form.made.connect(lambda patch: self._add(patch, tr("Patch the {signal}", signal=title(patch.signal))))
        self.askers = (self.form,)
        self._finding = FindingLine(self)
        self._empty = QLabel(tr(_EMPTY), self)
        self._empty.setObjectName("cardNote")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.adding = Adding(self)
        self.adding.hold_wanted.connect(self._hold)
        self.adding.removal_wanted.connect(self._take_out)
        self.adding.copy_wanted.connect(self._copy)
        self.adding.patch_wanted.connect(self.start_patch)
        self.adding.height_changed.connect(self._fit)
        content = QWidget()
        content.setObjectName("WhatIfCards")
        inside = QVBoxLayout(content)
        inside.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        inside.setSpacing(8)
        inside.addWidget(self.form)
        inside.addWidget(self.cards)
        inside.addStretch()
        inside.addWidget(self._empty, 1)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setMinimumHeight(_LEAST_AREA)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(content)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top = QVBoxLayout()
        top.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        top.addWidget(self.head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._area, 1)
        column.addWidget(self._finding)
        column.addWidget(self.adding)
        self._cover(self.head)

    # -- showing

    def show_document(self, document: Document, _focus: Focus) -> None:
        """Show the interventions of the model in front of what is shown: another focus comes with its snapshot."""
        before, self._document = self._document, document
        same = before is not None and (
            before.interventions is document.interventions and before.networks is document.networks
        )
        self._cards_stale |= not same
        if self.in_sight:
            self.refresh()

    def refresh(self) -> None:
        super().refresh()
        if self._cards_stale and self._snapshot is not None and self._focus is not None:
            self._show_cards(self._focus)
            self._draw_cursor(self._focus)

    def plot(self) -> EffectsPlot | None:
        self.refresh()
        return self._plot

    def reset_view(self) -> None:
        """Show the first card."""
        self._area.verticalScrollBar().setValue(0)

    def minimumSizeHint(self) -> QSize:
        head = 0 if self.head.isHidden() else self.head.minimumSizeHint().height()
        return QSize(0, head + self.adding.height() + round(scaled(_LEAST_CARDS)))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A style sheet that is set on a window forgets the palettes of its widgets.
        QPainter(self).fillRect(self.rect(), self._theme.surface)

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        run, interventions = front_run(snapshot.runs, focus), self._interventions(focus)
        if run is None or not len(run.tokens) or not interventions or self._document is None:
            return None
        base = self._base.of(self._document, run.model)
        return Question.of("effects of interventions", (run,), base=base, interventions=interventions)

    def empty_sentence(self, snapshot: Snapshot, focus: Focus) -> str:
        return super().empty_sentence(snapshot, focus) if self._interventions(focus) else ""

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        self._show_cards(focus)
        super()._draw(snapshot, focus)

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        """All is drawn with the cursor, for which every number is told."""

    def _draw_cursor(self, focus: Focus) -> None:
        if self._shown is None:
            return
        question, answer = self._shown
        (run,), about = question.runs, cast("dict[str, Any]", dict(question.about))
        effects, interventions = answer.results[0], about["interventions"]
        at = cursor_of(run.tokens, focus)
        if effects is None or at is None or interventions.items != self.cards.items:
            return
        plot = describe_effects(run, about["base"], interventions, effects, focus)
        self._plot = plot
        after = number(float(effects.together[at]))
        whose = f"{plot.cell}: " if self._snapshot is not None and len(self._snapshot.runs) > 1 else ""
        self.head.show_numbers(
            whose + plot.quantity,
            self._counted(interventions, about["base"]),
            number(plot.baseline),
            after,
            any_on=any(item.on for item in interventions.items),
        )
        for card, row in zip(self.cards.cards, plot.rows[-len(interventions.items) :], strict=True):
            before, now = number(plot.baseline), number(row.value)
            words = "" if row.note else tr("alone {before} → <b>{now}</b>", before=before, now=now)
            spoken = "" if row.note else tr("alone {moved}", moved=moved_words(plot.baseline, row.value))
            card.show_alone(semi_bold(words), spoken)
        self._finding.show_text(semi_bold(plot.finding))
        self._fit()

    def _clear(self) -> None:
        self._plot = EffectsPlot(())
        self.head.show_numbers("", "", "", "", any_on=True)
        for card in self.cards.cards:
            card.show_alone("", "")
        self._finding.show_text("")
        self._fit()

    def _let_go(self) -> None:
        self.form.close_form()
        super()._let_go()

    def _apply_theme(self, theme: Theme) -> None:
        self.setStyleSheet(style_sheet(theme))
        for part in (self.head, self.cards, self.form, self.adding, self._finding):
            part.set_theme(theme)
        self._fit()
        super()._apply_theme(theme)

    def _show_cards(self, focus: Focus) -> None:
        self._cards_stale = False
        snapshot, document = self._snapshot, self._document
        run = None if snapshot is None else front_run(snapshot.runs, focus)
        self.adding.show_cell(None if run is None else run.network.cell)
        interventions = self._interventions(focus)
        self.head.setVisible(bool(interventions))
        self.cards.setVisible(bool(interventions))
        if run is None or document is None or run.model not in document.networks:
            return
        self.cards.show_items(interventions, Scene.of(run, self._base.of(document, run.model), focus))
        self._empty.setVisible(not interventions and not self.form.isVisibleTo(self))
        self.form.show_scene(self._patch_scene(run, focus))

    def _counted(self, interventions: Interventions, network: Network) -> str:
        acting, all_of_them = len(interventions.acting(network).items), len(interventions.items)
        return tr("{acting} of {count} on, together", acting=acting, count=all_of_them)

    # -- what the person does

    def start_patch(self, signal: str = "", units: tuple[int, ...] | None = None) -> None:
        """Open the form of a patch: of `signal` of `units` at the cursor."""
        self.refresh()
        run = self._run_in_front()
        scene = None if run is None or self._focus is None else self._patch_scene(run, self._focus)
        if scene is not None:
            self.form.open_form(scene, signal, units)
            self._empty.hide()
            self._area.ensureWidgetVisible(self.form)

    def _patch_scene(self, run: Run, focus: Focus) -> PatchScene | None:
        document, at = self._document, cursor_of(run.tokens, focus)
        if document is None or at is None or run.model not in document.models:
            return None
        model, base = document.models[run.model], self._base.of(document, run.model)
        return PatchScene(run, base, model, part_of(run, focus), at, document.text)

    def _hold(self, signal: str) -> None:
        run, focus = self._here()
        if run is not None and focus is not None:
            self._add(held_gate(run, focus, signal), tr("Hold the {signal}", signal=title(signal)))

    def _take_out(self) -> None:
        run, focus = self._here()
        if run is not None and focus is not None:
            item = units_taken_out(run, focus)
            self._add(item, tr("Take out {units}", units=units_words(item.units)))

    def _copy(self) -> None:
        run, focus = self._here()
        if run is not None and focus is not None:
            item = copied_weights(run, focus)
            self._add(item, tr("Copy the weights of the {source}", source=title(item.source)))

    def _add(self, item: Held, label: str) -> None:
        if self._focus is not None:
            self._wish(Interventions((*self._interventions(self._focus).items, item)), None, label)

    def _switch_all(self, on: bool) -> None:
        if self._focus is None:
            return
        items = tuple(replace(item, on=on) for item in self._interventions(self._focus).items)
        self._wish(Interventions(items), None, tr("Switch all on") if on else tr("Switch all off"))

    def _wish(self, interventions: Interventions, gesture: object, label: str) -> None:
        run, _ = self._here()
        if run is not None:
            self.interventions_changed.emit(run.model, interventions, gesture, label)

    def _here(self) -> tuple[Run | None, Focus | None]:
        if self._snapshot is None or self._focus is None:
            return None, None
        return self._run_in_front(), self._focus

    def _interventions(self, focus: Focus) -> Interventions:
        return NONE if self._document is None else self._document.interventions.get(focus.model, NONE)

    def _fit(self) -> None:
        self._finding.setVisible(self.height() >= scaled(_LOW))
        for row in (self.adding, self._finding):
            # Only where it takes another number of lines: a height that is set lays the window out anew.
            high = row.height_for(self.width())
            if high != row.height():
                row.setFixedHeight(high)
