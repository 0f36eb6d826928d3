"""Composed figures for papers and slides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gatescope.analysis.targets import Target
from gatescope.api.argument_kinds import of_its_kind
from gatescope.api.scene_carrying import carried_scene
from gatescope.engine.selection import parse_signal, units_of
from gatescope.errors import UsageError
from gatescope.export.picture import save_figure, svg_text
from gatescope.export.recording import Recording
from gatescope.export.showing import figure_page, showing
from gatescope.plots.figure.compose import caption_of, panels_of
from gatescope.plots.figure.figure import WIDTH_MM, Figure, columns_of
from gatescope.plots.figure.styles import Style, look_of
from gatescope.plots.theme import theme_named
from gatescope.session.scene.figure_settings import FigureSettings, PageSettings
from gatescope.session.scene.view_options import OPTIONS, flat, read_option


@of_its_kind
def figure(
    shown: Recording | Sequence[Recording],
    views: str | Sequence[str],
    *,
    style: str = "print",
    width_mm: float = WIDTH_MM,
    height_mm: float | None = None,
    text_pt: float | None = None,
    columns: int | None = None,
    letters: str = "abc",
    title: str = "",
    caption: str | None = None,
    legend: str = "in the view",
    path: str | Path | None = None,
    dpi: float = 300.0,
    theme: str = "light",
    palette: str = "standard",
    signals: str | Sequence[str] = (),
    units: str | Sequence[int] | None = None,
    token: int | None = None,
    layer: int | None = None,
    direction: str | None = None,
    parameter: str | None = None,
    of: str | None = None,
    fit: str | Path | None = None,
    step: int | None = None,
    against: Recording | None = None,
    per_view: Mapping[str, Mapping[str, Any]] | None = None,
    scene: bool = True,
) -> Figure | Path | str:
    """Lay several views of a trace, or of several, out as one figure. No display is needed.

    Args:
        shown: the trace, or several to compare.
        views: names as `render` takes them, in the order of reading: ``["gradients", "ledger"]``.
        style: ``"print"``, black on white, every line with a dash and a grey of its own; ``"slide"``, large and thick;
            or ``"screen"``, as the window, in `theme`.
        width_mm: of the figure on paper; journals ask for 85, 114 or 174.
        height_mm: what the views need by default.
        text_pt: the size of the text in points; 8 in print, 18 on a slide, 9 for the screen by default.
        columns: how many views stand side by side; by default two, where there are as many and paper is wide enough.
        letters: ``"abc"``, ``"ABC"`` or ``"none"``.
        title: the first words of the caption, in bold.
        caption: below the panels, with ``**bold**`` words; by default what the views show, and ``""`` for none.
        legend: ``"in the view"`` that it explains, or ``"shared"`` by all.
        path: the file to write, .pdf, .svg or .png, or .csv or .npz for the numbers; ``"svg"`` for the text of an SVG.
        dpi: pixels of an inch of a .png, 72 to 600.
        signals, units, token, layer, direction, parameter, of, fit, step, against: as `render` takes them, each for
            the views that know it.
        per_view: what single views have of these for themselves: ``{"traces": {"units": "u3,u7", "token": 4}}``; None
            is as usual. A second text is one of the whole figure.
        scene: whether the file carries its scene, as `render` has it.

    Returns:
        The path; the text of the SVG; or where no path is given the figure itself.

    Raises:
        UsageError: something of that does not exist, or does not go together.
        ModelError: gradients are asked of a read-out with weights that are not finite.
        FileError: the file cannot be written.
    """
    recordings = [shown] if isinstance(shown, Recording) else list(shown)
    if not recordings:
        raise UsageError("there is nothing to draw: give figure at least one trace")
    if style not in tuple(Style):
        raise UsageError(f"there is no style {style!r}; there are {', '.join(Style)}")
    # A figure that is shown later, by a notebook, has no caller left to tell.
    theme_named(theme, palette)
    names = [name.strip() for name in views.split(",")] if isinstance(views, str) else list(views)
    runs = [recording.run for recording in recordings]
    choices: dict[str, Any] = {
        "signals": tuple(parse_signal(one) for one in ([signals] if isinstance(signals, str) else signals)),
        "units": None if units is None else units_of(units),
        "of": None if of is None else str(Target.parse(of)),
        "fit": None if fit is None else str(fit),
        "step": step,
        "against": None if against is None else against.run,
    }
    focus = {"token": token, "layer": layer, "direction": direction}
    own = {view: _options(one) for view, one in (per_view or {}).items()}
    panels = panels_of(names, runs, runs[0].reader, parameter, choices, own, **focus)
    made = Figure(
        panels=panels,
        columns=columns_of(columns, len(panels), width_mm),
        style=Style(style),
        width_mm=width_mm,
        height_mm=height_mm,
        text_pt=look_of(Style(style)).text_pt if text_pt is None else text_pt,
        letters=letters,
        title=title,
        caption=caption_of(panels, letters) if caption is None else caption,
        legend=legend,
    )
    if path is None:
        return showing(made, lambda: figure_page(made, theme))
    settings = FigureSettings(
        view=",".join(names),
        signals=choices["signals"],
        units=choices["units"],
        token=token,
        layer=layer,
        direction=direction,
        parameter=parameter,
        of=of,
        fit=choices["fit"],
        step=step,
        against=None if against is None else against.run.tokens.text,
        theme=theme,
        palette=palette,
        page=PageSettings(style, width_mm, height_mm, text_pt, columns, letters, title, caption, legend, dpi),
        per_view=flat(own),
    )
    carried = carried_scene(recordings, settings, against) if scene else None
    if path == "svg":
        return svg_text(made, theme=theme, runs=runs, palette=palette, scene=carried)
    return save_figure(made, path, dpi, theme, runs, palette=palette, scene=carried)


def _options(options_given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of one view with their values as scenes have them.

    Raises:
        UsageError: there is no such option of a single view, or it is not written so.
    """
    found: dict[str, Any] = {}
    for name, value in options_given.items():
        if name not in OPTIONS or name == "against":
            raise UsageError(f"{name!r} is no option of a single view; there are {', '.join(OPTIONS)} but against")
        if value is None or isinstance(value, str):
            found[name] = read_option(name, value or "")
        elif name == "signals":
            found[name] = tuple(parse_signal(one) for one in value)
        else:
            found[name] = units_of(value) if name == "units" else value
    return found
