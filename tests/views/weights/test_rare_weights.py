"""The weights dock on arrays that only some LSTMs have: peepholes and projections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.paint.map_frame import MapFrame
from gatescope.plots.theme import LIGHT
from gatescope.session.document.document import Document, Focus
from gatescope.views.weights import edits
from gatescope.views.weights.weights_view import WeightsView
from tests.views.helpers_controls import make_model

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

R, P = "layer0.forward.projection.hidden_state", "layer0.forward.peepholes.output_gate"


def rare() -> Model:
    """An LSTM of 8 units with peepholes and 3 states."""
    model, rng = make_model("lstm", units=8), np.random.default_rng(2)

    def array(*shape: int) -> np.ndarray:
        return rng.normal(size=shape).astype(np.float32)

    plain = model.network.layers[0][0]
    part = replace(plain, U=array(4, 8, 3), projection=array(3, 8), peepholes=array(3, 8))
    return replace(model, network=replace(model.network, layers=((part,),), readouts=()))


MODEL = rare()


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[WeightsView]:
    made = WeightsView()
    qtbot.addWidget(made)
    made.set_theme(LIGHT)
    made.resize(520, 420)
    made.show()
    yield made
    made.close()


def show(view: WeightsView, key: str, network: Network = MODEL.network) -> None:
    document = Document(models={MODEL.name: MODEL}, networks={MODEL.name: network}, shown=(MODEL.name,))
    view.show_document(document, Focus(model=MODEL.name, parameter=key))
    view.grab()


@pytest.mark.parametrize("key", MODEL.network.keys())
def test_every_array_is_listed_and_shown(view: WeightsView, key: str) -> None:
    show(view, key)
    plot = view.plot()
    assert plot is not None
    assert plot.key == key
    assert np.array_equal(plot.values.squeeze(), MODEL.network.array(key))


def test_they_have_names_of_their_own(view: WeightsView) -> None:
    chooser = view.findChild(QComboBox, "weightChooser")
    assert chooser is not None
    show(view, R)
    assert chooser.currentText() == "hidden state · R"
    show(view, P)
    assert chooser.currentText() == "output gate · p"


def test_a_projection_has_no_bias_and_a_peephole_has_that_of_its_gate() -> None:
    network = MODEL.network
    assert edits.bias_key(R) is None
    assert edits.bias_key(P) == "layer0.forward.b_x.output_gate"
    assert edits.gate_keys(network, R) == (R,)
    assert P in edits.gate_keys(network, "layer0.forward.W.output_gate")
    assert len(edits.gate_keys(network, "layer0.forward.W.candidate")) == 4


def test_a_wide_layer_is_seen_as_a_whole_and_a_vocabulary_from_its_first_rows() -> None:
    area = QRectF(0, 0, 400, 140)
    assert MapFrame.home((512, 512), area).whole
    assert MapFrame.home((512, 128), area).whole
    assert MapFrame.home((5000, 100), area).rows == pytest.approx(10)
