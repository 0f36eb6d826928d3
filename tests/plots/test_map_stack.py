"""Where the maps lie."""

from __future__ import annotations

import pytest

from gatescope.plots.description import HeatmapPanel
from gatescope.plots.heatmap import heatmap
from gatescope.plots.map_stack import THINNEST, least_height, stack
from gatescope.session.document.document import Focus
from tests.plots.builders import run

WHOLE = (0.0, 1.0)


def panels(*cells: str) -> tuple[HeatmapPanel, ...]:
    return heatmap([run("a b c", cell, units=8) for cell in cells], Focus()).panels


def test_six_maps_fill_the_height_and_do_not_overlap() -> None:
    made = stack(panels("lstm"), 430.0)
    assert len(made.bands) == 6
    assert made.bands[0].top == 0
    assert made.height == pytest.approx(430.0, abs=1.0)
    assert all(upper.bottom < lower.top for upper, lower in zip(made.bands, made.bands[1:], strict=False))
    assert made.headers == ()


def test_maps_never_get_thinner_than_readable() -> None:
    made = stack(panels("rnn", "gru", "lstm"), 200.0)
    assert len(made.bands) == 11
    assert min(band.height for band in made.bands) >= THINNEST - 1
    assert made.height > 200.0


def test_in_compare_every_model_has_a_header_above_its_maps() -> None:
    made = stack(panels("rnn", "gru", "lstm"), 700.0)
    assert [panel.cell for _, _, panel in made.headers] == ["rnn", "gru", "lstm"]
    for top, height, panel in made.headers:
        first = next(band for band in made.bands if band.panel is panel)
        assert top + height == pytest.approx(first.top, abs=1.0)
    assert made.height == pytest.approx(700.0, abs=1.0)


def test_the_hidden_states_of_a_compare_are_higher_where_there_is_room() -> None:
    made = stack(panels("rnn", "gru", "lstm"), 700.0)
    heights = {made.is_main(band): band.height for band in made.bands}
    assert heights[True] == pytest.approx(1.6 * heights[False], abs=2)
    tight = stack(panels("rnn", "gru", "lstm"), least_height(panels("rnn", "gru", "lstm")))
    assert {band.height for band in tight.bands} <= {25, 26, 27}
    assert tight.height == pytest.approx(least_height(panels("rnn", "gru", "lstm")), abs=1)


def test_scrolling_may_begin_at_a_map_or_the_name_above_it() -> None:
    made = stack(panels("rnn", "gru"), 300.0)
    assert [start for start in made.starts if start in {top for top, _, _ in made.headers}] == [
        top for top, _, _ in made.headers
    ]
    assert len(made.starts) == len(made.bands) == 5


def test_no_maps_take_no_room() -> None:
    assert stack((), 100.0).height == 0.0


def test_rows_are_found_from_top_to_bottom() -> None:
    band = stack(panels("rnn"), 80.0).bands[0]
    assert [band.row_at(y + 0.5, WHOLE) for y in range(0, 80, 10)] == list(range(8))
    assert band.row_at(200.0, WHOLE) == 7


def test_rows_are_found_in_a_zoom() -> None:
    band = stack(panels("rnn"), 80.0).bands[0]
    zoom = (0.5, 0.75)
    assert [band.row_at(y, zoom) for y in (1.0, 39.0, 41.0, 79.0)] == [4, 4, 5, 5]
    assert band.edges_of(5, zoom) == pytest.approx((40.0, 80.0))
    assert band.edges_of(3, zoom)[1] <= band.top


def test_a_band_is_found_by_its_height_and_the_gap_is_none() -> None:
    made = stack(panels("lstm"), 430.0)
    second = made.bands[1]
    assert made.band_at(second.top + 1.0) is second
    assert made.band_at(second.top - 2.0) is None


def test_the_least_height_of_a_map_grows_with_its_text():
    assert min(band.height for band in stack(panels("lstm"), 100.0).bands) == THINNEST
    assert min(band.height for band in stack(panels("lstm"), 100.0, 2.0).bands) == 36
