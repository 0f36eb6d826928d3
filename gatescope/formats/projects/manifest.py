"""The manifest of a project: what it holds, as JSON, with the arrays apart.

    schema      the number of this form; a file with a greater one comes from a newer GateScope. What the first form
                can hold is written in it, so that an older GateScope can read it; the second one has interventions
                with switches, patches, copied weights, and those that do not fit their model
    gatescope   the version that wrote it
    text, caret, shown, focus, layout
    models      in their order, each with
        card            as it would lie beside the model's weights; `own` names the fields that the model itself had
        masked_id, origin
        edited          whether its parameters are others than when it was loaded
        fed             the name of the vectors it reads, or null
        interventions   what is held while it runs

The arrays of the k-th model are ``k.trained.NAME`` and, where they were edited, ``k.edited.NAME``, with the names of
`formats.tensors`; its vectors are ``k.fed``, and the values of its j-th intervention, a patch, ``k.patched.j``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from gatescope import __version__
from gatescope.engine.network import Array, Network
from gatescope.errors import FormatError
from gatescope.formats.core.model import Model, Origin
from gatescope.formats.files.json_fields import Fields
from gatescope.formats.own import card as model_card
from gatescope.formats.own.structure import read_structure
from gatescope.formats.own.tensors import tensors, with_tensors
from gatescope.formats.projects.content import Project, ProjectModel
from gatescope.formats.projects.intervention_fields import (
    describe_interventions,
    is_new,
    patched_arrays,
    read_interventions,
)
from gatescope.text.whole_characters import whole_characters
from gatescope.words import mark, tr

SCHEMA = 2
_WHAT = mark("the project")


# A project is saved again and again while its models stay: a card with a hundred thousand tokens is written once.
_cards: WeakKeyDictionary[Model, str] = WeakKeyDictionary()


def describe_project(project: Project) -> tuple[bytes, dict[str, Array]]:
    """Return the manifest of `project` as JSON, and its arrays by name."""
    arrays: dict[str, Array] = {}
    models = []
    for k, one in enumerate(project.models):
        models.append(_describe_model(one))
        arrays |= {f"{k}.{name}": array for name, array in _arrays(one)}
    manifest = {
        "schema": SCHEMA if any(is_new(one.interventions, one.network) for one in project.models) else 1,
        "gatescope": __version__,
        "text": project.text,
        "caret": project.caret,
        "shown": list(project.shown),
        "focus": dict(project.focus),
        "layout": dict(project.layout),
    }
    text = f'{json.dumps(manifest)[:-1]}, "models": [{", ".join(models)}]}}'
    return text.encode(), arrays


def check_schema(path: Path, manifest: object) -> dict[str, Any]:
    """Return `manifest`, the content of ``manifest.json``, if this version of GateScope knows its form.

    Raises:
        FormatError: it is no manifest, or of a newer form.
    """
    fields = Fields(path, manifest, _WHAT)
    schema = fields.whole("schema", least=1)
    if schema > SCHEMA:
        by = f"GateScope {fields.get('gatescope', str)!s:.20}" if "gatescope" in fields.fields else "a newer GateScope"
        raise FormatError(
            path,
            tr(
                "was saved by {by} in form {schema} of the project file; this is GateScope {version}, which reads "
                "form {schema2}: update GateScope to open it",
                by=by,
                schema=schema,
                version=__version__,
                schema2=SCHEMA,
            ),
        )
    return dict(fields.fields)


def project_of(path: Path, manifest: Mapping[str, Any], arrays: Mapping[str, Array]) -> Project:
    """Return the project that `describe_project` described.

    Raises:
        FormatError: a field or an array of the file at `path` is missing or is not what it should be.
    """
    fields = Fields(path, manifest, _WHAT)
    text = whole_characters(fields.get("text", str))
    caret = None if fields.fields.get("caret") is None else fields.whole("caret", most=len(text))
    found = fields.get("models", list)
    parts: dict[str, dict[str, Array]] = {str(k): {} for k in range(len(found))}
    for name, array in arrays.items():
        k, _, rest = name.partition(".")
        if k not in parts:
            raise FormatError(path, tr("holds an array {name!r:.60} that belongs to none of its models", name=name))
        parts[k][rest] = array
    models = tuple(_model(path, one, own) for one, own in zip(found, parts.values(), strict=True))
    names = [one.model.name for one in models]
    if len(set(names)) < len(names):
        raise FormatError(path, tr("holds two models of one name"))
    shown = tuple(dict.fromkeys(fields.strings("shown")))
    if not set(shown) <= set(names) or (names and not shown):
        raise FormatError(
            path,
            tr(
                "shows {value:.60}, but holds {listed:.200}",
                value=", ".join(shown) or "nothing",
                listed=", ".join(names),
            ),
        )
    return Project(text, caret, models, shown, fields.get("focus", dict), fields.get("layout", dict))


def _describe_model(one: ProjectModel) -> str:
    model, origin = one.model, one.model.origin
    where = None
    if origin is not None:
        where = {
            "path": str(origin.path),
            "kind": origin.kind,
            "stack": origin.stack,
            "overrides": {**origin.overrides},
        }
    fields = {
        "own": list(model.card),
        "masked_id": model.masked_id,
        "origin": where,
        "edited": one.network is not model.network,
        "fed": None if one.fed is None else one.fed[0],
        "interventions": describe_interventions(one.interventions),
    }
    card = _cards.get(model)
    if card is None:
        card = _cards[model] = json.dumps(model_card.describe(model))
    return f'{json.dumps(fields)[:-1]}, "card": {card}}}'


def _arrays(one: ProjectModel) -> Iterator[tuple[str, Array]]:
    trained = tensors(one.model.network)
    yield from ((f"trained.{name}", array) for name, array in trained.items())
    for name, array in tensors(one.network).items():
        # Unedited arrays are the same objects, since networks share their arrays.
        if array is not trained[name]:
            yield f"edited.{name}", array
    if one.fed is not None:
        yield "fed", one.fed[1]
    for place, values in patched_arrays(one.interventions).items():
        yield f"patched.{place}", values


def _model(path: Path, found: object, arrays: Mapping[str, Array]) -> ProjectModel:
    fields = Fields(path, found, _WHAT, mark("model"))
    card = Fields(path, fields.get("card", dict))
    vocabulary, tokenizer = model_card.vocabulary(path, card.fields.get("vocabulary"))
    structure = read_structure(path, card.fields, None if vocabulary is None else len(vocabulary))
    trained = structure.network(path, _under("trained.", arrays))
    edited = _edited(path, trained, _under("edited.", arrays)) if fields.get("edited", bool) else trained
    fed = None
    if fields.fields.get("fed") is not None:
        fed = fields.get("fed", str), _vectors(path, arrays, trained)
    name = card.get("name", str)
    if not name:
        raise FormatError(path, tr("holds a model without a name"))
    masked_id = None if fields.fields.get("masked_id") is None else fields.whole("masked_id")
    own = set(fields.strings("own"))
    model = Model(
        name=name,
        network=trained,
        vocabulary=vocabulary,
        tokenizer=tokenizer,
        card={key: value for key, value in card.fields.items() if key in own},
        masked_id=masked_id,
        origin=_origin(path, fields.fields.get("origin")),
    )
    interventions = read_interventions(path, fields.get("interventions", list), _under("patched.", arrays), _WHAT)
    return ProjectModel(model, edited, fed, interventions)


def _under(prefix: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _edited(path: Path, trained: Network, found: Mapping[str, Array]) -> Network:
    whole = tensors(trained)
    for name, array in found.items():
        if name not in whole or whole[name].shape != array.shape or whole[name].dtype != array.dtype:
            raise FormatError(path, tr("holds an edited array {name!r:.60} that does not fit its model", name=name))
    return with_tensors(trained, {**whole, **found})


def _vectors(path: Path, arrays: Mapping[str, Array], network: Network) -> Array:
    vectors = arrays.get("fed")
    if vectors is None or vectors.ndim != 2 or vectors.shape[1] != network.inputs or vectors.dtype != network.dtype:
        raise FormatError(path, tr("lacks the vectors that a model is fed with, or has others than it takes"))
    if network.embedding is not None:
        raise FormatError(path, tr("feeds a model with vectors that reads a text"))
    return vectors


def _origin(path: Path, found: object) -> Origin | None:
    if found is None:
        return None
    fields = Fields(path, found, _WHAT, mark("origin of a model"))
    overrides = fields.get("overrides", dict)
    if not all(isinstance(value, str) for value in overrides.values()):
        raise fields.wrong("overrides", overrides)
    return Origin(Path(fields.get("path", str)), fields.get("kind", str), fields.get("stack", str), overrides)
