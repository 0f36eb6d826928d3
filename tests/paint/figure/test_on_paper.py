"""Every view on paper: its text can be read, lies apart and on the page, and its lines differ without colour."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter

import gatescope as gs
from gatescope.export import svg_text
from gatescope.paint.figure.kinds import entries_of
from gatescope.paint.figure.layout import figure_canvas
from gatescope.paint.fonts import load_fonts
from gatescope.plots.by_name import MODEL_VIEWS, RUN_VIEWS
from gatescope.plots.colours import LOW, MIDDLE, SIGNED, table
from gatescope.plots.figure.apart import LINES, alike, least_contrast, told_apart
from gatescope.plots.figure.figure import Figure
from gatescope.plots.figure.grey import luminance
from gatescope.plots.figure.styles import PRINT_CONTRAST, Style, look_of
from gatescope.plots.pairs.pairs_plot import PairsPlot
from gatescope.plots.theme import LIGHT
from gatescope.plots.units.time_scales import TimeScalesPlot
from tests.paint.figure.written import Written, written

pytestmark = pytest.mark.slow

TEXT = "The film was not good"
VIEWS = (*RUN_VIEWS, *MODEL_VIEWS)
OF_ONE_MODEL = ("units", "saturation", "curves", "average", "pairs", "weights")
OF_WHAT_IS_HELD = ("difference", "what-if")
LEAST_PRINTED, LEAST_SHOWN, LEAST_INDEX_SHOWN = 5.5, 14.0, 9.5
_TOUCHING = 0.12


@cache
def drawn(view: str) -> Figure:
    """The figure of one view: of two models, where it compares them."""
    if view in OF_WHAT_IS_HELD:
        shown = [gs.trace("sentiment-lstm", TEXT, clamp="forget_gate=0.2")]
    else:
        shown = [gs.trace(f"sentiment-{cell}", TEXT) for cell in ("lstm", "gru")][: 1 if view in OF_ONE_MODEL else 2]
    against = gs.trace("sentiment-lstm", "The film was very good") if view == "pairs" else None
    found = gs.figure(shown, [view], against=against)
    assert isinstance(found, Figure)
    return found


def figure(view: str, style: str, width_mm: float) -> Figure:
    """The figure of one view, as an argument of `gs.figure` would have it."""
    text_pt = look_of(Style(style)).text_pt
    return replace(drawn(view), style=Style(style), width_mm=width_mm, text_pt=text_pt)


@cache
def texts(view: str, style: str, width_mm: float) -> tuple[list[Written], QRectF]:
    return written(figure(view, style, width_mm))


@pytest.fixture(autouse=True)
def _quick(qapp: QGuiApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    load_fonts()
    monkeypatch.setattr(svg_text, "_subset", lambda name, letters: b"")


SHEETS = pytest.mark.parametrize(
    ("style", "width_mm", "least"),
    [("print", 85.0, LEAST_PRINTED), ("print", 174.0, LEAST_PRINTED), ("slide", 254.0, LEAST_SHOWN)],
)


@SHEETS
@pytest.mark.parametrize("view", VIEWS)
def test_every_text_is_large_enough_and_whole(view: str, style: str, width_mm: float, least: float) -> None:
    every, _ = texts(view, style, width_mm)
    assert every
    least_index = least if style == "print" else LEAST_INDEX_SHOWN
    small = {(one.words, one.points) for one in every if one.points < (least_index if one.is_index else least)}
    assert not small
    assert not [one.words for one in every if "…" in one.words]


@SHEETS
@pytest.mark.parametrize("view", VIEWS)
def test_no_text_covers_another_or_leaves_the_page(view: str, style: str, width_mm: float, least: float) -> None:
    every, page = texts(view, style, width_mm)
    assert not [one.words for one in every if not page.contains(one.place.boundingRect())]
    assert not [(one.words, other.words) for one, other in combinations(every, 2) if one.covers(other, _TOUCHING)]


@pytest.mark.parametrize("view", VIEWS)
def test_lines_and_dots_on_the_same_axes_differ_without_colour(view: str) -> None:
    shown = figure(view, "print", 85.0)
    assert alike(shown) == 0
    contrast = least_contrast(shown)
    assert contrast is None or contrast >= PRINT_CONTRAST


@SHEETS
@pytest.mark.parametrize("view", VIEWS)
def test_every_line_that_a_legend_names_stands_in_the_figure(
    view: str, style: str, width_mm: float, least: float
) -> None:
    shown, nowhere = figure(view, style, width_mm), QImage(1, 1, QImage.Format.Format_RGB32)
    painter = QPainter(nowhere)
    try:
        canvas, look = figure_canvas(painter, shown, LIGHT)
        plot = shown.panels[0].plot
        names = {entry.label for entry in entries_of(canvas, [told_apart(plot) if look.dashed else plot])}
    finally:
        painter.end()
    assert names <= {one.words for one in texts(view, style, width_mm)[0]}
    kind = type(plot)
    # Every row of the others has its name before it.
    assert names or kind not in LINES or kind in (PairsPlot, TimeScalesPlot)


def test_a_pair_says_which_line_is_which() -> None:
    for width_mm in (85.0, 174.0):
        said = [one.words for one in texts("pairs", "print", width_mm)[0]]
        assert said.count("sentence") == said.count("second one") == 2


def test_signed_values_have_one_order_in_grey() -> None:
    colours = table(SIGNED, look_of(Style.PRINT).theme)[LOW:, :3]
    greys = [luminance("#{:02X}{:02X}{:02X}".format(*row)) for row in colours.tolist()]
    assert all(later <= earlier + 1e-3 for earlier, later in pairwise(greys))
    assert greys[0] > 0.8
    assert 0.2 < greys[MIDDLE - LOW] < 0.4
    assert greys[-1] < 0.08


def test_what_a_picture_says_stands_in_the_caption_alone() -> None:
    for view in VIEWS:
        shown = figure(view, "print", 174.0)
        finding = shown.panels[0].plot.facts().get("Finding", "")
        first = finding.split(". ")[0]
        assert first in shown.caption
        page = " ".join(one.words for one in texts(view, "print", 174.0)[0])
        assert not first or page.count(first[:16]) <= 1, view


PAIRS = [
    ("heatmap", "traces"),
    ("traces", "readout"),
    ("cell", "heatmap"),
    ("layers", "gradients"),
    ("ledger", "curves"),
]


@pytest.mark.parametrize("width_mm", [85.0, 114.0, 174.0])
@pytest.mark.parametrize("views", PAIRS, ids=" ".join)
def test_two_views_with_columns_left_open_are_whole_at_every_width(views: tuple[str, str], width_mm: float) -> None:
    found = gs.figure([gs.trace("sentiment-lstm", TEXT)], list(views), width_mm=width_mm)
    assert isinstance(found, Figure)
    every, page = written(found)
    assert not [one.words for one in every if "…" in one.words]
    assert not [one.words for one in every if not page.contains(one.place.boundingRect())]
    assert not [(one.words, other.words) for one, other in combinations(every, 2) if one.covers(other, _TOUCHING)]


def test_a_legend_in_a_column_that_was_set_stays_in_its_column() -> None:
    shown = gs.trace("sentiment-lstm", TEXT)
    made = gs.figure(shown, ["traces", "readout"], width_mm=70, columns=2, signals=["cell_state"], units=range(5))
    assert isinstance(made, Figure)
    every, page = written(made)
    names = [one for one in every if one.words.startswith("u") and one.words.endswith("…")]
    assert len(names) == 5, [one.words for one in every]
    assert all(one.place.boundingRect().right() <= page.center().x() for one in names)
