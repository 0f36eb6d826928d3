"""Finds a name by some of its letters, as a command palette does."""

from __future__ import annotations

_START, _WORD, _RUN, _GAP, _TURNED = 8, 6, 4, 1, 4


def score(query: str, name: str) -> int | None:
    """Return how well `query` fits `name`; None where its letters are not in `name` in that order, nor those of each of
    its words.

    Case is ignored. Letters at the start of the name or of a word weigh most, then those that follow each other; every
    gap costs, and so do words in another order.
    """
    words, letters = query.casefold().split(), name.casefold()
    found = _fit("".join(words), letters)
    if found is not None or len(words) < 2:
        return found
    each = [_fit(word, letters) for word in words]
    return None if None in each else sum(filter(None, each)) - _TURNED


def _fit(wanted: str, letters: str) -> int | None:
    # Nearly all names fail here, at a hundredth of the price.
    rest = iter(letters)
    if not all(letter in rest for letter in wanted):
        return None
    best: dict[int, int] = {-1: 0}
    for letter in wanted:
        reached: dict[int, int] = {}
        for place, found in enumerate(letters):
            if found != letter:
                continue
            options = [value + _worth(letters, before, place) for before, value in best.items() if before < place]
            if options:
                reached[place] = max(options)
        best = reached
    return max(best.values())


def _worth(letters: str, before: int, place: int) -> int:
    if place == 0:
        return _START
    if not letters[place - 1].isalnum():
        return _WORD
    if before == place - 1 and before >= 0:
        return _RUN
    return -_GAP
