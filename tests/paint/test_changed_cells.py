"""Cells that are no longer as trained are framed, in files as on screen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication

from gatescope.export.png import image
from gatescope.paint.changed_cells import MOST, changed_cells
from gatescope.paint.map_frame import MapFrame
from gatescope.plots.matrix import matrix
from gatescope.plots.theme import DARK, LIGHT, Theme
from tests.paint.looking import has, pixels
from tests.plots.builders import network

KEY = "layer0.forward.U.forget_gate"
AREA = QRectF(0, 0, 300, 200)


def test_only_what_differs_in_sight_is_found() -> None:
    trained = network(units=20)
    values = trained.array(KEY).copy()
    values[3, 4], values[19, 19] = 5.0, np.nan
    plot = matrix(trained.with_array(KEY, values), "toy", KEY, trained=trained)
    whole = MapFrame.all_of((20, 20), AREA)
    assert changed_cells(plot, whole).tolist() == [[3, 4], [19, 19]]
    assert changed_cells(plot, replace(whole, top=10.5, rows=9.0)).tolist() == [[19, 19]]
    both = replace(plot, trained=plot.values.copy())
    assert len(changed_cells(both, whole)) == 0, "NaN equals NaN"
    assert len(changed_cells(matrix(trained, "toy", KEY, trained=trained), whole)) == 0


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_files_frame_them_too(qapp: QGuiApplication, theme: Theme) -> None:
    trained = network(units=20)
    values = trained.array(KEY).copy()
    plain = matrix(trained, "toy", KEY, trained=trained)
    values[3, 4] += 1.0
    one = matrix(trained.with_array(KEY, values), "toy", KEY, trained=trained)
    all_of_them = matrix(trained.with_array(KEY, trained.array(KEY) * 2), "toy", KEY, trained=trained)
    inked = [has(pixels(image(plot, 800, 600, 1, theme)), theme.text).sum() for plot in (plain, one, all_of_them)]
    assert inked[1] > inked[0] + 40
    assert inked[2] > inked[0] + 1000
    assert MOST < 400
