"""Parts of a wiring lie beside each other: nothing covers a number, in any cell, in any size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from gatescope.paint.canvas import Canvas
from gatescope.paint.cell.callout import callout_rect
from gatescope.paint.cell.formula import Formulas, runs
from gatescope.paint.cell.layout import Pane, panes
from gatescope.paint.cell.strips import stretches
from gatescope.paint.fonts import load_fonts
from gatescope.plots.cell.describe import describe_cell
from gatescope.plots.cell.wiring import CellPlot
from gatescope.plots.theme import LIGHT
from tests.plots.cell.test_describe import NETWORKS, compared, focus, ran

SIZES = [(784, 612), (560, 430), (1300, 700)]


@pytest.fixture
def canvas(qapp: QGuiApplication) -> Iterator[Canvas]:
    load_fonts()
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    yield Canvas(painter, LIGHT, QRectF(0, 0, 1100, 640), 1.0)
    painter.end()


def parts(pane: Pane) -> list[tuple[str, QRectF]]:
    wiring = pane.frame.wiring
    found = [(strip.key, pane.frame.strip(strip)) for strip in wiring.strips]
    found += [(box.name, pane.frame.box(box)) for box in wiring.boxes]
    return found + [(node.sign, pane.frame.node(node)) for node in wiring.nodes]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", NETWORKS)
def test_no_part_covers_another(canvas: Canvas, name: str, size: tuple[int, int]) -> None:
    made = NETWORKS[name]
    one = ran(made)
    formulas = Formulas(canvas)
    for step in range(1, 9):
        plot = describe_cell([one], focus(made.parts[0], 2), step)
        (pane,) = panes(canvas, plot, QRectF(0, 0, *size))
        found = parts(pane)
        for (first, here), (second, there) in combinations(found, 2):
            # A matrix may stand close to the product below it.
            assert not here.adjusted(1, 1, -1, -1).intersects(there) or {first, second} == {"U", "⊙"}, (first, second)
        called = callout_rect(canvas, formulas, pane.frame)
        assert (called is not None) == bool(plot.wirings[0].explanation.called)
        if called is not None:
            covered = [key for key, rect in found if rect.intersects(called)]
            assert covered == [], (step, plot.wirings[0].operations[plot.step - 1].title)
            assert QRectF(0, 0, *size).contains(called)


def shown(canvas: Canvas, plot: CellPlot, *size: int) -> tuple[Pane, ...]:
    return panes(canvas, plot, QRectF(0, 0, *size))


def test_compared_cells_are_alike_in_scale(canvas: Canvas) -> None:
    plot = compared("rnn", "gru", "lstm")
    for size in ((1800, 500), (760, 900)):
        found = shown(canvas, plot, *size)
        assert len(found) == 3
        plus = [pane.frame.node(node) for pane in found for node in pane.frame.wiring.nodes if node.sign == "+"]
        assert plus[0].size().width() == pytest.approx(plus[1].size().width())
        offsets = {round(rect.left() - pane.frame.rect.left(), 3) for pane, rect in zip(found[1:], plus, strict=True)}
        assert len(offsets) == 1


def test_where_two_would_be_too_small_the_one_in_front_is_shown(canvas: Canvas) -> None:
    plot = compared("gru", "lstm")
    (pane,) = shown(canvas, plot, 560, 330)
    assert pane.frame.wiring.cell == "lstm"
    assert pane.heading is not None
    assert pane.left_out == ("GRU",)


def test_a_formula_is_written_in_runs() -> None:
    html = '<span class="forget_gate"><i>f</i><sub><i>t</i></sub></span> ⊙ x&lt;y'
    assert [(run.text, run.italic, run.low, run.hue) for run in runs(html)] == [
        ("f", True, False, "forget_gate"),
        ("t", True, True, "forget_gate"),
        (" ", False, False, ""),
        ("⊙", False, False, ""),
        (" x<y", False, False, ""),
    ]


def test_a_formula_gets_smaller_until_it_fits(canvas: Canvas) -> None:
    formulas = Formulas(canvas)
    size = formulas.fitting("<i>h</i> = a long formula", 20.0, 90.0, least=8.0)
    assert 8.0 <= size < 20.0
    assert formulas.width("<i>h</i> = a long formula", size, math=False) <= 90.0 or size == 8.0


def test_neighbours_that_are_held_have_one_frame() -> None:
    made = NETWORKS["lstm"]
    (wiring,) = describe_cell([ran(made)], focus(made.parts[0], 2)).wirings
    strip, rect = wiring.vector("forget_gate"), QRectF(10, 20, 40, 8)
    for marked, wanted in (
        ([True, True, False, True], [QRectF(10, 20, 20, 8), QRectF(40, 20, 10, 8)]),
        ([False] * 4, []),
        ([True] * 4, [rect]),
    ):
        assert stretches(rect, strip, np.array(marked)) == wanted
