"""A row of choices of which exactly one is current."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.words import tr


@dataclass(frozen=True)
class Segment:
    """One choice: its `key`, what stands on it, and its tool tip; the words are those of a person or `mark`ed."""

    key: str
    label: str
    tip: str


class Segmented(QFrame):
    """Buttons that share one outline. Left and right move the choice while one of them has the focus."""

    segment_picked = Signal(str)
    """The key of the segment that the person picked."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segmented")
        self.setAccessibleName(name)
        self._theme: Theme = LIGHT
        self._segments: tuple[Segment, ...] = ()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idClicked.connect(self._tell)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)

    def set_segments(self, segments: Sequence[Segment], current: str = "") -> None:
        """Offer these choices with `current` marked, without emitting a signal."""
        if tuple(segments) != self._segments:
            self._rebuild(tuple(segments))
        self.set_current(current)

    def segments(self) -> tuple[Segment, ...]:
        return self._segments

    def set_current(self, key: str) -> None:
        """Mark the segment `key` as current, without emitting a signal."""
        for number, segment in enumerate(self._segments):
            if segment.key == key:
                self._group.button(number).setChecked(True)

    def current(self) -> str:
        """Return the key of the current choice; empty where there are no choices."""
        number = self._group.checkedId()
        return self._segments[number].key if 0 <= number < len(self._segments) else ""

    def choose(self, number: int) -> None:
        """Pick the choice at place `number`, as a click does; a number out of range does nothing."""
        button = self._group.button(number)
        if button is not None and button.isEnabled():
            button.click()

    def buttons(self) -> list[QAbstractButton]:
        """Return the buttons of the choices, in their order."""
        return self._group.buttons()

    def whole_width(self) -> int:
        """Return the pixels that all segments take side by side, also before they are shown for the first time."""
        margins = self._row.contentsMargins()
        return margins.left() + margins.right() + sum(button.minimumWidth() for button in self._group.buttons())

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setStyleSheet(
            f"#segmented {{ background: {theme.surface}; border: 1px solid {theme.border}; border-radius: 7px; }}"
            "#segment { background: transparent; border: none; border-radius: 0; padding: 4px 12px; min-height: 18px;"
            f" color: {theme.text}; }}"
            "#segment[place='first'] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; }"
            "#segment[place='last'] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }"
            "#segment[place='only'] { border-radius: 6px; }"
            f"#segment:hover {{ background: {theme.raised}; }}"
            f"#segment:focus {{ color: {theme.accent}; text-decoration: underline; }}"
            f"#segment:disabled {{ color: {theme.muted}; }}"
            f"#segment:checked {{ background: {theme.accent}; color: {theme.on_accent}; font-weight: 600; }}"
        )
        self._fit()

    def _rebuild(self, segments: tuple[Segment, ...]) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._segments = segments
        for number, segment in enumerate(segments):
            button = QPushButton(tr(segment.label).replace("&", "&&"), self)
            button.setObjectName("segment")
            button.setProperty("place", _place(number, len(segments)))
            button.setCheckable(True)
            # A click leaves the focus where it is, so that a blank that follows is typed into the sentence.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip(tr(segment.tip))
            button.setAccessibleName(f"{self.accessibleName()}: {tr(segment.label)}")
            self._group.addButton(button, number)
            self._row.addWidget(button)
        self._fit()

    def _fit(self) -> None:
        """Make every segment wide enough for its bold label, so that picking another moves nothing."""
        for button in self._group.buttons():
            font = button.font()
            font.setWeight(font.Weight.DemiBold)
            button.setMinimumWidth(QFontMetrics(font).horizontalAdvance(button.text()) + 26)

    def _tell(self, number: int) -> None:
        self.segment_picked.emit(self._segments[number].key)


def _place(number: int, count: int) -> str:
    if count == 1:
        return "only"
    return {0: "first", count - 1: "last"}.get(number, "middle")
