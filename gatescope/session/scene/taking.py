"""From the work in a window, or from runs of a script, to the scene of a figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

import numpy as np

from gatescope.engine.identity import same_values
from gatescope.engine.interventions import NONE
from gatescope.engine.network import Network
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.formats.own.library import bundled, load
from gatescope.formats.own.tensors import tensors
from gatescope.formats.words.attach import NOTES
from gatescope.session.document.document import Document, Fed, Focus
from gatescope.session.document.notation import Notation
from gatescope.session.project.layout import NO_LAYOUT, Layout
from gatescope.session.run.snapshot import Run
from gatescope.session.scene.changed_bits import packed
from gatescope.session.scene.digest import network_digest, words_digest
from gatescope.session.scene.scene import Scene, SceneModel
from gatescope.session.standing import Standing
from gatescope.words import tr

_NO_FILE_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""What Linux, macOS or Windows does not take in the name of a file."""
_LONGEST_STEM = 200


def scene_of(
    work: Standing,
    notation: Notation,
    layout: Layout = NO_LAYOUT,
    figure: Mapping[str, Any] = MappingProxyType({}),
) -> Scene:
    """Return the scene of the models in view. Safe in any thread: it may hash models of hundreds of megabytes.

    Raises:
        UsageError: nothing is in view, or a model was changed in a way that a scene cannot tell.
    """
    document = work.document
    if not document.shown:
        raise UsageError(tr("no model is in view, so there is no scene"))
    return Scene(
        text=document.text,
        models=tuple(_model(document, name) for name in document.shown),
        # How other models were left is of no use without them.
        focus=replace(work.focus, fronts=(), lively=tuple(u for u in work.focus.lively if u.model in document.shown)),
        caret=document.caret,
        place=work.place,
        elsewhere=work.elsewhere,
        notation=notation,
        layout=replace(layout, size=None, maximized=False),
        figure=dict(figure),
    )


def scene_of_runs(runs: Sequence[Run], token: int | None, notation: Notation, figure: Mapping[str, Any]) -> Scene:
    """Return the scene of runs of a script on one text or one table of vectors.

    Args:
        token: in focus, counted from 0, or from the end where it is negative; None for none.

    Raises:
        UsageError: it is not known where a model comes from, or it was changed in a way that a scene cannot tell.
    """
    first = runs[0]
    models: dict[str, Model] = {}
    fed: dict[str, Fed] = {}
    for run in runs:
        if run.reader is None:
            raise UsageError(tr("where {model} comes from is not known, so there is no scene", model=run.model))
        models[run.model] = run.reader
        if run.trace.inputs is not None:
            fed[run.model] = Fed("vectors", run.trace.inputs)
    place = None if token is None or not len(first.tokens) else int(first.tokens.ends[token])
    document = Document(
        text="" if fed else first.tokens.text,
        models=models,
        networks={run.model: run.network for run in runs},
        fed=fed,
        interventions={run.model: run.trace.interventions for run in runs if run.trace.interventions},
        shown=tuple(models),
    )
    focus = Focus(model=first.model, part=first.network.default_part)
    return scene_of(Standing(document, focus, place, bool(fed)), notation, NO_LAYOUT, figure)


def _model(document: Document, name: str) -> SceneModel:
    model, fed = document.models[name], document.fed.get(name)
    origin, comes_along = model.origin, _comes_along(document.models[name])
    opened = _as_shipped(model) if comes_along else model.network
    file = "" if comes_along else _file_for(name) if origin is None else PurePath(origin.path).name
    return SceneModel(
        name=name,
        digest=network_digest(opened),
        words=words_digest(model),
        file=file,
        words_file=PurePath(str(model.card.get(NOTES, {}).get("file", ""))).name,
        stack="" if origin is None else origin.stack,
        overrides={} if origin is None else dict(origin.overrides),
        edited=_edited(name, opened, document.networks[name]),
        fed=None if fed is None else (fed.name, fed.vectors),
        interventions=document.interventions.get(name, NONE),
    )


def _file_for(name: str) -> str:
    """Return the file that a model which was never in one would be saved in; ``"lab/lstm"`` is no name of a file."""
    return f"{_NO_FILE_NAME.sub('-', name)[:_LONGEST_STEM]}.safetensors"


def _comes_along(model: Model) -> bool:
    return model.origin is None and model.name in bundled()


def _as_shipped(model: Model) -> Network:
    """Return the parameters that the bundled model of that name has: a script, or training, may have others."""
    if network_digest(model.network) == _shipped_digest(model.name):
        return model.network
    return load(model.name).network


@cache
def _shipped_digest(name: str) -> str:
    return network_digest(load(name).network)


def _edited(name: str, opened: Network, network: Network) -> dict[str, bytes]:
    if network is opened:
        return {}
    before, now = tensors(opened), tensors(network)
    alike = [(key, one.shape, one.dtype) for key, one in before.items()] == [
        (key, one.shape, one.dtype) for key, one in now.items()
    ]
    if not alike or (network.cell, network.convention) != (opened.cell, opened.convention):
        raise UsageError(
            tr("{name} was read in another way than its file has it, which a scene cannot tell", name=name)
        )
    changed = {key: array for key, array in now.items() if not same_values(array, before[key])}
    if not all(np.isfinite(array).all() for array in changed.values()):
        raise UsageError(
            tr("the weights of {name} were changed to what is no finite number, which a scene cannot tell", name=name)
        )
    return {key: packed(array, before[key]) for key, array in changed.items()}
