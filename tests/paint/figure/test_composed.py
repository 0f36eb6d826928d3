"""A composed figure: its panels, its letters, its titles, and that print tells lines apart without colour."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from gatescope.export import svg_text
from gatescope.export.png import image
from gatescope.export.svg import svg
from gatescope.paint.contrast import mix
from gatescope.paint.figure.caption import caption_html
from gatescope.paint.figure.layout import figure_size
from gatescope.paint.marks import DASHES
from gatescope.plots.description import Plot
from gatescope.plots.figure.apart import LEAST, alike, inks, least_contrast, told_apart
from gatescope.plots.figure.compose import panels_of
from gatescope.plots.figure.figure import Figure, Panel
from gatescope.plots.figure.styles import Style
from gatescope.plots.theme import DARK, LIGHT
from tests.paint.looking import has, ink, pixels
from tests.paint.test_registry import EXAMPLES
from tests.plots.units.real import real_run

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _quick(qapp: QGuiApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svg_text, "_subset", lambda name, letters: b"")


def texts(figure: Figure) -> list[str]:
    root = ET.fromstring(svg(figure, 0, 0))
    return ["".join(text.itertext()) for text in root.iter(f"{_SVG}text")]


def figure(**options: object) -> Figure:
    panels = panels_of(["gradients", "ledger", "traces"], [real_run()])
    return Figure(**{"panels": panels, "columns": 2, **options})  # type: ignore[arg-type]


@pytest.mark.parametrize("plot", EXAMPLES, ids=lambda plot: plot.facts()["Title"])
def test_every_kind_of_plot_is_a_panel_whose_title_is_above_it_once(plot: Plot) -> None:
    title = plot.facts()["Title"]
    other = panels_of(["traces"], [real_run()])
    shown = Figure(panels=(Panel(plot, "What it is", "it"), *other), columns=2)
    said = Counter(texts(shown))
    assert said["What it is"] == 1
    assert said["a"] >= 1
    assert said[title] == 0
    assert ink(pixels(image(shown, 0, 0)), "#FFFFFF").sum() > 3000


def test_panels_stand_in_rows_in_the_order_of_reading() -> None:
    root = ET.fromstring(svg(figure(), 0, 0))
    places = {}
    for text in root.iter(f"{_SVG}text"):
        words = "".join(text.itertext())
        if words in ("a", "b", "c") and text.get("font-weight") == "600" and words not in places:
            places[words] = float(text.get("x", "0")), float(text.get("y", "0"))
    assert places["a"][1] == places["b"][1] < places["c"][1]
    assert places["a"][0] == places["c"][0] < places["b"][0]


def test_its_height_is_what_the_views_need_or_what_was_asked_for() -> None:
    natural = figure_size(figure(), LIGHT)
    assert natural.width() == pytest.approx(174.0)
    assert figure_size(figure(columns=1), LIGHT).height() > natural.height() * 1.5
    assert figure_size(figure(caption="word " * 100), LIGHT).height() > natural.height() + 10
    assert figure_size(figure(height_mm=90.0), LIGHT).height() == pytest.approx(90.0)
    assert figure_size(figure(text_pt=12.0), LIGHT).height() > natural.height()


def test_every_word_of_a_panel_for_paper_has_the_size_that_was_asked_for() -> None:
    root = ET.fromstring(svg(figure(text_pt=7.0), 0, 0))
    sizes = Counter(
        text.get("font-size")
        for text in root.iter(f"{_SVG}text")
        if "Inter" in (text.get("font-family") or "") and text.get("font-weight") == "400"
    )
    # 70 tenths of a point; exponents are smaller.
    assert sizes.most_common(1)[0][0] == "70"
    assert set(sizes) <= {"70", "52"}


def test_a_style_for_paper_is_white_in_every_window_and_one_for_the_screen_follows_it() -> None:
    for style, surface in ((Style.PRINT, "#FFFFFF"), (Style.SLIDE, "#FFFFFF"), (Style.SCREEN, DARK.surface)):
        assert has(pixels(image(figure(style=style), 0, 0, theme=DARK)), surface).mean() > 0.4
    assert has(pixels(image(figure(style=Style.SCREEN), 0, 0)), LIGHT.surface).mean() > 0.4


def test_in_print_every_line_has_a_dash_of_its_own() -> None:
    for panel in figure().panels:
        found = inks(told_apart(panel.plot))
        assert len({ink.dash % len(DASHES) for ink in found}) == len(found)
    drawn = svg(figure(), 0, 0)
    assert len(set(re.findall(r'stroke-dasharray="([^"]*)"', drawn))) >= 5
    assert alike(figure()) == 0


def test_the_contrast_of_the_lines_is_measured_in_grey() -> None:
    measured = least_contrast(figure())
    assert measured is not None
    assert measured >= 4.5
    on_screen = least_contrast(figure(style=Style.SCREEN))
    assert on_screen is not None
    # The hue of the candidate is a yellow, which paper without colour hardly shows.
    assert on_screen < LEAST < measured
    assert least_contrast(Figure(panels=panels_of(["heatmap"], [real_run()]))) is None


def test_lines_in_print_can_be_seen_in_grey() -> None:
    shown = pixels(image(figure(panels=panels_of(["traces"], [real_run()]), caption=""), 0, 0, 2.0))
    grey = shown @ np.array([0.2126, 0.7152, 0.0722])
    body = grey[len(grey) // 4 : -len(grey) // 3, shown.shape[1] // 5 :]
    # Something much darker than a grid line in nearly every column.
    assert ((body < 150).sum(axis=0) > 0).mean() > 0.9


def test_the_word_of_the_cursor_is_bold_and_its_band_full() -> None:
    panels = panels_of(["ledger"], [real_run()], token=3)
    shown = Figure(panels=panels, style=Style.SCREEN, caption="")
    assert has(pixels(image(shown, 0, 0)), LIGHT.hue("cell_state")).sum() > 500
    root = ET.fromstring(svg(shown, 0, 0))
    assert any("".join(one.itertext()) == "not" and one.get("font-weight") == "600" for one in root.iter(f"{_SVG}text"))


def test_an_empty_view_says_so_in_its_frame() -> None:
    empty = EXAMPLES[0].__class__(panels=(), tokens=real_run(text="").tokens)  # type: ignore[call-arg]
    assert "The text has no tokens, so there is nothing to show." in texts(
        Figure(panels=(Panel(empty, "Gates", "heatmap"),))
    )


def test_a_shared_legend_names_every_line_once_above_all_panels() -> None:
    own, shared = (Counter(texts(figure(legend=legend))) for legend in ("in the view", "shared"))
    panels = panels_of(["traces", "traces"], [real_run()])
    twice = [Counter(texts(figure(panels=panels, legend=legend))) for legend in ("in the view", "shared")]
    assert own["forget gate"] == shared["forget gate"] == 1
    assert [said["forget gate"] for said in twice] == [2, 1]
    assert figure_size(figure(legend="shared"), LIGHT).height() > figure_size(figure(), LIGHT).height()


def test_powers_and_symbols_of_a_caption_are_printed_as_such() -> None:
    said = caption_html(figure(title="Figure 1 | <Gates>", caption="**a,** 10^−2.2 by f_t & a_word_t in 10^3."))
    assert said.startswith("<b>Figure 1 | &lt;Gates&gt;.</b> <b>a,</b> 10<sup>−2.2</sup> by <span")
    assert said.endswith(" &amp; a_word_t in 10<sup>3</sup>.")
    assert caption_html(figure(title="Only this")) == "<b>Only this</b>"
    assert caption_html(figure()) == ""


def test_a_legend_never_takes_the_place_of_the_lines() -> None:
    panels = panels_of(["traces"], [real_run()])
    low, natural = (Counter(texts(figure(panels=panels, width_mm=40.0, height_mm=mm))) for mm in (30.0, None))
    assert low["forget gate"] == 0
    assert natural["forget gate"] == 1


def test_a_run_that_stops_being_a_number_is_a_panel_of_every_kind() -> None:
    panels = panels_of(["gradients", "ledger", "traces", "heatmap"], [real_run(bad=4)])
    shown = pixels(image(figure(panels=panels, style=Style.SCREEN), 0, 0))
    assert has(shown, mix(LIGHT.bad, LIGHT.surface, 0.86)).sum() > 1000
    assert svg(figure(panels=panels), 0, 0)


def test_texts_of_one_token_and_of_thousands_are_panels() -> None:
    for text in ("good", "the food was not good " * 600):
        panels = panels_of(["traces", "heatmap"], [real_run(text=text)])
        assert 1000 < len(svg(figure(panels=panels), 0, 0)) < 4_000_000
