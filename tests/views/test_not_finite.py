"""NaN and the infinities have a look of their own in every map, on screen and in files: no number looks like them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gatescope.engine.network import Network
from gatescope.export.png import image
from gatescope.plots.cell.describe import describe_cell
from gatescope.plots.colours import BAD, SIGNED, table
from gatescope.plots.description import Plot
from gatescope.plots.gradient_flow import describe_gradient_flow
from gatescope.plots.heatmap import heatmap
from gatescope.plots.hues import CELLS, SIGNALS
from gatescope.plots.matrix import matrix
from gatescope.plots.space.describe import describe_state_plane
from gatescope.plots.sweep.describe import describe_sweep
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.plots.units.of_runs import units_of
from gatescope.session.document.document import Focus
from gatescope.session.document.shading import Shading
from gatescope.session.run.snapshot import Run
from gatescope.views.analyses.gradient_picture import GradientPicture
from gatescope.views.maps.heatmaps import HeatmapsView
from gatescope.views.sentence.chips import ChipStrip
from gatescope.views.tokens.range import TokenRange
from gatescope.views.weights.matrix_map import MatrixMap
from gatescope.views.weights.parameter_table import ParameterTableModel
from tests.plots.builders import flow, network, run, snapshot, swept
from tests.plots.units.real import real_run
from tests.session.space.test_in_plane import of, placed
from tests.views.helpers import colours_in

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
BAD_VALUES = [np.nan, np.inf, -np.inf]
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
VALUES = pytest.mark.parametrize("value", [*BAD_VALUES, 0.5], ids=["nan", "inf", "-inf", "finite"])
SHADED = Focus(model="toy-lstm", token=0, shading=Shading("forget_gate"))


def ran(value: float) -> Run:
    """A run in which a gate is `value` at one token."""
    gate = np.full((4, 3), 0.25, np.float32)
    gate[2] = value
    return run(signals={"forget_gate": gate})


def network_with(value: float) -> tuple[Network, str]:
    made, key = network(), "layer0.forward.U.forget_gate"
    array = np.array(made.array(key))
    array[1, 1] = value
    return made.with_array(key, array), key


def of_weights(value: float) -> Plot:
    made, key = network_with(value)
    return matrix(made, "toy", key)


def of_gradients(value: float) -> Plot:
    factors = np.array([0.5, 0.5, value, 0.5])
    one = run()
    return describe_gradient_flow([one], [flow(one, factors=factors)], Focus())


def of_cell(value: float) -> Plot:
    return describe_cell([ran(value)], Focus(token=2))


def of_sweep(value: float) -> Plot:
    one = run()
    return describe_sweep([one], [swept(one, (0.1, value, 0.4))], Focus())


def of_units(value: float) -> Plot:
    return units_of([real_run(bad=None if np.isfinite(value) else 3)], Focus(), None)


def of_space(value: float) -> Plot:
    one = of()
    found = placed(one)
    points = found.points.copy()
    points[2:, 1] = value
    return describe_state_plane([one], [replace(found, points=points)], Focus())


PLOTS: dict[str, Callable[[float], Plot]] = {
    "maps": lambda value: heatmap([ran(value)], Focus()),
    "difference": lambda value: heatmap([replace(ran(value), opened=ran(0.25))], Focus(), difference=True),
    "weights": of_weights,
    "gradients": of_gradients,
    "sweep": of_sweep,
    "units": of_units,
    "space": of_space,
    "cell": of_cell,
}


def has_bad(picture: QImage, theme: Theme) -> bool:
    return QColor(theme.bad).name() in colours_in(picture)


@THEMES
@VALUES
@pytest.mark.parametrize("name", PLOTS)
def test_a_file_shows_what_is_no_number_in_a_colour_of_its_own(
    qapp: object, name: str, value: float, theme: Theme
) -> None:
    picture = image(PLOTS[name](value), 700, 420, 1, theme)
    if name == "gradients" and np.isinf(value):
        pytest.skip("a factor is a share or a norm: what overflows there is NaN before")
    assert has_bad(picture, theme) == (not np.isfinite(value))


def maps(value: float, theme: Theme) -> QWidget:
    view, found = HeatmapsView(), snapshot(ran(value))
    view.set_theme(theme)
    view.resize(700, 420)
    view.show_snapshot(found, Focus(model="toy-lstm", token=0))
    return view


def chips(value: float, theme: Theme) -> QWidget:
    strip = ChipStrip()
    strip.set_theme(theme)
    strip.resize(500, 60)
    strip.show_snapshot(snapshot(ran(value)), SHADED)
    return strip


def weights(value: float, theme: Theme) -> QWidget:
    view = MatrixMap()
    view.set_theme(theme)
    view.resize(300, 200)
    view.show_plot(of_weights(value))
    return view


def gradients(value: float, theme: Theme) -> QWidget:
    shown = TokenRange()
    shown.set_tokens(4, 0)
    picture = GradientPicture(shown)
    picture.set_theme(theme)
    picture.resize(700, 300)
    picture.show_plot(of_gradients(value))
    return picture


WIDGETS = {"maps": maps, "chips": chips, "weights": weights, "gradients": gradients}


@THEMES
@VALUES
@pytest.mark.parametrize("name", WIDGETS)
def test_a_view_shows_what_is_no_number_in_a_colour_of_its_own(
    qtbot: QtBot, name: str, value: float, theme: Theme
) -> None:
    if name == "gradients" and np.isinf(value):
        pytest.skip("a factor is a share or a norm: what overflows there is NaN before")
    widget = WIDGETS[name](value, theme)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    assert has_bad(widget.grab().toImage(), theme) == (not np.isfinite(value))


@THEMES
@VALUES
def test_the_table_of_weights_does_too(value: float, theme: Theme) -> None:
    model = ParameterTableModel()
    model.set_theme(theme)
    model.show_plot(of_weights(value))
    ground = model.data(model.index(1, 1), Qt.ItemDataRole.BackgroundRole)
    assert (ground == QColor(theme.bad)) == (not np.isfinite(value))


@THEMES
def test_no_number_has_that_colour_in_any_map(theme: Theme) -> None:
    for name in (SIGNED, *SIGNALS, "readout", *(f"cell:{cell}" for cell in CELLS)):
        colours = table(name, theme).astype(int)
        finite = np.delete(colours, BAD, axis=0)[:, :3]
        assert np.abs(finite - colours[BAD, :3]).sum(axis=1).min() > 12, name
