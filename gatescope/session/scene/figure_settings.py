"""The view of a figure and its options, as the fields of a scene."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError
from gatescope.formats.files.json_fields import Fields
from gatescope.session.scene.view_options import OPTIONS, ViewOption
from gatescope.words import mark, tr

FITS = ("text", "bundled")
"""What a plane of states is fitted on without a file."""
_LARGEST_SIDE = 1 << 16
_LENGTHS = ("scale", "width_mm", "height_mm", "text_pt", "dpi")


@dataclass(frozen=True)
class PageSettings:
    """What makes several views one figure of a size on paper; see `api.figures.figure`. None is for as usual.

    Attributes:
        titles: of the panels, where the window has others than a script.
    """

    style: str = "print"
    width_mm: float = 174.0
    height_mm: float | None = None
    text_pt: float | None = None
    columns: int | None = None
    letters: str = "abc"
    title: str = ""
    caption: str | None = None
    legend: str = "in the view"
    dpi: float = 300.0
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureSettings:
    """What a script or a command line says of a picture; see `api.runs.render`.

    Attributes:
        view: one of `plots.by_name`; of a page several, with commas between.
        against: the text of the second run of a pair.
        page: None for a picture of one view.
        per_view: what single views of a page have of their own. Where all that the focus marks is drawn, these views
            are drawn by their options instead.
        since_edits: whether a run is compared with the edited model without interventions, as scripts do, rather than
            with the model as opened, as the window does.
        as_focused: whether all that the focus of the scene marks is drawn, as in the window.
    """

    view: str
    signals: tuple[str, ...] = ()
    units: tuple[int, ...] | None = None
    token: int | None = None
    layer: int | None = None
    direction: str | None = None
    parameter: str | None = None
    of: str | None = None
    fit: str | None = None
    step: int | None = None
    against: str | None = None
    size: tuple[int, int] = (1600, 900)
    scale: float = 1.0
    theme: str = "light"
    palette: str = "standard"
    page: PageSettings | None = None
    since_edits: bool = True
    as_focused: bool = False
    per_view: tuple[ViewOption, ...] = ()

    @property
    def views(self) -> tuple[str, ...]:
        """The names of its views."""
        return tuple(self.view.split(","))


def describe_settings(settings: FigureSettings | PageSettings) -> dict[str, Any]:
    """Return the fields of `settings` that are not as usual, for JSON."""
    found: dict[str, Any] = {}
    for field in fields(settings):
        value = getattr(settings, field.name)
        if field.name == "view" or value != field.default:
            found[field.name] = (
                describe_settings(value) if isinstance(value, PageSettings) else _plain(field.name, value)
            )
    return found


def read_settings(path: Path, found: object) -> FigureSettings:
    """Return what `describe_settings` described, out of the figure at `path`; whether there is such a view is asked
    where it is drawn.

    Raises:
        FormatError: a field is not what it should be, or is one that this version does not know.
    """
    options = Fields(path, found, mark("the scene"), mark("figure"))
    if "view" not in options.fields:
        raise FormatError(path, tr("has no view of its own: name the one to draw, as in --view heatmap"))
    read = _read(options, _OPTIONS)
    if "page" in options.fields:
        page = Fields(path, options.get("page", dict), mark("the scene"), mark("page"))
        read["page"] = PageSettings(**_read(page, _OF_PAGE))
    if "per_view" in options.fields:
        read["per_view"] = _of_views(options)
    size = read.get("size", (1, 1))
    if len(size) != 2 or not all(0 < side <= _LARGEST_SIDE for side in size):
        raise FormatError(path, tr("the scene's 'size' is {size!r:.60}", size=size))
    if read.get("fit") not in (None, *FITS):
        # No file is opened because a figure says so.
        raise FormatError(
            path, tr("the scene's 'fit' is {read!r:.60}, not one of {listed}", read=read["fit"], listed=", ".join(FITS))
        )
    return FigureSettings(**read)


def _plain(name: str, value: Any) -> object:
    """Return `value` as JSON has it; a length is a fraction even where a script gave a whole number."""
    if isinstance(value, tuple):
        return [_plain("", one) for one in value]
    return float(value) if name in _LENGTHS and value is not None else value


def _read(options: Fields, readers: dict[str, Callable[[Fields, str], Any]]) -> dict[str, Any]:
    unknown = [name for name in options.fields if name not in readers and name not in ("page", "per_view")]
    if unknown:
        raise FormatError(
            options.path,
            tr(
                "holds a figure with {unknown!r:.40}, which this version of GateScope does not know", unknown=unknown[0]
            ),
        )
    return {name: readers[name](options, name) for name in options.fields if name in readers}


def _of_views(options: Fields) -> tuple[ViewOption, ...]:
    found = []
    for one in options.get("per_view", list):
        if not (isinstance(one, list) and len(one) == 3 and isinstance(one[0], str) and one[1] in _OF_VIEWS):
            raise FormatError(options.path, tr("holds a figure with {one!r:.60} as an option of a view", one=one))
        view, name, value = one
        usual = OPTIONS[name].usual
        own = (
            usual
            if value is None
            else _OPTIONS[name](Fields(options.path, {name: value}, mark("the scene"), mark("figure")), name)
        )
        if name == "fit" and own not in (None, *FITS):
            raise FormatError(
                options.path,
                tr("the scene's 'fit' is {own!r:.60}, not one of {listed}", own=own, listed=", ".join(FITS)),
            )
        found.append((view, name, own))
    return tuple(found)


def _words(options: Fields, name: str) -> str:
    value: str = options.get(name, str)
    return value


def _strings(options: Fields, name: str) -> tuple[str, ...]:
    return tuple(options.strings(name))


def _numbers(options: Fields, name: str) -> tuple[int, ...]:
    return tuple(options.whole_numbers(name))


def _place(options: Fields, name: str) -> int:
    return options.whole(name, -(1 << 31))


def _columns(options: Fields, name: str) -> int:
    return options.positive(name)


def _truth(options: Fields, name: str) -> bool:
    value: bool = options.get(name, bool)
    return value


def _length(options: Fields, name: str) -> float:
    value = options.number(name)
    if not math.isfinite(value):
        raise FormatError(options.path, tr("the scene's {name!r} is no finite number", name=name))
    return value


_OPTIONS: dict[str, Callable[[Fields, str], Any]] = {
    **dict.fromkeys(("view", "direction", "parameter", "of", "fit", "against", "theme", "palette"), _words),
    **dict.fromkeys(("token", "layer", "step"), _place),
    "signals": _strings,
    "units": _numbers,
    "size": _numbers,
    "scale": _length,
    "since_edits": _truth,
    "as_focused": _truth,
}
_OF_VIEWS = [name for name in OPTIONS if name != "against"]
"""A second text is one of the whole figure: only one view takes it."""
_OF_PAGE: dict[str, Callable[[Fields, str], Any]] = {
    **dict.fromkeys(("style", "letters", "title", "caption", "legend"), _words),
    **dict.fromkeys(("width_mm", "height_mm", "text_pt", "dpi"), _length),
    "columns": _columns,
    "titles": _strings,
}
