"""Hot views keep their own items on screen; what they show is the picture that the painters put into a file.

Both are rasterised in the same size over the same stretch of tokens, and must be alike to the eye: structural
similarity of 0.97 at least, in every colour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from pytestqt.qtbot import QtBot

from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.paint.canvas import Canvas
from gatescope.paint.fonts import load_fonts
from gatescope.paint.heatmap import paint_maps
from gatescope.paint.lines import paint_line_area
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.description import TokenAxisPlot
from gatescope.plots.map_stack import stack
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.session.document.document import UnitRef
from gatescope.session.run.snapshot import Run
from gatescope.views.lines.line_view import LinePlotView
from gatescope.views.lines.readout import ReadoutView
from gatescope.views.lines.traces import TracesView
from gatescope.views.maps.heatmaps import HeatmapsView
from gatescope.views.tokens.token_view import TokenView
from tests.paint.looking import has, pixels
from tests.plots.builders import run
from tests.similarity import ssim
from tests.views.helpers import put, settle

pytestmark = pytest.mark.slow

ALIKE = 0.97
SIZE, LINES_SIZE = (900, 560), (900, 240)
WORDS = "the food was not good but extraordinary service saved it"

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@pytest.fixture(autouse=True)
def _fonts(qapp: QGuiApplication) -> None:
    """The bundled ones, as in the app."""
    load_fonts()


def text(count: int) -> str:
    words = WORDS.split()
    return " ".join(words[i % len(words)] for i in range(count))


def with_nan(count: int) -> Run:
    """Some numbers of every signal are none: single ones, whole tokens, and the infinities."""
    made = run(text(count), units=8)
    for values in made.trace.values():
        values[2:5, 3:6] = np.nan
        values[count - 3] = np.inf
        values[7, 0] = -np.inf
    return made


def smooth(count: int) -> Run:
    """A read-out that changes slowly, with a peak of a single token."""
    made = run(text(count), units=8)
    values = 0.5 + 0.4 * np.sin(np.arange(count) / 200.0)
    values[count // 2] = 0.05
    made.readouts["sentiment"][:, 0] = values
    return made


def changed(count: int, cell: str = "lstm") -> Run:
    """A run beside what it was as opened, which has a gap."""
    opened = run(text(count), cell, units=16)
    for values in (*opened.trace.values(), *opened.readouts.values()):
        values[:] = 0.8 * values[::-1]
        values[3:5] = np.nan
    return replace(run(text(count), cell, units=16), opened=opened)


def held_at_a_word(count: int) -> Run:
    """A run with a gate held at two words and a unit taken out, beside what it was."""
    made = changed(count)
    made.trace.interventions = Interventions((Clamp("forget_gate", 1.0, None, range(4, 6)), Ablate((3,))))
    return made


def with_outliers(count: int) -> Run:
    """Two values of the cell state lie far beyond all others."""
    made = run(text(count), units=16)
    values = made.trace[f"{made.network.parts[-1]}.cell_state"]
    values[3, 5], values[count - 2, 9] = 90.0, -90.0
    return made


RUNS: dict[str, Callable[[], list[Run]]] = {
    "lstm": lambda: [run(text(20), units=16)],
    "gru": lambda: [run(text(20), "gru", units=16)],
    "one token": lambda: [run("good", units=16)],
    "many tokens": lambda: [run(text(300), units=64)],
    "nan": lambda: [with_nan(20)],
    "changed": lambda: [changed(20)],
    "compare and one changed": lambda: [run(text(20), "gru", units=16), changed(20)],
    "held": lambda: [held_at_a_word(20)],
    "outliers": lambda: [with_outliers(40)],
    "compare": lambda: [run(text(20), cell, units=16) for cell in ("rnn", "gru", "lstm")],
}
CASES = pytest.mark.parametrize("case", RUNS)


def on_screen(view: TokenView) -> np.ndarray:
    """The plot with its words, as the window shows it."""
    return pixels(view._plot_area.grab().toImage())


def in_a_file(view: TokenView, theme: Theme, paint: Callable[[Canvas], None]) -> np.ndarray:
    """What the painters make of the same plot in the same size, with the words at the same place and height."""
    size = view._plot_area.size()
    picture = QImage(size, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    canvas = Canvas(painter, theme, QRectF(0, 0, 1100, 640))
    assert canvas.unit == 1.0
    paint(canvas)
    plot, area = view.plot(), view._plot_area
    assert isinstance(plot, TokenAxisPlot)
    place, importance = area.axis.rect, plot.importance
    TokenAxis(
        canvas, plot.tokens, plot.cursor, place.width(), area.stretch, importance=importance, most=place.height()
    ).paint(place)
    painter.end()
    return pixels(picture)


def maps_in_a_file(view: HeatmapsView, theme: Theme) -> np.ndarray:
    plot, area = view.plot(), view._plot_area
    assert plot is not None
    places = stack(plot.panels, area.area.height())
    return in_a_file(view, theme, lambda canvas: paint_maps(canvas, plot, places, area.area, area.stretch))


def maps(qtbot: QtBot, theme: Theme, *runs: Run, **focus: object) -> HeatmapsView:
    view = HeatmapsView()
    view.set_theme(theme)
    put(qtbot, view, *runs, size=SIZE, **focus)
    return view


@THEMES
@CASES
def test_maps(qtbot: QtBot, theme: Theme, case: str) -> None:
    runs = RUNS[case]()
    view = maps(qtbot, theme, *runs, token=min(4, len(runs[0].tokens) - 1))
    assert ssim(on_screen(view), maps_in_a_file(view, theme)) >= ALIKE


@THEMES
def test_what_changed_in_the_maps(qtbot: QtBot, theme: Theme) -> None:
    view = maps(qtbot, theme, run(text(20), "gru", units=16), changed(20), token=4)
    view.difference.button.click()
    settle()
    assert view.plot().difference  # type: ignore[union-attr]
    assert ssim(on_screen(view), maps_in_a_file(view, theme)) >= ALIKE


@THEMES
def test_maps_of_more_tokens_than_pixels(qtbot: QtBot, theme: Theme) -> None:
    view = maps(qtbot, theme, run(text(3000), units=32))
    view.token_range.zoom(1e9, 0.0)
    settle()
    assert view._plot_area.stretch == (0.0, 3000.0)
    assert ssim(on_screen(view), maps_in_a_file(view, theme)) >= ALIKE


def test_maps_in_another_order_and_zoomed(qtbot: QtBot) -> None:
    view = maps(qtbot, LIGHT, run(text(60), units=16), order="last value", token=12)
    view.token_range.zoom(0.31, 20.0)
    settle()
    assert ssim(on_screen(view), maps_in_a_file(view, LIGHT)) >= ALIKE


def lines_in_a_file(view: LinePlotView, theme: Theme) -> np.ndarray:
    plot, area = view.plot(), view._plot_area
    assert plot is not None
    return in_a_file(view, theme, lambda canvas: paint_line_area(canvas, plot, area.area, area.stretch))


def lines(qtbot: QtBot, kind: type[LinePlotView], theme: Theme, *runs: Run, **focus: object) -> LinePlotView:
    view = kind()
    view.set_theme(theme)
    put(qtbot, view, *runs, size=LINES_SIZE, **focus)
    return view


@THEMES
@CASES
@pytest.mark.parametrize("kind", [TracesView, ReadoutView])
def test_lines(qtbot: QtBot, kind: type[LinePlotView], theme: Theme, case: str) -> None:
    runs = RUNS[case]()
    view = lines(qtbot, kind, theme, *runs, token=min(4, len(runs[0].tokens) - 1))
    assert ssim(on_screen(view), lines_in_a_file(view, theme)) >= ALIKE


@THEMES
@pytest.mark.parametrize("units", [(1, 2), (1, 2, 5, 7)])
def test_lines_that_dashes_tell_apart(qtbot: QtBot, theme: Theme, units: tuple[int, ...]) -> None:
    runs = RUNS["compare"]()
    selected = tuple(UnitRef(one.model, one.network.parts[-1], unit) for one in runs for unit in units)
    view = lines(qtbot, TracesView, theme, *runs, units=selected, token=4)
    assert {series.dash for series in view.plot().series} == set(range(len(units)))  # type: ignore[union-attr]
    assert ssim(on_screen(view), lines_in_a_file(view, theme)) >= ALIKE


@THEMES
def test_units_in_lanes(qtbot: QtBot, theme: Theme) -> None:
    one = RUNS["lstm"]()[0]
    selected = tuple(UnitRef(one.model, one.network.parts[-1], unit) for unit in (1, 2, 5))
    view = lines(qtbot, TracesView, theme, one, units=selected, token=4)
    assert view.plot().lanes  # type: ignore[union-attr]
    assert ssim(on_screen(view), lines_in_a_file(view, theme)) >= ALIKE


@THEMES
def test_values_without_a_neighbour_are_dots_in_their_hue(qtbot: QtBot, theme: Theme) -> None:
    values = np.full((20, 3), np.nan)
    values[3:17:4] = 0.4
    alone = run(text(20), "rnn", signals={"hidden_state": values})
    view = lines(qtbot, TracesView, theme, alone, token=1)
    screen, file = on_screen(view), lines_in_a_file(view, theme)
    assert ssim(screen, file) >= ALIKE
    hue = theme.hue("hidden_state")
    assert has(screen, hue).sum() == has(file, hue).sum() > 4 * 10


@THEMES
def test_lines_of_more_tokens_than_pixels(qtbot: QtBot, theme: Theme) -> None:
    view = lines(qtbot, ReadoutView, theme, smooth(3000))
    view.token_range.zoom(1e9, 0.0)
    settle()
    assert view._plot_area.stretch == (0.0, 3000.0)
    assert ssim(on_screen(view), lines_in_a_file(view, theme)) >= ALIKE


def test_zoomed_lines(qtbot: QtBot) -> None:
    view = lines(qtbot, TracesView, LIGHT, run(text(60), units=16), token=12)
    view.token_range.zoom(0.31, 20.0)
    settle()
    assert ssim(on_screen(view), lines_in_a_file(view, LIGHT)) >= ALIKE


def test_a_picture_of_another_run_is_not_alike(qtbot: QtBot) -> None:
    """The measure would notice."""
    view = maps(qtbot, LIGHT, run(text(20), units=16))
    other = maps(qtbot, LIGHT, run(text(20), units=16, signals={"forget_gate": np.zeros((20, 16))}))
    assert ssim(on_screen(view), on_screen(other)) < ALIKE


@THEMES
def test_nan_is_hatched_in_both(qtbot: QtBot, theme: Theme) -> None:
    view = maps(qtbot, theme, with_nan(20))
    striped = [has(shown, theme.bad).sum() for shown in (on_screen(view), maps_in_a_file(view, theme))]
    assert striped[0] == striped[1] > 10_000
