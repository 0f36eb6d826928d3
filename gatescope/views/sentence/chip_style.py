"""The colours of a chip, by its shade: made once for each of the 256, because a strip is painted at every key."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from gatescope.paint.contrast import legible
from gatescope.plots.colours import table
from gatescope.plots.hues import CELLS
from gatescope.plots.theme import Theme


class ChipStyle(NamedTuple):
    """Colours of the ground, the word, the numbers, and the letter of each cell, as ``#rrggbb``."""

    ground: str
    word: str
    number: str
    cells: dict[str, str]


@lru_cache(maxsize=2048)
def chip_style(colours: str, index: int, theme: Theme) -> ChipStyle:
    """Return the style of a chip in shade `index` of the table `colours`, with text colours that are legible on it."""
    red, green, blue, _ = table(colours, theme)[index]
    shade = f"#{red:02x}{green:02x}{blue:02x}"
    return ChipStyle(
        shade,
        legible(theme.text, shade, theme.text_contrast),
        legible(theme.muted, shade, theme.text_contrast),
        {cell: legible(theme.cell_hue(cell), shade, theme.text_contrast) for cell in CELLS},
    )
