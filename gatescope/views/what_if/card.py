"""A card of the What if dock: one intervention, with its switch, its value, its scope, and what it does alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights, Held, Patch
from gatescope.engine.network import Network
from gatescope.plots.ranges import bounds
from gatescope.plots.signals import title
from gatescope.plots.theme import LIGHT, Theme
from gatescope.plots.what_if.card_words import hue_of, name_of, shown_value, tokens_words
from gatescope.session.document.holding import misfit
from gatescope.views.base.elided_label import ElidedLabel
from gatescope.views.base.icons import icon
from gatescope.views.base.text_size import scaled
from gatescope.views.weights.knobs import Knob
from gatescope.views.what_if.scope_row import Scene, ScopeRow
from gatescope.views.what_if.switch import Switch
from gatescope.words import tr

_BAR = 3.0
_LEAST_WITH_NUMBERS = 330.0
"""Pixels below which there is no space for what a card does alone beside its name."""
_STATE_RANGE = (-2.0, 2.0)
"""Of a slider for a state that the equations keep in no range."""


class Card(QFrame):
    """Shows one intervention and tells how the person wants it. Space switches it, Delete removes it, Alt with ↑ and ↓
    moves it."""

    changed = Signal(object, object, str)
    """The intervention as it is wanted, a gesture (or None), and the name of the undo step."""
    removed = Signal()
    moved = Signal(int)
    """By how many places."""

    def __init__(self, item: Held, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("WhatIfCard")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme: Theme = LIGHT
        self._item = item
        self._scene: Scene | None = None
        self._switch = Switch(tr("Switched on"), self)
        self._switch.setToolTip(tr("Switch it on or off (Space); what is off stays here and changes nothing"))
        self._switch.clicked.connect(self._turn)
        self._name = ElidedLabel(self)
        self._name.setObjectName("cardName")
        self._alone = QLabel(self)
        self._alone.setObjectName("cardAlone")
        self._remove = QToolButton(self)
        self._remove.setObjectName("DockButton")
        self._remove.setToolTip(tr("Remove it (Delete); undo brings it back"))
        self._remove.clicked.connect(self.removed)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._switch)
        top.addWidget(self._name, 1)
        top.addWidget(self._alone)
        top.addWidget(self._remove)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 8, 8)
        self._column.setSpacing(4)
        self._column.addLayout(top)
        self._knob: Knob | None = None
        self._scope = ScopeRow(self)
        self._scope.wished.connect(self._change)
        self._scope.height_changed.connect(self._fit_scope)
        self._column.addWidget(self._scope)

    @property
    def kind(self) -> type[Held]:
        """The kind of intervention that it is made for."""
        return type(self._item)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._switch.set_theme(theme)
        self._remove.setIcon(icon("cross", theme))
        self._scope.set_theme(theme)
        if self._knob is not None:
            self._knob.set_theme(theme)
        self.update()

    def show_item(self, item: Held, scene: Scene) -> None:
        """Show `item`; cheap where little of it is new."""
        network, before = scene.network, self._item
        self._item, self._scene = item, scene
        lost = misfit(item, network)
        self.setEnabled(True)
        name = name_of(item, network)
        self.setAccessibleName(f"{name}, {'on' if item.on else 'off'}" + (f", {lost}" if lost else ""))
        self._switch.setChecked(item.on)
        self._switch.setEnabled(not lost)
        self._switch.setAccessibleName(tr("Switch {name}", name=name))
        self._remove.setAccessibleName(tr("Remove {name}", name=name))
        self._name.show_text(name, lost or self._where())
        dim = "true" if lost or not item.on else "false"
        if self._name.property("dim") != dim:
            self._name.setProperty("dim", dim)
            self._name.style().unpolish(self._name)
            self._name.style().polish(self._name)
        self._show_value(before, lost)
        self._scope.show_item(item, scene, lost)
        self._fit_scope()
        if item != before:
            self.update()

    def show_alone(self, words: str, spoken: str) -> None:
        """Show what it does alone, as rich text; empty where that is not known."""
        if words != self._alone.text():
            self._alone.setText(words)
            self._alone.setAccessibleName(spoken)

    # -- what the person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_Space:
            self._switch.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _turn(self, on: bool) -> None:
        self._change(tr("Switch on") if on else tr("Switch off"), {"on": on})

    def _slide(self, value: float, gesture: object) -> None:
        item, scene = self._item, self._scene
        if isinstance(item, Clamp) and scene is not None:
            wanted = shown_value(value, item.signal, scene.network)
            self.changed.emit(replace(item, value=wanted), gesture, tr("Hold {signal}", signal=title(item.signal)))

    def _change(self, label: str, fields: dict[str, Any]) -> None:
        changed = replace(self._item, **fields)
        if changed != self._item:
            self.changed.emit(changed, None, f"{label}: {name_of(changed, self._network())}")

    # -- showing

    def _network(self) -> Network:
        assert self._scene is not None
        return self._scene.network

    def _where(self) -> str:
        scene, item = self._scene, self._item
        assert scene is not None
        if isinstance(item, Patch) and item.source:
            return tr("From {source}", source=item.source)
        return "" if isinstance(item, Ablate | CopiedWeights) else tokens_words(item.tokens, scene.tokens)

    def _show_value(self, before: Held, lost: str) -> None:
        item, network = self._item, self._network()
        if not isinstance(item, Clamp):
            return
        other = not isinstance(before, Clamp) or before.signal != item.signal
        if self._knob is None or other:
            if self._knob is not None:
                self._knob.deleteLater()
            low, high = _range(network, item.signal)
            self._knob = Knob(tr("Value of the {signal}", signal=title(item.signal)), low, high, low, parent=self)
            self._knob.set_name(f"{low:g}".replace("-", "−"), tr("What it is held at (the wheel turns it with Alt)"))
            self._knob.turned.connect(self._slide)
            self._knob.set_theme(self._theme)
            self._column.insertWidget(1, self._knob)
        self._knob.setVisible(not lost)
        self._knob.show_value(shown_value(item.value, item.signal, network))

    def _fit_scope(self) -> None:
        self._scope.setFixedHeight(self._scope.height_for(max(self.width() - 22, 1)))

    # -- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._alone.setVisible(self.width() >= scaled(_LEAST_WITH_NUMBERS))
        self._fit_scope()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(1.0, 8.0, scaled(_BAR), self.height() - 16.0)
        colour = QColor(self._theme.line(hue_of(self._item)))
        colour.setAlphaF(1.0 if self._item.on else 0.4)
        painter.fillRect(bar, colour)


def _range(network: Network, signal: str) -> tuple[float, float]:
    """Return what a slider spans: where the equations keep the signal, or around what is usual."""
    return bounds(network, signal) or _STATE_RANGE
