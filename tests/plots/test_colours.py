import numpy as np
import pytest

from gatescope.plots.colours import BAD, HIGH, LOW, MIDDLE, OUTSIDE, farthest, fit_rows, indices, ramp, rgb, table
from gatescope.plots.hues import SIGNALS
from gatescope.plots.theme import LIGHT, Theme
from gatescope.plots.theme import THEMES as DESIGNS

THEMES = pytest.mark.parametrize("theme", DESIGNS.values(), ids=lambda theme: theme.name)


@THEMES
@pytest.mark.parametrize("signal", sorted(SIGNALS))
def test_a_gate_runs_from_the_surface_to_its_hue(theme: Theme, signal: str) -> None:
    colours = table(signal, theme)
    assert colours.shape == (256, 4)
    assert colours.dtype == np.uint8
    assert tuple(colours[LOW, :3]) == tuple(rgb(theme.surface))
    assert tuple(colours[HIGH, :3]) == tuple(rgb(theme.hue(signal)))
    assert (colours[:, 3] == 255).all()


@THEMES
def test_signed_runs_from_red_through_the_surface_to_blue(theme: Theme) -> None:
    colours = table("signed", theme)
    assert tuple(colours[LOW, :3]) == tuple(rgb(theme.negative))
    assert tuple(colours[MIDDLE, :3]) == tuple(rgb(theme.surface))
    assert tuple(colours[HIGH, :3]) == tuple(rgb(theme.positive))
    assert colours[LOW, 0] > colours[LOW, 2]
    assert colours[HIGH, 2] > colours[HIGH, 0]


@THEMES
def test_not_a_number_has_a_colour_that_no_number_has(theme: Theme) -> None:
    for name in ("signed", *SIGNALS):
        colours = table(name, theme)[:, :3]
        assert tuple(colours[BAD]) == tuple(rgb(theme.bad))
        assert not (colours[LOW:] == colours[BAD]).all(axis=1).any()


def test_a_table_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        table("signed", LIGHT)[0] = 0


def test_indices_follow_the_one_convention() -> None:
    values = np.array([-1.0, 0.0, 1.0, -2.0, 2.0, np.nan, np.inf, -np.inf])
    assert indices(values, -1.0, 1.0).tolist() == [LOW, MIDDLE, HIGH, LOW, HIGH, BAD, BAD, BAD]


def test_indices_rise_with_the_value_and_fill_the_table() -> None:
    found = indices(np.linspace(0.0, 1.0, 5001, dtype=np.float32), 0.0, 1.0)
    assert (np.diff(found.astype(int)) >= 0).all()
    assert set(found.tolist()) == set(range(1, 256))


@pytest.mark.parametrize("high", [1e-30, 3e38, 1e300])
def test_extreme_ranges_neither_warn_nor_wrap(high: float) -> None:
    values = np.array([-high, 0.0, high], np.float32 if high < 1e39 else np.float64)
    assert indices(values, -high, high).tolist() == [LOW, MIDDLE, HIGH]


def test_an_empty_range_is_drawn_as_its_low_end() -> None:
    assert indices(np.array([3.0]), 3.0, 3.0).tolist() == [LOW]


def test_a_ramp_is_even_to_the_eye() -> None:
    # Lightness of white → black in OKLab is a straight line, so mid-grey is #636363, not #808080.
    assert ramp("#FFFFFF", "#000000", 3)[1].tolist() == [0x63, 0x63, 0x63]


def test_a_value_far_beyond_the_range_is_clipped() -> None:
    assert indices(np.array([-3e38, 3e38], np.float32), -1e-3, 1e-3).tolist() == [LOW, HIGH]


@pytest.mark.parametrize("rows", [1, 2, 3, 27, 30, 63])
@pytest.mark.parametrize("units", [5, 64, 128, 1024])
def test_rows_that_share_one_show_what_stands_out(units: int, rows: int) -> None:
    rng = np.random.default_rng(units + rows)
    for low in (0, 1, 100):
        shown = rng.integers(low, 256 - low, (units, 40)).astype(np.uint8)
        fitted = fit_rows(shown, rows)
        if units <= rows:
            assert fitted is shown
            continue
        starts = np.arange(rows) * units // rows
        above, below = np.maximum.reduceat(shown, starts), np.minimum.reduceat(shown, starts)
        assert np.array_equal(fitted, farthest(above, below, MIDDLE))


@THEMES
@pytest.mark.parametrize("name", ["signed", "forget_gate"])
def test_what_lies_outside_has_a_colour_that_no_value_within_has(theme: Theme, name: str) -> None:
    plain, marked = table(name, theme).astype(int), table(name + OUTSIDE, theme).astype(int)
    assert np.array_equal(plain[2:255], marked[2:255])
    for end in (1, 255) if name == "signed" else (255,):
        assert np.abs(plain[1:, :3] - marked[end, :3]).sum(axis=1).min() > 60


def test_only_values_beyond_the_range_get_the_outermost_indices() -> None:
    values = np.array([-9.0, -2.02, -2.0, 0.0, 2.0, 2.02, 9.0, np.nan])
    assert indices(values, -2.0, 2.0, outside=True).tolist() == [1, 1, 2, 128, 254, 255, 255, 0]
