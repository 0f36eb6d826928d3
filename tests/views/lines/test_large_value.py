"""The large read-out of presenter mode, in every width."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage

from gatescope.plots.readout import readout
from gatescope.plots.theme import LIGHT
from gatescope.session.document.document import Focus
from gatescope.views.lines.large_value import LargeValue
from tests.plots.builders import run


@pytest.mark.parametrize("value", [np.nan, 0.25])
@pytest.mark.parametrize("width", [40, 100, 600])
def test_a_value_is_painted_in_every_width_also_where_it_is_no_number(qtbot, width, value):
    made = run()
    made.readouts["sentiment"][:] = value
    large = LargeValue()
    qtbot.addWidget(large)
    large.set_theme(LIGHT)
    large.show_plot(readout([made], Focus(model=made.model, token=1)))
    large.setFixedSize(width, 140)
    assert ("NaN" in large.text) == (not np.isfinite(value))
    picture = QImage(large.size(), QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    # An exception in it would end the process, not this test.
    large.render(picture)
    assert len({picture.pixel(x, y) for x in range(0, width, 2) for y in range(0, 140, 2)}) > 2
