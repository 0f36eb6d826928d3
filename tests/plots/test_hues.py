"""That hues can be told apart, by eyes with all kinds of cones and by those without one."""

from itertools import combinations

import numpy as np
import pytest

from gatescope.engine.cells import CELLS as ENGINE_CELLS
from gatescope.plots.colours import BAD, HIGH, LOW, MIDDLE, rgb, table
from gatescope.plots.hues import CELLS, PALETTES, SAFE, SIGNALS, STANDARD
from gatescope.plots.theme import THEMES, TITLES, Theme, theme_named
from tests.plots.colour_vision import VISIONS, distance, seen

LEAST = 15.0
"""CIEDE2000 between any two hues of one picture in the safe palette: fifteen times what is just noticed."""
LEAST_ENDS = 30.0
"""Between both ends of a signed map, and either and zero."""
LEAST_BAD = 5.0
"""Between what is not a number and every number."""

DESIGNS = pytest.mark.parametrize("theme", [theme_named(name, SAFE) for name in THEMES], ids=lambda theme: theme.name)
SEEN = pytest.mark.parametrize("vision", VISIONS)


def hues_of_cells() -> dict[str, list[str]]:
    """The signals of each cell that have a hue."""
    return {
        name: [s for s in dict.fromkeys((*cell.gates, *cell.states)) if s in SIGNALS]
        for name, cell in ENGINE_CELLS.items()
    }


def least(hues: list[str], vision: str) -> float:
    lab = seen(np.array([rgb(hue) for hue in hues]), vision)
    return min(float(distance(a, b)) for a, b in combinations(lab, 2))


@SEEN
@DESIGNS
def test_the_gates_and_states_of_a_cell_can_be_told_apart(theme: Theme, vision: str) -> None:
    cells = {cell: signals for cell, signals in hues_of_cells().items() if len(signals) > 1}
    assert {len(signals) for signals in cells.values()} == {4, 6}
    for cell, signals in cells.items():
        assert least([theme.hue(signal) for signal in signals], vision) >= LEAST, cell


@SEEN
@DESIGNS
def test_models_and_guesses_can_be_told_apart(theme: Theme, vision: str) -> None:
    assert least([theme.cell_hue(cell) for cell in CELLS], vision) >= LEAST
    assert least(list(theme.hues.guesses), vision) >= LEAST


@SEEN
@DESIGNS
def test_the_ends_of_a_signed_map_can_be_told_apart_and_from_zero(theme: Theme, vision: str) -> None:
    lab = seen(table("signed", theme)[:, :3].astype(float), vision)
    assert distance(lab[LOW], lab[HIGH]) >= LEAST_ENDS
    for side in (lab[LOW : MIDDLE + 1], lab[MIDDLE:][::-1]):
        away = distance(side, lab[MIDDLE])
        assert away[0] >= LEAST_ENDS
        # Farther from zero is never nearer to the eye.
        assert (np.diff(away) <= 0.5).all()


@SEEN
@DESIGNS
def test_not_a_number_stands_out_of_every_map(theme: Theme, vision: str) -> None:
    for name in ("signed", *SIGNALS):
        lab = seen(table(name, theme)[:, :3].astype(float), vision)
        assert distance(lab[LOW:], lab[BAD]).min() >= LEAST_BAD, name


def test_the_standard_hues_could_not_be_told_apart_by_everybody() -> None:
    """Else there would be no need of another palette, or no sense in the measure."""
    standard = [theme_named("light", STANDARD).hue(signal) for signal in ENGINE_CELLS["lstm"].gates]
    assert least(standard, "normal") > 15 > least(standard, "deuteranopia")


def test_the_distance_is_that_of_the_published_examples() -> None:
    """Lines 1, 20 and 34 of the table of Sharma, Wu and Dalal (2005)."""
    first = np.array([[50, 2.6772, -79.7751], [50, 2.5, 0], [2.0776, 0.0795, -1.1350]])
    second = np.array([[50, 0, -82.7485], [73, 25, -18], [0.9033, -0.0636, -0.5514]])
    np.testing.assert_allclose(distance(first, second), [2.0425, 27.1492, 0.9082], atol=5e-5)


def test_every_design_has_hues_for_all_and_a_title() -> None:
    assert list(TITLES) == list(THEMES)
    for name in THEMES:
        for palette in PALETTES:
            theme = theme_named(name, palette)
            assert set(theme.hues.signals) == set(SIGNALS)
            assert len(theme.hues.guesses) == 5
            assert theme.hues.signals["reset_gate"] == theme.hue("forget_gate")
