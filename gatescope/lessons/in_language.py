"""A card in the language of the person; what is not translated stays as the file has it."""

from __future__ import annotations

from dataclasses import replace

from gatescope.lessons.card import Card
from gatescope.words import tr


def texts_of(card: Card) -> tuple[str, ...]:
    """Return all texts of `card` that a person reads; choices of a control are names, not texts."""
    about = (card.title, card.topic, card.says, card.why, card.question, card.put_right, card.short, card.condition)
    control = () if card.control is None else (card.control.label, card.control.units)
    return tuple(text for text in (*about, *card.answers, *control) if text)


def in_language(card: Card) -> Card:
    """Return `card` with its texts in the language in use; its claim, its check and its scene stay."""
    first, second, third = map(tr, card.answers)
    control = card.control
    if control is not None:
        control = replace(control, label=tr(control.label), units=tr(control.units))
    return replace(
        card,
        title=tr(card.title),
        topic=tr(card.topic),
        says=tr(card.says),
        why=tr(card.why),
        question=tr(card.question),
        put_right=tr(card.put_right),
        short=tr(card.short),
        condition=tr(card.condition),
        answers=(first, second, third),
        control=control,
    )
