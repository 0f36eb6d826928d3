"""A scene as the command line that draws its figure, for the shells of POSIX."""

from __future__ import annotations

import shlex
from dataclasses import fields
from pathlib import Path

from gatescope.engine.what_if import spans
from gatescope.errors import UsageError
from gatescope.session.document.notation import Notation
from gatescope.session.scene.figure_settings import FigureSettings, PageSettings
from gatescope.session.scene.sayable import Place, Sayable, sayable, source_of
from gatescope.session.scene.scene import Scene, SceneModel
from gatescope.session.scene.view_options import write_view_option
from gatescope.words import tr


def as_command(scene: Scene, path: str = "figure.png", *, figure: Path | None = None, of_model: bool = False) -> str:
    """Return one line for a shell that writes the figure of `scene` to `path`, to the bytes that this version wrote.

    Args:
        figure: a file that carries the scene, for what can neither be said nor be put into a link.
        of_model: whether the view is one of the model alone.

    Raises:
        UsageError: there is no way to say it: no view, or no file that carries the scene.
    """
    said = sayable(scene)
    if said is not None and _fits_options(scene, said):
        words = _words(scene, said, of_model=of_model)
    else:
        source, files = source_of(scene, figure), [model for model in scene.models if model.file]
        if not scene.figure or source is None or len(files) > 1:
            raise UsageError(
                tr(
                    "what was changed cannot be said in a command: save the figure, which carries it, and draw it "
                    "again by gatescope render --scene"
                )
            )
        words = ["--scene", source]
        for model in files:
            words += ["--model", model.file, *_words_file(model)]
    last = ["--", scene.text] if said is not None and words[0] != "--scene" and not of_model else []
    return shlex.join(["gatescope", "render", *words, "-o", path, *last])


def _fits_options(scene: Scene, said: Sayable) -> bool:
    """Return whether one set of options says all: of models, conventions, and where something acts and is shown."""
    others = scene.models[1:]
    acts = said.what_if.clamps or said.what_if.ablated
    shown = Place(said.settings.layer, said.settings.direction)
    return (
        not any(model.stack for model in others)
        and not any(model.overrides for model in scene.models)
        # One --vocab would be that of all models.
        and not (others and any(model.words_file for model in scene.models))
        and (not acts or said.what_if.place == shown)
    )


def _words_file(model: SceneModel) -> list[str]:
    return ["--vocab", model.words_file] if model.words_file else []


def _words(scene: Scene, said: Sayable, *, of_model: bool) -> list[str]:
    first, *others = scene.models
    settings = said.settings
    words = ["--model", first.file or first.name]
    if first.file and first.stack:
        words += ["--rnn", first.stack]
    words += _words_file(first)
    if others:
        words += ["--compare", *(model.file or model.name for model in others)]
    words += ["--view", settings.view]
    if not of_model:
        for clamp in said.what_if.clamps:
            words += [f"--clamp={clamp}"]
        if said.what_if.ablated:
            words += ["--ablate", said.what_if.units]
    words += _options(settings)
    if scene.notation != Notation():
        words += ["--notation", str(scene.notation)]
    return words


def _options(settings: FigureSettings) -> list[str]:
    words = []
    if settings.signals:
        words += ["--signal", ",".join(settings.signals)]
    if settings.units is not None:
        words += ["--units", spans("u", settings.units)]
    for option in ("token", "layer", "step"):
        value = getattr(settings, option)
        if value is not None:
            words.append(f"--{option}={value}")
    for option in ("direction", "parameter", "fit"):
        value = getattr(settings, option)
        if value is not None:
            words += [f"--{option}", value]
    if settings.of is not None:
        words += ["--gradients", f"of={settings.of}"]
    if settings.against is not None:
        words.append(f"--against={settings.against}")
    words += [f"--per-view={write_view_option(option)}" for option in settings.per_view]
    usual = FigureSettings("")
    if settings.page is None and settings.size != usual.size:
        words += ["--size", "x".join(map(str, settings.size))]
    if settings.page is None and settings.scale != usual.scale:
        words += ["--scale", repr(float(settings.scale))]
    for option in ("theme", "palette"):
        if getattr(settings, option) != getattr(usual, option):
            words += [f"--{option}", getattr(settings, option)]
    return words + ([] if settings.page is None else _page(settings.page, several="," in settings.view))


def _page(page: PageSettings, *, several: bool) -> list[str]:
    found = [(field.name, getattr(page, field.name), field.default) for field in fields(page)]
    words = [f"--{name.replace('_', '-')}={value}" for name, value, usual in found if value != usual]
    # One view alone is a figure only where something says so.
    return words if words or several else [f"--style={page.style}"]
