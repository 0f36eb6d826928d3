"""The weights dock: any array of the model in focus, as a map and as a table, changed by hand."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.plots.matrix import matrix
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.notation import notation
from gatescope.plots.theme import Theme
from gatescope.plots.values.weight_value import WeightValue
from gatescope.session.document.document import Document, Focus
from gatescope.session.run.snapshot import Snapshot
from gatescope.views.base.plot_view import PlotView
from gatescope.views.base.spot import Spot
from gatescope.views.controls.segmented import Segment, Segmented
from gatescope.views.weights import edits
from gatescope.views.weights.array_edits import ArrayEdits
from gatescope.views.weights.cell_field import CellField
from gatescope.views.weights.changes import Change
from gatescope.views.weights.changes_menu import ChangesMenu
from gatescope.views.weights.chooser import WeightChooser
from gatescope.views.weights.differences import Differences
from gatescope.views.weights.heading import WeightHeading
from gatescope.views.weights.knobs import Gestures, Knob
from gatescope.views.weights.matrix_map import MatrixMap
from gatescope.views.weights.matters_most import MattersMost
from gatescope.views.weights.parameter_table import LEAST_HEIGHT, ParameterTable
from gatescope.views.weights.places import first_choice, place_in_words
from gatescope.views.weights.tools import WeightTools
from gatescope.words import mark, tr

_VIEWS = (
    Segment("map", mark("Map"), mark("Colours, to see and to drag")),
    Segment("table", mark("Table"), mark("Exact values, to type")),
)
_STEP_OF_RANGE = 0.01
_ROOMY = 290


class WeightsView(PlotView):
    """Shows one array of one model and emits every change that the person makes. It changes nothing itself."""

    title = mark("Weights")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weights")
        self._model: Model | None = None
        self._network: Network | None = None
        self._notation = notation()
        self._wanted: tuple[Document, Focus] | None = None
        self._key = ""
        self._plot: MatrixPlot | None = None
        self._cell: tuple[int, int] | None = None
        self._pointed = (-1, -1)
        self._gestures, self._differences = Gestures(), Differences()
        self._edits, self._chooser = ArrayEdits(self), WeightChooser()
        self._toggle = Segmented(tr("Show as"))
        self._toggle.set_segments(_VIEWS, "map")
        self._heading, self._map = WeightHeading(), MatrixMap()
        self._made_table: ParameterTable | None = None
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(LEAST_HEIGHT)
        self._stack.addWidget(self._map)
        self._field, self._tools = CellField(), WeightTools()
        self._menu = ChangesMenu(self._tools.changed, self)
        self._matters = MattersMost(self._field.matters, self)
        self.askers = (self._matters,)
        self._lay_out()
        self._connect()

    def show_document(self, document: Document, focus: Focus) -> None:
        """Show the array in focus of the model in focus; cheap where neither it nor the choice changed."""
        self._wanted = (document, focus)
        self._refresh_if_in_sight()

    def refresh(self) -> None:
        super().refresh()
        if self._wanted is not None:
            document, focus = self._wanted
            self._show(document, focus)

    def plot(self) -> MatrixPlot | None:
        self.refresh()
        return self._plot

    @property
    def bias(self) -> Knob:
        """Moves all biases of the gate in view."""
        return self._tools.offset

    def reset_view(self) -> None:
        self._map.reset_zoom()

    def minimumSizeHint(self) -> QSize:
        # In a small dock the line about the array is hidden in favour of the array.
        least = super().minimumSizeHint()
        return QSize(least.width(), least.height() - (0 if self._heading.isHidden() else self._heading.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._heading.setVisible(event.size().height() >= _ROOMY)

    # From outside

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        if self._wanted is not None:
            self._wanted = (self._wanted[0], focus)
        self._mark_token(snapshot, focus)
        self._matters.show_snapshot(snapshot, focus)
        self._hover_again()

    def _let_go(self) -> None:
        self._matters.let_go()

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        parts = (self._chooser, self._toggle, self._heading, self._map, self._field, self._tools, self._menu)
        for part in (*parts, self._matters):
            part.set_theme(theme)
        if self._made_table is not None:
            self._made_table.set_theme(theme)

    def _show(self, document: Document, focus: Focus) -> None:
        name = focus.model if focus.model in document.models else next(iter(document.shown), "")
        if name not in document.models:
            return
        model, network = document.models[name], document.networks[name]
        key = focus.parameter if focus.parameter in network.keys() else first_choice(network)  # noqa: SIM118
        if (model, key, notation()) == (self._model, self._key, self._notation) and network is self._network:
            return
        if (model, key) != (self._model, self._key):
            self._cell = None
        self._model, self._network, self._key, self._notation = model, network, key, notation()
        words = model.vocabulary.tokens if key == "embedding" and model.vocabulary is not None else ()
        self._matters.show_array(key, words)
        self._plot = matrix(network, name, key, words, model.network)
        changed = self._differences.changed_keys(network, model.network)
        self._chooser.show_network(network)
        self._chooser.show_choice(key)
        self._chooser.mark_changed(changed)
        self._heading.show_plot(self._plot, network.cell.name)
        if self._snapshot is not None and self._focus is not None:
            self._mark_token(self._snapshot, focus)
        self._show_plot(self._plot)
        gain = self._edits.show_array(model, network, self._plot)
        count = self._menu.show_model(model, network, changed)
        self._tools.show_array(network, model.network, key, gain, changed, count)
        self._show_cell()
        self._hover_again()

    @property
    def _table(self) -> ParameterTable:
        """The table, made when it is first asked for: it is a tenth of all widgets, and most look at the map alone."""
        if self._made_table is None:
            self._made_table = table = ParameterTable()
            table.set_theme(self._theme)
            table.cell_selected.connect(self._choose_cell)
            table.stepped.connect(self._step)
            table.table.entered.connect(self._edits.set_cell)
            table.table.refused.connect(self._field.refuse)
            self._stack.addWidget(table)
        return self._made_table

    def _show_plot(self, plot: MatrixPlot) -> None:
        # Only what is in sight: resetting a table of a vocabulary takes longer than all the rest.
        if self._toggle.current() == "map":
            self._map.show_plot(plot)
        else:
            self._table.show_plot(plot)

    def _mark_token(self, snapshot: Snapshot, focus: Focus) -> None:
        run = snapshot.run(focus.model)
        token = focus.token
        row = None
        if run is not None and token is not None and self._key == "embedding" and 0 <= token < len(run.tokens):
            row = int(run.tokens.ids[token])
        self._map.mark_row(row)
        self._heading.show_token(
            run.tokens.word(token) if run is not None and row is not None and token is not None else ""
        )

    def _show_cell(self) -> None:
        plot, cell = self._plot, self._cell
        self._map.show_selected(cell)
        if self._toggle.current() == "table":
            self._table.show_selected(cell)
        if plot is None or cell is None or self._model is None:
            self._field.show_cell("", "", "")
            return
        before = (plot.values if plot.trained is None else plot.trained)[cell]
        value = plot.values[cell]
        self._field.show_cell(place_in_words(plot, *cell), edits.exact(value), edits.against(value, before))

    # From the person

    def _choose_cell(self, row: int, column: int) -> None:
        self._cell = (row, column)
        self._show_cell()

    def _enter(self, value: float) -> None:
        if self._cell is not None:
            self._edits.set_cell(*self._cell, value, None)

    def _step(self, steps: int) -> None:
        if self._cell is None or self._plot is None:
            return
        value = float(self._plot.values[self._cell])
        gesture = self._gestures.current((self._key, self._cell))
        self._edits.set_cell(*self._cell, value + steps * _STEP_OF_RANGE * self._plot.high, gesture)

    def _show_change(self, change: Change) -> None:
        """Bring the array of a change into focus, and its cell into sight."""
        self.parameter_chosen.emit(change.key)
        if change.cell is not None and change.key == self._key:
            self._choose_cell(*change.cell)

    def _edit(self, arrays: edits.Arrays, gesture: object, label: str) -> None:
        if arrays and self._model is not None:
            self.parameters_edited.emit(self._model.name, arrays, gesture, label)

    def _hover(self, row: int, column: int) -> None:
        plot = self._plot
        self._pointed = cell = (row, column)
        there = plot is not None and 0 <= row < plot.values.shape[0] and column < plot.values.shape[1]
        self.hovered.emit(self._spot(plot, cell, self._map.mouse.on_screen) if there and plot is not None else None)

    def _hover_again(self) -> None:
        if self._pointed != (-1, -1):
            self._hover(*self._pointed)

    def spot_at(self, place: QPoint) -> Spot | None:
        cell = self._map.frame().cell(QPointF(self._map.mapFrom(self, place)))
        return None if self._plot is None or cell is None or self._map.isHidden() else self._spot(self._plot, cell)

    def spot_at_cursor(self) -> Spot | None:
        """Return the chosen cell, as long as it is in sight in the map."""
        plot, cell = self._plot, self._cell
        return None if plot is None or cell is None or self._map.isHidden() else self._spot(plot, cell)

    def _spot(self, plot: MatrixPlot, cell: tuple[int, int], pointer: QPoint | None = None) -> Spot:
        run = self._snapshot.run(plot.model) if self._snapshot is not None else None
        token = self._focus.token if self._focus is not None else None
        trained = None if self._model is None else float(edits.cell_of(self._model.network.array(self._key), *cell))
        value = WeightValue(plot, *cell, place_in_words(plot, *cell), run, token, trained)
        return Spot.on(self._map, value, self._map.frame().rect(*cell), pointer)

    def _switch(self, _name: str) -> None:
        self._stack.setCurrentWidget(self._map if self._toggle.current() == "map" else self._table)
        if self._plot is not None:
            self._show_plot(self._plot)
            self._show_cell()

    def _find_token(self) -> None:
        """Choose the row that the current token reads, and show it amid its neighbours."""
        row = self._map.marked_row()
        if row is not None:
            self._map.reset_zoom()
            self._choose_cell(row, 0 if self._cell is None else self._cell[1])

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._chooser, 1)
        top.addWidget(self._toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._heading)
        column.addWidget(self._stack, 1)
        column.addWidget(self._field)
        column.addWidget(self._tools)

    def _connect(self) -> None:
        self._chooser.parameter_picked.connect(self.parameter_chosen)
        self._toggle.segment_picked.connect(self._switch)
        self._heading.token_wanted.connect(self._find_token)
        self._map.cell_selected.connect(self._choose_cell)
        self._map.value_dragged.connect(self._edits.set_cell)
        self._map.stepped.connect(self._step)
        self._map.typed.connect(self._field.start)
        self._map.hovered_cell.connect(self._hover)
        self._field.entered.connect(self._enter)
        self._field.stepped.connect(self._step)
        self._field.left.connect(lambda: self._stack.currentWidget().setFocus())
        self._tools.offset_turned.connect(self._edits.turn_offset)
        self._tools.gain_turned.connect(self._edits.turn_gain)
        self._tools.reset.connect(self._edits.reset)
        self._menu.edited.connect(self._edit)
        self._edits.edited.connect(self._edit)
        self._menu.change_picked.connect(self._show_change)
        self._matters.marked.connect(self._map.mark_cell)
        self._matters.wanted.connect(self._choose_cell)
        self._tools.initialised.connect(self._edits.initialise)
