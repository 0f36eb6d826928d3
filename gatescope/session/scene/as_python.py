"""A scene as the Python that draws its figure."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from gatescope.errors import UsageError
from gatescope.session.document.notation import Notation
from gatescope.session.scene.figure_settings import FigureSettings, PageSettings
from gatescope.session.scene.sayable import Sayable, sayable, source_of
from gatescope.session.scene.scene import Scene, SceneModel
from gatescope.session.scene.view_options import by_view
from gatescope.words import tr

_OPTIONS = (
    "signals",
    "units",
    "token",
    "layer",
    "direction",
    "parameter",
    "of",
    "fit",
    "step",
)
_OF_PICTURES = ("size", "scale")
_OF_ALL = ("theme", "palette")


def as_python(scene: Scene, path: str = "figure.png", *, figure: Path | None = None, of_model: bool = False) -> str:
    """Return a program that writes the figure of `scene` to `path`, to the bytes that this version wrote.

    Args:
        figure: a file that carries the scene, for what can neither be said nor be put into a link.
        of_model: whether the view is one of the model alone.

    Raises:
        UsageError: there is no way to say it: no view, or no file that carries the scene.
    """
    said = sayable(scene)
    if said is None or scene.notation != Notation():
        return _from_scene(scene, path, figure)
    names = [f"model_{k}" for k in range(1, len(scene.models) + 1)] if len(scene.models) > 1 else ["model"]
    lines = ["import gatescope as gs", ""]
    lines += [f"{name} = {_loaded(model)}" for name, model in zip(names, scene.models, strict=True)]
    if of_model:
        shown = names[0]
    else:
        lines += [
            f"{name.replace('model', 'trace')} = {_traced(name, scene.text, said, model)}"
            for name, model in zip(names, scene.models, strict=True)
        ]
        traces = [name.replace("model", "trace") for name in names]
        shown = traces[0] if len(traces) == 1 else f"[{', '.join(traces)}]"
    against = []
    if said.settings.against is not None:
        against = [f"against={_traced(names[0], said.settings.against, said, scene.models[0])}"]
    lines.append(_drawn(shown, said.settings, path, against))
    return "\n".join(lines) + "\n"


def _from_scene(scene: Scene, path: str, figure: Path | None) -> str:
    source = source_of(scene, figure)
    if not scene.figure or source is None:
        raise UsageError(
            tr(
                "what was changed cannot be said in a few lines: save the figure, which carries it, and draw it "
                "again by gs.render_scene"
            )
        )
    files = [model for model in scene.models if model.file]
    models = f", models=[{', '.join(_loaded(model) for model in files)}]" if files else ""
    return f"import gatescope as gs\n\ngs.render_scene({source!r}, {path!r}{models})\n"


def _loaded(model: SceneModel) -> str:
    """Return the call that loads a model; a file is looked for where the program runs."""
    if not model.file:
        return f"gs.load({model.name!r})"
    stack = f", rnn={model.stack!r}" if model.stack else ""
    convention = f", convention={dict(model.overrides)!r}" if model.overrides else ""
    words = f", vocab={model.words_file!r}" if model.words_file else ""
    return f"gs.load({model.file!r}{stack}{convention}{words})"


def _traced(name: str, text: str, said: Sayable, model: SceneModel) -> str:
    what_if = said.what_if
    options = [name, repr(text)]
    if what_if.clamps:
        clamps: object = what_if.clamps[0] if len(what_if.clamps) == 1 else list(what_if.clamps)
        options.append(f"clamp={clamps!r}")
    if what_if.ablated:
        options.append(f"ablate={what_if.units!r}")
    if what_if.place.layer is not None:
        options.append(f"layer={what_if.place.layer}")
    if what_if.place.direction is not None:
        options.append(f"direction={what_if.place.direction!r}")
    return f"gs.trace({', '.join(options)})"


def _drawn(shown: str, settings: FigureSettings, path: str, against: list[str]) -> str:
    page = settings.page
    names = (*_OPTIONS, *_OF_ALL) if page is not None else (*_OPTIONS, *_OF_PICTURES, *_OF_ALL)
    options = _unusual(settings, names) + against
    if page is None:
        return _call("gs.render", [shown, repr(settings.view), repr(path), *options])
    if settings.per_view:
        options.append(f"per_view={_per_view(settings)!r}")
    paper = _unusual(page, tuple(field.name for field in fields(PageSettings)))
    return _call("gs.figure", [shown, repr(list(settings.views)), *options, *paper, f"path={path!r}"])


def _per_view(settings: FigureSettings) -> dict[str, dict[str, object]]:
    own = by_view(settings.per_view)
    return {
        view: {name: list(value) if isinstance(value, tuple) else value for name, value in options.items()}
        for view, options in own.items()
    }


def _unusual(settings: FigureSettings | PageSettings, names: tuple[str, ...]) -> list[str]:
    usual = {field.name: field.default for field in fields(settings)}
    found = ((name, getattr(settings, name)) for name in names)
    return [
        f"{name}={list(value) if name in ('signals', 'units') else value!r}"
        for name, value in found
        if value != usual[name]
    ]


def _call(function: str, options: list[str]) -> str:
    line = f"{function}({', '.join(options)})"
    return line if len(line) <= 100 else f"{function}(\n    " + ",\n    ".join(options) + ",\n)"
