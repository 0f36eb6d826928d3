"""What a person chose in the dialog, as plain data, and how it is kept between starts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from math import ceil, sqrt
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError
from gatescope.formats.files.bounded_json import parse_json
from gatescope.formats.files.json_fields import Fields
from gatescope.plots.figure.figure import LEGENDS, LETTERS
from gatescope.plots.figure.styles import Style, look_of
from gatescope.session.scene.view_options import ViewOption, by_view, flat
from gatescope.words import mark

STYLES = tuple(str(style) for style in Style)
ARRANGEMENTS = ("row", "column", "grid")
FORMATS = (".png", ".svg", ".pdf")
NARROWEST, WIDEST = 30.0, 600.0
LOWEST, HIGHEST = 20.0, 800.0
SMALLEST_PT, LARGEST_PT = 5.0, 36.0
LEAST_DPI, MOST_DPI = 72, 600
USUAL_PT = {str(style): look_of(style).text_pt for style in Style}
"""The text of each style, in points."""


@dataclass(frozen=True)
class FigureChoices:
    """The answers of the dialog; views with their options, title and caption are of one figure, all else is kept.

    Attributes:
        views: names of the views, in their order.
        own: what a person chose for single views; all else is as the window has it.
        title: empty for none.
        caption: with fields in braces; None for the figure's own.
        height_mm: None for what the views need.
        captioned: whether title and caption stand in the file.
        suffix: the format.
        scene: whether the file carries what brings the window back to where it was made.
    """

    views: tuple[str, ...] = ()
    own: tuple[ViewOption, ...] = ()
    title: str = ""
    caption: str | None = None
    arrangement: str = "row"
    style: str = "print"
    width_mm: float = 174.0
    height_mm: float | None = None
    text_pt: float = 8.0
    letters: str = "abc"
    captioned: bool = True
    legend: str = "in the view"
    suffix: str = ".pdf"
    dpi: int = 300
    scene: bool = True

    @property
    def columns(self) -> int:
        """How many views stand side by side."""
        count = max(len(self.views), 1)
        return {"row": count, "column": 1}.get(self.arrangement, ceil(sqrt(count)))

    def own_of(self, view: str) -> dict[str, Any]:
        """Return what was chosen for one view, by the names of its options."""
        return by_view(self.own).get(view, {})

    def with_own(self, view: str, options: Mapping[str, Any]) -> FigureChoices:
        """Return these choices with other ones for one view."""
        own = by_view(self.own) | {view: dict(options)}
        return replace(self, own=flat(own))

    def written(self) -> str:
        """Return what is kept of the choices between two starts."""
        kept = asdict(self)
        for name in ("views", "own", "title", "caption"):
            del kept[name]
        return json.dumps(kept, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> FigureChoices:
        """Return the choices that `written` wrote; the usual ones where that cannot be read."""
        place = Path("gatescope.ini")
        try:
            fields = Fields(
                place, parse_json(place, text.encode("utf-8", "replace"), mark("the figure")), mark("the figure")
            )
            height = fields.fields.get("height_mm")
            found = cls(
                arrangement=fields.one_of("arrangement", ARRANGEMENTS),
                style=fields.one_of("style", STYLES),
                width_mm=_within(fields.number("width_mm"), NARROWEST, WIDEST),
                height_mm=None if height is None else _within(fields.number("height_mm"), LOWEST, HIGHEST),
                text_pt=_within(fields.number("text_pt"), SMALLEST_PT, LARGEST_PT),
                letters=fields.one_of("letters", LETTERS),
                captioned=bool(fields.get("captioned", bool)),
                legend=fields.one_of("legend", LEGENDS),
                suffix=fields.one_of("suffix", FORMATS),
                scene=bool(fields.get("scene", bool)),
                dpi=fields.whole("dpi", LEAST_DPI, MOST_DPI),
            )
        except FormatError:
            return cls()
        return found

    def styled(self, style: str) -> FigureChoices:
        """Return these choices in another style, with its size of text where the present one is that of its style."""
        usual = self.text_pt == USUAL_PT[self.style]
        return replace(self, style=style, text_pt=USUAL_PT[style] if usual else self.text_pt)


def _within(value: float, least: float, most: float) -> float:
    """Return `value`, or the nearest end of the range; the upper one for what is no number."""
    return max(least, value) if value <= most else most
