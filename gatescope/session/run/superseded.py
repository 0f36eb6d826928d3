"""Finds the runs that a change of the document makes stale, before anything is stepped."""

from __future__ import annotations

from gatescope.engine.interventions import NONE, Interventions
from gatescope.session.document.document import Document


def superseded(before: Document, after: Document) -> frozenset[str]:
    """Return the names of the models shown in `before` whose runs will be other ones for `after`, or none at all."""
    return frozenset(name for name in before.shown if name not in after.shown or _differs(before, after, name))


def _acting(document: Document, name: str) -> Interventions:
    return document.interventions.get(name, NONE).acting(document.networks[name])


def _differs(before: Document, after: Document, name: str) -> bool:
    return (
        after.models[name] is not before.models[name]
        or after.networks[name] is not before.networks[name]
        or after.fed.get(name) is not before.fed.get(name)
        or _acting(after, name) != _acting(before, name)
        or (after.text != before.text and after.networks[name].embedding is not None)
    )
