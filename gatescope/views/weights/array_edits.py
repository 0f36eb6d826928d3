"""From what a person wishes of the array that is shown to new arrays, gestures and names of undo steps."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gatescope.engine.initialisers import initialise
from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.views.weights import edits
from gatescope.views.weights.gains import Gains
from gatescope.views.weights.places import place_in_words
from gatescope.words import tr


class ArrayEdits(QObject):
    """Follows the array in the dock, and emits what comes of every wish; it changes nothing itself."""

    edited = Signal(object, object, str)
    """{key: new array}, the gesture that it belongs to or None, and the name of the undo step."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown: tuple[Model, Network, MatrixPlot] | None = None
        self._gains = Gains()

    def show_array(self, model: Model, network: Network, plot: MatrixPlot) -> float:
        """Follow the array in `plot`, and return its gain."""
        if self._shown is not None and self._shown[0] is not model:
            self._gains.forget()
        self._shown = model, network, plot
        return self._gains.of(plot.key, network.array(plot.key), model.network.array(plot.key))

    def set_cell(self, row: int, column: int, value: float, gesture: object) -> None:
        """Give one number of the array a value."""
        if self._shown is not None:
            _model, network, plot = self._shown
            array = edits.with_cell(network.array(plot.key), row, column, value)
            self.edited.emit({plot.key: array}, gesture, f"{plot.title}: {place_in_words(plot, row, column)}")

    def turn_offset(self, wanted: float, gesture: object) -> None:
        """Move the bias beside the array."""
        if self._shown is not None:
            model, network, plot = self._shown
            key = edits.bias_key(plot.key)
            if key is not None:
                array = edits.with_offset(network.array(key), model.network.array(key), wanted)
                self.edited.emit({key: array}, gesture, tr("Bias {key}", key=key))

    def turn_gain(self, wanted: float, gesture: object) -> None:
        """Scale the array."""
        if self._shown is not None:
            model, network, plot = self._shown
            key = plot.key
            array = self._gains.turned(key, network.array(key), model.network.array(key), wanted)
            self.edited.emit({key: array}, gesture, tr("Gain of {title}", title=plot.title))

    def reset(self, scope: str) -> None:
        """Give the ``"array"``, its ``"gate"`` or the ``"model"`` its trained numbers back."""
        if self._shown is not None:
            model, network, plot = self._shown
            keys = {"array": (plot.key,), "gate": edits.gate_keys(network, plot.key), "model": network.keys()}
            labels = {"array": plot.title, "gate": plot.key, "model": model.name}
            arrays = edits.trained_arrays(network, model.network, keys[scope])
            self.edited.emit(arrays, None, tr("Reset {labels}", labels=labels[scope]))

    def initialise(self, name: str, seed: int) -> None:
        """Start the array again."""
        if self._shown is not None:
            _model, network, plot = self._shown
            old = network.array(plot.key)
            array = initialise(name, old.shape, seed, old.dtype)
            self.edited.emit({plot.key: array}, None, f"{name}: {plot.title}")
