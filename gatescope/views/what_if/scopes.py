"""The choices of a card's scope: which units, which words, which layer."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.plots.signals import part_title, title
from gatescope.plots.what_if.card_words import tokens_words, units_words
from gatescope.text.tokens import TokenSequence
from gatescope.views.controls.segmented import Segment
from gatescope.words import tr

_MOST_UNITS, _MOST_WORDS = 64, 64
"""Longer lists than this are no help: then the units and words that are chosen in other views are offered."""

Units = tuple[int, ...] | None


def unit_choices(
    width: int, now: Units, chosen_units: Sequence[int], *, every: bool = True
) -> list[tuple[Segment, Units]]:
    """Return what can be chosen as the units of a card, each with its button's words.

    Args:
        width: how many units there are.
        now: those of the card; chosen_units: those that are chosen in the window.
        every: whether a card may be about all of them.
    """
    inside = tuple(sorted(unit for unit in chosen_units if unit < width))
    found: list[Units] = [None] if every else []
    for one in (now, inside or now, *((unit,) for unit in range(width if width <= _MOST_UNITS else 0))):
        if one not in found and (one is not None or every):
            found.append(one)
    tip = tr("Which units: choose some in a map or in the traces, and they are offered here")
    return [(Segment(str(k), units_words(units), tip), units) for k, units in enumerate(found)]


def word_choices(
    text: TokenSequence, now: range | None, cursor: int | None, span: range | None, *, single: bool = False
) -> list[tuple[Segment, range | None]]:
    """Return what can be chosen as the words of a card.

    Args:
        now: those of the card; cursor: the token cursor; span: the stretch of tokens that is chosen.
        single: whether only one word can be chosen, as for a patch of one.
    """
    count = len(text)
    found: list[tuple[str, range | None]] = [] if single else [("", None)]
    found.append(("", now))
    at = cursor if cursor is not None and cursor < count else None
    if at is not None:
        found.append(("", range(at, at + 1)))
        if not single:
            word = tokens_words(range(at, at + 1), text)[3:]
            found += [
                (tr("up to {word}", word=word), range(at + 1)),
                (tr("from {word} on", word=word), range(at, count)),
            ]
    if span is not None and not single:
        found.append(("", range(span.start, min(span.stop, count))))
    if count <= _MOST_WORDS:
        found += [("", range(k, k + 1)) for k in range(count)]
    choices: dict[range | None, str] = {}
    for words, tokens in found:
        if tokens is None or len(tokens) or tokens == now:
            choices.setdefault(tokens, words or tokens_words(tokens, text))
    tip = tr("On which words: drag over the chips to choose a stretch, and it is offered here")
    return [(Segment(str(k), words, tip), tokens) for k, (tokens, words) in enumerate(choices.items())]


def part_choices(network: Network) -> list[tuple[Segment, Part]]:
    """Return the layers and directions that a card can act in."""
    return [
        (Segment(str(k), part_title(network, part) or tr("layer 1"), tr("In which layer")), part)
        for k, part in enumerate(network.parts)
    ]


def gate_choices(network: Network, tip: str, without: str = "") -> list[tuple[Segment, str]]:
    """Return the gates that have weights, in the order of the equations, without one of them."""
    gates = [signal for signal in network.cell.signals if signal in network.cell.gates and signal != without]
    return [(Segment(gate, title(gate), tip), gate) for gate in gates]
