"""What of a scene can be said in words: as arguments of the functions for scripts and of the command line.

Moved weights, vectors, patches and copied weights cannot; a figure of them is drawn again from its scene.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gatescope.engine.interventions import Ablate, Clamp, Held
from gatescope.engine.what_if import spans
from gatescope.errors import GateScopeError, UsageError
from gatescope.session.scene.figure_settings import FigureSettings, read_settings
from gatescope.session.scene.link import to_link
from gatescope.session.scene.scene import Scene

_HERE = Path("the scene")


@dataclass(frozen=True)
class Place:
    """Where interventions act: None is for the usual layer and direction."""

    layer: int | None
    direction: str | None


@dataclass(frozen=True)
class WhatIfWords:
    """Interventions of one run as they are written.

    Attributes:
        clamps: as `engine.what_if.parse_clamp` reads them, in their order.
        ablated: units; the ablation comes after all clamps.
        place: the one of all of them.
    """

    clamps: tuple[str, ...] = ()
    ablated: tuple[int, ...] = ()
    place: Place = Place(None, None)

    @property
    def units(self) -> str:
        """The ablated units as ``u3,u7-9``; empty for none."""
        return spans("u", self.ablated)


@dataclass(frozen=True)
class Sayable:
    """A scene in words.

    Attributes:
        settings: the view and its options.
        what_if: what is held in every run.
    """

    settings: FigureSettings
    what_if: WhatIfWords


def sayable(scene: Scene) -> Sayable | None:
    """Return `scene` in words; None where some of it cannot be said, or it is of no figure."""
    try:
        settings = read_settings(_HERE, scene.figure)
    except GateScopeError:
        return None
    if (
        settings.as_focused
        or any(model.edited or model.fed is not None for model in scene.models)
        or "\0" in scene.text
    ):
        return None
    if len({model.interventions for model in scene.models}) > 1:
        return None
    items = scene.models[0].interventions.items
    what_if = _in_words(items)
    return None if what_if is None else Sayable(settings, what_if)


def source_of(scene: Scene, figure: Path | None) -> str | None:
    """Return what a scene that cannot be said is drawn from again: a link where one leads to it, else the file `figure`
    that carries it; None where there is neither."""
    try:
        return to_link(scene)
    except UsageError:
        return None if figure is None else str(figure)


def _in_words(items: tuple[Held, ...]) -> WhatIfWords | None:
    clamps: list[str] = []
    ablated: tuple[int, ...] = ()
    places: set[Place] = set()
    for item in items:
        written = _clamp(item) if isinstance(item, Clamp) else ""
        if not item.on or ablated or written is None or not isinstance(item, Clamp | Ablate):
            return None
        places.add(Place(item.layer, item.direction))
        if isinstance(item, Ablate):
            ablated = item.units
        else:
            clamps.append(written)
    if len(places) > 1:
        return None
    return WhatIfWords(tuple(clamps), ablated, next(iter(places), Place(None, None)))


def _clamp(item: Clamp) -> str | None:
    """Return a clamp with every digit of its value; None where its tokens are not one after the other."""
    if item.tokens is not None and (item.tokens.step != 1 or not item.tokens):
        return None
    units = "" if item.units is None else f"@{spans('u', item.units)}"
    tokens = "" if item.tokens is None else f"@{spans('t', item.tokens)}"
    return f"{item.signal}={item.value!r}{units}{tokens}"
