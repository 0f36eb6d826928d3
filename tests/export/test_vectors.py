"""SVG and PDF are read again: they show what the window shows, with text as text, in exact millimetres."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QGuiApplication

from gatescope.errors import FileError, UsageError
from gatescope.export import svg_text
from gatescope.export.file_kinds import PICTURES
from gatescope.export.pdf import pdf, save_pdf
from gatescope.export.png import image
from gatescope.export.svg import save_svg, svg
from gatescope.plots.description import LinePlot, Plot
from gatescope.plots.figure.figure import Figure, Panel
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.heatmap import heatmap
from gatescope.plots.memory.ledger_plot import LedgerPlot
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.session.document.document import Focus
from tests.export.rasterised import of_pdf, of_svg
from tests.paint.looking import pixels
from tests.paint.test_registry import EXAMPLES
from tests.plots.builders import run
from tests.similarity import ssim

pytestmark = pytest.mark.slow

_WIDTH, _HEIGHT = 640, 440
_ALIKE = 0.97
_SVG = "{http://www.w3.org/2000/svg}"
_FACTS = "{https://gatescope.invalid/facts}fact"


def maps(text: str = "the food was good") -> Plot:
    return heatmap([run(text)], Focus(token=1))


def composed() -> Figure:
    panels = tuple(Panel(plot, plot.facts()["Title"], f"view{at}") for at, plot in enumerate(EXAMPLES[:3]))
    return Figure(panels=panels, columns=2, title="Gates", caption="**a,** maps < & > **b,** layers", width_mm=174.0)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("plot", EXAMPLES, ids=lambda plot: plot.facts()["Title"])
def test_a_vector_file_shows_what_the_screen_shows(plot: Plot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    # Qt knows the bundled fonts already, and to cut each of them to its letters takes longer than all the rest.
    monkeypatch.setattr(svg_text, "_subset", lambda name, letters: b"")
    shown = pixels(image(plot, _WIDTH, _HEIGHT, theme=theme))
    assert ssim(shown, of_svg(svg(plot, _WIDTH, _HEIGHT, theme), _WIDTH, _HEIGHT)) >= _ALIKE
    assert ssim(shown, of_pdf(pdf(plot, _WIDTH, _HEIGHT, theme), _WIDTH, _HEIGHT)) >= _ALIKE


def test_a_composed_figure_is_the_same_in_every_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svg_text, "_subset", lambda name, letters: b"")
    # Ten pixels of a millimetre, so that no program has to stretch it to whole ones.
    dpi, kinds = 254.0, (LinePlot, GradientFlowPlot, LedgerPlot)
    panels = tuple(Panel(plot, plot.facts()["Title"], "it") for plot in EXAMPLES if type(plot) in kinds)
    small = Figure(panels=panels, columns=2, width_mm=114.0, height_mm=75.0, caption="**a,** lines", legend="shared")
    shown = pixels(image(small, 0, 0, dpi / 96.0))
    height, width = shown.shape[:2]
    assert ssim(shown, of_svg(svg(small, 0, 0), width, height, dpi)) >= _ALIKE
    assert ssim(shown, of_pdf(pdf(small, 0, 0), width, height, dpi)) >= _ALIKE


@pytest.mark.usefixtures("qapp")
def test_an_svg_has_its_text_as_text_and_its_size_in_millimetres() -> None:
    drawn = svg(composed(), 0, 0, metadata={"Model": "toy ]]> <b>"})
    root = ET.fromstring(drawn)
    assert root.get("width") == "174.0000mm"
    left, top, wide, high = map(float, root.get("viewBox", "").split())
    assert (left, top) == (0, 0)
    assert wide == pytest.approx(174 / 25.4 * 720, abs=0.001)
    assert float(root.get("height", "").removesuffix("mm")) / 174 == pytest.approx(high / wide, abs=1e-6)
    texts = ["".join(text.itertext()) for text in root.iter(f"{_SVG}text")]
    for words in ("a", "forget gate", "Gates.", "a,"):
        assert words in texts
    assert any("maps < & >" in text for text in texts)
    # 8 points are 80 units of 1/720 inch.
    sizes = {text.get("font-size") for text in root.iter(f"{_SVG}text") if "".join(text.itertext()) == "Gates."}
    assert sizes == {"80"}
    assert {fact.get("name"): fact.text for fact in root.iter(_FACTS)}["Model"] == "toy ]]> <b>"


@pytest.mark.usefixtures("qapp")
def test_the_fonts_in_an_svg_have_the_letters_that_it_writes() -> None:
    drawn = svg(composed(), 0, 0)
    faces = {
        (family, int(weight), style): TTFont(BytesIO(b64decode(data))).getBestCmap()
        for family, weight, style, data in re.findall(
            r"font-family: '(\w+)'; font-weight: (\d+); font-style: (\w+); src: url\(data:font/woff;base64,([^)]*)\)",
            drawn,
        )
    }
    seen = 0
    for text in ET.fromstring(drawn).iter(f"{_SVG}text"):
        family = (text.get("font-family") or "").split(",")[0].strip("'")
        cmap = faces.get((family, int(text.get("font-weight", "0")), text.get("font-style", "")))
        if cmap is not None:
            seen += 1
            assert {ord(letter) for letter in "".join(text.itertext())} <= set(cmap) | {0x303}
    assert seen > 20
    assert all(len(data) < 400 for data in faces.values())
    assert len(drawn) < 400_000


@pytest.mark.usefixtures("qapp")
def test_a_pdf_has_its_text_as_text_and_its_size_in_points(tmp_path: Path) -> None:
    made = pdf(composed(), 0, 0, metadata={"Model": "toy (ü)"})
    with pypdfium2.PdfDocument(made) as document:
        assert len(document) == 1
        page = document[0]
        width, height = page.get_width(), page.get_height()
        assert width == pytest.approx(174 / 25.4 * 72, abs=0.001)
        assert page.get_mediabox()[:2] == (0, 0)
        words = page.get_textpage().get_text_range()
        for said in ("forget gate", "Gates.", "maps < & >"):
            assert said in words
        assert document.get_metadata_value("Title") == "Gates"
        assert document.get_metadata_value("Creator").startswith("GateScope ")
        assert document.get_metadata_value("CreationDate") == ""
    assert made.count(b"/FontFile") >= 3
    assert "toy (ü)".encode("utf-16-be").hex().upper().encode() in made
    other = ET.fromstring(svg(composed(), 0, 0)).get("height", "").removesuffix("mm")
    assert float(other) / 25.4 * 72 == pytest.approx(height, abs=0.01)


@pytest.mark.usefixtures("qapp")
def test_the_same_plot_gives_the_same_bytes() -> None:
    assert pdf(maps(), 300, 200) == pdf(maps(), 300, 200)
    assert svg(maps(), 300, 200) == svg(maps(), 300, 200)
    assert pdf(maps(), 300, 200) != pdf(maps("the food was bad"), 300, 200)


@pytest.mark.usefixtures("qapp")
def test_a_map_is_sharp_in_a_program_that_smooths_images() -> None:
    shown = of_svg(svg(maps(), 600, 400), 600, 400)
    plain = pixels(image(maps(), 600, 400))
    assert np.abs(shown.astype(int) - plain.astype(int)).mean() < 2


@pytest.mark.usefixtures("qapp")
def test_every_text_of_an_svg_keeps_its_width_in_a_program_that_has_other_fonts() -> None:
    for text in ET.fromstring(svg(maps(), 400, 300)).iter(f"{_SVG}text"):
        if not all(map(unicodedata.combining, "".join(text.itertext()))):
            assert float(text.get("textLength", "0")) > 0
            assert text.get("lengthAdjust") == "spacingAndGlyphs"
        assert "serif" in (text.get("font-family") or "")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("text", ["模型 很好 的", "🥳 so 😀", "مرحبا بالعالم", "a<b & 'c' \"d\"", "x" * 5000, "े̃ ́"])
def test_any_writing_can_be_written(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svg_text, "_subset", lambda name, letters: b"")
    drawn = svg(maps(text), 400, 300)
    assert ET.fromstring(drawn).get("width")
    made = pdf(maps(text), 400, 300)
    assert ssim(of_svg(drawn, 400, 300), of_pdf(made, 400, 300)) > 0.9


@pytest.mark.usefixtures("qapp")
def test_control_characters_in_a_text_leave_a_file_that_can_be_read() -> None:
    drawn = svg(maps("a\x00b \x1b ￾ c"), 300, 200, metadata={"Sentence": "a\x00b"})
    assert ET.fromstring(drawn).get("width")
    with pypdfium2.PdfDocument(pdf(maps("a\x00b \x1b c"), 300, 200, metadata={"Sentence": "a\x00b"})) as document:
        assert len(document) == 1


@pytest.mark.parametrize(("width", "height"), [(0, 10), (10, -1), (200_000, 10)])
@pytest.mark.usefixtures("qapp")
def test_an_impossible_size_is_refused(width: int, height: int) -> None:
    for write in (svg, pdf):
        with pytest.raises(UsageError, match="cannot be made"):
            write(maps(), width, height)


@pytest.mark.parametrize("suffix", [".svg", ".pdf"])
def test_a_failed_write_keeps_the_older_file(tmp_path: Path, suffix: str, qapp: QGuiApplication) -> None:
    with pytest.raises(FileError, match="cannot be written"):
        PICTURES[suffix].write(maps(), tmp_path / "none" / f"a{suffix}", 300, 200, 1.0, LIGHT, {})
    {".svg": save_svg, ".pdf": save_pdf}[suffix](maps(), tmp_path / f"a{suffix}", 300, 200)
    assert (tmp_path / f"a{suffix}").stat().st_size > 1000
