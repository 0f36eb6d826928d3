"""The words of the agreement grammar: nouns in both numbers, and words that tell no number."""

from __future__ import annotations

from gatescope.training.tasks.grammar.listed import listed

_REGULAR = listed(
    """
    actor animal apple artist author baker ball banker barber basket bell bird boat book bottle box boy bridge brother
    bucket building button cabinet camera candle captain car carpet cat chair church clerk clock coach coat cook cousin
    cow critic cup curtain dancer daughter desk doctor dog door dragon dress driver duck engine engineer farmer field
    flower forest friend garden gardener gate girl glass guard guest guitar hammer hat hill horse hotel house hunter
    island jacket judge key king kitchen lake lamp lawyer letter lion manager map mirror mother mountain museum nail
    neighbour nurse office painter painting palace parent pencil picture pilot plane plant plate player poet prince
    queen report river road roof room rope sailor school servant shirt shop singer sister soldier song spoon stable star
    stone street student table tailor teacher tower train tree tunnel uncle valley village visitor waiter wall window
    worker writer
    """
)
_IRREGULAR = listed(
    """
    child/children city/cities country/countries foot/feet fox/foxes goose/geese knife/knives lady/ladies leaf/leaves
    loaf/loaves man/men mouse/mice person/people shelf/shelves story/stories thief/thieves tooth/teeth wife/wives
    wolf/wolves woman/women
    """
)


def _plural(noun: str) -> str:
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _both(forms: str) -> tuple[str, str]:
    singular, _, plural = forms.partition("/")
    return singular, plural


NOUNS = (*((noun, _plural(noun)) for noun in _REGULAR), *(_both(forms) for forms in _IRREGULAR))
"""Singular and plural."""
DETERMINERS = listed("the the the my your our their his her")
"""As often as each is said."""
ADJECTIVES = listed(
    """
    ancient angry beautiful big black blue brave bright broken brown busy careful cheap clean clever cold dark dirty
    dusty empty expensive famous foreign friendly funny gentle golden green grey happy heavy honest hungry large lazy
    little lonely long loud modern narrow new noisy old pale poor proud quiet red rich rusty sad short silent silver
    slow small strange strong sweet tall tired tiny warm wet white wild wise wooden yellow young
    """
)
PLACES = listed(
    """
    above across against around at before behind below beside by from in inside near of on over to under with without
    """
)
PAST = listed(
    """
    admired avoided bought called carried cleaned described drew feared followed forgot found heard helped hid hired
    ignored knew left liked lost loved met missed needed noticed painted praised pushed remembered saw sold stopped
    touched wanted watched
    """
)
"""Verbs that are the same in both numbers, so that a clause within says nothing about the noun that it belongs to."""
VERBS = ("is", "are")
ADVERBS = listed("always certainly never not now often perhaps really still very")
JOINTS = (".", ", and", ", but", ", so", ";")
