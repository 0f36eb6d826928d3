"""Chooses the quantity that the chips show, and says which it is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSpinBox, QToolButton, QWidget, QWidgetAction

from gatescope.plots.numbers import span
from gatescope.plots.shading import Band, called, caption, has, quantities, short_caption
from gatescope.plots.signals import title
from gatescope.plots.theme import LIGHT, Theme
from gatescope.session.document.document import Focus
from gatescope.session.document.shading import READOUT, SURPRISE, Shading
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.base.icons import icon
from gatescope.views.controls.menu import Menu
from gatescope.words import tr


class ShadingPicker(QToolButton):
    """A button with the quantity on it; its menu has every other one, and in Compare whose it is."""

    shading_picked = Signal(object)
    """The `Shading` that the person wants."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shadingPicker")
        self.setAccessibleName(tr("Shaded by"))
        self._runs: tuple[Run, ...] = ()
        self._focus = Focus()
        self._menu = Menu(self)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._menu.aboutToShow.connect(self._fill)
        self._menu.triggered.connect(self._choose)
        self._offered: list[Shading] = []
        self.setMenu(self._menu)
        # Right to left puts the arrow behind the text.
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setEnabled(False)
        self.setText(tr("shaded by: read-out"))
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        self.setIcon(icon("down", theme))

    def show_bands(self, snapshot: Snapshot, focus: Focus, bands: tuple[Band, ...]) -> None:
        """Say what the chips show, which is `bands`; cheap where nothing changed."""
        self._runs, self._focus = snapshot.runs, focus
        self.setEnabled(bool(bands))
        if not bands:
            return
        text = tr("shaded by: {short_caption}", short_caption=short_caption(bands, snapshot.runs))
        if text != self.text():
            self.setText(text)
        tip = tr(
            "The chips show {caption}{ranges}. Click for another quantity.",
            caption=caption(bands, snapshot.runs),
            ranges=_ranges(bands),
        )
        if tip != self.toolTip():
            self.setToolTip(tip)
            self.setAccessibleDescription(tip)

    def _fill(self) -> None:
        self._menu.clear()
        for old in self._menu.findChildren(QActionGroup):
            old.deleteLater()
        self._offered = []
        shading, group = self._focus.shading, QActionGroup(self._menu)
        for name in quantities(self._runs):
            known = shading.model if any(run.model == shading.model and has(run, name) for run in self._runs) else ""
            units = shading.units if shading.quantity not in (READOUT, SURPRISE) else "chosen"
            words = title(name)
            self._add(group, words[:1].upper() + words[1:], Shading(name, known, units), name == shading.quantity)
        if len(self._runs) > 1:
            self._offer_models(shading)
        if shading.quantity not in (READOUT, SURPRISE):
            self._offer_units(shading)

    def _offer_models(self, shading: Shading) -> None:
        self._menu.addSection(tr("of"))
        group = QActionGroup(self._menu)
        having = [run for run in self._runs if has(run, shading.quantity)]
        many = (
            tr("{count} models, a band each", count=len(having)) if len(having) > 1 else tr("every model that has it")
        )
        self._add(group, many, replace(shading, model=""), not shading.model)
        for run in having:
            self._add(group, called(run, self._runs), replace(shading, model=run.model), run.model == shading.model)

    def _offer_units(self, shading: Shading) -> None:
        self._menu.addSection(tr("of"))
        group = QActionGroup(self._menu)
        front = self._focus.model
        ref = next((one for one in self._focus.units if one.model == (shading.model or front)), None)
        which = tr("Chosen unit") if ref is None else tr("Chosen unit, {unit}", unit=ref.unit)
        self._add(group, which, replace(shading, units="chosen"), shading.units == "chosen")
        self._add(group, tr("Mean of all units"), replace(shading, units="mean"), shading.units == "mean")
        self._add(group, tr("Norm of all units"), replace(shading, units="norm"), shading.units == "norm")
        most = max(run.network.units for run in self._runs) - 1
        fallback = 0 if ref is None else ref.unit
        field = _UnitField(self._menu, most, fallback if isinstance(shading.units, str) else shading.units)
        field.unit_picked.connect(self._pick_unit)
        self._menu.addAction(field)

    def _add(self, group: QActionGroup, words: str, shading: Shading, taken: bool) -> None:
        action = QAction(words.replace("&", "&&"), self._menu)
        action.setCheckable(True)
        action.setChecked(taken)
        action.setData(len(self._offered))
        self._offered.append(shading)
        group.addAction(action)
        self._menu.addAction(action)

    def _choose(self, action: QAction) -> None:
        if action.data() is not None:
            self.shading_picked.emit(self._offered[action.data()])

    def _pick_unit(self, unit: int) -> None:
        self.shading_picked.emit(replace(self._focus.shading, units=unit))


def _ranges(bands: tuple[Band, ...]) -> str:
    ranges = {span(band.low, band.high) for band in bands}
    unit = tr(" nats") if bands[0].quantity == SURPRISE else ""
    return (
        tr(", in colours from {pop}{unit}", pop=ranges.pop().replace(" … ", tr(" to ")), unit=unit)
        if len(ranges) == 1
        else ""
    )


class _UnitField(QWidgetAction):
    """The number of one unit, in a menu."""

    unit_picked = Signal(int)

    def __init__(self, menu: QMenu, most: int, unit: int) -> None:
        """Offer the units from 0 to `most`, with `unit` in the field."""
        super().__init__(menu)
        row = QWidget(menu)
        number = QSpinBox(row)
        number.setAccessibleName(tr("Number of the unit that shades the chips"))
        number.setToolTip(tr("Shade by one unit: type its number, or step with ↑ and ↓"))
        number.setRange(0, most)
        number.setValue(unit)
        number.valueChanged.connect(self.unit_picked)
        line = QHBoxLayout(row)
        line.setContentsMargins(28, 2, 12, 4)
        line.addWidget(QLabel(tr("Unit"), row))
        line.addWidget(number, 1)
        self.setDefaultWidget(row)
