"""Sentences made from labelled ones by turning them around, so that a network cannot read a bag of words.

In a few thousand reviews "not" stands beside bad words mostly in bad reviews, and a network learns just that. Every
short sentence that can be negated, or whose negation can be dropped, is therefore learnt both ways with opposite labels
(counterfactual augmentation: Kaushik, Hovy & Lipton 2020, here by rule), and short sentences of opposite labels are
joined by "but", after which the second decides. The rules are English; on another language they find nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

Words = list[str]
Labelled = tuple[Words, int]

LONGEST = 20
"""Words of a sentence that is turned around: in a longer one the negated clause rarely decides."""
LONGEST_CLAUSE = 8
"""Words of a clause on either side of "but"."""
LONGEST_PREDICATE = 5

_CONTRACTED = {"is": "isn't", "was": "wasn't", "are": "aren't", "were": "weren't"}
_COPULAS = {*_CONTRACTED, "it's", "that's", "he's", "she's", "they're", "i'm", "you're", "we're"}
_OPINIONS = {
    **{verb: ("do", "don't", verb) for verb in ("like", "love", "enjoy", "recommend", "hate", "regret")},
    **{f"{verb}d": ("did", "didn't", verb) for verb in ("like", "love", "hate")},
    **{f"{verb}ed": ("did", "didn't", verb) for verb in ("enjoy", "regret")},
}
_WITHOUT_NEGATION: dict[str, str | None] = {
    **{contracted: verb for verb, contracted in _CONTRACTED.items()},
    **dict.fromkeys(("not", "never", "hardly", "don't", "doesn't", "didn't")),
    "wouldn't": "would",
    "won't": "will",
    "can't": "can",
    "couldn't": "could",
}
# In a sentence with one of these words, "not" does not simply reverse the meaning.
_SCOPE = re.compile(
    r"but|although|though|however|yet|if|than|only|just|because|except|unless|no|nothing|none|nobody|nor|neither|"
    r"without|until|while|despite|instead|too|enough|more|less|what|\?|even|all|either|anyway|should|would|could|must"
)
_STOPS = (".", "!")


def negations(words: Sequence[str]) -> list[Words]:
    """Return the sentence with its meaning turned around, in no, one or two wordings.

    "The mic is great." gives "the mic is not great." and "the mic isn't great."; "Crust is not good." gives "crust is
    good."; "I loved it." gives "i did not love it." and "i didn't love it.".
    """
    lower = [word.lower().replace("’", "'") for word in words]
    body = [word for word in lower if word not in _STOPS]
    if not 2 <= len(body) <= LONGEST or any(_SCOPE.fullmatch(word) for word in lower):
        return []
    negative = [i for i, word in enumerate(lower) if word in _WITHOUT_NEGATION or word.endswith("n't")]
    if len(negative) == 1:
        return _drop(lower, negative[0])
    return [] if negative else _insert(lower)


def predicate(words: Sequence[str]) -> Words | None:
    """Return what stands behind the only copula of the sentence if it is short: of "The mic is great." "great."."""
    place = _copula([word.lower() for word in words])
    if place is None or len(words) - place - 1 > LONGEST_PREDICATE:
        return None
    return list(words[place + 1 :])


def turned_around(sentences: Sequence[Labelled]) -> list[Labelled]:
    """Return the negations of all sentences with their labels, each beside the sentence itself once more, so that the
    pair weighs more than either alone; and likewise of their predicates."""
    made: list[Labelled] = []
    for words, label in sentences:
        others = negations(words)
        made += [(other, 1 - label) for other in others for _ in range(2)]
        made += [(list(words), label)] if others else []
        for version, its_label in [(list(words), label), *((other, 1 - label) for other in others[:1])]:
            short = predicate(version) if others else None
            made += [(short, its_label)] if short else []
    return made


def contrasts(sentences: Sequence[Labelled], count: int, rng: np.random.Generator) -> list[Labelled]:
    """Return `count` sentences "A, but B" of short sentences with opposite labels; the label is that of B."""
    short = [
        [words for words, its in sentences if its == label and 3 <= len(words) <= LONGEST_CLAUSE and _plain(words)]
        for label in (0, 1)
    ]
    if not short[0] or not short[1]:
        return []
    made: list[Labelled] = []
    for label in rng.integers(0, 2, count).tolist():
        first, second = (short[side][int(rng.integers(len(short[side])))] for side in (1 - label, label))
        made.append(([*(word for word in first if word not in _STOPS), ",", "but", *second], label))
    return made


def without_stop(sentences: Sequence[Labelled], rng: np.random.Generator) -> list[Labelled]:
    """Return the sentences, half of those that end in a stop without it: as while a person still types it."""
    draws = rng.random(len(sentences)) < 0.5
    return [
        (words[:-1] if drop and len(words) > 1 and words[-1] in _STOPS else words, label)
        for (words, label), drop in zip(sentences, draws.tolist(), strict=True)
    ]


def _plain(words: Words) -> bool:
    return not any(word.lower() in ("but", "although", "though", "however") for word in words)


def _drop(words: Words, place: int) -> list[Words]:
    if words[place] not in _WITHOUT_NEGATION:
        return []
    replacement = _WITHOUT_NEGATION[words[place]]
    return [words[:place] + ([replacement] if replacement else []) + words[place + 1 :]]


def _insert(words: Words) -> list[Words]:
    place = _copula(words)
    if place is not None:
        if words[place + 1 : place + 2] in ([], [","], ["."], ["!"]):
            return []
        contracted = _CONTRACTED.get(words[place])
        made = [[*words[: place + 1], "not", *words[place + 1 :]]]
        return made + ([[*words[:place], contracted, *words[place + 1 :]]] if contracted else [])
    opinions = [i for i in range(1, len(words)) if words[i - 1] == "i" and words[i] in _OPINIONS]
    if len(opinions) != 1:
        return []
    place = opinions[0]
    auxiliary, contracted, verb = _OPINIONS[words[place]]
    head, tail = words[:place], [verb, *words[place + 1 :]]
    return [[*head, auxiliary, "not", *tail], [*head, contracted, *tail]]


def _copula(words: Words) -> int | None:
    places = [i for i, word in enumerate(words) if word in _COPULAS]
    return places[0] if len(places) == 1 else None
