"""Opens the models that a scene needs and that are not open: those that come along."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from gatescope.formats.core.model import Model
from gatescope.formats.own.library import bundled, load
from gatescope.lessons.card import Scene
from gatescope.progress import Report
from gatescope.session.jobs import Jobs
from gatescope.session.session import Session
from gatescope.words import tr


def missing_from(session: Session, scene: Scene) -> str:
    """Return the model of `scene` where it is neither open nor comes along; empty where it is there."""
    name = scene.model
    return "" if not name or name in session.document.models or name in bundled() else name


def with_models(
    session: Session, jobs: Jobs, scene: Scene, then: Callable[[], object], failed: Callable[[str], object]
) -> None:
    """Call `then` once the models of `scene` are open: at once where they are, else when they are read."""
    wanted: tuple[str, ...] = (scene.model,) if scene.model else ()
    if scene.compare:
        family = scene.model.rpartition("-")[0]
        wanted = tuple(name for name in bundled() if name.rpartition("-")[0] == family) or wanted
    absent = tuple(name for name in wanted if name not in session.document.models)
    if not absent:
        then()
        return

    def take(models: tuple[Model, ...]) -> None:
        for model in models:
            if model.name not in session.document.models:
                session.add_model(model)
        then()

    jobs.start(tr("Reading {absent}", absent=absent[0]), partial(_read, absent), take, failed)


def _read(names: tuple[str, ...], report: Report) -> tuple[Model, ...]:
    return tuple(load(name, report=report) for name in names)
