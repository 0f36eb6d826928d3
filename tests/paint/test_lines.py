import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gatescope.export.png import image
from gatescope.plots.description import LinePlot, Series
from gatescope.plots.theme import DARK, LIGHT, Theme
from tests.paint.looking import box, ink, like, pixels
from tests.plots.builders import tokens

HUE = LIGHT.hue("forget_gate")


def plot(values: list[float] | np.ndarray, **options) -> LinePlot:
    values = np.asarray(values, dtype=np.float64)
    text = " ".join(["w"] * len(values))
    series = options.pop("series", None) or (Series("forget gate", "<i>f</i>", "forget_gate", values),)
    return LinePlot(tokens(text), series, 0.0, 1.0, "A title", y_ticks=((0.0, "low"), (1.0, "high")), **options)


def line(shown: np.ndarray) -> np.ndarray:
    return like(shown, HUE, LIGHT.surface)


def test_high_values_are_drawn_high() -> None:
    shown = pixels(image(plot([0.0, 0.0, 1.0, 1.0]), 900, 300))
    inked = line(shown)
    left, right = box(inked[:, :450]), box(inked[:, 600:])
    assert left.bottom() > 200
    assert right.top() < 80


def test_a_gap_is_left_where_there_is_no_number() -> None:
    whole = box(line(pixels(image(plot([0.5] * 9), 900, 300)))).width()
    for bad in (np.nan, np.inf, -np.inf):
        shown = pixels(image(plot([0.5, 0.5, 0.5, bad, bad, bad, 0.5, 0.5, 0.5]), 900, 300))
        columns = line(shown).any(axis=0)
        assert whole * 0.45 < columns.sum() < whole * 0.6


def test_a_single_point_is_a_dot() -> None:
    assert box(line(pixels(image(plot([0.5]), 900, 300)))).width() in range(2, 9)
    assert line(pixels(image(plot([np.nan, 0.5, np.nan]), 900, 300))).any()


def test_a_spike_survives_thinning_at_its_place() -> None:
    values = np.full(50_000, 0.2)
    values[37_500] = 0.9
    inked = line(pixels(image(plot(values), 900, 300)))
    whole, peak = box(inked), box(inked[: 300 // 2])
    assert peak.width() < 6
    assert (peak.center().x() - whole.left()) / whole.width() == pytest.approx(0.75, abs=0.01)


def test_a_line_with_fewer_tokens_than_the_cursor_counts_has_no_dot_there() -> None:
    """In Compare, another model may cut the text into fewer tokens, or read none."""
    short = tuple(Series(f"of {n}", "", "input_gate", np.full(n, 0.5), n % 4) for n in (0, 1, 3, 4))
    found = plot([0.5, 0.5, 0.5, 0.5], series=(Series("forget gate", "", "forget_gate", np.full(4, 0.2)), *short))
    for cursor in range(4):
        shown = LinePlot(found.tokens, found.series, 0.0, 1.0, "A title", cursor=cursor)
        assert line(pixels(image(shown, 900, 300))).any()


@pytest.mark.qt_log_ignore("Painter ended with", extend=True)
def test_a_picture_whose_painting_fails_lets_go_of_it(qtbot: QtBot) -> None:
    broken = plot([0.5, 0.5], series=(Series("broken", "", "forget_gate", None),))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        image(broken, 900, 300)


def test_values_outside_of_the_range_stay_inside_of_the_frame() -> None:
    shown = pixels(image(plot([0.5, 1e30, -1e30, 0.5]), 900, 300))
    inside = box(line(shown))
    assert inside.top() > 30
    assert inside.bottom() < 280


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_title_ticks_and_legend_are_written(theme: Theme) -> None:
    values = np.full(4, 0.5)
    series = tuple(Series(name, "", name, values) for name in ("forget_gate", "input_gate"))
    shown = ink(pixels(image(plot(values, series=series), 900, 300, 1, theme)), theme.surface)
    assert shown[:36, :120].sum() > 150
    assert shown[40:110, :130].sum() > 400


def test_dashes_differ() -> None:
    values = np.full(30, 0.5)
    inked = [
        line(pixels(image(plot(values, series=(Series("u", "", "forget_gate", values, dash),)), 900, 300))).sum()
        for dash in range(4)
    ]
    assert len(set(inked)) == 4
    assert inked[0] == max(inked)


def test_the_cursor_stands_on_its_token() -> None:
    shown = pixels(image(plot([0.5] * 4, cursor=2), 900, 300))
    whole = box(line(shown))
    x = np.flatnonzero(like(shown, LIGHT.accent, LIGHT.surface).sum(axis=0) >= 100).mean()
    assert (x - whole.left()) / whole.width() == pytest.approx(2 / 3, abs=0.01)


def test_no_series_and_no_tokens_are_pictures_too() -> None:
    assert ink(pixels(image(LinePlot(tokens("a b"), (), 0.0, 1.0, "A title"), 900, 300)), LIGHT.surface).any()
    assert ink(pixels(image(plot([]), 900, 300)), LIGHT.surface).any()


@pytest.mark.parametrize("size", [(1, 1), (40, 3), (3, 40), (40, 30)])
def test_a_picture_of_next_to_no_room_is_painted_without_a_complaint(size: tuple[int, int]) -> None:
    """A dock may be squeezed to a line, and be exported as it is."""
    rows = tuple(Series(f"unit {n}", "<i>h</i><sub>1</sub>", "hidden_state", np.array([0.1, 0.5])) for n in range(9))
    assert not image(plot([0.1, 0.5], series=rows), *size).isNull()
