"""The rows that Qt asks for: a table that has nothing to show is moved over as any other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.plots.runs import no_tokens
from gatescope.plots.units.table_plot import MEAN, TRACE, UNIT, UnitTablePlot
from gatescope.views.units.unit_model import UnitModel


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("columns", "told"), [((), []), ((UNIT, TRACE, MEAN), [1])])
def test_a_cursor_that_moves_changes_the_traces_alone(columns: tuple[str, ...], told: list[int]) -> None:
    model, changed = UnitModel(), []
    plot = UnitTablePlot(no_tokens(), columns=columns, rows=np.arange(2 if columns else 0))
    model.show_plot(plot)
    model.dataChanged.connect(lambda first, last: changed.append((first.column(), last.column())))
    model.show_plot(replace(plot, cursor=1))
    assert changed == [(place, place) for place in told]
