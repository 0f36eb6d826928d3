"""The menu of a place in a view: copy it, choose its unit, hold its gate at the value it has, release it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from gatescope.app.commands.what_if_menu import WhatIfMenu
from gatescope.app.window.main_window import MainWindow
from gatescope.engine.interventions import NONE
from gatescope.plots.axis_words import axis_word
from gatescope.plots.notation import is_turned
from gatescope.plots.numbers import number
from gatescope.plots.signals import title
from gatescope.session.document.document import Document, UnitRef
from gatescope.session.document.holding import with_held, without_held
from gatescope.session.session import Session
from gatescope.views.base.spot import Spot
from gatescope.views.base.view import View
from gatescope.views.controls.menu import Menu
from gatescope.words import tr, within

_LONGEST_WORD = 16


class SpotMenu(QObject):
    """Opens the menu of a view at a place, and does what is chosen from it; every hold and release is one undo step."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        copy_plot: Callable[[str], object],
        compose: Callable[[str], object],
        parent: QObject,
    ) -> None:
        """`copy_plot` puts the plot of the view of a name on the clipboard, `compose` into a figure."""
        super().__init__(parent)
        self._window, self._session, self._copy_plot, self._compose = window, session, copy_plot, compose
        self._what_if = WhatIfMenu(window, session, self)
        self._menu: QMenu | None = None
        self._models = session.document.models
        session.document_changed.connect(self._close_if_gone)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of the commands about what is held, by name."""
        return {"release_held": self.release_all}

    @property
    def menu(self) -> QMenu | None:
        """The menu that was opened last; None where it is of models that are no longer open."""
        return self._menu

    def open(self, view: View, spot: Spot | None, place: QPoint) -> None:
        """Open the menu of `spot`, or of the view alone, at `place` on the screen."""
        self._window.value_label.dismiss()
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = menu = Menu(self._window)
        self._models = self._session.document.models
        menu.setAccessibleName(tr("What to do in {title}", title=view.title))
        if spot is not None:
            self._add_spot(menu, spot)
        for name, shown in self._window.views.items():
            if shown is view and view.isVisible():
                menu.addSeparator()
                self._add(menu, tr("Copy &plot of {title}", title=within(view.title)), partial(self._copy_plot, name))
                self._add(menu, tr("&Figure with {title}…", title=within(view.title)), partial(self._compose, name))
        self._add_release(menu)
        if not menu.isEmpty():
            menu.popup(place)

    @Slot()
    def release_all(self) -> None:
        """Release everything that is held in the models in view; one undo step a model."""
        for model in self._session.document.shown:
            if self._session.document.interventions.get(model, NONE):
                self._session.intervene(model, NONE, label=tr("Release everything held"))

    @Slot(object)
    def _close_if_gone(self, document: Document) -> None:
        """Close the menu and forget it where a file or a project that was being read has put other models under it."""
        if self._menu is not None and document.models is not self._models:
            self._menu.close()
            self._menu.deleteLater()
            self._menu = None

    def _add_spot(self, menu: QMenu, spot: Spot) -> None:
        value, text = spot.value, spot.value.text()
        menu.addAction(text.head.replace("&", "&&")).setEnabled(False)
        found = value.number
        if found is not None:
            self._add(menu, tr("&Copy value {found}", found=number(found)), lambda: _copy(repr(found)))
        self._add(menu, tr("Copy as &text"), lambda: _copy(text.plain))
        unit = value.unit
        # A view may still show the answer of a model that was closed.
        if unit is not None and unit.model in self._session.document.models:
            units = self._session.focus.units
            menu.addSeparator()
            self._add(
                menu, tr("Choose &unit {unit}", unit=unit.unit), lambda: self._choose((unit,)), enabled=units != (unit,)
            )
            others = tuple(one for one in units if one != unit)
            if units and unit not in units:
                self._add(
                    menu, tr("&Add unit {unit} to those chosen", unit=unit.unit), lambda: self._choose((*units, unit))
                )
            elif others:
                self._add(menu, tr("Choose unit {unit} no more", unit=unit.unit), lambda: self._choose(others))
            if value.to_hold is not None and value.token is not None:
                self._add_holds(menu, unit, value.signal, value.to_hold, value.token)
        self._what_if.add_to(menu, spot)

    def _add_holds(self, menu: QMenu, unit: UnitRef, signal: str, found: float, token: int) -> None:
        menu.addSeparator()
        name = tr("{signal} of unit {unit}", signal=title(signal), unit=unit.unit)
        finite, hold = math.isfinite(found), partial(self._hold, unit, signal, found)
        self._add(
            menu, tr("&Hold {name} at {found}", name=name, found=number(found)), partial(hold, None), enabled=finite
        )
        self._add(
            menu, tr("Hold it on “{word}” a&lone", word=self._word(unit, token)), partial(hold, token), enabled=finite
        )
        now = self._session.document.interventions.get(unit.model, NONE)
        free = without_held(now, self._session.document.networks[unit.model], unit.part, signal, unit.unit)
        if free != now:
            release = partial(self._session.intervene, unit.model, free, label=tr("Release {name}", name=name))
            self._add(menu, tr("&Release {name}", name=name), release)

    def _add_release(self, menu: QMenu) -> None:
        document = self._session.document
        count = sum(len(document.interventions.get(model, NONE).items) for model in document.shown)
        if count:
            self._add(menu, tr("Release &everything held ({count})", count=count), self.release_all)

    def _hold(self, unit: UnitRef, signal: str, value: float, token: int | None) -> None:
        document = self._session.document
        if is_turned(signal, document.networks[unit.model].convention):
            # It is shown as 1 − z, and held as the engine has it.
            value = 1 - value
        now = document.interventions.get(unit.model, NONE)
        then = with_held(now, unit.part, signal, unit.unit, value, token)
        self._session.intervene(
            unit.model, then, label=tr("Hold {signal} of unit {unit}", signal=title(signal), unit=unit.unit)
        )

    def _choose(self, units: tuple[UnitRef, ...]) -> None:
        self._session.change_focus(units=units, model=units[0].model)

    def _word(self, unit: UnitRef, token: int) -> str:
        run = None if self._session.snapshot is None else self._session.snapshot.run(unit.model)
        word = str(token + 1) if run is None else axis_word(run.tokens, token)
        return (word if len(word) <= _LONGEST_WORD else f"{word[:_LONGEST_WORD]}…").replace("&", "&&")

    @staticmethod
    def _add(menu: QMenu, text: str, take: Callable[[], object], *, enabled: bool = True) -> None:
        action = menu.addAction(text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda: take())


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
