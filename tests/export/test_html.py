import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from PySide6.QtGui import QImage

from gatescope.engine.network import ReadOut
from gatescope.engine.part import Part
from gatescope.export.html import html
from gatescope.plots.colours import SIGNED, table
from gatescope.plots.heatmap import heatmap, window
from gatescope.plots.numbers import strongest
from gatescope.plots.theme import LIGHT
from gatescope.session.document.document import Focus
from gatescope.session.run.single import run_once, tokens_of_vectors
from tests.plots.builders import network, run, tokens

VOID = {"br"}


class Reader(HTMLParser):
    """The tags, their attributes and the text; fails where tags are not closed in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def images(self) -> list[QImage]:
        sources = [attributes["href"] or "" for tag, attributes in self.tags if tag == "image"]
        assert all(source.startswith("data:image/png;base64,") for source in sources)
        return [QImage.fromData(b64decode(source.partition(",")[2])) for source in sources]


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_it_shows_the_words_and_a_map_a_signal(cell: str) -> None:
    found = run("the food was good", cell, layers=2)
    page = Reader(html(found))
    for word in ("the", "food", "was", "good", "2×3 units", "4 tokens", "layer1.forward", f"toy-{cell}"):
        assert word in page.words
    images = page.images()
    assert [(image.width(), image.height()) for image in images] == [(4, 3)] * len(found.network.cell.signals)


def test_the_maps_have_the_colours_of_every_other_map() -> None:
    found = run()
    panels = heatmap([found], Focus(part=Part.parse("layer0.forward"))).panels
    for panel, image in zip(panels, Reader(html(found)).images(), strict=True):
        colours = table(panel.colours, LIGHT)[window(panel, 0, 4, 4)]
        for row in range(3):
            for column in range(4):
                assert image.pixelColor(column, row).getRgb() == tuple(colours[row, column].tolist())


HOSTILE = '<script>alert("1")</script> <img/src=x/onerror=alert(1)> "&amp; a\u202eb \x1b[31m'


def test_whatever_comes_from_a_text_or_a_file_is_escaped() -> None:
    made = network()
    readout = replace(made.readouts[0], name="<i>r", labels=("<b>", "<u>&"))
    sentence = tokens(HOSTILE)
    found = run_once("<s>model", replace(made, readouts=(readout,)), replace(sentence, ids=sentence.ids % 7))
    page = html(found)
    tags = {tag for tag, _ in Reader(page).tags}
    assert tags <= {"div", "span", "bdi", "b", "i", "sub", "svg", "image", "g", "rect", "title"}
    assert "onerror" not in {name for _, attributes in Reader(page).tags for name in attributes}
    assert "<script" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    for text in ("<s>model", "<i>r: ", '<script>alert("1")</scr', '"&amp;'):
        assert text in Reader(page).words


def test_a_long_text_stays_small() -> None:
    page = html(run(" ".join(["word"] * 20_000)))
    assert len(page) < 100_000
    assert "… and 19,940 more" in Reader(page).words
    assert {image.width() for image in Reader(page).images()} == {480}


def test_a_wide_network_and_an_endless_word_stay_small() -> None:
    page = html(run("x" * 100_000 + " b", units=512))
    assert len(page) < 100_000
    assert {image.height() for image in Reader(page).images()} == {128}


def test_no_tokens_and_no_readout() -> None:
    none = html(run(""))
    assert "no tokens" in Reader(none).words
    assert not Reader(none).images()
    bare = run("a b")
    assert "sentiment" in html(bare)
    assert "sentiment" not in html(replace(bare, network=replace(bare.network, readouts=()), readouts={}))


def test_what_is_not_finite_is_said_and_marked() -> None:
    vectors = np.zeros((3, 2))
    vectors[1, 0] = np.nan
    page = html(run_once("toy", network(), tokens_of_vectors(3), vectors))
    assert "no finite number from token 1 on" in Reader(page).words
    assert len(re.findall("outline:1px dashed", page)) == 2
    bad = table(SIGNED, LIGHT)[0].tolist()
    assert list(Reader(page).images()[0].pixelColor(1, 0).getRgb()) == bad


def test_plain_values_are_said_without_a_label() -> None:
    found = run(readout=ReadOut("price", "linear", np.zeros((6, 3)), np.zeros(6), tuple("012345")))
    found = replace(found, readouts={"price": np.array([[1.5, -2.0, 0.0, 3.0, 4.0, 5.0]] * len(found.tokens))})
    assert "price: 1.50, −2.00, 0.00, 3.00, …" in html(found)


def test_a_map_says_its_strongest_units_word_by_word() -> None:
    found = run("the food was good", "lstm")
    page = html(found)
    places = re.findall(r'<rect x="(\d)" width="1" height="3"><title>([^<]*)</title></rect>', page)
    assert len(places) == 4 * len(found.network.cell.signals)
    assert [int(at) for at, _ in places[:4]] == [0, 1, 2, 3]
    first = heatmap([found], Focus(part=Part.parse("layer0.forward"))).panels[0]
    for (_, told), word, row in zip(places[:4], ("the", "food", "was", "good"), first.values, strict=True):
        assert told == f"{word}: {strongest(row)}"
        assert told.startswith(f"{word}: u{abs(row).argmax()} ")
    # The file of a notebook does not grow with a long text.
    assert "<title>" not in html(run(" ".join(["word"] * 61))).partition("viewBox")[2]
