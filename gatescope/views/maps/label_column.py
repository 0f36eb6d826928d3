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
from gatescope.views.maps.folded_groups import FoldedGroups
from gatescope.views.maps.model_header import ModelHeader
from gatescope.views.maps.panel_label import PanelLabel, label_width, two_lines
from gatescope.views.maps.row_scroll import RowScroll
from gatescope.views.tokens.plot_area import TOP

_OUT_OF_SIGHT = -1000.0

_Kind = TypeVar("_Kind", bound=QWidget)


class LabelColumn(QWidget):
    """One label a map and, in Compare, one header a model."""

    signal_picked = Signal(str, str)
    """The signal whose label was clicked, and its model."""
    scrolled = Signal(float)
    """Notches of the wheel, towards the top positive."""
    group_toggled = Signal(str, bool)
    """The model whose header was clicked, and whether the groups of all models are to follow it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(label_width())
        # The maps' area below the words belongs to no label: this part of the column is cut off.
        self._clip = QWidget(self)
        self._labels: list[PanelLabel] = []
        self._headers: list[ModelHeader] = []

    @property
    def labels(self) -> tuple[PanelLabel, ...]:
        """The labels in use, top map first."""
        return tuple(label for label in self._labels if not label.isHidden())

    @property
    def headers(self) -> tuple[ModelHeader, ...]:
        """The headers in use, top group first."""
        return tuple(header for header in self._headers if not header.isHidden())

    def show_stack(self, stack: Stack, groups: FoldedGroups, shading: Shading, theme: Theme) -> None:
        """Name the maps of `stack`; the words are shaded by `shading`."""
        self.setFixedWidth(label_width())
        self._keep(self._labels, len(stack.bands), self._new_label)
        self._keep(self._headers, len(stack.headers), self._new_header)
        for label, band in zip(self._labels, stack.bands, strict=False):
            panel = band.panel
            in_focus = panel.signal == shading.quantity and shading.model in ("", panel.model) and not panel.strip
            label.show_panel(panel, in_focus=in_focus, theme=theme)
        for header, (_top, _height, panel) in zip(self._headers, stack.headers, strict=False):
            folded = len(groups.folded(panel.model))
            header.show_model(panel, theme, folded=folded, folds=groups.folds(panel.model))

    def place(self, stack: Stack, scroll: RowScroll, height: float) -> None:
        """Put the labels of the maps in sight beside them."""
        width = self.width()
        self._clip.setGeometry(0, round(TOP), width, round(height))
        offset = scroll.value()
        # All or none of those that look equally high, though they may differ by a fraction of a pixel.
        low = {stack.is_main(band) for band in stack.bands if band.height < two_lines() and not band.panel.strip}
        for label, band in zip(self._labels, stack.bands, strict=False):
            label.show_range(stack.is_main(band) not in low and not band.panel.strip)
            top = band.top - offset if scroll.shows(band) else _OUT_OF_SIGHT
            label.setGeometry(0, round(top), width, round(band.height))
        seen = {id(band.panel) for band in stack.bands if scroll.shows(band)}
        for header, (top, high, panel) in zip(self._headers, stack.headers, strict=False):
            top = top - offset if id(panel) in seen else _OUT_OF_SIGHT
            header.setGeometry(0, round(top), width, round(high))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.scrolled.emit(event.angleDelta().y() / 120.0)
        event.accept()

    def _new_label(self) -> PanelLabel:
        label = PanelLabel(self._clip)
        label.signal_picked.connect(self.signal_picked)
        return label

    def _new_header(self) -> ModelHeader:
        header = ModelHeader(self._clip)
        header.toggled_all.connect(self.group_toggled)
        return header

    @staticmethod
    def _keep(widgets: list[_Kind], count: int, new: Callable[[], _Kind]) -> None:
        """Show `count` of the widgets, and keep the others hidden for the next Compare."""
        while len(widgets) < count:
            widgets.append(new())
        for index, widget in enumerate(widgets):
            widget.setVisible(index < count)
