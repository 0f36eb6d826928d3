from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.formats.core.model import Model
from gatescope.plots.theme import LIGHT
from gatescope.session.document.document import Document, Fed, Focus
from gatescope.session.run.snapshot import Snapshot
from gatescope.text.ids import ids_vocabulary
from gatescope.text.registry import tokenizer
from gatescope.views.bars.status import StatusView
from gatescope.views.base.elided_label import ElidedLabel
from gatescope.views.base.empty_text import empty_text
from gatescope.views.controls.part_chooser import PartChooser
from gatescope.views.sentence.chip_data import ChipData
from gatescope.views.sentence.editor import SentenceEditor
from gatescope.views.sentence.sentence_view import SentenceView
from gatescope.views.sentence.vectors_line import VectorsLine
from tests.plots.builders import network, run, snapshot

GATES = "to see the gates"


def document(read: Network, *, ids: bool = False, fed: Fed | None = None) -> Document:
    reader = (ids_vocabulary(7), tokenizer("ids")) if ids else (None, None)
    model = Model("toy", read, *reader)
    return Document(models={"toy": model}, networks={"toy": read}, fed={"toy": fed} if fed else {}, shown=("toy",))


def empty(**fields: object) -> Snapshot:
    return snapshot(replace(run("", model="toy"), **fields))


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        (snapshot(), "Open a model to see the gates."),
        (snapshot(run("good")), ""),
        (empty(), "Type a sentence above to see the gates."),
        (empty(reads="ids"), "Type token ids above, 0 to 6, or attach a vocabulary to see the gates."),
        (empty(left_out=("x",)), "toy has no token for any part of this text. Type a sentence above to see the gates."),
        (empty(reads="vectors"), "toy reads vectors of 2 numbers: feed it some to see the gates."),
    ],
)
def test_an_empty_view_says_what_would_fill_it(shown: Snapshot, sentence: str) -> None:
    assert empty_text(shown, Focus(model="toy"), GATES) == sentence


def test_a_model_of_vectors_has_a_line_in_place_of_the_editor(qtbot: QtBot) -> None:
    view = SentenceView()
    qtbot.addWidget(view)
    view.show()
    vectors = replace(network(), embedding=None)
    view.show_document(document(vectors), Focus(model="toy"))
    label, editor = view.findChild(QLabel, "fedLabel"), view.findChild(SentenceEditor)
    assert label.text() == "Nothing to read yet: this model takes vectors of 2 numbers."
    assert editor.isHidden()
    fed = Fed("noise.npy", np.zeros((80, 2)))
    view.show_document(document(vectors, fed=fed), Focus(model="toy"))
    assert label.text() == "noise.npy: 80 vectors of 2 numbers"
    buttons = {button.text(): button for button in view.findChildren(QPushButton)}
    with qtbot.waitSignal(view.vectors_asked):
        buttons["Feed vectors…"].click()
    with qtbot.waitSignal(view.noise_asked):
        buttons["Feed noise"].click()
    assert buttons["Feed sample"].isHidden()
    view.show_document(document(network()), Focus(model="toy"))
    assert not editor.isHidden()
    assert label.parentWidget().isHidden()


def test_the_line_offers_the_sample_that_came_with_a_model(qtbot: QtBot) -> None:
    line = VectorsLine()
    qtbot.addWidget(line)
    card = {"input_names": ["left", "right"], "sample": ["0 1", "1 0"]}
    line.show_fed(Fed("Sample", np.zeros((2, 2))), Model("toy", replace(network(), embedding=None), None, None, card))
    label = line.findChild(QLabel, "fedLabel")
    assert label.text() == "Sample: 2 vectors of 2 numbers (left, right)"
    (button,) = [button for button in line.findChildren(QPushButton) if button.text() == "Feed sample"]
    assert not button.isHidden()
    with qtbot.waitSignal(line.sample_asked):
        button.click()


@pytest.mark.parametrize(
    ("reads", "invitation"),
    [
        ("text", "Each word becomes a token here as you type."),
        ("ids", "Each id becomes a token here as you type."),
        ("vectors", "Each vector becomes a token here."),
    ],
)
def test_the_chips_say_what_becomes_one(reads: str, invitation: str) -> None:
    assert ChipData(empty(reads=reads), Focus(model="toy")).invitation() == invitation


def test_a_chip_has_room_for_two_decimals() -> None:
    found = replace(run("a b c", model="toy"), readouts={"sentiment": np.array([[0.00031], [-0.0004], [0.25]])})
    data = ChipData(snapshot(found), Focus(model="toy"))
    assert [data.number(0, token) for token in range(3)] == ["0.00", "0.00", "0.25"]


def test_the_editor_asks_for_what_the_model_reads(qtbot: QtBot) -> None:
    view = SentenceView()
    qtbot.addWidget(view)
    editor = view.findChild(SentenceEditor)
    view.show_document(document(network(), ids=True), Focus(model="toy"))
    assert editor.placeholderText() == "Type token ids, 0 to 6…"
    view.show_document(document(network()), Focus(model="toy"))
    assert editor.placeholderText() == "Type a sentence…"


def test_the_layer_is_offered_where_there_are_several(qtbot: QtBot) -> None:
    chooser = PartChooser()
    qtbot.addWidget(chooser)
    chooser.show_part(network(), Part.parse("layer0.forward"))
    assert chooser.isHidden()
    chooser.show_part(network(layers=3), Part.parse("layer1.forward"))
    assert not chooser.isHidden()
    assert chooser.text() == "Layer 2 of 3"
    offered = [action.text() for action in chooser.menu().actions() if not action.isSeparator()]
    assert offered == ["Layer 1", "Layer 2", "Layer 3", "All layers at once"]
    assert (chooser.beside(1), chooser.beside(-1)) == ("layer2.forward", "layer0.forward")
    with qtbot.waitSignal(chooser.part_chosen) as signal:
        chooser.menu().actions()[2].trigger()
    assert signal.args == ["layer2.forward"]
    chooser.show_part(network(directions=("forward", "reverse")), Part.parse("layer0.reverse"))
    assert chooser.text() == "Layer 1, reverse"
    assert (chooser.beside(1), chooser.beside(-1)) == (None, "layer0.forward")


def test_words_without_a_row_are_named(qtbot: QtBot) -> None:
    status = StatusView()
    qtbot.addWidget(status)
    badge = status.findChild(ElidedLabel, "leftOutBadge")
    status.show_left_out("toy", ("é", "ß", "x", "y", "z"))
    assert badge.whole() == "left out: “é”, “ß”, “x” and 2 more"
    assert "toy" in badge.toolTip()
    status.show_left_out("toy", ("\n", " "))
    assert badge.whole() == "left out: “⏎”, “␣”"
    status.show_left_out("toy", ("é",), 1234)
    assert badge.whole() == "too long: the last 1\u202f234 tokens are not read"
    status.show_left_out("toy", ())
    assert badge.isHidden()


@pytest.mark.parametrize("scale", [0.7, 1.0, 2.0])
def test_the_buttons_of_the_vectors_have_their_height_at_every_size_of_text(qtbot: QtBot, scale: float) -> None:
    line = VectorsLine()
    qtbot.addWidget(line)
    line.set_theme(replace(LIGHT, zoom=scale))
    for button in line.findChildren(QPushButton):
        assert button.sizeHint().height() <= line.height()
