"""On what a card is tested, so that a verdict is never shown for a model that has changed since."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.lessons.card import Card, Setting
from gatescope.session.document.document import Document
from gatescope.session.lessons.lesson import Lesson


@dataclass(frozen=True, eq=False)
class Ground:
    """The model, the text, what is held and the control, as they were when a test began."""

    model: str
    network: Network | None
    held_back: object
    text: str
    setting: Setting | None

    @classmethod
    def of(cls, document: Document, model: str, setting: Setting | None) -> Ground:
        """Return it as it is now."""
        return cls(model, document.networks.get(model), document.interventions.get(model), document.text, setting)

    def is_now(self, document: Document, model: str, setting: Setting | None) -> bool:
        """Return whether all of it is still the same."""
        now = Ground.of(document, model, setting)
        return (
            now.network is self.network
            and (now.model, now.setting, now.text) == (self.model, self.setting, self.text)
            and now.held_back == self.held_back
        )


def card_for(card: Card, text: str) -> Card:
    """Return `card` with the sentence that is read now, where its check reads that of the scene."""
    if not text.strip() or text == card.scene.text or not card.scene.text:
        return card
    return replace(card, scene=replace(card.scene, text=text))


def stand_in(card: Card, document: Document, model: str, put_by_lesson: Network | None) -> Model | None:
    """Return the model that is tested in place of the card's own: another one, or one that the person has edited.

    Args:
        put_by_lesson: the network that the scene, or its control, has put in place, which the check makes by itself.
    """
    known = document.models.get(model)
    if known is None or not card.scene.model or not _takes_another_model(card):
        return None
    network = document.networks[model]
    as_made = network is known.network or network is put_by_lesson
    if model == card.scene.model and as_made:
        return None
    return replace(known, network=known.network if as_made else network, origin=None)


def other_model(lesson: Lesson, document: Document, front: str, own: str) -> str:
    """Return a model to test the card on in place of its own; empty where there is none, or it is not about such.

    Args:
        front: the model in front.
        own: the one that was in front before the scene was set.
    """
    scene = lesson.card.scene
    if not scene.model or scene.compare or lesson.model != scene.model:
        return ""
    found = own if front == scene.model else front
    known = document.models.get(found)
    # Those that come along are no less at hand in the bar of models.
    if found == scene.model or known is None or (found != front and known.origin is None):
        return ""
    from gatescope.lessons.testing import serves

    return found if serves(lesson.card, known) else ""


def _takes_another_model(card: Card) -> bool:
    # What decides claims is imported with the first cards, and not with the window.
    from gatescope.lessons.testing import takes_another_model

    return takes_another_model(card)
