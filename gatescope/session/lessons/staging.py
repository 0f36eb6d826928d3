"""The work that the scene of a card asks for, as a pure function of the work as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from gatescope.engine.exact_number import exact
from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Network
from gatescope.engine.what_if import what_if
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.lessons.card import Card, Control, Scene, Setting
from gatescope.session.document.document import Document, UnitRef
from gatescope.session.document.quantities import usual
from gatescope.session.document.shading import Shading
from gatescope.session.standing import Standing
from gatescope.words import tr

_FAMILY_OF_CELLS = 2


def staged(card: Card, work: Standing, model: str, setting: Setting | None) -> Standing:
    """Return `work` with the scene of `card` set for the open model called `model`, its control at `setting`.

    What the scene does not name stays as it is; everything held, taken out or edited in its models is free again.

    Raises:
        UsageError: the model has no signal, unit or parameter of that name.
    """
    scene, document = card.scene, work.document
    shown = _shown(document, scene, model)
    networks, interventions = dict(document.networks), dict(document.interventions)
    for name in shown:
        trained = document.models[name].network
        network = _edited(trained, trained, scene, card.control, setting)
        wanted = held_in(card, network, setting, strict=name == model)
        networks[name] = network
        interventions.pop(name, None)
        if wanted:
            interventions[name] = wanted
    text = _text(card, document.text, setting)
    document = replace(
        document,
        text=text,
        typing=False,
        shown=shown,
        networks=MappingProxyType(networks),
        interventions=MappingProxyType(interventions),
    )
    place = _place(document.models[model], text, scene.token)
    document = replace(document, caret=len(text) if place is None else place)
    part = networks[model].default_part
    focus = replace(
        work.focus,
        model=model,
        part=part,
        span=None,
        units=tuple(UnitRef(model, part, unit) for unit in scene.units),
        shading=Shading(scene.signal) if scene.signal else usual(document),
    )
    return Standing(document, focus, document.caret)


def moved(card: Card, work: Standing, model: str, before: Setting | None, setting: Setting) -> Standing:
    """Return `work` with the control of `card` at `setting`, which was at `before`, and nothing else changed.

    Raises:
        UsageError: the model has nothing of what the control holds.
    """
    control, document = card.control, work.document
    if control is None:
        return work
    if control.argument == "text":
        text = str(setting)
        return replace(work, document=replace(document, text=text, caret=len(text), typing=False), place=len(text))
    networks, interventions = dict(document.networks), dict(document.interventions)
    for name in document.shown:
        if control.kind == "gain":
            networks[name] = _edited(networks[name], document.models[name].network, card.scene, control, setting)
        elif control.holds:
            network, now = networks[name], interventions.pop(name, NONE)
            gone = held_in(card, network, before, strict=False).items
            kept = tuple(item for item in now.items if item not in gone)
            wanted = Interventions((*kept, *held_in(card, network, setting, strict=name == model).items))
            if wanted:
                interventions[name] = wanted
    document = replace(document, networks=MappingProxyType(networks), interventions=MappingProxyType(interventions))
    return replace(work, document=document)


def held_in(card: Card, network: Network, setting: Setting | None, *, strict: bool = True) -> Interventions:
    """Return what the scene of `card` holds and takes out in `network`, with its control at `setting`.

    Raises:
        UsageError: the network has nothing of that name; with `strict` off that is left out.
    """
    control, scene = card.control, card.scene
    holds: Sequence[str] = scene.hold
    if control is not None and control.holds and setting is not None:
        holds = tuple(one.format(value=_written(setting)) for one in control.holds)
    wanted = Interventions(tuple(item for _, item in what_if(holds, scene.ablate).items))
    if strict:
        wanted.check(network, _ENDLESS)
    return wanted.acting(network)


_ENDLESS = 1 << 30
"""Tokens: how many there are is not asked, since the text may be edited."""


def _shown(document: Document, scene: Scene, model: str) -> tuple[str, ...]:
    """Return the models in view: that of the scene, or all of its family in their order."""
    if not scene.compare:
        return (model,)
    family = document.models[model].family
    mates = tuple(name for name, one in document.models.items() if one.family == family)
    return mates if len(mates) >= _FAMILY_OF_CELLS else (model,)


def _edited(
    network: Network, trained: Network, scene: Scene, control: Control | None, setting: Setting | None
) -> Network:
    """Return `network` with parameters of the trained one times the factors of the scene, or of its control."""
    factors: Mapping[str, float] = scene.edits
    known = network.keys()
    if control is not None and control.kind == "gain" and isinstance(setting, int | float):
        recurrent = tuple(key for key in known if ".U." in key)
        factors = dict.fromkeys(scene.edits or recurrent, float(setting))
    for key, factor in factors.items():
        if key not in known:
            raise UsageError(tr("the model has no parameter {key!r}", key=key))
        values = trained.array(key)
        if factor != 1.0 or network is not trained:
            network = network.with_array(key, (values * factor).astype(values.dtype))
    return network


def _text(card: Card, before: str, setting: Setting | None) -> str:
    if card.control is not None and card.control.argument == "text" and isinstance(setting, str):
        return setting
    return card.scene.text or before


def _place(model: Model, text: str, token: int) -> int | None:
    """Return the character behind the token that the scene names; None where the model reads no text."""
    try:
        ends = tokens_of_text(model, text).ends
    except UsageError:
        return None
    at = token if token >= 0 else len(ends) + token
    return int(ends[min(max(at, 0), len(ends) - 1)]) if len(ends) else None


def _written(setting: Setting) -> str:
    return setting if isinstance(setting, str) else exact(setting)
