"""Many units share cells, but never the chosen one, and what stands out is seen."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.plots.cell.cells_of_strip import MOST, any_in, cell_edges, standing_out


@pytest.mark.parametrize("count", [1, 2, 39, 40, 41, 42, 64, 79, 80, 100, 1024])
def test_the_chosen_unit_has_a_cell_of_its_own(count: int) -> None:
    for chosen in {0, 1, count // 3, count // 2, count - 2, count - 1} & set(range(count)):
        edges = cell_edges(count, chosen)
        assert (edges[0], edges[-1]) == (0, count)
        assert (np.diff(edges) > 0).all()
        assert len(edges) - 1 <= MOST
        cell = int(np.searchsorted(edges, chosen, side="right")) - 1
        assert edges[cell + 1] - edges[cell] == 1
        assert np.diff(edges).max() <= 2 * np.ceil(count / MOST) + 1


def test_no_unit_is_chosen() -> None:
    assert len(cell_edges(1024, None)) - 1 == MOST
    assert cell_edges(0, None).tolist() == [0]


def test_a_cell_shows_the_unit_that_stands_out() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=500)
    edges = cell_edges(500, 123)
    shown = standing_out(values, edges, 0.0)
    for cell, unit in enumerate(shown):
        group = values[edges[cell] : edges[cell + 1]]
        assert edges[cell] <= unit < edges[cell + 1]
        assert abs(values[unit]) == np.abs(group).max()
    values[7] = np.nan
    assert 7 in standing_out(values, edges, 0.0)
    mask = np.zeros(500, np.bool_)
    mask[499] = True
    assert np.flatnonzero(any_in(mask, edges)).tolist() == [len(edges) - 2]
