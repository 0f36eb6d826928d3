"""Scenes of figures: read from a figure or a link, and drawn again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gatescope.analysis.targets import Target
from gatescope.api.argument_kinds import of_its_kind
from gatescope.api.figures import figure
from gatescope.errors import UsageError
from gatescope.export.picture import save_figure, save_picture
from gatescope.export.recording import Recording
from gatescope.formats.core.model import Model
from gatescope.formats.core.next_token import predicts_next
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.formats.own.library import path_of
from gatescope.plots.by_focus import describe_focused
from gatescope.plots.by_name import MODEL_VIEWS, describe_runs
from gatescope.plots.description import Plot
from gatescope.plots.figure.figure import Figure, Panel
from gatescope.plots.figure.styles import Style, look_of
from gatescope.plots.notation import written_in
from gatescope.plots.view_options import described, options_of
from gatescope.session.run.single import choose_executor, run_once, tokens_of_vectors
from gatescope.session.run.snapshot import Run
from gatescope.session.scene.figure_settings import FigureSettings, PageSettings, describe_settings, read_settings
from gatescope.session.scene.in_file import scene_from
from gatescope.session.scene.link import to_text
from gatescope.session.scene.model_in_file import model_in_file, wanted_in
from gatescope.session.scene.resolving import FoundModel, find_models
from gatescope.session.scene.scene import Scene
from gatescope.session.scene.view_options import by_view

_HERE = Path("the scene")


@of_its_kind
def scene(source: str | Path) -> Scene:
    """Return the scene that a figure carries, or that of a link ``gatescope:…``.

    Args:
        source: the link, or the .png, .svg or .pdf file.

    Raises:
        FileError: the figure cannot be read, is damaged, or carries no scene.
    """
    return scene_from(source)


@of_its_kind
def render_scene(
    scene: Scene | str | Path,
    path: str | Path,
    *,
    models: Sequence[Model | str | Path] = (),
    view: str | None = None,
    carried: bool = True,
) -> Path:
    """Draw the figure of a scene once more, to the same bytes by the same version, and return its path.

    Args:
        scene: what `scene` returned, or what it takes.
        path: the picture to write.
        models: those of the scene that do not come with GateScope, or their files, which are read as the scene says
            (stack, convention, and words that lie beside); no file that a scene names is opened by itself.
        view: another one to draw of the same runs, with its usual options.
        carried: whether the new picture carries the scene, too.

    Raises:
        UsageError: a model is not at hand, or the scene has no view and none is given.
        FileError: the scene cannot be read, does not fit its models, or the picture cannot be written.
    """
    shown = scene if isinstance(scene, Scene) else scene_from(scene)
    found = find_models(shown, _HERE, [_at_hand(shown, one) for one in models])
    if found.lacking:
        named = ", ".join(f"{one.name} ({one.file})" for one in found.lacking)
        raise UsageError(f"the scene shows {named}, which does not come with GateScope: give the model of this file")
    settings = read_settings(_HERE, shown.figure) if view is None else FigureSettings(view)
    with written_in(shown.notation):
        text = to_text(replace(shown, figure=describe_settings(settings))) if carried else None
        if settings.view in MODEL_VIEWS:
            first = found.models[shown.names[0]]
            array = MODEL_VIEWS[settings.view](replace(first.model, network=first.network), settings.parameter)
            return save_picture(
                array, path, settings.size, settings.scale, settings.theme, palette=settings.palette, scene=text
            )
        runs = [_run(shown, name, one, settings, shown.text) for name, one in found.models.items()]
        against = None
        if settings.against is not None:
            name, one = next(iter(found.models.items()))
            against = _run(shown, name, one, settings, settings.against)
        if settings.page is not None:
            made = (
                _focused_page(shown, runs, settings, against) if settings.as_focused else _page(runs, settings, against)
            )
            page = settings.page
            return save_figure(made, path, page.dpi, settings.theme, runs, palette=settings.palette, scene=text)
        if settings.as_focused:
            plot = describe_focused(settings.view, runs, shown.focus, settings.units)
            return save_picture(
                plot, path, settings.size, settings.scale, settings.theme, runs, palette=settings.palette, scene=text
            )
        plot = describe_runs(
            settings.view,
            runs,
            signals=settings.signals,
            units=settings.units,
            token=settings.token,
            layer=settings.layer,
            direction=settings.direction,
            target=None if settings.of is None else Target.parse(settings.of),
            fit=settings.fit,
            step=settings.step,
            against=against,
        )
        return save_picture(
            plot, path, settings.size, settings.scale, settings.theme, runs, palette=settings.palette, scene=text
        )


def _at_hand(scene: Scene, model: Model | str | Path) -> Model:
    """Return a model that was given, or the one in a file that was."""
    if isinstance(model, Model):
        return model
    path = path_of(model)
    return model_in_file(wanted_in(scene, path.name), path)[0]


def _focused_page(scene: Scene, runs: Sequence[Run], settings: FigureSettings, against: Run | None) -> Figure:
    """Return a figure of several views as the window composes it."""
    page = settings.page or PageSettings()
    titles = page.titles if len(page.titles) == len(settings.views) else settings.views
    if page.style not in tuple(Style):
        raise UsageError(f"there is no style {page.style!r:.40}; there are {', '.join(Style)}")
    own = by_view(settings.per_view)

    def drawn(view: str) -> Plot:
        if view not in own:
            return describe_focused(view, runs, scene.focus, settings.units)
        second = {} if against is None or "against" not in options_of(view) else {"against": against}
        return described(view, runs, own[view] | second, runs[0].reader)

    panels = [Panel(drawn(view), title, view) for view, title in zip(settings.views, titles, strict=True)]
    return Figure(
        panels=tuple(panels),
        columns=page.columns or len(panels),
        style=Style(page.style),
        width_mm=page.width_mm,
        height_mm=page.height_mm,
        text_pt=page.text_pt or look_of(Style(page.style)).text_pt,
        letters=page.letters,
        title=page.title,
        caption=page.caption or "",
        legend=page.legend,
    )


def _page(runs: Sequence[Run], settings: FigureSettings, against: Run | None) -> Figure:
    """Return a figure of several views as a script composes it."""
    page = settings.page or PageSettings()
    made = figure(
        [Recording(run) for run in runs],
        settings.views,
        style=page.style,
        width_mm=page.width_mm,
        height_mm=page.height_mm,
        text_pt=page.text_pt,
        columns=page.columns,
        letters=page.letters,
        title=page.title,
        caption=page.caption,
        legend=page.legend,
        signals=settings.signals,
        units=settings.units,
        token=settings.token,
        layer=settings.layer,
        direction=settings.direction,
        parameter=settings.parameter,
        of=settings.of,
        fit=settings.fit,
        step=settings.step,
        against=None if against is None else Recording(against),
        per_view=by_view(settings.per_view),
    )
    assert isinstance(made, Figure)
    return made


def _run(scene: Scene, name: str, found: FoundModel, settings: FigureSettings, text: str) -> Run:
    """Return the run of one model of `scene` on `text`, beside that of the model as it was before."""
    model, network, fed = found.model, found.network, found.fed
    vectors = None if fed is None else fed.vectors
    tokens = tokens_of_text(model, text) if vectors is None else tokens_of_vectors(len(vectors))
    executor = choose_executor(network, len(tokens))
    wanted = next(one.interventions for one in scene.models if one.name == name).acting(network)
    before = network if settings.since_edits else model.network

    opened = None
    if wanted or before is not network:
        opened = run_once(name, before, tokens, vectors, executor)
        opened = replace(opened, predicts_next=predicts_next(before, model.vocabulary), reader=model)
    if settings.since_edits and network is not model.network:
        model = replace(model, network=network)
    run = run_once(name, network, tokens, vectors, executor, interventions=wanted or None)
    return replace(run, opened=opened, predicts_next=predicts_next(network, model.vocabulary), reader=model)
