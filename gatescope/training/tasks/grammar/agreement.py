"""Sentences whose verb agrees with a subject that may stand far before it, past nouns of the other number.

    The keys to the old cabinet near the windows ___        (are, not is)

A noun between the subject and its verb that has the other number is an *attractor* (Linzen, Dupoux & Goldberg 2016).
"""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.training.tasks.grammar import agreement_words as words
from gatescope.training.tasks.grammar.dice import Dice
from gatescope.training.tasks.grammar.held_out import is_held_out

ATTRACTORS = 3
"""The most of them between a subject and its verb."""


@dataclass(frozen=True)
class Clause:
    """One subject with its verb.

    Attributes:
        words: all of them, the verb and what follows included.
        subject: position of the noun that decides.
        verb: position of "is" or "are".
        plural: whether the subject is.
        attractors: nouns of the other number between the two.
    """

    words: tuple[str, ...]
    subject: int
    verb: int
    plural: bool
    attractors: int

    @property
    def distance(self) -> int:
        """Words from the subject to its verb."""
        return self.verb - self.subject


def clause(dice: Dice, attractors: int, others: int) -> Clause:
    """Draw a clause.

    Args:
        attractors: nouns of the other number between subject and verb.
        others: further nouns between them, of the subject's own number.
    """
    plural = dice.chance(0.5)
    said = _phrase(dice, plural)
    subject = len(said) - 1
    numbers = [not plural] * attractors + [plural] * others
    while numbers:
        said += _about(dice, numbers.pop(dice.number(0, len(numbers) - 1)))
    verb = len(said)
    said.append(words.VERBS[plural])
    if dice.chance(0.3):
        said.append(dice.pick(words.ADVERBS))
    if dice.chance(0.7):
        said.append(dice.pick(words.ADJECTIVES))
    else:
        said += [dice.pick(words.PLACES), *_phrase(dice, dice.chance(0.5))]
    return Clause(tuple(said), subject, verb, plural, attractors)


def of_side(dice: Dice, held_out: bool, attractors: int | None = None, others: int | None = None) -> Clause:
    """Draw a clause that is held out, or one that is not; attractors and other nouns are drawn too where not given."""
    while True:
        drawn = clause(
            dice,
            dice.number(0, ATTRACTORS) if attractors is None else attractors,
            dice.number(0, 1) if others is None else others,
        )
        if is_held_out(drawn.words) == held_out:
            return drawn


def joint(dice: Dice) -> list[str]:
    """Draw what stands between two clauses, as tokens."""
    return dice.pick(words.JOINTS).split()


def kinds() -> dict[str, str]:
    """Return every word that can be said with what kind of word it is; "is" and "are" are kinds of their own."""
    stops = {word: "end" for said in words.JOINTS for word in said.split()}
    nouns = {form: "noun" for pair in words.NOUNS for form in pair}
    said = {
        "determiner": words.DETERMINERS,
        "adjective": words.ADJECTIVES,
        "place": words.PLACES,
        "that": ("that",),
        "past verb": words.PAST,
        "adverb": words.ADVERBS,
    }
    others = {word: kind for kind, among in said.items() for word in among}
    return {verb: verb for verb in words.VERBS} | others | stops | nouns


def vocabulary() -> tuple[str, ...]:
    """Return every word that can be said, none twice."""
    return tuple(kinds())


def _phrase(dice: Dice, plural: bool) -> list[str]:
    adjective = [dice.pick(words.ADJECTIVES)] if dice.chance(0.35) else []
    return [dice.pick(words.DETERMINERS), *adjective, dice.pick(words.NOUNS)[plural]]


def _about(dice: Dice, plural: bool) -> list[str]:
    """Draw what is said of a noun, with one more noun in it: of the cabinet; that the man found; that saw the man."""
    share = dice.share()
    if share < 0.6:
        return [dice.pick(words.PLACES), *_phrase(dice, plural)]
    if share < 0.8:
        return ["that", *_phrase(dice, plural), dice.pick(words.PAST)]
    return ["that", dice.pick(words.PAST), *_phrase(dice, plural)]
