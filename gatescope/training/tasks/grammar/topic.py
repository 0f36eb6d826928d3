"""Texts that speak of one subject for a while and then, after words that say so, of another.

    The chef stirred the soup. The goal was near the oven. By the way, the rain came with the wind …

Words of other subjects slip in, so that no single word tells what a text is about: what was said has to be added up,
and where the subject changes, the sum has to go.
"""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.training.tasks.grammar.dice import Dice
from gatescope.training.tasks.grammar.held_out import is_held_out
from gatescope.training.tasks.grammar.listed import listed, phrases

WORDS = {
    "cooking": listed(
        "bread butter cake chef dish flour garlic kitchen oven pan pepper plate recipe salt sauce soup spoon "
        "sugar tomato onion"
    ),
    "football": listed(
        "ball captain champion club coach corner defender fan field foul goal goalkeeper league match penalty "
        "player referee stadium striker team"
    ),
    "weather": listed(
        "breeze cloud cold fog forecast frost hail heat ice lightning rain rainbow shower sky snow storm "
        "sunshine temperature thunder wind"
    ),
    "music": listed(
        "album band chord concert choir drum flute guitar harmony melody opera orchestra piano rhythm singer "
        "song tune trumpet violin voice"
    ),
    "money": listed(
        "account bank bill bond budget cash cheque coin credit debt income interest loan market payment price "
        "profit rent salary tax"
    ),
}
"""Each subject with words of its own."""
CHANGES = phrases(
    """
    by the way ,
    anyway ,
    changing the subject ,
    meanwhile ,
    apart from that ,
    """
)
"""What announces another subject."""
_FRAMES = phrases(
    """
    the _ was near the _ .
    we spoke about the _ .
    there was a _ and then a _ .
    nobody forgot the _ .
    my sister likes the _ and the _ .
    it was a very good _ .
    they asked for another _ .
    people noticed the _ again .
    everyone knew that the _ was better than the _ .
    you should have seen the _ .
    """
)
_STRAY = 0.3
"""The share of words of a subject that belong to another one."""


@dataclass(frozen=True)
class Talk:
    """A text.

    Attributes:
        words: all of it.
        topics: of each word, its subject; that of the words that announce one is the new one.
        changes: positions of the last word of each announcement.
        ends: the last position of every stretch on one subject.
    """

    words: tuple[str, ...]
    topics: tuple[str, ...]
    changes: tuple[int, ...]
    ends: tuple[int, ...]


def stretch(dice: Dice, topic: str, sentences: int) -> tuple[str, ...]:
    """Draw sentences on one subject, in which the words of no other subject are as many as its own."""
    others = tuple(name for name in WORDS if name != topic)
    while True:
        said: list[str] = []
        count = dict.fromkeys(WORDS, 0)
        for _ in range(sentences):
            for word in dice.pick(_FRAMES):
                if word == "_":
                    of = dice.pick(others) if dice.chance(_STRAY) else topic
                    count[of] += 1
                    word = dice.pick(WORDS[of])
                said.append(word)
        if all(count[topic] > count[other] for other in others):
            return tuple(said)


def talk(dice: Dice, held_out: bool, stretches: int, least: int = 2, most: int = 5) -> Talk:
    """Draw a text of so many stretches, each of `least` to `most` sentences; all of them held out, or none."""
    words: list[str] = []
    topics: list[str] = []
    changes: list[int] = []
    ends: list[int] = []
    topic = dice.pick(tuple(WORDS))
    for number in range(stretches):
        if number:
            words += dice.pick(CHANGES)
            changes.append(len(words) - 1)
            topic = dice.pick(tuple(name for name in WORDS if name != topic))
        said = stretch(dice, topic, dice.number(least, most))
        while is_held_out(said) != held_out:
            said = stretch(dice, topic, dice.number(least, most))
        words += said
        topics += [topic] * (len(words) - len(topics))
        ends.append(len(words) - 1)
    return Talk(tuple(words), tuple(topics), tuple(changes), tuple(ends))


def vocabulary() -> tuple[str, ...]:
    """Return every word that can be said, none twice."""
    plain = (word for phrase in (*CHANGES, *_FRAMES) for word in phrase if word != "_")
    return tuple(dict.fromkeys((*plain, *(word for words in WORDS.values() for word in words))))
