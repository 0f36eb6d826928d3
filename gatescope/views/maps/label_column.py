"""The column of labels beside the maps, scrolled with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from gatescope.plots.map_stack import Stack
from gatescope.plots.theme import Theme
from gatescope.session.document.shading import Shading
from gatescope.views.maps.panel_label import LABEL_WIDTH, TWO_LINES, ModelHeader, PanelLabel
from gatescope.views.tokens.plot_area import TOP

_Kind = TypeVar("_Kind", bound=QWidget)


class LabelColumn(QWidget):
    """One label a map and, in Compare, one header a model."""

    signal_picked = Signal(str, str)
    """The signal whose label was clicked, and its model."""
    scrolled = Signal(float)
    """Notches of the wheel, towards the top positive."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(LABEL_WIDTH)
        # The maps' area below the words belongs to no label: this part of the column is cut off.
        self._clip = QWidget(self)
        self._labels: list[PanelLabel] = []
        self._headers: list[ModelHeader] = []

    @property
    def labels(self) -> tuple[PanelLabel, ...]:
        """The labels in use, top map first."""
        return tuple(label for label in self._labels if not label.isHidden())

    def show_stack(self, stack: Stack, shading: Shading, theme: Theme) -> None:
        """Name the maps of `stack`; the words are shaded by `shading`."""
        self._keep(self._labels, len(stack.bands), self._new_label)
        self._keep(self._headers, len(stack.headers), lambda: ModelHeader(self._clip))
        for label, band in zip(self._labels, stack.bands, strict=False):
            panel = band.panel
            in_focus = panel.signal == shading.quantity and shading.model in ("", panel.model)
            label.show_panel(panel, in_focus=in_focus, theme=theme)
        for header, (_top, _height, panel) in zip(self._headers, stack.headers, strict=False):
            header.show_model(panel.cell, panel.heading, theme)

    def place(self, stack: Stack, offset: float, height: float) -> None:
        """Put the labels beside their maps, `offset` pixels of which are scrolled away above."""
        self._clip.setGeometry(0, round(TOP), LABEL_WIDTH, round(height))
        # All or none: maps that differ by a fraction of a pixel look equally high.
        ranged = all(band.height >= TWO_LINES for band in stack.bands)
        for label, band in zip(self._labels, stack.bands, strict=False):
            label.show_range(ranged)
            label.setGeometry(0, round(band.top - offset), LABEL_WIDTH, round(band.height))
        for header, (top, high, _panel) in zip(self._headers, stack.headers, strict=False):
            header.setGeometry(0, round(top - offset), LABEL_WIDTH, round(high))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.scrolled.emit(event.angleDelta().y() / 120.0)
        event.accept()

    def _new_label(self) -> PanelLabel:
        label = PanelLabel(self._clip)
        label.signal_picked.connect(self.signal_picked)
        return label

    @staticmethod
    def _keep(widgets: list[_Kind], count: int, new: Callable[[], _Kind]) -> None:
        """Show `count` of the widgets, and keep the others hidden for the next Compare."""
        while len(widgets) < count:
            widgets.append(new())
        for index, widget in enumerate(widgets):
            widget.setVisible(index < count)
