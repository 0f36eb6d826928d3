"""What the Learn dock shows: a course, and the card that is open in it, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.errors import FileError
from gatescope.lessons.card import Card, Setting
from gatescope.lessons.verdict import Result


@dataclass(frozen=True)
class Course:
    """Cards that are played in their order.

    Attributes:
        name: of a teacher's course; empty for the claims that come along.
        cards: each claim once.
        errors: a sentence a file that is no card, with its line and key.
    """

    name: str = ""
    cards: tuple[Card, ...] = ()
    errors: tuple[FileError, ...] = ()

    def at(self, name: str) -> int | None:
        """Return the place of the claim called `name`; None where it is not there."""
        return next((at for at, card in enumerate(self.cards) if card.claim == name), None)

    def beside(self, name: str, by: int) -> Card | None:
        """Return the card so many places on, or back where negative; None at the ends."""
        at = self.at(name)
        wanted = at + by if at is not None else 0 if by > 0 else len(self.cards) - 1
        return self.cards[wanted] if 0 <= wanted < len(self.cards) else None


@dataclass(frozen=True)
class Outcome:
    """A test that has been done.

    Attributes:
        result: what it measured.
        model: that it was done on.
        setting: where the control stood.
        current: whether model, text and control are still what was tested.
    """

    result: Result
    model: str
    setting: Setting | None
    current: bool = True


@dataclass(frozen=True)
class Lesson:
    """An open card.

    Attributes:
        card: it.
        before, after: the cards beside it in the course.
        also: the cards to go to next that the course has.
        setting: where the control stands; None where there is none.
        stands: whether its scene is set; the person may have undone it.
        guess: the answer that was guessed.
        tested: the last test; None before.
        share: how far a running test is; None where none runs.
        failure: why the test could not be run, or the scene not be set; empty where it could.
        missing: the scene's model where it is not there.
        other_model: a model to test it on in place of the scene's; empty where there is none.
        model: that it is shown for.
    """

    card: Card
    before: Card | None = None
    after: Card | None = None
    also: tuple[Card, ...] = ()
    setting: Setting | None = None
    stands: bool = False
    guess: int | None = None
    tested: Outcome | None = None
    share: float | None = None
    failure: str = ""
    missing: str = ""
    other_model: str = ""
    model: str = ""
