"""The cards that come along, and those of a person's folder; a wrong file does not keep the others out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from gatescope.errors import FileError, FormatError, UsageError
from gatescope.lessons.card import Card
from gatescope.lessons.reading import read_card
from gatescope.resources import resource
from gatescope.words import tr

EVERY = "all"
"""Means every claim, where one may be named."""


@dataclass(frozen=True)
class Lessons:
    """Cards in their order, and why some files gave none.

    Attributes:
        cards: each claim once.
        errors: one a file that is no card.
    """

    cards: tuple[Card, ...] = ()
    errors: tuple[FileError, ...] = ()

    def of_claims(self, claims: Iterable[str | int]) -> tuple[Card, ...]:
        """Return the cards of `claims`, each once; all of them where there is none, or ``"all"``.

        Raises:
            UsageError: there is no such claim.
        """
        names = dict.fromkeys(str(claim) for claim in claims)
        return self.cards if not names or EVERY in names else tuple(self.card(name) for name in names)

    def card(self, claim: str) -> Card:
        """Return the card of a claim.

        Raises:
            UsageError: there is no such claim.
        """
        for card in self.cards:
            if card.claim == claim:
                return card
        known = [card.claim for card in self.cards]
        near = get_close_matches(claim, known, n=1)
        raise UsageError(
            f"there is no claim {claim!r}; "
            + (f"did you mean {near[0]}?" if near else f"there are {', '.join(known) or 'none'}")
        )


def read_folder(folder: Path, known: Lessons | None = None) -> Lessons:
    """Return the cards of all ``*.toml`` files of `folder`, by file name, after those that are `known`.

    Raises:
        FileError: there is no such folder, or it may not be read.
    """
    if not folder.is_dir():
        raise FileError(folder, tr("there is no such folder of lessons"))
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".toml"))
    except OSError as error:
        raise FileError(folder, tr("cannot be read: {error}", error=error.strerror or error)) from error
    known = known or Lessons()
    cards, errors = list(known.cards), list(known.errors)
    for path in (folder / name for name in names):
        try:
            card = read_card(path)
            first = next((one for one in cards if one.claim == card.claim), None)
            if first is not None:
                raise FormatError(
                    path,
                    tr(
                        "claim {claim} is already in {name}: give it another name",
                        claim=card.claim,
                        name=first.path.name,
                    ),
                )
            cards.append(card)
        except FileError as error:
            errors.append(error)
    return Lessons(tuple(cards), tuple(errors))


def bundled_lessons() -> Lessons:
    """Return the cards that come along."""
    return read_folder(resource("lessons"))


def lessons(folder: Path | None = None) -> Lessons:
    """Return the cards that come along, then those of a person's `folder` where one is given.

    Raises:
        FileError: there is no such folder.
    """
    found = bundled_lessons()
    return found if folder is None else read_folder(folder, found)
