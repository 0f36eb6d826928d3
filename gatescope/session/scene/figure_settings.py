"""The view of a figure and its options, as the fields of a scene."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError
from gatescope.formats.files.json_fields import Fields

FITS = ("text", "bundled")
"""What a plane of states is fitted on without a file."""
_LARGEST_SIDE = 1 << 16


@dataclass(frozen=True)
class FigureSettings:
    """What a script or a command line says of a picture; see `api.runs.render`.

    Attributes:
        view: one of `plots.by_name`.
        against: the text of the second run of a pair.
        since_edits: whether a run is compared with the edited model without interventions, as scripts do, rather than
            with the model as opened, as the window does.
        as_focused: whether the focus of the scene says what is marked, as in the window, rather than these options.
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
    since_edits: bool = True
    as_focused: bool = False


def describe_settings(settings: FigureSettings) -> dict[str, Any]:
    """Return the fields of `settings` that are not as usual, for JSON."""
    found = {}
    for field in fields(settings):
        value = getattr(settings, field.name)
        if field.name == "view" or value != field.default:
            found[field.name] = list(value) if isinstance(value, tuple) else value
    return found


def read_settings(path: Path, found: object) -> FigureSettings:
    """Return what `describe_settings` described, out of the figure at `path`; whether there is such a view is asked
    where it is drawn.

    Raises:
        FormatError: a field is not what it should be, or is one that this version does not know.
    """
    options = Fields(path, found, "the scene's figure")
    known = {field.name for field in fields(FigureSettings)}
    if "view" not in options.fields:
        raise FormatError(path, "holds a scene without a view: name the one to draw")
    if not set(options.fields) <= known:
        unknown = next(iter(set(options.fields) - known))
        raise FormatError(path, f"holds a figure with {unknown!r:.40}, which this version of GateScope does not know")
    read: dict[str, Any] = {}
    for name in options.fields:
        if name in ("signals",):
            read[name] = tuple(options.strings(name))
        elif name in ("units", "size"):
            read[name] = tuple(options.whole_numbers(name))
        elif name in ("token", "layer", "step"):
            read[name] = options.whole(name, -(1 << 31))
        elif name in ("since_edits", "as_focused"):
            read[name] = options.get(name, bool)
        elif name == "scale":
            read[name] = options.number(name)
        else:
            read[name] = options.get(name, str)
    size = read.get("size", (1, 1))
    if len(size) != 2 or not all(0 < side <= _LARGEST_SIDE for side in size):
        raise FormatError(path, f"the scene's 'size' is {size!r:.60}")
    return FigureSettings(**read)
