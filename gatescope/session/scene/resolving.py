"""From a scene to the work of a session: finds its models, and gives them back what was changed in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from gatescope.engine.network import Network
from gatescope.errors import FormatError, GateScopeError
from gatescope.formats.core.model import Model
from gatescope.formats.own.library import bundled, load
from gatescope.formats.own.tensors import tensors, with_tensors
from gatescope.session.document.changes import fitting
from gatescope.session.document.document import Document, Fed, UnitRef
from gatescope.session.document.shading import Shading
from gatescope.session.scene.changed_bits import unpacked
from gatescope.session.scene.digest import network_digest, words_digest
from gatescope.session.scene.scene import Scene, SceneModel
from gatescope.session.standing import Standing
from gatescope.words import tr


@dataclass(frozen=True, eq=False)
class FoundModel:
    """A model of a scene that is at hand.

    Attributes:
        model: as it was opened.
        network: its parameters as the scene has them.
        fed: the vectors that it reads, or None.
    """

    model: Model
    network: Network
    fed: Fed | None


@dataclass(frozen=True, eq=False)
class Found:
    """The models of a scene, by the names that it calls them; `lacking` are those that are not at hand."""

    models: Mapping[str, FoundModel]
    lacking: tuple[SceneModel, ...] = ()


def find_models(scene: Scene, path: Path, at_hand: Iterable[Model]) -> Found:
    """Return the models of `scene`: of those at hand, or of the bundled ones. No file is opened that the scene names.

    Args:
        path: the figure, for errors.
        at_hand: models that are open.

    Raises:
        FormatError: what the scene changed does not fit a model, or a bundled model is another one by now.
    """
    known = tuple(at_hand)
    found: dict[str, FoundModel] = {}
    lacking = []
    for wanted in scene.models:
        model = _find(wanted, known)
        if model is None and not wanted.file:
            if wanted.name not in bundled():
                raise FormatError(
                    path, tr("shows {name!r:.80}, which does not come with this GateScope", name=wanted.name)
                )
            model = load(wanted.name)
            if not is_model_of(wanted, model):
                raise FormatError(
                    path,
                    tr(
                        "shows {name} as GateScope {version} has it; the {name} of this GateScope is another one, so "
                        "that the picture would be, too",
                        name=wanted.name,
                        version=scene.version,
                    ),
                )
        if model is None:
            lacking.append(wanted)
        else:
            found[wanted.name] = _restored(wanted, path, model)
    return Found(MappingProxyType(found), tuple(lacking))


def is_model_of(wanted: SceneModel, model: Model) -> bool:
    """Return whether `model` is the one that the scene shows: the same parameters, read alike, with the same words."""
    return network_digest(model.network) == wanted.digest and words_digest(model) == wanted.words


def work_of(scene: Scene, found: Found, names: Mapping[str, str], document: Document) -> Standing:
    """Return the work of `scene` in `document`, in which all of its models are open.

    Args:
        found: its models.
        names: what the document calls each of them.
    """
    networks, fed, interventions = dict(document.networks), dict(document.fed), dict(document.interventions)
    for one in scene.models:
        name, own = names[one.name], found.models[one.name]
        networks[name] = own.network
        fed.pop(name, None)
        interventions.pop(name, None)
        if own.fed is not None:
            fed[name] = own.fed
        if one.interventions:
            interventions[name] = one.interventions
    document = replace(
        document,
        text=scene.text,
        caret=scene.caret,
        typing=False,
        shown=tuple(names[one.name] for one in scene.models),
        networks=MappingProxyType(networks),
        fed=MappingProxyType(fed),
        interventions=MappingProxyType(interventions),
    )

    def called(model: str) -> str:
        return names.get(model, model)

    def renamed(units: Iterable[UnitRef]) -> tuple[UnitRef, ...]:
        return tuple(replace(unit, model=called(unit.model)) for unit in units)

    focus = scene.focus
    shading: Shading = replace(focus.shading, model=called(focus.shading.model))
    focus = replace(
        focus,
        model=called(focus.model),
        shading=shading,
        units=renamed(focus.units),
        lively=renamed(focus.lively),
        fronts=(),
    )
    return Standing(document, focus, scene.place, scene.elsewhere)


def _find(wanted: SceneModel, known: Sequence[Model]) -> Model | None:
    """Return the model at hand that is wanted, those of its name first: to compare others, they have to be hashed."""
    named = [model for model in known if model.name == wanted.name]
    others = [model for model in known if model.name != wanted.name] if wanted.file else []
    return next((model for model in (*named, *others) if is_model_of(wanted, model)), None)


def _restored(wanted: SceneModel, path: Path, model: Model) -> FoundModel:
    network = model.network
    if wanted.edited:
        whole = tensors(network)
        for name, bits in wanted.edited.items():
            if name not in whole:
                raise FormatError(
                    path, tr("changes {name!r:.60} of {name2}, which has no such array", name=name, name2=wanted.name)
                )
            whole[name] = unpacked(path, bits, whole[name])
        network = with_tensors(network, whole)
    try:
        fed = None if wanted.fed is None else fitting(Fed(*wanted.fed), network, wanted.name)
    except GateScopeError as error:
        raise FormatError(
            path, tr("feeds {name} with what it does not take: {error}", name=wanted.name, error=error)
        ) from error
    return FoundModel(model, network, fed)
