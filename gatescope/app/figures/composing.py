"""From choices and plots to the figure, its size and its picture; on any thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from gatescope.app.figures.caption_fields import filled, general_fields, own_caption, panel_fields
from gatescope.app.figures.choices import FigureChoices
from gatescope.app.figures.drawn_view import DrawnView, draw_view
from gatescope.app.figures.script_runs import ScriptRuns
from gatescope.export.png import image
from gatescope.export.resolution import SCREEN_DPI
from gatescope.export.sheet import MM, sheet_of
from gatescope.plots.description import Plot
from gatescope.plots.figure.apart import alike, least_contrast
from gatescope.plots.figure.figure import Figure, Panel
from gatescope.plots.figure.styles import Style
from gatescope.plots.theme import Theme
from gatescope.progress import Report, portion
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run


@dataclass(frozen=True, eq=False)
class Ingredients:
    """All that a figure is made of.

    Attributes:
        choices: with one view at least.
        titles: of the views, by name.
        plots: those in sight, by the name of the view.
        before: the views as they were drawn last, by name.
        theme: of the window, which the style for the screen takes.
        again: makes the runs that a script has.
    """

    choices: FigureChoices
    titles: Mapping[str, str]
    plots: Mapping[str, Plot]
    before: Mapping[str, DrawnView]
    runs: tuple[Run, ...]
    focus: Focus
    theme: Theme
    again: ScriptRuns = field(default_factory=ScriptRuns)


@dataclass(frozen=True, eq=False)
class Composed:
    """The figure and what the dialog says of it.

    Attributes:
        size_mm: width and height on paper.
        pixels: width and height as an image.
        views: as they were drawn, by name.
        fields: of the caption, with their values.
        caption: the template that was filled.
        missing: why a view has nothing to show, one sentence a view.
        contrast: the smallest that a line has with its ground, in grey; None where there are no lines.
        alike: how many pairs of lines look alike in grey.
    """

    figure: Figure
    size_mm: tuple[float, float]
    pixels: tuple[int, int]
    views: Mapping[str, DrawnView]
    fields: Mapping[str, str]
    caption: str
    missing: tuple[str, ...]
    contrast: float | None
    alike: int


def compose(made_of: Ingredients, report: Report) -> Composed:
    """Return the figure; may take as long as the analyses of views that are out of sight.

    Raises:
        Cancelled: the report was told to stop.
        UsageError: a number is none that a figure can have.
    """
    choices = made_of.choices
    views = _drawn(made_of, portion(report, 0.0, 0.5), focused=False)
    if not scripted(views):
        views = _drawn(made_of, portion(report, 0.5, 1.0), focused=True)
    panels = [Panel(view.plot, view.plot.facts()["Title"], name) for name, view in views.items()]
    bare = figure_of(choices, panels, "")
    letters = [bare.letter(at) for at in range(len(panels))]
    fields = general_fields(made_of.runs, made_of.focus) | panel_fields(panels, letters)
    template = own_caption(choices.views) if choices.caption is None else choices.caption
    figure = figure_of(choices, panels, filled(template, fields))
    sheet = sheet_of(figure, 1, 1, made_of.theme)
    contrast = least_contrast(figure, made_of.theme), alike(figure, made_of.theme)
    missing = tuple(f"{panel.title}: {nothing}" for panel in panels if (nothing := panel.plot.nothing_to_draw()))
    return Composed(
        figure, sheet.mm, sheet.pixels(choices.dpi / SCREEN_DPI), views, fields, template, missing, *contrast
    )


def scripted(views: Mapping[str, DrawnView]) -> bool:
    """Return whether options alone draw all views."""
    return all(view.scripted and not view.focused for view in views.values())


def _drawn(made_of: Ingredients, report: Report, *, focused: bool) -> dict[str, DrawnView]:
    """Return the views, drawn by options or by the focus; those that serve are taken as they are."""
    views: dict[str, DrawnView] = {}
    runs, focus = made_of.runs, made_of.focus
    for done, name in enumerate(made_of.choices.views):
        report(done / len(made_of.choices.views))
        shown, before = made_of.plots.get(name), made_of.before.get(name)
        own = made_of.choices.own_of(name)
        if before is None or not before.serves(runs, focus, shown, own, focused=focused):
            again = made_of.again.of(runs)
            before = draw_view(name, made_of.titles[name], runs, focus, shown, own, again, focused=focused)
        views[name] = before
    return views


def figure_of(choices: FigureChoices, panels: Sequence[Panel], caption: str) -> Figure:
    """Return the figure that `choices` make of `panels`.

    Raises:
        UsageError: a number is none that a figure can have.
    """
    return Figure(
        panels=tuple(panels),
        columns=choices.columns,
        style=Style(choices.style),
        width_mm=choices.width_mm,
        height_mm=choices.height_mm,
        text_pt=choices.text_pt,
        letters=choices.letters,
        title=choices.title if choices.captioned else "",
        caption=caption if choices.captioned else "",
        legend=choices.legend,
    )


def picture(figure: Figure, pixels_per_mm: float, theme: Theme) -> QImage:
    """Return the figure as it will be in a file, in the resolution of the preview.

    Raises:
        UsageError: it has more pixels than an image can have.
    """
    return image(figure, 1, 1, pixels_per_mm * MM / SCREEN_DPI, theme)
