"""The looks of the visible chips: everything that is painted, so that equal looks need no repaint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gatescope.plots.theme import Theme
from gatescope.views.sentence.chip_data import ChipData, ChipGuess
from gatescope.views.sentence.chip_pictures import ChipNote, ChipRow, ChipShape
from gatescope.views.sentence.chip_style import chip_style
from gatescope.views.sentence.chip_words import ChipWord, ChipWords


class ChipLook(NamedTuple):
    """A chip as it is painted, and the pixel of its left end."""

    left: float
    shape: ChipShape
    rows: tuple[ChipRow, ...]
    below: ChipNote | None = None


class _Strip(NamedTuple):
    """What the looks of all chips depend on."""

    theme: Theme
    colours: tuple[str, ...]
    cells: tuple[str, ...]
    height: int
    number_width: int


class _Chip(NamedTuple):
    """What the look of one chip depends on beside that."""

    left: float
    width: float
    word: ChipWord
    outline: str
    shades: tuple[int, ...]
    values: tuple[float, ...]
    guess: ChipGuess | None


class ChipLooks:
    """Makes the looks of chips, and of a chip that is as it was gives the look that it made before."""

    def __init__(self) -> None:
        self._strip: _Strip | None = None
        self._kept: dict[int, tuple[_Chip, ChipLook]] = {}

    def of(
        self,
        data: ChipData,
        words: ChipWords,
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
            words: those of `data`.
            cursor, hover: the tokens that are marked.
            height: of a chip.
            number_width: of the numbers where there are several, one below the other.
        """
        if not chips:
            return []
        colours, cells = zip(*((band.colours, band.run.network.cell.name) for band in data.bands), strict=True)
        strip = _Strip(theme, colours, cells, height, number_width)
        before = self._kept if strip == self._strip else {}
        first, last = chips[0][0], chips[-1][0] + 1
        shades, values, tentative = data.shades(first, last), data.values(first, last), data.tokens.tentative
        guesses = data.guesses(first, last)
        kept: dict[int, tuple[_Chip, ChipLook]] = {}
        for (token, left, width), shade, numbers, guess in zip(chips, shades, values, guesses, strict=True):
            word = words[token]
            if token == cursor:
                outline = "cursor"
            elif token == tentative:
                outline = "tentative"
            elif not word.known:
                outline = "unknown"
            else:
                outline = "hover" if token == hover else "plain"
            chip = _Chip(left, width, word, outline, shade, numbers, guess)
            found = before.get(token)
            kept[token] = found if found is not None and found[0] == chip else (chip, _look(data, token, chip, strip))
        self._strip, self._kept = strip, kept
        return [look for _, look in kept.values()]


def _look(data: ChipData, token: int, chip: _Chip, strip: _Strip) -> ChipLook:
    styles = [
        chip_style(colours, shade, strip.theme) for colours, shade in zip(strip.colours, chip.shades, strict=True)
    ]
    several = len(styles) > 1
    # A word above several bands has the colour of none of them.
    ground, ink = (strip.theme.surface, strip.theme.text) if several else (styles[0].ground, styles[0].word)
    shape = ChipShape(
        chip.word.text,
        chip.word.known,
        chip.outline,
        ground,
        ink,
        round(chip.width),
        strip.height,
        tuple(style.ground for style in styles) if several else (),
    )
    rows = tuple(
        ChipRow(
            cell[0].upper() if several else "",
            style.cells[cell],
            data.number(band, token),
            style.number,
            strip.number_width if several else 0,
        )
        for band, (cell, style) in enumerate(zip(strip.cells, styles, strict=True))
    )
    return ChipLook(chip.left, shape, rows, _note(chip, strip.theme))


def _note(chip: _Chip, theme: Theme) -> ChipNote | None:
    """Return the likeliest next token as it stands below the chip, dark and bold where it came."""
    if chip.guess is None:
        return None
    ink = theme.text if chip.guess.came else theme.muted
    return ChipNote(chip.guess.label, chip.guess.probability, chip.guess.came, ink, round(chip.width))
