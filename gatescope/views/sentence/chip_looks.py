"""The looks of the visible chips: everything that is painted, so that equal looks need no repaint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gatescope.plots.theme import Theme
from gatescope.views.sentence.chip_data import ChipData
from gatescope.views.sentence.chip_pictures import ChipRow, ChipShape
from gatescope.views.sentence.chip_style import chip_style


class ChipLook(NamedTuple):
    """A chip as it is painted, and the pixel of its left end."""

    left: float
    shape: ChipShape
    rows: tuple[ChipRow, ...]


def chip_looks(
    data: ChipData,
    chips: Sequence[tuple[int, float, float]],
    theme: Theme,
    *,
    cursor: int | None,
    hover: int | None,
    height: int,
    number_width: int,
) -> list[ChipLook]:
    """Return the looks of `chips`, (token, left, width) in pixels, which follow each other.

    Args:
        cursor, hover: the tokens that are marked.
        height: of a chip.
        number_width: of the numbers where there are several, one below the other.
    """
    if not chips:
        return []
    several = len(data.lines) > 1
    marks = [cell[0].upper() if several else "" for cell, _ in data.lines]
    shades = data.shades(chips[0][0], chips[-1][0] + 1)
    looks = []
    for (token, left, width), shade in zip(chips, shades, strict=True):
        style, known = chip_style(data.colours, shade, theme), data.known(token)
        outline = _outline(data, token, cursor, hover, known=known)
        shape = ChipShape(data.word(token), known, outline, style.ground, style.word, round(width), height)
        rows = tuple(
            ChipRow(mark, style.cells[cell], data.number(line, token), style.number, number_width if several else 0)
            for line, (mark, (cell, _)) in enumerate(zip(marks, data.lines, strict=True))
        )
        looks.append(ChipLook(left, shape, rows))
    return looks


def _outline(data: ChipData, token: int, cursor: int | None, hover: int | None, *, known: bool) -> str:
    if token == cursor:
        return "cursor"
    if token == data.tokens.tentative:
        return "tentative"
    if not known:
        return "unknown"
    return "hover" if token == hover else "plain"
