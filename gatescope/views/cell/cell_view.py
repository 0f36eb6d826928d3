"""One step of the cell: its wiring with live vectors, walked through operation by operation."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QSize, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gatescope.plots.cell.describe import describe_cell
from gatescope.plots.cell.wiring import TITLE, CellPlot
from gatescope.plots.gradient_words import quoted
from gatescope.plots.runs import front_run
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.theme import Theme
from gatescope.session.document.document import UnitRef
from gatescope.views.base.empty_text import empty_text
from gatescope.views.base.plot_view import PlotView
from gatescope.views.base.spot import Spot
from gatescope.views.base.veil import Veil
from gatescope.views.cell.cell_picture import CellPicture
from gatescope.views.cell.cell_tools import ROW, CellTools
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run, Snapshot

_ALONE = mark("The model in front")
_PURPOSE = mark("to see one step of the cell")


class CellView(PlotView):
    """The wiring of the cell in front, or of two or more in Compare, at the token cursor.

    Playing goes through the operations, and on with the next word; so do the steps, forwards and back. The wheel
    magnifies the picture, a drag moves it.
    """

    title = TITLE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = 1
        self._wanted = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self._tools = CellTools(self)
        self._tools.transport.stepped.connect(self.go)
        self._tools.transport.rewound.connect(self.rewind)
        self._tools.transport.played.connect(self.play)
        self._tools.line.step_picked.connect(self.go_to)
        self._tools.pairs.segment_picked.connect(self._compare)
        self._tools.corner.toggled.connect(self._show)
        self._tools.parts.part_chosen.connect(self.part_chosen)
        self._tools.unit.valueChanged.connect(self._choose_unit)
        self._tools.height_changed.connect(self._lay_out)
        self._picture = CellPicture(self)
        self._picture.hovered.connect(self.hovered)
        self._picture.step_picked.connect(self.go_to)
        self._picture.unit_clicked.connect(self.unit_clicked)
        self._veil = Veil(self._picture)

    # -- showing

    def plot(self) -> CellPlot | None:
        return self._picture.shown

    def spot_at(self, place: QPoint) -> Spot | None:
        return self._picture.spot_at(QPointF(self._picture.mapFrom(self, place)))

    def spot_at_cursor(self) -> Spot | None:
        return self._picture.spot_at_cursor()

    def reset_view(self) -> None:
        """Show all of the wiring again."""
        self._picture.reset_view()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, ROW + self._picture.minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A style sheet that is set on a window forgets the palettes of its widgets.
        QPainter(self).fillRect(self.rect(), self._theme.surface)

    def hideEvent(self, event: QHideEvent) -> None:
        self.play(False)
        super().hideEvent(event)

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        self._show()

    def _let_go(self) -> None:
        self._picture.show_plot(None, {})

    def _show(self) -> None:
        """Describe and paint what is in focus."""
        snapshot, focus = self._snapshot, self._focus
        if snapshot is None or focus is None:
            return
        front = front_run(snapshot.runs, focus)
        if front is None or not len(front.tokens):
            self._empty(empty_text(snapshot, focus, tr(_PURPOSE)))
            return
        runs = self._beside(snapshot.runs, front)
        plot = describe_cell(runs, focus, self._step, corner=self._tools.corner.isChecked())
        if plot.main is None:
            self._empty(tr("{model} has no token here: its text is shorter.", model=front.model))
            return
        self._veil.lift()
        self._picture.show_plot(plot, {run.model: run for run in runs})
        longest = max(plot.wirings, key=lambda one: len(one.operations))
        said = plot.main.explanation.sentence
        self._tools.line.show_step(plot.step, plot.steps, longest.operations[plot.step - 1].title)
        self._picture.setAccessibleDescription(
            tr("Step {step} of {steps}. {said}", step=plot.step, steps=plot.steps, said=said)
        )
        # The model in front may not be among those that are drawn.
        main = next(run for run in runs if run.model == plot.main.model)
        token, part = plot.main.token, plot.main.part
        self._tools.show_where(
            tr(
                "{quoted} · {token} of {count}",
                quoted=quoted(main.tokens, token),
                token=token + 1,
                count=len(main.tokens),
            )
        )
        self._tools.parts.show_part(main.network, part)
        self._tools.show_unit(plot.main.unit, main.network.parameters(part).units)
        self._tools.corner.setEnabled(any(wiring.cell != "rnn" for wiring in plot.wirings))
        self._tools.arrange(compared=len(snapshot.runs) > 1, layers=len(main.network.parts) > 1)

    def _empty(self, sentence: str) -> None:
        self.play(False)
        self._picture.show_plot(None, {})
        self._picture.setAccessibleDescription(sentence)
        self._tools.line.show_step(0, 0, "")
        self._tools.show_where("")
        self._veil.say(sentence)

    def _beside(self, runs: tuple[Run, ...], front: Run) -> tuple[Run, ...]:
        """Return the runs to draw: the chosen ones, by default the last two of those that are compared."""
        if len(runs) == 1:
            return runs
        sets = {_beside_words(one): one for size in (2, len(runs)) for one in combinations(runs, size)}
        sets[tr(_ALONE)] = (front,)
        taken = self._wanted if self._wanted in sets else _beside_words(runs[-2:])
        self._tools.offer_cells(tuple(sets), taken)
        return sets[taken]

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self._veil.set_theme(theme)
        self._tools.set_theme(theme)
        self._picture.set_theme(theme)

    # -- walking

    def rewind(self) -> None:
        """Go to the first operation of this word."""
        self.go_to(1)

    def go_to(self, step: int) -> None:
        """Go to an operation, from 1."""
        self._step = step
        self._show()

    def go(self, steps: int) -> None:
        """Go so many operations on, or back if negative: at the ends of a word to its neighbour in the order of
        reading."""
        plot = self._picture.shown
        if plot is None:
            return
        wanted = plot.step + steps
        if 1 <= wanted <= plot.steps:
            self.go_to(wanted)
        elif self._neighbour(1 if steps > 0 else -1) is not None:
            self._step = 1 if steps > 0 else plot.steps
            self.token_clicked.emit(self._neighbour(1 if steps > 0 else -1))

    def play(self, playing: bool) -> None:
        """Walk through the operations and words, or stop."""
        playing = playing and self._picture.shown is not None
        self._tools.transport.set_playing(playing)
        if playing:
            self._timer.start(self._tools.transport.interval_ms())
        else:
            self._timer.stop()

    @property
    def playing(self) -> bool:
        """Whether it walks by itself."""
        return self._timer.isActive()

    def _go_on(self) -> None:
        plot = self._picture.shown
        if plot is None or (plot.step >= plot.steps and self._neighbour(1) is None):
            self.play(False)
            return
        self._timer.setInterval(self._tools.transport.interval_ms())
        self.go(1)

    def _neighbour(self, steps: int) -> int | None:
        """Return the token that is read next, or the one before; None at the ends."""
        plot = self._picture.shown
        if plot is None or plot.main is None:
            return None
        token = plot.main.token + (-steps if plot.main.part.reverse else steps)
        return token if 0 <= token < len(plot.tokens) else None

    # -- the person's choices

    def _compare(self, key: str) -> None:
        self._wanted = key
        self._show()

    def _choose_unit(self, unit: int) -> None:
        plot = self._picture.shown
        if plot is not None and plot.main is not None:
            self.unit_clicked.emit(UnitRef(plot.main.model, plot.main.part, unit), False)

    def _lay_out(self) -> None:
        high = self._tools.height_for(self.width())
        self._tools.setGeometry(0, 0, self.width(), high)
        self._picture.setGeometry(0, high, self.width(), max(self.height() - high, 1))


def _beside_words(runs: tuple[Run, ...]) -> str:
    """Return what a set of runs is called: ``GRU beside LSTM``; by their models where two have the same cell."""
    cells = [CELL_NAMES[run.network.cell.name] for run in runs]
    names = cells if len(set(cells)) == len(cells) else [run.model for run in runs]
    return names[0] if len(names) == 1 else tr("{names} beside {names2}", names=", ".join(names[:-1]), names2=names[-1])
