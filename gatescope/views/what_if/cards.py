"""The column of cards: kept while their order and kinds stay the same, so that a slider stays under the mouse."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gatescope.engine.interventions import Held, Interventions
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.what_if.card import Card
from gatescope.views.what_if.scope_row import Scene
from gatescope.words import tr

_GAP = 8


class Cards(QWidget):
    """A card each, in their order; what is done to one is told as the whole list that the person wants."""

    wished = Signal(object, object, str)
    """The `Interventions`, a gesture (or None), and the name of the undo step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self.items: tuple[Held, ...] = ()
        """What the cards show, in their order."""
        self.cards: list[Card] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for card in self.cards:
            card.set_theme(theme)

    def show_items(self, interventions: Interventions, scene: Scene) -> None:
        """Show a card for each of `interventions`."""
        self.items = interventions.items
        kinds = [type(item) for item in self.items]
        if kinds != [card.kind for card in self.cards]:
            self._remake(kinds)
        for card, item in zip(self.cards, self.items, strict=True):
            card.show_item(item, scene)

    def _remake(self, kinds: list[type[Held]]) -> None:
        """Keep cards of the same kind at the beginning, and make the others anew."""
        kept = 0
        while kept < min(len(kinds), len(self.cards)) and self.cards[kept].kind is kinds[kept]:
            kept += 1
        for card in self.cards[kept:]:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        del self.cards[kept:]
        for at in range(kept, len(kinds)):
            card = Card(self.items[at], self)
            card.set_theme(self._theme)
            card.changed.connect(partial(self._change, at))
            card.removed.connect(partial(self._remove, at))
            card.moved.connect(partial(self._move, at))
            self._column.addWidget(card)
            card.show()
            self.cards.append(card)

    def _change(self, at: int, item: Held, gesture: object, label: str) -> None:
        items = (*self.items[:at], item, *self.items[at + 1 :])
        self.wished.emit(Interventions(items), gesture, label)

    def _remove(self, at: int) -> None:
        self.wished.emit(Interventions((*self.items[:at], *self.items[at + 1 :])), None, tr("Remove an intervention"))
        if self.cards:
            self.cards[min(at, len(self.cards) - 1)].setFocus()

    def _move(self, at: int, by: int) -> None:
        to = at + by
        if 0 <= to < len(self.items):
            items = list(self.items)
            items.insert(to, items.pop(at))
            self.wished.emit(Interventions(tuple(items)), None, tr("Move an intervention"))
            self.cards[to].setFocus()
