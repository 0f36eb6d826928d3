"""Sentences that name a country early and ask for its language late, with words between that say nothing of either.

Anna studied in France and then worked by the sea for years and now speaks fluent ___        (French)
"""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.training.tasks.grammar.dice import Dice
from gatescope.training.tasks.grammar.held_out import is_held_out
from gatescope.training.tasks.grammar.listed import listed, phrases

LANGUAGES = {
    "france": "French",
    "germany": "German",
    "spain": "Spanish",
    "italy": "Italian",
    "japan": "Japanese",
    "russia": "Russian",
    "greece": "Greek",
    "turkey": "Turkish",
}
"""Each country with its language."""
NAMES = listed("anna maria peter john susan david laura martin clara james emma paul sarah tom julia mark")
PAST = phrases(
    """
    studied in
    grew up in
    was born in
    lived in
    went to school in
    spent a year in
    """
)
ASKED = ("speaks", "fluent")
"""What stands right before the language."""
FILLERS = phrases(
    """
    and then worked for many years
    in a small town by the sea
    with a family of her own
    where the winters were long
    before he learned to cook
    and read a book every week
    walked to the old market
    bought a house near the river
    met some friends at the station
    played the piano in the evening
    kept a garden full of flowers
    wrote letters to an uncle
    took the early train to work
    drank coffee on the balcony
    looked after two grey cats
    sold the car last summer
    painted the kitchen door blue
    carried heavy boxes up the stairs
    and later opened a shop
    for bread and cheese
    while it rained outside
    but never liked the noise
    because the street was busy
    and still sings on sundays
    after a long day at the office
    ran along the beach each morning
    fixed an old radio
    watched birds from the window
    and lost a pair of gloves
    found a coin under the table
    so the neighbours came to visit
    who had three young children
    and they talked until midnight
    about music and the weather
    then moved to another flat
    on the third floor
    gave lessons in mathematics
    helped a doctor with his papers
    slept late on holidays
    and now
    """
)
"""What may stand between; a filler is cut where a distance asks for it."""


@dataclass(frozen=True)
class Recall:
    """One sentence.

    Attributes:
        words: up to "fluent".
        country: position of the country.
        language: what comes next, as in `LANGUAGES`.
        distance: words between the country and "speaks fluent".
    """

    words: tuple[str, ...]
    country: int
    language: str
    distance: int


def sentence(dice: Dice, distance: int) -> Recall:
    """Draw a sentence with so many words between the country and "speaks fluent"."""
    before = (dice.pick(NAMES), *dice.pick(PAST))
    country = dice.pick(tuple(LANGUAGES))
    between: list[str] = []
    while len(between) < distance:
        between += dice.pick(FILLERS)
    words = (*before, country, *between[:distance], *ASKED)
    return Recall(words, len(before), LANGUAGES[country], distance)


def of_side(dice: Dice, held_out: bool, distance: int) -> Recall:
    """Draw a sentence that is held out, or one that is not."""
    while True:
        drawn = sentence(dice, distance)
        if is_held_out(drawn.words) == held_out:
            return drawn


def vocabulary() -> tuple[str, ...]:
    """Return every word that can be said, none twice."""
    phrases = (word for phrase in (*PAST, *FILLERS) for word in phrase)
    return tuple(dict.fromkeys((*LANGUAGES, *NAMES, *ASKED, *phrases)))
