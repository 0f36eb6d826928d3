"""The options of the view whose chip is chosen: as the window has them, until a person sets one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from gatescope.app.figures.drawn_view import DrawnView
from gatescope.app.figures.option_controls import CONTROLS, controls_for
from gatescope.plots.theme import Theme
from gatescope.views.base.text_size import scaled
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.words import tr

_LINE, _GAP = 32, 14


class ViewOptionsForm(WrappingRow):
    """Shows the options of one view.

    Signals:
        edited(str, dict): the view, and all that is chosen for it now.
    """

    edited = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_LINE, _GAP, 0, parent)
        self.setAccessibleName(tr("Options of the view"))
        self.controls = [make() for make in CONTROLS]
        for control in self.controls:
            control.setParent(self)
            control.hide()
            control.picked.connect(self._take)
        self.reset = QPushButton(tr("As in the window"), self)
        self.reset.setAccessibleName(self.reset.text())
        self.reset.setToolTip(tr("Let this view follow the window again"))
        self.reset.clicked.connect(self._reset)
        self.reset.hide()
        self._view = ""
        self._own: dict[str, Any] = {}
        self.height_changed.connect(self._grow)

    def set_theme(self, theme: Theme) -> None:
        for control in self.controls:
            control.set_theme(theme)

    @property
    def view(self) -> str:
        """The name of the view whose options are shown; empty for none."""
        return self._view

    def show_view(self, view: str, drawn: DrawnView | None, own: Mapping[str, Any]) -> None:
        """Show the options of `view`, which was `drawn` with what is chosen for it; nothing without a run."""
        self._view, self._own = view, dict(own)
        shown: list[QWidget] = []
        if drawn is not None and drawn.runs:
            run = next((one for one in drawn.runs if one.model == drawn.focus.model), drawn.runs[0])
            for control in controls_for(view, self.controls):
                control.show_values(view, run, {**drawn.options, **own})
                shown.append(control)
        if shown and own:
            shown.append(self.reset)
        self.set_controls(shown)
        self.setVisible(bool(shown))
        self._grow()

    @Slot(object)
    def _take(self, options: Mapping[str, Any]) -> None:
        self._own |= options
        self.edited.emit(self._view, dict(self._own))

    @Slot()
    def _reset(self) -> None:
        self.edited.emit(self._view, {})

    @Slot()
    def _grow(self) -> None:
        wanted = max(self.height_for(self.width()), round(scaled(_LINE)))
        if wanted != self.minimumHeight():
            self.setFixedHeight(wanted)
