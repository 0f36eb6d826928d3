"""What is in front when other models are shown: what was there when they were last."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from gatescope.session.document.document import Document, Focus
from gatescope.session.document.quantities import usual
from gatescope.session.document.shading import READOUT, SURPRISE, Front

_MOST = 32


def turned(focus: Focus, before: Document, after: Document) -> Focus:
    """Return `focus`, that of `before`, for `after`: where other models are shown, as they were left."""
    if before.shown == after.shown:
        return focus
    # What the models say is read out in their own way; a signal that was chosen stays.
    unchosen = focus.shading.quantity in (READOUT, SURPRISE)
    if not before.shown:
        return replace(focus, shading=usual(after)) if unchosen else focus
    left = Front(before.shown, focus.model, focus.part, focus.shading)
    fronts = among((*focus.fronts, left), after.models)[-_MOST:]
    back = next((front for front in fronts if front.shown == after.shown), None)
    if back is None:
        return replace(focus, fronts=fronts, shading=usual(after) if unchosen else focus.shading)
    # The layer stays where both have it, to be compared; a shallower model takes it from no other.
    lost = any(back.part not in before.networks[name].parts for name in before.shown)
    return replace(focus, fronts=fronts, model=back.model, part=back.part if lost else focus.part, shading=back.shading)


def among(fronts: Iterable[Front], models: Container[str]) -> tuple[Front, ...]:
    """Return how sets of these open models were left, each once; a closed model is gone from its sets."""
    last: dict[tuple[str, ...], Front] = {}
    for front in fronts:
        shown = tuple(name for name in front.shown if name in models)
        if shown:
            last.pop(shown, None)
            last[shown] = replace(front, shown=shown)
    return tuple(last.values())


def last_shown(focus: Focus, closed: str) -> tuple[str, ...]:
    """Return what was shown last and stays open when the model called `closed` is not; none where nothing was."""
    kept = (tuple(name for name in front.shown if name != closed) for front in reversed(focus.fronts))
    return next((shown for shown in kept if shown), ())
