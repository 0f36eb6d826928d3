"""A gradient flow on paper: values at their heights, words over nothing, in every size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gatescope.export.png import image
from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.gradient_flow import paint_body, paint_cursor, paint_gradient_flow
from gatescope.paint.gradient_hover import paint_hover
from gatescope.paint.gradient_layout import GradientLayout, Placement
from gatescope.plots.colours import indices, table
from gatescope.plots.gradient_flow import describe_gradient_flow
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.session.document.document import Focus
from gatescope.words import spoken_in
from tests.paint.looking import has, ink, like, pixels
from tests.plots.builders import flow, run

SENTENCE = "The food was not good at all , but the service was absolutely wonderful ."


class Spy(Canvas):
    """Remembers where text was written, in device coordinates."""

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self.written: list[tuple[str, QRectF]] = []

    def text(self, words: str, x: float, baseline: float, **options) -> float:
        width = super().text(words, x, baseline, **options)
        size = options.get("size", 12.0) * self.unit
        left = x - width * {"left": 0.0, "centre": 0.5, "right": 1.0}[options.get("align", "left")]
        self._note(words, QRectF(left, baseline - 0.75 * size, width, 0.8 * size))
        return width

    def symbol(self, html: str, x: float, baseline: float, **options) -> float:
        width = super().symbol(html, x, baseline, **options)
        size = options.get("size", 15.0) * self.unit
        self._note(html, QRectF(x, baseline - 0.6 * size, width, 0.75 * size))
        return width

    def _note(self, words: str, rect: QRectF) -> None:
        if words.strip():
            self.written.append((words, self.painter.worldTransform().mapRect(rect)))


def plot(text: str = SENTENCE, cells: tuple[str, ...] = ("rnn", "gru", "lstm"), **options) -> GradientFlowPlot:
    """Flows that fall unevenly from 1 to about 10^-3, each a little steeper than the one before."""
    focus = Focus(model=f"toy-{cells[-1]}", token=options.pop("cursor", None))
    target, bad = options.pop("target", "last"), options.pop("bad", None)
    runs = [run(text, cell, **options) for cell in cells]
    rng = np.random.default_rng(3)
    flows = []
    for place, one in enumerate(runs):
        count = len(one.tokens)
        fall = np.cumsum(rng.uniform(0.0, 0.2 + 0.05 * place, count))
        values = {"hidden": fall - fall[-1:], "cell": fall * 0.8 - fall[-1:], "factors": rng.uniform(0, 1, count)}
        if bad is not None:
            values = {name: np.where(np.arange(count) < bad, found, np.nan) for name, found in values.items()}
        flows.append(flow(one, target, bad, **values))
    return describe_gradient_flow(runs, flows, focus)


def painted(
    shown: GradientFlowPlot,
    size: tuple[int, int],
    theme: Theme = LIGHT,
    paint: Callable[[Canvas, GradientFlowPlot, QRectF], None] = paint_gradient_flow,
) -> tuple[np.ndarray, Spy, GradientLayout]:
    """The pixels, what was written, and where things lie."""
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.fill(theme.surface)
    rect = QRectF(0, 0, *size).adjusted(12, 12, -12, -12)
    painter = QPainter(picture)
    spy = Spy(painter, theme, rect)
    paint(spy, shown, rect)
    layout = GradientLayout(spy, shown, rect)
    painter.end()
    return pixels(picture), spy, layout


CASES = {
    "compare": {},
    "one model": {"cells": ("lstm",)},
    "two directions": {"cells": ("gru", "lstm"), "directions": ("forward", "reverse"), "target": "tokens:7"},
    "a cursor": {"cursor": 12},
    "one token": {"text": "good"},
    "no number": {"bad": 6},
    "long words": {"text": "internationalisation " * 12},
    "many words": {"text": SENTENCE + " " + " ".join([SENTENCE] * 12), "cursor": 77},
    "a long first word": {"text": "W" * 200 + " and more"},
    "hidden": {"layers": 3},
}


@pytest.mark.slow
@pytest.mark.parametrize("size", [(430, 260), (430, 340), (640, 240), (840, 360), (1600, 900)], ids=str)
@pytest.mark.parametrize("case", CASES)
def test_no_word_stands_on_another(case: str, size: tuple[int, int]) -> None:
    shown, spy, layout = painted(plot(**CASES[case]), size)
    assert ink(shown, LIGHT.surface).sum() > 800
    everything = [*spy.written, ("the sentence", layout.finding)]
    for place, (words, rect) in enumerate(everything):
        assert QRectF(0, 0, *size).contains(rect), words
        for other, beside in everything[place + 1 :]:
            assert not rect.adjusted(0.5, 0.5, -0.5, -0.5).intersects(beside), f"{words!r} stands on {other!r}"


@pytest.mark.parametrize("size", [(430, 110), (600, 150), (840, 190), (840, 300)], ids=str)
@pytest.mark.parametrize("case", CASES)
def test_no_word_stands_on_another_in_a_window(case: str, size: tuple[int, int]) -> None:
    shown_plot = plot(**CASES[case])
    count = float(max(len(shown_plot.tokens), 8))
    placement = Placement(158.0, size[0] - 27.0, 0.0, min(count, 90.0))

    def paint(canvas: Canvas, drawn: GradientFlowPlot, rect: QRectF) -> None:
        canvas.unit = 1.0
        layouts.append(GradientLayout(canvas, drawn, rect, placement))
        paint_body(canvas, drawn, layouts[0])
        paint_cursor(canvas, drawn, layouts[0])

    layouts: list[GradientLayout] = []
    _, spy, _ = painted(shown_plot, size, paint=paint)
    everything = [*spy.written, ("the sentence", layouts[0].finding)]
    assert len(everything) > 2
    for place, (words, rect) in enumerate(everything):
        assert QRectF(0, 0, *size).contains(rect), words
        for other, beside in everything[place + 1 :]:
            assert not rect.adjusted(0.5, 0.5, -0.5, -0.5).intersects(beside), f"{words!r} stands on {other!r}"


@pytest.mark.parametrize("case", ["compare", "one model", "no number"])
def test_the_values_under_the_mouse_are_marked_on_their_lines(case: str) -> None:
    shown_plot = plot(**CASES[case])
    token = len(shown_plot.tokens) - 2
    layouts: list[GradientLayout] = []

    def paint(canvas: Canvas, drawn: GradientFlowPlot, rect: QRectF) -> None:
        canvas.unit = 1.0
        layouts.append(GradientLayout(canvas, drawn, rect, Placement(158.0, 800.0, 0.0, 18.0)))
        paint_hover(canvas, drawn, layouts[0], token)

    image, _, _ = painted(shown_plot, (840, 360), paint=paint)
    layout = layouts[0]
    at = {line: layout.y_of(line.at(token)) for line in shown_plot.lines if np.isfinite(line.at(token))}
    for line, y in at.items():
        if all(abs(y - other) > 8 for one, other in at.items() if one is not line):
            assert image[int(y), int(layout.x_of(token + 0.5))].tolist() == list(
                QColor(LIGHT.line(line.hue)).getRgb()[:3]
            )


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_value_is_drawn_at_its_height(theme: Theme) -> None:
    shown_plot = plot(cells=("rnn",))
    shown, _, layout = painted(replace(shown_plot, step=None), (840, 360), theme)
    (line,) = shown_plot.lines
    hue = theme.line(line.hue)
    strokes = like(shown, hue, theme.surface)
    # At both ends half of the column is empty.
    for token in range(1, len(line.values) - 1):
        column = int(layout.x_of(token + 0.5))
        rows = np.flatnonzero(strokes[int(layout.area.top()) : int(layout.area.bottom()), column])
        assert len(rows)
        middle = rows.mean() + int(layout.area.top()) + 0.5
        assert middle == pytest.approx(layout.y_of(float(line.values[token])), abs=2.0)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_numbers_in_the_rows_are_the_factors(theme: Theme) -> None:
    shown_plot = plot()
    shown, spy, layout = painted(shown_plot, (1600, 900), theme)
    for row, place in zip(shown_plot.factors, layout.rows, strict=True):
        inside = [(rect.center().x(), words) for words, rect in spy.written if place.contains(rect.center())]
        assert [words for _, words in sorted(inside)] == [f"{value:.2f}" for value in row.values]
        colours = table(row.colours, theme)[indices(row.values, 0.0, row.high)][:, :3]
        for token, colour in enumerate(colours):
            x, y = int(layout.x_of(token)) + 4, int(place.top()) + 3
            assert np.abs(shown[y, x].astype(int) - colour).max() <= 2


def test_numbers_lose_a_digit_and_then_give_way() -> None:
    def written(width: int) -> set[int]:
        shown = plot(cells=("lstm",))
        _, spy, layout = painted(shown, (width, 360))
        return {len(words) for words, rect in spy.written if layout.rows[0].contains(rect.center())}

    assert written(900) == {4}
    assert written(500) == {3}
    assert written(360) == set()


def test_factors_are_written_as_the_language_writes_numbers() -> None:
    with spoken_in("de"):
        _, spy, layout = painted(plot(cells=("lstm",)), (900, 360))
    cells = [words for words, rect in spy.written if layout.rows[0].contains(rect.center())]
    assert cells
    assert all("," in words and "." not in words for words in cells)


def test_what_is_left_is_written_beside_the_lines() -> None:
    shown_plot = plot()
    _, spy, _ = painted(shown_plot, (840, 360))
    words = [words for words, _ in spy.written]
    assert "What is left at “The”" in words
    for line in shown_plot.lines:
        assert f"{line.left:.1f}".replace("-", "−") in words


def test_the_largest_step_is_named_and_its_column_shaded() -> None:
    shown_plot = plot()
    assert shown_plot.step is not None
    shown, spy, layout = painted(shown_plot, (840, 360))
    word = shown_plot.tokens.word(shown_plot.step.token)
    assert any(words.startswith("÷ ") and words.endswith(f" at “{word}”") for words, _ in spy.written)
    shade = has(shown, mix(LIGHT.cell_hue("lstm"), LIGHT.surface, 0.91))[int(layout.area.top()) + 2]
    left, right = layout.x_of(shown_plot.step.token), layout.x_of(shown_plot.step.token + 1)
    assert np.flatnonzero(shade)[[0, -1]].tolist() == pytest.approx([left, right - 1], abs=1.5)


def test_from_a_step_that_is_no_number_on_it_is_drawn_in_the_bad_colour() -> None:
    shown, _, layout = painted(plot(bad=6), (840, 360))
    shade = has(shown, mix(LIGHT.bad, LIGHT.surface, 0.86))[int(layout.area.top()) + 2]
    assert np.flatnonzero(shade)[[0, -1]].tolist() == pytest.approx([layout.x_of(6), layout.area.right() - 1], abs=1.5)
    row = shown[int(layout.rows[0].center().y()), int(layout.x_of(6)) : int(layout.area.right())]
    assert has(row[None], LIGHT.bad).sum() > len(row) / 3


def test_the_cursor_is_one_line_through_lines_and_factors() -> None:
    shown, _, layout = painted(plot(cells=("rnn",), cursor=4), (840, 360))
    accent = has(shown, LIGHT.accent) | like(shown, LIGHT.accent, LIGHT.surface)
    x = int(layout.x_of(4.5))
    assert accent[int(layout.area.top()) : int(layout.area.bottom()), x - 1 : x + 2].any(axis=1).all()
    frame = accent[int(layout.rows[0].center().y())]
    assert frame[int(layout.x_of(4)) - 2 : int(layout.x_of(4)) + 3].any()
    assert frame[int(layout.x_of(5)) - 2 : int(layout.x_of(5)) + 3].any()


def test_where_the_gradient_starts_there_is_a_mark() -> None:
    shown_plot = replace(plot(cells=("rnn",), target="tokens:9"), step=None)
    shown, _, layout = painted(shown_plot, (840, 360))
    x, y = layout.x_of(9.5), layout.y_of(float(shown_plot.lines[0].values[9]))
    hue = like(shown, LIGHT.cell_hue("rnn"), LIGHT.surface)
    assert hue[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3].mean() > 0.9


def test_a_window_places_the_axis_and_shows_a_stretch_of_the_text() -> None:
    shown_plot = plot(text=" ".join(f"w{i}" for i in range(60)), cells=("lstm",), cursor=25)
    placement = Placement(left=160.0, right=600.0, first=20.6, last=36.6)

    def paint(canvas: Canvas, drawn: GradientFlowPlot, rect: QRectF) -> None:
        layouts.append(GradientLayout(canvas, drawn, rect, placement))
        paint_body(canvas, drawn, layouts[0])
        paint_cursor(canvas, drawn, layouts[0])

    layouts: list[GradientLayout] = []
    shown, spy, _ = painted(shown_plot, (640, 280), paint=paint)
    (layout,) = layouts
    assert (layout.area.left(), layout.area.right()) == (172.0, 612.0)
    assert layout.heading.height() == 0.0
    assert layout.token_at(172.0) == 20
    assert layout.token_at(611.0) == 36
    assert layout.token_at(171.0) == layout.token_at(612.0) == -1
    assert layout.x_of(28.6) == pytest.approx(172 + 440 / 2)
    assert layout.columns == pytest.approx(27.5)
    words = sorted(words for words, _ in spy.written if words.startswith("w"))
    assert words == [f"w{i}" for i in range(21, 37)]
    strokes = like(shown, LIGHT.cell_hue("lstm"), LIGHT.surface)
    assert strokes[int(layout.area.top()) : int(layout.area.bottom()), 613:].sum() == 0


@pytest.mark.parametrize(("target", "said"), [(3, "left of"), (50, "right of"), (25, "")])
def test_where_no_line_reaches_the_stretch_it_is_said_where_they_are(target: int, said: str) -> None:
    shown_plot = plot(text=" ".join(f"w{i}" for i in range(60)), cells=("lstm",), target=f"tokens:{target}")
    reached = np.arange(60) <= target if said != "right of" else np.arange(60) >= target
    lines = tuple(replace(line, values=np.where(reached, line.values, -np.inf)) for line in shown_plot.lines)

    def paint(canvas: Canvas, drawn: GradientFlowPlot, rect: QRectF) -> None:
        paint_body(canvas, drawn, GradientLayout(canvas, drawn, rect, Placement(160.0, 600.0, 20.6, 36.6)))

    _, spy, _ = painted(replace(shown_plot, lines=lines, step=None), (640, 280), paint=paint)
    hints = [words for words, _ in spy.written if words.startswith("The gradient starts")]
    assert hints == ([f"The gradient starts at “w{target}”, {said} what is in sight"] if said else [])


def test_where_it_gets_low_the_sentence_is_the_last_to_go() -> None:
    heights = {height: painted(plot(), (840, height))[2] for height in (360, 260, 200, 140)}
    assert [len(layout.rows) for layout in heights.values()] == [3, 3, 3, 0]
    assert [layout.words.height() > 0 for layout in heights.values()] == [True, True, False, False]
    assert all(layout.finding.height() > 10 for layout in heights.values())
    assert all(layout.area.height() > 20 for layout in heights.values())


def test_long_texts_are_thinned() -> None:
    shown_plot = plot(text="a " * 20_000, cells=("rnn",))
    shown = pixels(image(shown_plot, 900, 400))
    assert like(shown, LIGHT.cell_hue("rnn"), LIGHT.surface).sum() > 500
