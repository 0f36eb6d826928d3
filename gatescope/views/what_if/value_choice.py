"""A button with a menu of values, which are only listed when the menu opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.segmented import Segment

_Value = TypeVar("_Value")


class ValueChoice(QObject, Generic[_Value]):
    """Shows the words of a value on a `ChoiceMenu` and tells the one that is picked.

    Attributes:
        button: to be laid out by the owner.
    """

    def __init__(self, name: str, picked: Callable[[_Value], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.button = ChoiceMenu(name, parent)
        self.button.hide()
        self._picked = picked
        self._list: Callable[[], Sequence[tuple[Segment, _Value]]] = tuple
        self._listed: Sequence[tuple[Segment, _Value]] = ()
        self._words, self._tip = "", ""
        self.button.menu().aboutToShow.connect(self._fill)
        self.button.segment_picked.connect(self._tell)

    def show_value(self, words: str, tip: str, choices: Callable[[], Sequence[tuple[Segment, _Value]]]) -> None:
        """Show `words` on the button; `choices` lists the values when the menu opens."""
        self._list = choices
        if (words, tip) != (self._words, self._tip):
            self._words, self._tip = words, tip
            self.button.set_segments([Segment(words, words, tip)], words)

    def _fill(self) -> None:
        self._listed = self._list()
        now = next((segment.key for segment, _ in self._listed if segment.label == self._words), "")
        self.button.set_segments([segment for segment, _ in self._listed], now)

    def _tell(self, key: str) -> None:
        for segment, value in self._listed:
            if segment.key == key:
                self._picked(value)
