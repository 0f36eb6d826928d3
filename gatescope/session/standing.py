"""The work as it stands at one moment, to come back to it bit for bit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gatescope.session.document.changes import with_entry, with_model, without_model
from gatescope.session.document.document import Document, Focus


@dataclass(frozen=True, eq=False)
class Standing:
    """Everything that a person sees and has changed. The arrays are those of the networks, which are never written.

    Attributes:
        place: the character position that the token cursor follows; None for the end of the text.
        elsewhere: whether it is not one of the sentence, but of what a model reads in its stead.
    """

    document: Document
    focus: Focus
    place: int | None = None
    elsewhere: bool = False

    def among(self, now: Document) -> Standing:
        """Return it with the models that are open in `now`: to open, close or read one again is no undo step of it."""
        document = self.document
        for name, model in now.models.items():
            if document.models.get(name) is not model:
                document = with_model(document, model, now.networks[name], now.opened.get(name))
                if name not in self.document.models:
                    # Vectors with which a model was opened are no undo step either.
                    document = with_entry(document, "fed", name, now.fed.get(name))
        for name in self.document.models:
            if name not in now.models:
                document = without_model(document, name)
        return self if document is self.document else replace(self, document=document)

    def is_work_of(self, now: Document) -> bool:
        """Return whether `now` is its document, but for models that were opened or closed meanwhile."""
        mine = self.among(now).document
        return (
            (mine.text, mine.shown, mine.caret) == (now.text, now.shown, now.caret)
            and all(mine.networks[name] is network for name, network in now.networks.items())
            and all(mine.fed.get(name) is now.fed.get(name) for name in now.models)
            and mine.interventions == now.interventions
        )
