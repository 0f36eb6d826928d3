"""Which maps of a Compare have room: a group a model, its hidden state always, the rest folded where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gatescope.plots.description import HeatmapPanel
from gatescope.plots.map_stack import least_height

MAIN = "hidden_state"
"""The signal of every group that is never folded, and comes first and taller."""


@dataclass(frozen=True)
class MapGroups:
    """The maps to show, and by model those that are folded."""

    shown: tuple[HeatmapPanel, ...]
    folded: Mapping[str, tuple[HeatmapPanel, ...]]


def fit_groups(
    panels: Sequence[HeatmapPanel],
    front: str,
    height: float,
    by_hand: Mapping[str, frozenset[str]],
    unit: float = 1.0,
) -> MapGroups:
    """Fold maps until the others fit into `height` pixels without getting thinner than they may.

    Groups fold whole, from the first one; that of the model in front folds last and map by map, from its end.

    Args:
        front: the model in front.
        by_hand: by model, the signals that a person has folded; such a group is left as it is, and the maps may then
            need more height than there is.
        unit: logical pixels of one design pixel.
    """
    models = list(dict.fromkeys(panel.model for panel in panels))
    if len(models) < 2:
        return MapGroups(tuple(panels), {})
    gone = {(panel.model, panel.signal) for panel in panels if panel.signal in by_hand.get(panel.model, ())}
    free = [model for model in models if model not in by_hand]
    others = [[(p.model, p.signal) for p in panels if p.model == model] for model in free if model != front]
    own = [[(p.model, p.signal)] for p in reversed(panels) if p.model == front and front in free]
    for fold in [*others, *own]:
        if least_height([panel for panel in panels if (panel.model, panel.signal) not in gone], unit) <= height:
            break
        gone.update(key for key in fold if key[1] != MAIN)
    folded = {model: tuple(p for p in panels if p.model == model and (model, p.signal) in gone) for model in models}
    shown = tuple(panel for panel in panels if (panel.model, panel.signal) not in gone)
    return MapGroups(shown, {model: hidden for model, hidden in folded.items() if hidden})
