"""Chooses one of a network's arrays, grouped, with the hue of its gate and a mark where it differs from the trained."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from gatescope.engine.network import Network
from gatescope.engine.parameter_key import ParameterKey
from gatescope.plots.signals import part_title, title
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.icons import icon
from gatescope.words import mark, tr

_KEY = Qt.ItemDataRole.UserRole
_DOT = 10
_GROUPS = {
    "W": mark("W · input → gate"),
    "U": mark("U · hidden → gate"),
    "b_x": mark("bₓ · bias, input side"),
    "b_h": mark("bₕ · bias, hidden side"),
    "peepholes": mark("p · cell state → gate"),
    "projection": mark("R · output → hidden state"),
    "initial_hidden": mark("h₀ · before the first token"),
    "initial_cell": mark("c₀ · before the first token"),
}
_OF_READOUT = {"weight": mark("weights"), "bias": mark("bias")}
_TIPS = {
    "W": mark("Weights from the input to the gate: a row a unit, a column an input"),
    "U": mark("Weights from the hidden state before to the gate: a row and a column a unit"),
    "b_x": mark(
        "The gate's bias that belongs to W. The two biases of a gate add up; frameworks keep both, and so does this"
    ),
    "b_h": mark(
        "The gate's bias that belongs to U. In a GRU with reset_after the reset gate multiplies the candidate's"
    ),
    "peepholes": mark("Weights from a unit's cell state to its own gate: a number a unit"),
    "projection": mark("Projection: the hidden state as a mixture of fewer numbers than there are units"),
    "initial_hidden": mark("The hidden state that the model learned to start from: a number a unit"),
    "initial_cell": mark("The cell state that the model learned to start from: a number a unit"),
    "embedding": mark("The vector that stands for each word"),
    "readout": mark("Weights from the hidden state to the read-out"),
}


class WeightChooser(QWidget):
    """A list of arrays, and buttons to walk through it."""

    parameter_picked = Signal(str)
    """The key of the array that the person wants to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._keys: tuple[str, ...] = ()
        self._changed: frozenset[str] = frozenset()
        self._items: dict[str, QStandardItem] = {}
        self._list = QStandardItemModel(self)
        self._combo = _Combo(self)
        self._combo.setObjectName("weightChooser")
        self._combo.setAccessibleName(tr("Array"))
        self._combo.setToolTip(tr("The array to look at and to change; • marks what is no longer as trained"))
        self._combo.setModel(self._list)
        self._combo.setIconSize(QSize(_DOT, _DOT))
        self._combo.setMaxVisibleItems(24)
        self._combo.setMinimumContentsLength(12)
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._combo.activated.connect(self._tell)
        self._previous = self._arrow(tr("Previous array"))
        self._next = self._arrow(tr("Next array"))
        self._previous.clicked.connect(self._go_back)
        self._next.clicked.connect(self._go_on)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._previous)
        row.addWidget(self._combo, 1)
        row.addWidget(self._next)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._combo.set_theme(theme)
        self._previous.setIcon(icon("previous", theme))
        self._next.setIcon(icon("next", theme))
        for key, item in self._items.items():
            item.setIcon(_dot(_hue(ParameterKey.parse(key), theme)))

    def show_network(self, network: Network) -> None:
        """Offer the arrays of `network`; nothing is rebuilt where it has the same ones as before."""
        if network.keys() == self._keys:
            return
        self._keys, self._changed = network.keys(), frozenset()
        self._list.clear()
        self._items.clear()
        group = ""
        for key in self._keys:
            named = ParameterKey.parse(key)
            heading = _heading(named, network)
            if heading != group:
                group = heading
                self._list.appendRow(_header(heading))
            item = QStandardItem(_dot(_hue(named, self._theme)), _label(named))
            item.setData(key, _KEY)
            item.setToolTip(_tip(named))
            self._items[key] = item
            self._list.appendRow(item)

    def show_choice(self, key: str) -> None:
        """Mark `key` as the current array, without emitting a signal."""
        if key in self._items:
            self._combo.setCurrentIndex(self._items[key].row())
        place = self._keys.index(key) if key in self._keys else -1
        self._previous.setEnabled(place > 0)
        self._next.setEnabled(0 <= place < len(self._keys) - 1)

    def mark_changed(self, keys: Collection[str]) -> None:
        """Put a dot behind the arrays that are no longer as trained."""
        changed = frozenset(keys)
        for key in changed ^ self._changed:
            self._items[key].setText(_label(ParameterKey.parse(key)) + ("  •" if key in changed else ""))
        self._changed = changed

    def _arrow(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _tell(self, row: int) -> None:
        self.parameter_picked.emit(self._list.item(row).data(_KEY))

    def _go_back(self) -> None:
        self._go(-1)

    def _go_on(self) -> None:
        self._go(1)

    def _go(self, step: int) -> None:
        item = self._list.item(self._combo.currentIndex())
        place = self._keys.index(item.data(_KEY)) + step
        if 0 <= place < len(self._keys):
            self.parameter_picked.emit(self._keys[place])


class _Combo(QComboBox):
    """A combo box with our own arrow: a style sheet takes Qt's away, and can only bring in one of a fixed colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrow = icon("down", LIGHT)
        self.setStyleSheet("QComboBox::drop-down { border: none; width: 22px; } QComboBox::down-arrow { image: none; }")
        # After a choice by mouse, letters go into the sentence again.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_theme(self, theme: Theme) -> None:
        self._arrow = icon("down", theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        self._arrow.paint(painter, self.width() - 22, (self.height() - 16) // 2, 16, 16)
        painter.end()


def _tip(key: ParameterKey) -> str:
    return tr(_TIPS[key.matrix if key.kind == "layer" else key.kind])


def _heading(key: ParameterKey, network: Network) -> str:
    if key.part is None:
        return tr("Words") if key.kind == "embedding" else tr("Read-out")
    place = part_title(network, key.part)
    return f"{place}: {tr(_GROUPS[key.matrix])}" if place else tr(_GROUPS[key.matrix])


def _label(key: ParameterKey) -> str:
    match key.kind:
        case "embedding":
            return tr("Embedding")
        case "readout":
            return f"{key.readout} · {tr(_OF_READOUT.get(key.matrix, key.matrix))}"
        case "layer":
            return f"{title(key.gate)} · {_GROUPS[key.matrix].partition(' ')[0]}"


def _hue(key: ParameterKey, theme: Theme) -> str:
    return theme.muted if key.kind == "embedding" else theme.hue(key.gate or key.matrix)


def _header(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    font = item.font()
    font.setWeight(font.Weight.DemiBold)
    item.setFont(font)
    return item


@lru_cache(maxsize=64)
def _dot(colour: str) -> QIcon:
    result = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(_DOT * scale, _DOT * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(pixmap.rect().adjusted(scale, scale, -scale, -scale))
        painter.end()
        result.addPixmap(pixmap)
    return result
