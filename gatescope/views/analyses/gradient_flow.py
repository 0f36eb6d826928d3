"""Gradient flow: how much of a gradient is left on its way back through the text, in every shown model."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from gatescope.analysis.targets import Target, nearest
from gatescope.plots.experiment.describe import describe_family_flow, shown_of
from gatescope.plots.gradient_flow import describe_gradient_flow
from gatescope.plots.gradient_flow_plot import TITLE, GradientFlowPlot
from gatescope.plots.gradient_words import plain
from gatescope.plots.notation import letter
from gatescope.plots.runs import cursor_of, front_run, no_tokens
from gatescope.plots.theme import Theme
from gatescope.session.analyses.question import Answer, Question
from gatescope.views.analyses.experiment_bar import ExperimentBar
from gatescope.views.analyses.family import Family, asked_beside
from gatescope.views.analyses.gradient_picture import GradientPicture
from gatescope.views.analyses.line_button import LineButton
from gatescope.views.analyses.target_chooser import TargetChooser
from gatescope.views.base.math_text import in_math_font
from gatescope.views.base.spot import Spot
from gatescope.views.tokens.token_picture_view import TokenPictureView
from gatescope.views.tokens.whole_range import WholeRange
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Document, Focus
    from gatescope.session.run.snapshot import Snapshot

_LOW = 260


class GradientFlowView(TokenPictureView[GradientPicture]):
    """Lines of the gradients' norms over the tokens, factors under them, and a sentence.

    A click on a word makes it the target, Shift+click its hidden state; entries of the legend switch lines.
    """

    title = TITLE
    purpose = mark("to see how much of a gradient is left on its way back")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target: Target | None = None
        self._before_click: Target | None = None
        self._hidden: frozenset[tuple[str, str]] = frozenset()
        self._keys: tuple[tuple[str, str], ...] = ()
        self._buttons: list[LineButton] = []
        self._of = QLabel(tr("of"))
        self._of.setObjectName("Muted")
        self._chooser = TargetChooser()
        self._chooser.target_chosen.connect(self._choose)
        self._norms = QLabel()
        self._norms.setObjectName("Muted")
        self._norms.setTextFormat(Qt.TextFormat.RichText)
        self._go = QPushButton(tr("Go there"), self)
        self._go.hide()
        self._go.setToolTip(tr("Put the token cursor on the first word with a NaN or Inf"))
        self._go.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._go.setAccessibleName(tr("Go to the first word with a NaN or Inf"))
        self._go.clicked.connect(self._go_to_bad)
        self._family = Family()
        self._tried = ExperimentBar(self)
        self._tried.changed.connect(self._offer_tools)
        self._tried.changed.connect(self.ask)
        self._tried.height_changed.connect(self._lay_out)
        self._whole = WholeRange(self)
        self._tools = self._add_tools([self._of, self._chooser, self._tried.opener], self._norms, gap=4)
        picture = GradientPicture(self._range, self)
        picture.hovered.connect(self.hovered)
        self._whole.changed.connect(picture.repaint_all, Qt.ConnectionType.QueuedConnection)
        self._set_token_picture(picture, picture.repaint_all)

    # -- showing

    def plot(self) -> GradientFlowPlot | None:
        return self._picture.shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._offer_tools()

    def reset_view(self) -> None:
        super().reset_view()
        self._whole.reset()

    def spot_at(self, place: QPoint) -> Spot | None:
        there = QPointF(self._picture.mapFrom(self, place))
        return self._picture.spot_at(there, self._picture.token_at(there.x()))

    def spot_at_cursor(self) -> Spot | None:
        return self._picture.spot_at_cursor()

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        runs = tuple(run for run in snapshot.runs if len(run.tokens))
        if not runs:
            return None
        return self._family.question(runs, self._target, focus.part, self._tried.experiment)

    def show_document(self, document: Document, _focus: Focus) -> None:
        """Take the models beside the one in front, whose lines stand beside its own."""
        self._family.show(document)

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        front = front_run(snapshot.runs, focus)
        self._chooser.show_targets(front, self._target, focus.token)
        self._tried.show_count(0 if front is None else len(front.tokens))
        super()._draw(snapshot, focus)

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        assert self._focus is not None
        answered = [(run, flow) for run, flow in zip(question.runs, answer.results, strict=True) if flow is not None]
        runs, flows = [run for run, _ in answered], [flow for _, flow in answered]
        asked = asked_beside(question)
        if asked is not None:
            members, tried = asked
            shown = shown_of(runs, flows, members, tried, self._family.order)
            self._show_buttons(describe_family_flow(shown, tried, self._focus))
            plot = describe_family_flow(shown, tried, self._focus, self._hidden)
        else:
            self._show_buttons(describe_gradient_flow(runs, flows, self._focus))
            plot = describe_gradient_flow(runs, flows, self._focus, self._hidden)
        self._take_range(plot, max((len(run.tokens) for run in runs), default=0))
        failures = [
            f"{escape(run.model)}: {escape(failure.rstrip('.'))}."
            for run, failure in zip(question.runs, answer.failures, strict=True)
            if failure
        ]
        self._show(replace(plot, finding=" ".join([plot.finding, *failures])))

    def _draw_cursor(self, focus: Focus) -> None:
        plot = self._picture.shown
        if plot is None or self._shown is None:
            return
        if focus.model != plot.front and any(run.model == focus.model for run in self._shown[0].runs):
            self._draw_answer(*self._shown)
        elif focus.token != plot.cursor:
            self._picture.show_plot(replace(plot, cursor=cursor_of(plot.tokens, focus)))

    def _clear(self) -> None:
        self._keys = ()
        self._show(GradientFlowPlot(no_tokens()))

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        self._tried.set_theme(theme)
        for button in self._buttons:
            button.set_theme(theme)
        super()._apply_theme(theme)

    def _show(self, plot: GradientFlowPlot) -> None:
        self._lead_range(len(plot.tokens), plot.cursor)
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription(plain(plot.finding))
        norms = in_math_font(plot.norms, 14)
        self._norms.setText(
            tr("{place}{norms}, logarithmic", place=plot.place + " · " if plot.place else "", norms=norms)
            if plot.lines
            else ""
        )
        self._offer_tools()

    def _show_buttons(self, plot: GradientFlowPlot) -> None:
        """Show a button for every line, on or off."""
        keys = tuple(line.key for line in plot.lines)
        if keys != self._keys:
            self._keys = keys
            while len(self._buttons) < len(keys):
                button = LineButton(self)
                button.set_theme(self._theme)
                button.clicked.connect(self._switch)
                self._buttons.append(button)
        for line, button in zip(plot.lines, self._buttons, strict=False):
            button.show_line(line.label, line.symbol, letter(line.state), line.hue, line.dash)
            button.setChecked(line.key not in self._hidden)

    # -- the person's choices

    def _switch(self) -> None:
        """Switch a line on or off."""
        shown = zip(self._keys, self._buttons, strict=False)
        self._hidden = frozenset(key for key, button in shown if not button.isChecked())
        if self._shown is not None:
            self._draw_answer(*self._shown)

    def _choose(self, target: Target | None) -> None:
        self._target = target
        if self._snapshot is not None and self._focus is not None:
            self._chooser.show_targets(self._run_in_front(), target, self._focus.token)
        self.ask()

    def _click(self, token: int, shift: bool) -> None:
        """Take the read-out, or the hidden state, at the clicked word as the target; the last word means the end."""
        run = self._run_in_front()
        if run is None:
            return
        at = token if token < len(run.tokens) - 1 else None
        now = self._before_click = self._target
        if shift:
            self._choose(Target(at))
        elif now is None or now.readout is None:
            self._choose(replace(nearest(run.network, None, len(run.tokens)), token=at))
        else:
            self._choose(replace(now, token=at))
        if token < len(run.tokens):
            self.token_clicked.emit(token)

    def _undo_click(self) -> None:
        """Take the target that a click has taken the place of."""
        self._choose(self._before_click)
        super()._undo_click()

    def _take_range(self, plot: GradientFlowPlot, count: int) -> None:
        """Show a text that was made longer over an axis of its own: other views show the one that there is."""
        longer = len(plot.tokens) != count
        if longer:
            self._whole.show_all(len(plot.tokens))
        self._picture.set_token_range(self._whole if longer else self._range)

    def _go_to_bad(self) -> None:
        run = self._run_in_front()
        if run is not None and run.bad is not None:
            self.token_clicked.emit(run.bad.token)

    def _offer_tools(self) -> None:
        """Show the controls: in a low dock those of an experiment take the place of all others."""
        alone = self._tried.opener.isChecked() and self.height() < self._theme.pixels(_LOW)
        bad = self._picture.shown is not None and self._picture.shown.bad is not None
        usual = [self._of, self._chooser, *self._buttons[: len(self._keys)]]
        # A row hides the opener that it gives away, and so it does before the other one takes it.
        if not alone:
            self._tried.lead(False)
        self._tools.set_controls([] if alone else [*usual, self._tried.opener, *[self._go] * bad])
        if alone:
            self._tried.lead(True)
        self._tools.setVisible(not alone)
        self._lay_out()

    def _place_tools(self) -> int:
        top = super()._place_tools() if self._tools.isVisibleTo(self) else 0
        if self._tried.isVisibleTo(self):
            tried = self._tried.height_for(self.width())
            self._tried.setGeometry(0, top, self.width(), tried)
            top += tried
        return top
