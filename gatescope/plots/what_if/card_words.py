"""An intervention in words: what it is, on which units and words, and what moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights, Held, Interventions, Patch
from gatescope.engine.network import Network
from gatescope.plots.axis_words import axis_word
from gatescope.plots.notation import is_turned, state_letter
from gatescope.plots.numbers import number
from gatescope.plots.readout import MOST_LINES, column_name
from gatescope.plots.signals import symbol, title
from gatescope.text.tokens import TokenSequence
from gatescope.words import mark, tr

WHOLE_TEXT = mark("the whole text")


def shown_value(value: float, signal: str, network: Network) -> float:
    """Return a value as views of `network` show it; the same way back: an update gate that keeps the new is 1 − z."""
    turned = is_turned(signal, network.convention)
    return 1 - value if turned else value


def as_shown(interventions: Interventions, network: Network) -> Interventions:
    """Return them with the values that views of `network` show: a GRU's update gate z that keeps the new state is
    held by the engine as 1 − z."""
    if not interventions or not is_turned("update_gate", network.convention):
        return interventions
    turned = (
        replace(item, value=1 - item.value) if isinstance(item, Clamp) and item.signal == "update_gate" else item
        for item in interventions.items
    )
    return Interventions(tuple(turned))


def hue_of(item: Held) -> str:
    """Return the signal whose hue a card has."""
    if isinstance(item, Ablate):
        return "hidden_state"
    return item.target if isinstance(item, CopiedWeights) else item.signal


def name_of(item: Held, network: Network) -> str:
    """Return the name of a card, plain text: ``forget gate = 1.00``, ``unit 27 taken out``."""
    if isinstance(item, Ablate):
        return tr("{units} taken out", units=units_words(item.units))
    if isinstance(item, CopiedWeights):
        return tr("weights of the {source} in the {target}", source=title(item.source), target=title(item.target))
    if isinstance(item, Patch):
        return tr("{signal} patched", signal=title(item.signal))
    return f"{title(item.signal)} = {number(shown_value(item.value, item.signal, network))}"


def symbol_of(item: Held, network: Network) -> str:
    """Return the symbol of what a card is about, rich text."""
    return symbol(hue_of(item), network.cell.name)


def units_words(units: tuple[int, ...] | None) -> str:
    """Return ``all units``, ``unit 27``, ``units 3, 7–9``."""
    if units is None:
        return tr("all units")
    return (
        tr("unit {units}", units=units[0])
        if len(units) == 1
        else tr("units {spans}", spans=", ".join(_spans(sorted(units))))
    )


def tokens_words(tokens: range | None, text: TokenSequence) -> str:
    """Return where in the text an intervention acts: ``on “but”``, ``on “not … all”``; words past the end by number."""
    if tokens is None:
        return tr(WHOLE_TEXT)
    if not tokens:
        return tr("on no word")
    first, last = tokens[0], tokens[-1]
    if last >= len(text):
        return (
            tr("on word {first}", first=first + 1)
            if len(tokens) == 1
            else tr("on the words {first} to {last}", first=first + 1, last=last + 1)
        )
    if len(tokens) == 1:
        return tr("on “{text}”", text=axis_word(text, first))
    return tr("on “{text} … {text2}”", text=axis_word(text, first), text2=axis_word(text, last))


def subject_of(item: Held) -> str:
    """Return what an intervention is about, within a sentence: ``the forget gate of unit 3``."""
    if isinstance(item, Ablate):
        return units_words(item.units)
    if isinstance(item, CopiedWeights):
        return tr("the {signal}", signal=title(item.target))
    if item.units is None:
        return tr("the {signal}", signal=title(item.signal))
    return tr("the {signal} of {units}", signal=title(item.signal), units=units_words(item.units))


def done_to(item: Held, network: Network, text: TokenSequence) -> str:
    """Return what is done to the subject, within a sentence: ``held at 1.00 on “but”``."""
    if isinstance(item, Ablate):
        return tr("taken out")
    if isinstance(item, CopiedWeights):
        return tr("with the weights of the {source}", source=title(item.source))
    where = "" if item.tokens is None else f" {tokens_words(item.tokens, text)}"
    if isinstance(item, Patch):
        return tr("patched{where}", where=where)
    return tr(
        "held at {shown_value}{where}", shown_value=number(shown_value(item.value, item.signal, network)), where=where
    )


def scope_words(item: Held, text: TokenSequence) -> str:
    """Return where a card acts, in one line: ``all units · on “but”``."""
    if isinstance(item, Ablate | CopiedWeights):
        return tr(WHOLE_TEXT)
    return f"{units_words(item.units)} · {tokens_words(item.tokens, text)}"


def quantity_words(network: Network, column: int | None) -> str:
    """Return what the number is that moves: ``P(positive)``, or how far h is from where it was."""
    if column is None or not network.readouts:
        return f"‖Δ{state_letter()}‖"
    found = network.readouts[0]
    return column_name(found, -1 if found.kind != "linear" and len(found.weight) <= MOST_LINES else column)


def moved_words(before: float, after: float) -> str:
    """Return ``0.92 → 0.17``."""
    return f"{number(before)} → {number(after)}"


def _spans(numbers: Iterable[int]) -> list[str]:
    spans: list[list[int]] = []
    for one in numbers:
        if spans and one == spans[-1][1] + 1:
            spans[-1][1] = one
        else:
            spans.append([one, one])
    return [f"{a}" if a == b else f"{a}, {b}" if b == a + 1 else f"{a}–{b}" for a, b in spans]
