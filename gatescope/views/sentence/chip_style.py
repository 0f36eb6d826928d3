"""The colours of a chip, by its shade: made once for each of the 256, because a strip is painted at every key."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QColor

from gatescope.paint.contrast import legible
from gatescope.plots.colours import table
from gatescope.plots.theme import CELL_HUES, Theme


class ChipStyle(NamedTuple):
    """Colours of the ground, the word, the numbers, and the letter of each cell."""

    ground: QColor
    word: QColor
    number: QColor
    cells: dict[str, QColor]


@lru_cache(maxsize=2048)
def chip_style(colours: str, index: int, theme: Theme) -> ChipStyle:
    """The style of a chip whose shade is entry `index` of the table `colours`; everything on it can be read."""
    red, green, blue, _ = table(colours, theme)[index]
    shade = f"#{red:02x}{green:02x}{blue:02x}"
    return ChipStyle(
        QColor(shade),
        QColor(legible(theme.text, shade)),
        QColor(legible(theme.muted, shade)),
        {cell: QColor(legible(theme.cell_hue(cell), shade)) for cell in CELL_HUES},
    )
