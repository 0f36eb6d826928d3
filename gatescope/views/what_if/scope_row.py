"""The lowest row of a card: on which units and words it acts, in which layer, and a remark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gatescope.engine.copied_weights import copied_count
from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights, Held, Patch
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.plots.notation import state_letter
from gatescope.plots.signals import part_title, title
from gatescope.plots.theme import Theme
from gatescope.plots.what_if.card_words import tokens_words, units_words
from gatescope.text.tokens import TokenSequence
from gatescope.views.base.elided_label import ElidedLabel
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.views.what_if.scopes import gate_choices, part_choices, unit_choices, word_choices
from gatescope.views.what_if.value_choice import ValueChoice
from gatescope.words import mark, tr, trn

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run

_ROW, _GAP = 30, 6
_UNITS_TIP = mark("Which units: choose some in a map or in the traces, and they are offered here")
_WORDS_TIP = mark("On which words: drag over the chips to choose a stretch, and it is offered here")


@dataclass(frozen=True, eq=False)
class Scene:
    """What the scopes of cards are chosen from.

    Attributes:
        network: the model's, before any weights are copied.
        tokens: the text as the model in front reads it; cursor and span are places in it.
        units: those chosen in the part that the card acts in, by part.
    """

    network: Network
    tokens: TokenSequence
    cursor: int | None
    span: range | None
    units: dict[Part, tuple[int, ...]]

    @classmethod
    def of(cls, run: Run, network: Network, focus: Focus) -> Scene:
        """Return what `focus` has chosen of the model of `run`, whose network is `network` without copied weights."""
        units: dict[Part, tuple[int, ...]] = {}
        for unit in focus.units:
            if unit.model == run.model:
                units[unit.part] = (*units.get(unit.part, ()), unit.unit)
        return cls(network, run.tokens, focus.token, focus.span, units)


class ScopeRow(WrappingRow):
    """Menus of what a card is about."""

    wished = Signal(str, object)
    """The name of the undo step, and the fields of the intervention as the person wants them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_ROW, _GAP, 0, parent)
        self._note = ElidedLabel(self)
        self._note.setObjectName("cardNote")
        self._units = ValueChoice[tuple[int, ...] | None](tr("Units"), self._choose_units, self)
        self._words = ValueChoice[range | None](tr("Words"), self._choose_words, self)
        self._parts = ValueChoice[Part](tr("Layer"), self._choose_part, self)
        self._source = ValueChoice[str](tr("Copy from"), self._choose_source, self)
        self._target = ValueChoice[str](tr("Copy onto"), self._choose_target, self)

    def set_theme(self, theme: Theme) -> None:
        for one in (self._units, self._words, self._parts, self._source, self._target):
            one.button.set_theme(theme)

    def show_item(self, item: Held, scene: Scene, lost: str) -> None:
        """Show the scope of `item`, or alone why it does not fit: `lost`."""
        if lost:
            self._show([], lost)
        elif isinstance(item, CopiedWeights):
            self._show_gates(item, scene)
        else:
            self._show_values(item, scene)

    def _show_gates(self, item: CopiedWeights, scene: Scene) -> None:
        network, source, target = scene.network, item.source, item.target
        from_tip, onto_tip = tr("Whose weights are copied"), tr("Which gate gets them")
        self._source.show_value(title(source), from_tip, lambda: gate_choices(network, from_tip, target))
        self._target.show_value(title(target), onto_tip, lambda: gate_choices(network, onto_tip, source))
        shown: list[QWidget] = [self._source.button, self._target.button, *self._layer(item, network)]
        self._show(shown, tr("W, U, b: {copied_count:,} numbers", copied_count=copied_count(network, item)))

    def _show_values(self, item: Clamp | Ablate | Patch, scene: Scene) -> None:
        network, units, text = scene.network, item.units, scene.tokens
        part = network.part(item.layer, item.direction)
        parameters, shown = network.parameters(part), list[QWidget]()
        signal = "hidden_state" if isinstance(item, Ablate) else item.signal
        width = parameters.outputs if signal == "hidden_state" else parameters.units
        if not isinstance(item, Patch):
            now, every = scene.units.get(part, ()), isinstance(item, Clamp)
            self._units.show_value(
                units_words(units), tr(_UNITS_TIP), lambda: unit_choices(width, units, now, every=every)
            )
            shown.append(self._units.button)
        if not isinstance(item, Ablate):
            tokens, single = item.tokens, isinstance(item, Patch)
            if not single or (tokens is not None and len(tokens) == 1):
                cursor, span = scene.cursor, scene.span
                self._words.show_value(
                    tokens_words(tokens, text),
                    tr(_WORDS_TIP),
                    lambda: word_choices(text, tokens, cursor, span, single=single),
                )
                shown.append(self._words.button)
        if not isinstance(item, Patch):
            shown += self._layer(item, network)
        self._show(shown, _remark(item, text))

    def _layer(self, item: Held, network: Network) -> list[QWidget]:
        if len(network.parts) < 2:
            return []
        part = network.part(item.layer, item.direction)
        self._parts.show_value(part_title(network, part), tr("In which layer"), lambda: part_choices(network))
        return [self._parts.button]

    def _show(self, controls: list[QWidget], note: str) -> None:
        if note:
            self._note.show_text(note, "")
            controls = [*controls, self._note]
        self.set_controls(controls)

    def _choose_units(self, units: tuple[int, ...] | None) -> None:
        self.wished.emit(tr("Choose units"), {"units": units})

    def _choose_words(self, tokens: range | None) -> None:
        self.wished.emit(tr("Choose words"), {"tokens": tokens})

    def _choose_part(self, part: Part) -> None:
        self.wished.emit(tr("Choose layer"), {"layer": part.layer, "direction": part.direction})

    def _choose_source(self, gate: str) -> None:
        self.wished.emit(tr("Copy weights"), {"source": gate})

    def _choose_target(self, gate: str) -> None:
        self.wished.emit(tr("Copy weights"), {"target": gate})


def _remark(item: Clamp | Ablate | Patch, text: TokenSequence) -> str:
    if isinstance(item, Ablate):
        count, h = len(item.units), state_letter()
        return trn("{h} = 0: it passes nothing on", "{h} = 0: they pass nothing on", count, h=h)
    if isinstance(item, Clamp):
        return ""
    parts = [] if item.units is None else [units_words(item.units)]
    parts += [] if len(item.tokens) == 1 else [tokens_words(item.tokens, text)]
    parts += [tr("from {source}", source=item.source)] if item.source else []
    return ", ".join(parts)
