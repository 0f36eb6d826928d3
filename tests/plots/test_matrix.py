from dataclasses import replace

import numpy as np
import pytest

from gatescope.errors import UsageError
from gatescope.plots.matrix import matrix
from tests.plots.builders import network


def test_a_recurrent_matrix() -> None:
    lstm = network("lstm")
    plot = matrix(lstm, "toy", "layer0.forward.U.forget_gate")
    assert (plot.title, plot.symbol) == ("forget gate U (hidden → gate)", "<i>U</i><sub><i>f</i></sub>")
    assert np.array_equal(plot.values, lstm.layers[0][0].U[1])
    assert (plot.row_label, plot.column_label, plot.low) == ("unit", "unit", -plot.high)
    assert plot.caption == "LSTM · toy · layer0.forward.U.forget_gate"


@pytest.mark.parametrize(
    ("cell", "key", "title", "symbol", "columns"),
    [
        ("lstm", "layer0.forward.W.candidate", "candidate W (input → gate)", "<i>W</i><sub><i>c</i></sub>", "input"),
        (
            "gru",
            "layer0.forward.b_h.candidate",
            "candidate bias (hidden side)",
            "<i>b</i><sub><i>hh</i></sub>",
            "unit",
        ),
        (
            "gru",
            "layer0.forward.b_x.update_gate",
            "update gate bias (input side)",
            "<i>b</i><sub><i>xz</i></sub>",
            "unit",
        ),
        ("rnn", "layer0.forward.U.hidden_state", "hidden state U (hidden → gate)", "<i>U</i>", "unit"),
        ("lstm", "readout.sentiment.weight", "sentiment read-out (hidden → label)", "<i>V</i>", "unit"),
        ("lstm", "readout.sentiment.bias", "sentiment read-out (bias)", "<i>b</i><sub><i>y</i></sub>", "label"),
    ],
)
def test_names(cell: str, key: str, title: str, symbol: str, columns: str) -> None:
    plot = matrix(network(cell), "toy", key)
    assert (plot.title, plot.symbol, plot.column_label) == (title, symbol, columns)


def test_every_array_of_a_deep_network_has_a_picture() -> None:
    deep = network("gru", layers=2, directions=("forward", "reverse"))
    for key in deep.keys():  # noqa: SIM118 - a network is no mapping
        assert matrix(deep, "toy", key).values.ndim == 2
    assert "layer 2, reverse" in matrix(deep, "toy", "layer1.reverse.W.reset_gate").title
    assert matrix(deep, "toy", "layer1.reverse.W.reset_gate").column_label == "unit below"
    assert matrix(deep, "toy", "layer1.reverse.b_x.reset_gate").place == "layer 2, reverse"
    assert not matrix(deep, "toy", "embedding").place
    assert not matrix(network("gru"), "toy", "layer0.forward.U.reset_gate").place


def test_peepholes_and_a_projection_have_pictures_too() -> None:
    made = network("lstm")
    part = replace(made.layers[0][0], U=np.ones((4, 3, 2)), projection=np.ones((2, 3)), peepholes=np.ones((3, 3)))
    both = replace(made, layers=((part,),), readouts=())
    plots = {key: matrix(both, "toy", key) for key in both.keys()}  # noqa: SIM118 - a network is no mapping
    peephole, projection = (
        plots["layer0.forward.peepholes.output_gate"],
        plots["layer0.forward.projection.hidden_state"],
    )
    assert peephole.title == "output gate peephole (cell state → gate)"
    assert (peephole.symbol, peephole.values.shape) == ("<i>p</i><sub><i>o</i></sub>", (1, 3))
    assert (projection.title, projection.symbol) == ("projection R (output → hidden state)", "<i>R</i>")
    assert (projection.row_label, projection.column_label) == ("state", "unit")
    assert plots["layer0.forward.U.forget_gate"].column_label == "state"


def test_a_bias_is_one_row() -> None:
    assert matrix(network(), "toy", "layer0.forward.b_x.input_gate").values.shape == (1, 3)


def test_the_embedding_is_labelled_with_its_words() -> None:
    words = ("<unk>", "a", "b", "c", "d", "e", "f")
    assert matrix(network(), "toy", "embedding", words).rows == words
    assert matrix(network(), "toy", "embedding", words[:3]).rows == ()
    assert matrix(network(), "toy", "readout.sentiment.weight").rows == ("positive",)


def test_nan_and_infinity_do_not_break_the_range() -> None:
    lstm = network()
    bad = np.array(lstm.array("layer0.forward.U.forget_gate"))
    bad[:] = 0.25
    bad[0, 0], bad[1, 1] = np.nan, np.inf
    plot = matrix(lstm.with_array("layer0.forward.U.forget_gate", bad), "toy", "layer0.forward.U.forget_gate")
    assert (plot.low, plot.high) == (-0.25, 0.25)


def test_an_unknown_array_is_refused() -> None:
    with pytest.raises(UsageError, match="no parameter 'gamma'"):
        matrix(replace(network(), embedding=None), "toy", "gamma")
