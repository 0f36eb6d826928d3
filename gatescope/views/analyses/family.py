"""The open models beside the one in front: those of its family that read the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatescope.analysis.experiment.experiment import Experiment
from gatescope.analysis.experiment.family import Member, effort
from gatescope.analysis.targets import Target
from gatescope.engine.copied_weights import rewired
from gatescope.engine.interventions import NONE
from gatescope.engine.part import Part
from gatescope.errors import UsageError
from gatescope.session.analyses.question import Question
from gatescope.session.run.snapshot import Run

if TYPE_CHECKING:
    from gatescope.formats.core.model import Model
    from gatescope.session.document.document import Document

_QUICK = 40_000
"""Tokens, in all models, that are stepped in compiled code within a second; see `effort`."""


class Family:
    """Keeps the document, and which of its models belong together.

    Attributes:
        order: the names of all open models, as the window offers them.
    """

    def __init__(self) -> None:
        self.order: tuple[str, ...] = ()
        self._document: Document | None = None
        self._of: tuple[object, str] = (None, "")
        self._names: tuple[str, ...] = ()

    def show(self, document: Document) -> None:
        """Take the document; cheap, for it is told at every key."""
        self._document = document

    def question(self, runs: tuple[Run, ...], target: Target | None, part: Part, experiment: Experiment) -> Question:
        """Return the question about the gradient of `runs`: of one alone, with its family beside it."""
        members = self.members(runs[0].model) if len(runs) == 1 and runs[0].reads != "vectors" else ()
        if not members and not experiment:
            return Question.of("gradient flow", runs, target=target, part=part)
        # What is slower, or busy in Python, has a process of its own, and starts when the person pauses.
        long = sum(effort(len(members), len(run.tokens), experiment) for run in runs) > _QUICK
        asked = "long family flow" if long else "family flow"
        return Question.of(asked, runs, target=target, part=part, members=members, experiment=experiment)

    def members(self, front: str) -> tuple[Member, ...]:
        """Return the models beside `front`; none where it reads no words or is not open."""
        document = self._document
        if document is None or front not in document.models:
            return ()
        if self._of != (document.models, front):
            self._of, self.order = (document.models, front), tuple(document.models)
            model = document.models[front]
            self._names = tuple(name for name, other in document.models.items() if _beside(model, other))
        found = []
        for name in self._names:
            try:
                network, others = rewired(document.networks[name], document.interventions.get(name, NONE))
            except UsageError:
                # Its own run says what is wrong with what is held, once it is shown.
                continue
            found.append(Member(name, network, others))
        return tuple(found)


def asked_beside(question: Question) -> tuple[tuple[Member, ...], Experiment] | None:
    """Return the models and the experiment that a question is about; None for one about the shown runs as they are."""
    about = dict(question.about)
    members, experiment = about.get("members"), about.get("experiment")
    if not isinstance(members, tuple) or not isinstance(experiment, Experiment):
        return None
    return members, experiment


def _beside(model: Model, other: Model) -> bool:
    """Return whether `other` belongs to the family of `model` and makes the same tokens of a text."""
    return (
        other is not model
        and other.family == model.family
        and model.network.embedding is not None
        and other.network.embedding is not None
        and (model.tokenizer, model.vocabulary, model.masked_id) == (other.tokenizer, other.vocabulary, other.masked_id)
    )
