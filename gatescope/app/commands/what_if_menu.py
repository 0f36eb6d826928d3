"""The part of a place's menu that asks what if: hold a gate there, take its unit out, patch it, copy its weights."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from gatescope.app.window.main_window import MainWindow
from gatescope.engine.interventions import NONE, Ablate, Clamp, CopiedWeights, Held, Interventions
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.plots.axis_words import axis_word
from gatescope.plots.numbers import number
from gatescope.plots.ranges import bounds
from gatescope.plots.signals import title
from gatescope.plots.what_if.card_words import shown_value, units_words
from gatescope.session.document.document import UnitRef
from gatescope.session.session import Session
from gatescope.views.base.spot import Spot
from gatescope.views.controls.menu import Menu
from gatescope.views.what_if.what_if_view import WhatIfView
from gatescope.words import tr

_WORKSPACE = _DOCK = "what-if"
_LONGEST_WORD = 16


class WhatIfMenu(QObject):
    """Fills menus; every choice but a patch, which asks for more, is one undo step."""

    def __init__(self, window: MainWindow, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session = window, session

    def add_to(self, menu: QMenu, spot: Spot) -> None:
        """Add what can be done at `spot`, as a menu of its own."""
        value = spot.value
        unit, focus = value.unit, self._session.focus
        model = focus.model if unit is None else unit.model
        document = self._session.document
        if model not in document.networks:
            return
        network = document.networks[model]
        part = focus.part if unit is None else unit.part
        if part not in network.parts:
            part = network.parts[-1]
        more = Menu(tr("&What if"), menu)
        if value.token is not None and value.token < self._tokens(model):
            self._add_holds(more, network, model, part, spot)
        if unit is not None:
            more.addSeparator()
            self._add_removals(more, unit, network)
        if value.signal in network.cell.gates and value.to_hold is None:
            more.addSeparator()
            self._add_copies(more, network, model, part, value.signal)
        if not more.isEmpty():
            menu.addSeparator()
            menu.addMenu(more)

    def _add_holds(self, menu: QMenu, network: Network, model: str, part: Part, spot: Spot) -> None:
        """Offer to hold what is shown there for all units, or any gate at the ends of its range; and to patch it."""
        value, token = spot.value, spot.value.token
        assert token is not None
        unit, signal, word = value.unit, value.signal, self._word(model, token)
        tokens = range(token, token + 1)
        if value.to_hold is not None and signal in network.cell.signals and math.isfinite(value.to_hold):
            clamp = Clamp(
                signal,
                shown_value(value.to_hold, signal, network),
                None,
                tokens,
                part.layer,
                part.direction,
            )
            words = tr(
                "&Hold {signal} of all units on “{word}” at {to_hold}",
                signal=title(signal),
                word=word,
                to_hold=number(value.to_hold),
            )
            self._add(menu, words, model, clamp, tr("Hold the {signal}", signal=title(signal)))
        else:
            for one in network.cell.signals:
                for at in (0.0, 1.0) if bounds(network, one) == (0.0, 1.0) else (0.0,):
                    clamp = Clamp(one, shown_value(at, one, network), None, tokens, part.layer, part.direction)
                    words = tr("Hold {one} of all units on “{word}” at {at:g}", one=title(one), word=word, at=at)
                    self._add(menu, words, model, clamp, tr("Hold the {signal}", signal=title(one)))
        menu.addSeparator()
        of = signal if signal in network.cell.signals else network.cell.states[0]
        choices: list[tuple[int, ...] | None] = [None] if unit is None else [(unit.unit,), None]
        for units in choices:
            words = tr("Patch {of} of {units} on “{word}” from…", of=title(of), units=units_words(units), word=word)
            action = menu.addAction(words)
            action.triggered.connect(partial(self._patch, model, part, token, of, units))

    def _add_removals(self, menu: QMenu, unit: UnitRef, network: Network) -> None:
        outputs = network.parameters(unit.part).outputs if unit.part in network.parts else 0
        together = sorted(
            one.unit
            for one in self._session.focus.units
            if (one.model, one.part) == (unit.model, unit.part) and one.unit < outputs
        )
        if unit.unit < outputs:
            self._take_out(menu, unit, (unit.unit,))
        if len(together) > 1:
            self._take_out(menu, unit, tuple(together))

    def _take_out(self, menu: QMenu, unit: UnitRef, units: tuple[int, ...]) -> None:
        item = Ablate(units, unit.part.layer, unit.part.direction)
        self._add(
            menu,
            tr("&Take out {units}", units=units_words(units)),
            unit.model,
            item,
            tr("Take out {units}", units=units_words(units)),
        )

    def _add_copies(self, menu: QMenu, network: Network, model: str, part: Part, source: str) -> None:
        for target in network.cell.signals:
            if target in network.cell.gates and target != source:
                item = CopiedWeights(source, target, part.layer, part.direction)
                words = tr(
                    "Give the weights of the {source} to the {target}", source=title(source), target=title(target)
                )
                self._add(menu, words, model, item, tr("Copy the weights of the {source}", source=title(source)))

    def _add(self, menu: QMenu, words: str, model: str, item: Held, label: str) -> None:
        menu.addAction(words).triggered.connect(lambda: self._do(model, item, label))

    def _do(self, model: str, item: Held, label: str) -> None:
        now = self._session.document.interventions.get(model, NONE)
        self._session.intervene(model, Interventions((*now.items, item)), label=label)

    def _patch(self, model: str, part: Part, token: int, signal: str, units: tuple[int, ...] | None) -> None:
        """Open the form of a patch in its dock, which the workspace of that name shows."""
        self._session.change_focus(model=model, part=part)
        self._session.set_token(token)
        docks = self._window.dock_host
        if docks.docks[_DOCK].isHidden():
            self._window.arrangements.show(_WORKSPACE)
        docks.docks[_DOCK].show()
        docks.docks[_DOCK].raise_()
        view = docks.views[_DOCK]
        assert isinstance(view, WhatIfView)
        view.start_patch(signal, units)

    def _tokens(self, model: str) -> int:
        run = None if self._session.snapshot is None else self._session.snapshot.run(model)
        return 0 if run is None else len(run.tokens)

    def _word(self, model: str, token: int) -> str:
        run = None if self._session.snapshot is None else self._session.snapshot.run(model)
        word = str(token + 1) if run is None else axis_word(run.tokens, token)
        return (word if len(word) <= _LONGEST_WORD else f"{word[:_LONGEST_WORD]}…").replace("&", "&&")
