"""What a script and a command say to draw the figure of the dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gatescope.app.figures.choices import FigureChoices
from gatescope.app.figures.composing import Composed, Ingredients, scripted
from gatescope.app.figures.drawn_view import DrawnView
from gatescope.app.scenes.figure_of_view import with_page
from gatescope.errors import GateScopeError
from gatescope.plots.figure.compose import caption_of
from gatescope.plots.figure.figure import columns_of
from gatescope.plots.figure.styles import Style, look_of
from gatescope.plots.view_options import options_of
from gatescope.session.scene.as_command import as_command
from gatescope.session.scene.as_python import as_python
from gatescope.session.scene.figure_settings import FigureSettings, PageSettings, describe_settings
from gatescope.session.scene.scene import Scene
from gatescope.session.scene.view_options import OPTIONS, ViewOption
from gatescope.words import language


@dataclass(frozen=True)
class FigureCode:
    """Texts that make the figure again.

    Attributes:
        settings: of the scene that a file carries to draw it once more; none where no script draws it.
        exact: whether the figure is the very same, and not one like it: a script speaks English.
    """

    python: str = ""
    command: str = ""
    settings: Mapping[str, Any] | None = None
    exact: bool = False


def code_of(composed: Composed, made_of: Ingredients, scene: Callable[[], Scene], path: str) -> FigureCode:
    """Return what draws the figure, or one like it where a view shows what was set in it alone; on any thread.

    Args:
        scene: makes that of the window.
        path: the file that the texts write.
    """
    views, focus, theme = composed.views, made_of.focus, made_of.theme
    if not made_of.runs or not all(options_of(name) for name in views):
        return FigureCode()
    plain, exact = scene(), scripted(views)
    shared, per_view = _apart(views)
    if not exact:
        look = {"dpi": made_of.choices.dpi, "theme": theme.name, "palette": theme.palette}
        focused = with_page(plain, composed.figure, made_of.runs, focus, by_options(views), **look)
        if focused.figure:
            return _said(focused, path, exact=True)
    settings = FigureSettings(
        ",".join(views),
        theme=theme.name,
        palette=theme.palette,
        page=page_of(made_of.choices, composed, exact=exact),
        since_edits=False,
        per_view=per_view,
        **shared,
    )
    return _said(replace(plain, figure=describe_settings(settings)), path, exact=exact)


def _apart(views: Mapping[str, DrawnView]) -> tuple[dict[str, Any], tuple[ViewOption, ...]]:
    """Return the options that one word says for all views which take them, and those of single views."""
    shared: dict[str, Any] = {}
    own: list[ViewOption] = []
    for option, words in OPTIONS.items():
        values = {
            name: view.options.get(option, words.usual) for name, view in views.items() if option in options_of(name)
        }
        if not values:
            continue
        first = next(iter(values.values()))
        if all(value == first for value in values.values()):
            shared[option] = first
        else:
            own += [(name, option, value) for name, value in values.items() if value != words.usual]
    return shared, tuple(own)


def by_options(views: Mapping[str, DrawnView]) -> tuple[ViewOption, ...]:
    """Return all options of the views for which something was chosen: these do not follow the focus."""
    return tuple(
        (name, option, view.options.get(option, OPTIONS[option].usual))
        for name, view in views.items()
        if view.own
        for option in options_of(name)
    )


def _said(scene: Scene, path: str, *, exact: bool) -> FigureCode:
    """Return the texts that draw the figure of `scene`; none where no text can say it."""
    settings = scene.figure if exact else None
    exact = exact and language() == "en"
    try:
        return FigureCode(as_python(scene, path), as_command(scene, path), settings, exact)
    except GateScopeError:
        return FigureCode(settings=settings)


def page_of(choices: FigureChoices, composed: Composed, *, exact: bool = True) -> PageSettings:
    """Return the paper of the figure, with what is as usual left out.

    Args:
        exact: whether the very same figure will be drawn; one like it finds what its own views show.
    """
    caption: str | None = composed.figure.caption
    own = choices.caption is None and not exact
    if own or caption == caption_of(composed.figure.panels, choices.letters):
        caption = None
    usual = columns_of(None, len(choices.views), choices.width_mm)
    return PageSettings(
        style=choices.style,
        width_mm=choices.width_mm,
        height_mm=choices.height_mm,
        text_pt=None if choices.text_pt == look_of(Style(choices.style)).text_pt else choices.text_pt,
        columns=None if choices.columns == usual else choices.columns,
        letters=choices.letters,
        title=composed.figure.title,
        caption=caption,
        legend=choices.legend,
        dpi=float(choices.dpi) if choices.suffix == ".png" else PageSettings().dpi,
    )
