"""How the window and its docks are arranged, in terms of our own: what a project and the settings keep.

What `QMainWindow.saveState` and `QWidget.saveGeometry` give is kept nowhere: one changed byte of it ends Qt by a
segmentation fault when it is restored.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError
from gatescope.formats.files.json_fields import Fields
from gatescope.words import mark, tr

AREAS = ("left", "right", "top", "bottom")
_FARTHEST = 100.0
"""How far a floating dock may be, in sizes of the screen."""
_DEEPEST = 32


@dataclass(frozen=True)
class DockPlace:
    """The place of one dock. Lengths are shares of the area of docks and maps, or of the screen for a floating dock.

    Attributes:
        name: that of the dock.
        area: one of `AREAS`.
        group: docks of one number lie over each other as tabs; `front` tells which of them is seen.
        shown, floating: whether it is open, and whether it is a window of its own.
        width, height: its size, 0 to 1.
        path: the way to it through the parts of its area: the number of the part, then of the part within that, and
            so on. Parts lie below each other in the areas at the sides and beside each other in those above and below;
            the parts of a part lie the other way. Empty where unknown: it then comes last in its area.
        left, top: the upper left corner of a floating one; less than 0 or more than 1 on another screen.
    """

    name: str
    area: str
    group: int
    front: bool
    shown: bool
    floating: bool
    width: float
    height: float
    path: tuple[int, ...] = ()
    left: float = 0.0
    top: float = 0.0


@dataclass(frozen=True)
class WindowPlace:
    """The place of the window on the screen in pixels, frame included; that before, where it is maximized."""

    left: int
    top: int
    width: int
    height: int
    maximized: bool = False


@dataclass(frozen=True)
class Layout:
    """How the window of a project is arranged.

    Attributes:
        size: width and height of the window in pixels, or None to leave it.
        maximized: whether it fills the screen.
        theme: as `Settings.theme` has it; empty to leave it.
        workspace: the name of the one whose docks `docks` arranges; empty to leave it.
        docks: in the order in which they stand, from left to right or from the top down.
    """

    size: tuple[int, int] | None = None
    maximized: bool = False
    theme: str = ""
    docks: tuple[DockPlace, ...] = ()
    workspace: str = ""


NO_LAYOUT = Layout()
"""The layout that leaves the window as it is."""


def describe_layout(layout: Layout) -> dict[str, Any]:
    """Return the fields of `layout` for JSON."""
    return asdict(layout)


def read_layout(path: Path, found: Mapping[str, Any], owner: str) -> Layout:
    """Return the layout that `describe_layout` described in the file at `path`; `owner` has it, for the sentence:
    ``"the project"``.

    Raises:
        FormatError: a field is missing or is not what it should be.
    """
    fields = Fields(path, found, owner, mark("layout"))
    size = None if found.get("size") is None else fields.whole_numbers("size")
    if size is not None and len(size) != 2:
        raise fields.wrong("size", size)
    return Layout(
        size=None if size is None else (size[0], size[1]),
        maximized=fields.get("maximized", bool),
        theme=fields.get("theme", str),
        docks=read_docks(path, fields.get("docks", list)),
        # Projects of version 0.1.0 do not tell it.
        workspace=fields.get("workspace", str) if "workspace" in found else "",
    )


def read_docks(path: Path, found: list[Any]) -> tuple[DockPlace, ...]:
    """Return the places of docks in the file at `path`.

    Raises:
        FormatError: a field is missing or is not what it should be.
    """
    return tuple(_dock(Fields(path, dock, mark("the layout"), mark("dock"))) for dock in found)


def read_window(path: Path, found: object) -> WindowPlace:
    """Return the place of the window in the file at `path`.

    Raises:
        FormatError: a field is missing or is not what it should be.
    """
    fields = Fields(path, found, mark("the layout"), mark("window"))
    far = 1 << 20
    return WindowPlace(
        left=fields.whole("left", -far, far),
        top=fields.whole("top", -far, far),
        width=fields.whole("width", 1, far),
        height=fields.whole("height", 1, far),
        maximized=fields.get("maximized", bool),
    )


def _dock(fields: Fields) -> DockPlace:
    name, area, floating = fields.get("name", str), fields.one_of("area", AREAS), fields.get("floating", bool)
    most = _FARTHEST if floating else 1.0
    known = fields.fields
    # Projects of version 0.1.0 tell neither of the three.
    path = fields.whole_numbers("path") if "path" in known else []
    return DockPlace(
        name=name,
        area=area,
        group=fields.whole("group"),
        front=fields.get("front", bool),
        shown=fields.get("shown", bool),
        floating=floating,
        width=_length(fields, "width", 0.0, most),
        height=_length(fields, "height", 0.0, most),
        path=tuple(path[:_DEEPEST]),
        left=_length(fields, "left", -_FARTHEST, _FARTHEST) if "left" in known else 0.0,
        top=_length(fields, "top", -_FARTHEST, _FARTHEST) if "top" in known else 0.0,
    )


def _length(fields: Fields, name: str, least: float, most: float) -> float:
    value = fields.number(name)
    if not math.isfinite(value):
        raise FormatError(fields.path, tr("the layout's {name!r} is {value!r}", name=name, value=value))
    return min(max(value, least), most)
