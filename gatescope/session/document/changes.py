"""Pure functions that return a document with one thing changed and share everything else with the old one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from gatescope.engine.network import Network
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.session.document.document import Document, Fed
from gatescope.session.document.holding import pinned
from gatescope.session.document.unasked_vectors import sample
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.session.undo.commands import Entry

_Value = TypeVar("_Value")


def opened(models: Iterable[Model], text: str) -> Document:
    """Return a document with these models open, the first one shown; those whose cards give vectors read them."""
    named = {model.name: model for model in models}
    fed = {name: sample(model) for name, model in named.items()}
    return Document(
        text=text,
        models=MappingProxyType(named),
        networks=MappingProxyType({name: model.network for name, model in named.items()}),
        shown=tuple(named)[:1],
        fed=MappingProxyType({name: vectors for name, vectors in fed.items() if vectors is not None}),
    )


def open_ones(document: Document, names: Iterable[str]) -> tuple[str, ...]:
    """Return `names`, each once.

    Raises:
        UsageError: there is none, or one is not open.
    """
    wanted = tuple(dict.fromkeys(names))
    unknown = [name for name in wanted if name not in document.models]
    if unknown or not wanted:
        listed = ", ".join(document.models) or tr("none")
        raise UsageError(
            tr("the model {model!r} is not open; open are {listed}", model=unknown[0], listed=listed)
            if unknown
            else tr("at least one model must be shown; open are {listed}", listed=listed)
        )
    return wanted


def with_network(document: Document, model: str, network: Network) -> Document:
    """Return `document` with other parameters for an open model, which is shown if it was not."""
    return replace(in_sight(document, model), networks=_with(document.networks, model, network))


def in_sight(document: Document, model: str) -> Document:
    """Return `document` with `model` shown, alone if it was not: an undo step must be visible."""
    return document if model in document.shown else replace(document, shown=(model,))


def with_edits(edited: Network, before: Network, after: Network) -> Network:
    """Return `after` with the parameters edited in `before`, if only kinds and labels of its read-outs are new.

    Labels come with the words, kinds with another reading. A network that was read anew is returned as it is.
    """
    if not _read_alike(before, after):
        return after
    if [(r.kind, r.labels) for r in edited.readouts] == [(r.kind, r.labels) for r in after.readouts]:
        return edited
    readouts = zip(edited.readouts, after.readouts, strict=True)
    named = (replace(mine, kind=new.kind, labels=new.labels) for mine, new in readouts)
    return replace(edited, readouts=tuple(named))


def _read_alike(a: Network, b: Network) -> bool:
    """Return whether two networks are the same reading of the very same arrays."""
    if (a.cell, a.convention, a.directions, len(a.readouts)) != (b.cell, b.convention, b.directions, len(b.readouts)):
        return False
    readouts = zip(a.readouts, b.readouts, strict=True)
    alike = all(mine.weight is other.weight and mine.bias is other.bias for mine, other in readouts)
    return alike and a.layers is b.layers and a.embedding is b.embedding


def with_model(document: Document, model: Model, network: Network, opened: Network | None = None) -> Document:
    """Return `model` open with the parameters `network`, in place of one of its name; shown where nothing else is.

    Vectors of a model of that name that no longer fit are gone; interventions stay, whether they fit or not.

    Args:
        opened: the network as it was opened, where that is not the model's own.
    """
    changed = replace(
        document,
        models=_with(document.models, model.name, model),
        networks=_with(document.networks, model.name, network),
        opened=_with(document.opened, model.name, opened),
        shown=document.shown or (model.name,),
    )
    fed, interventions = document.fed.get(model.name), document.interventions.get(model.name)
    if fed is not None and (network.embedding is not None or fed.vectors.shape[1] != network.inputs):
        changed = with_entry(changed, "fed", model.name, None)
    if interventions is not None:
        before = document.networks[model.name]
        kept = interventions if before.parts == network.parts else pinned(interventions, before.default_part)
        changed = with_entry(changed, "interventions", model.name, kept)
    return changed


def with_trained(document: Document, name: str, network: Network) -> Document:
    """Return `document` with `network`, to which training came, for an open model; changes of the person's count from
    there."""
    if name not in document.models:
        return document
    return replace(
        document,
        networks=_with(document.networks, name, network),
        opened=_with(document.opened, name, network),
    )


def settled(document: Document, name: str) -> Document:
    """Return `document` with the network to which training came as that of the model itself."""
    network = document.networks[name]
    if document.models[name].network is network:
        return replace(document, opened=_with(document.opened, name, None))
    model = replace(document.models[name], network=network)
    return replace(document, models=_with(document.models, name, model), opened=_with(document.opened, name, None))


def without_model(document: Document, name: str, instead: tuple[str, ...] = ()) -> Document:
    """Return `document` with the model called `name` closed; if only that was shown, those in `instead` are, or the
    first other one."""
    changed = replace(
        document, models=_with(document.models, name, None), networks=_with(document.networks, name, None)
    )
    shown = tuple(model for model in document.shown if model != name) or instead or tuple(changed.models)[:1]
    for field in ("fed", "interventions"):
        changed = with_entry(changed, field, name, None)
    return replace(changed, opened=_with(changed.opened, name, None), shown=shown)


def with_entry(document: Document, field: Entry, model: str, value: object) -> Document:
    """Return `document` with `value` for `model` in the mapping `field`; None removes it."""
    changed = {field: _with(getattr(document, field), model, value)}
    return replace(document, **changed)  # type: ignore[arg-type]


def fitting(fed: Fed, network: Network, model: str) -> Fed:
    """Return `fed` in the precision of `network`.

    Raises:
        UsageError: `model` reads a text, or vectors of another width.
    """
    if network.embedding is not None:
        raise UsageError(tr("{model} reads a text, not vectors", model=model))
    if fed.vectors.ndim != 2 or fed.vectors.shape[1] != network.inputs:
        raise UsageError(
            tr(
                "{name} has the shape {shape}; {model} takes vectors of shape (T, {inputs})",
                name=fed.name,
                shape=fed.vectors.shape,
                model=model,
                inputs=network.inputs,
            )
        )
    if fed.vectors.dtype == network.dtype:
        return fed
    return replace(fed, vectors=fed.vectors.astype(network.dtype))


def _with(mapping: Mapping[str, _Value], name: str, value: _Value | None) -> Mapping[str, _Value]:
    if value is None:
        return MappingProxyType({key: kept for key, kept in mapping.items() if key != name})
    return MappingProxyType({**mapping, name: value})
