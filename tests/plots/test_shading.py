from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.network import ReadOut
from gatescope.engine.part import Part
from gatescope.plots.shading import bands
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.document.shading import Shading
from tests.plots.builders import run


def shade(run, focus):
    """The values, range and colours of the only band of a run."""
    (band,) = bands([run], focus)
    return band.values, band.low, band.high, band.colours


PART = Part.parse("layer0.forward")


def test_the_readout_is_red_below_a_half_and_blue_above() -> None:
    found = run()
    values, low, high, colours = shade(found, Focus(shading=Shading("readout")))
    assert np.array_equal(values, found.readouts["sentiment"][:, 0])
    assert (low, high, colours) == (0.0, 1.0, "signed")


def test_a_signal_is_the_mean_or_the_chosen_unit() -> None:
    found = run()
    gate = found.trace[f"{PART}.forget_gate"]
    values, low, high, colours = shade(found, Focus(shading=Shading("forget_gate")))
    assert np.allclose(values, gate.mean(axis=1))
    assert (low, high, colours) == (0.0, 1.0, "forget_gate")
    units = (UnitRef("other", PART, 0), UnitRef("toy-lstm", PART, 2))
    assert np.array_equal(shade(found, Focus(shading=Shading("forget_gate"), units=units))[0], gate[:, 2])


def test_a_chosen_unit_keeps_the_scale_of_its_map() -> None:
    cell = np.array([[0.1, 3.9], [0.2, 0.0]])
    found = run("a b", units=2, signals={"cell_state": cell})
    _, low, high, colours = shade(found, Focus(shading=Shading("cell_state"), units=(UnitRef("toy-lstm", PART, 0),)))
    assert (low, high, colours) == (-4.0, 4.0, "signed")


def test_a_signal_that_the_cell_lacks_gives_way() -> None:
    found = run(cell="rnn")
    assert np.array_equal(shade(found, Focus(shading=Shading("forget_gate")))[0], found.readouts["sentiment"][:, 0])


def test_a_softmax_shows_its_last_label() -> None:
    found = run(readout=ReadOut("topic", "softmax", np.zeros((2, 3)), np.zeros(2), ("a", "b")))
    assert np.array_equal(shade(found, Focus())[0], found.readouts["topic"][:, 1])


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_passes_through_in_silence(bad: float) -> None:
    hidden = np.array([[bad, -bad], [0.5, 0.5]])
    found = run("a b", units=2, signals={"hidden_state": hidden})
    values, low, high, _ = shade(found, Focus(shading=Shading("hidden_state")))
    assert not np.isfinite(values[0])
    assert (values[1], low, high) == (0.5, -1.0, 1.0)


def test_an_empty_sentence_has_no_chips() -> None:
    for signal in ("readout", "cell_state"):
        assert shade(run(""), Focus(shading=Shading(signal)))[0].shape == (0,)


def test_plain_values_diverge_around_zero() -> None:
    found = run(readout=ReadOut("price", "linear", np.zeros((1, 3)), np.zeros(1), ("0",)))
    found = replace(found, readouts={"price": np.array([[-0.7], [0.2], [0.0], [2.2]])})
    values, low, high, colours = shade(found, Focus())
    assert (low, high, colours) == (-2.5, 2.5, "signed")
    assert np.array_equal(values, [-0.7, 0.2, 0.0, 2.2])


def test_a_number_that_changed_stands_behind_what_it_was_opened_with() -> None:
    before, now = run(), run()
    before.readouts["sentiment"][:, 0] = (0.92, 0.5, 0.121, 0.7)
    now.readouts["sentiment"][:, 0] = (0.29, 0.5, 0.119, 0.7)
    (band,) = bands([replace(now, opened=before)], Focus())
    assert band.opened.tolist() == [0.92, 0.5, 0.121, 0.7]
    assert [band.before(token) for token in range(4)] == ["0.92", "", "", ""]
    assert [band.compared(token) for token in range(2)] == ["0.92 → 0.29", "0.50"]
    assert band.said(0) == "P(positive) 0.29, as opened 0.92"
    assert bands([now], Focus())[0].opened is None


@pytest.mark.parametrize("units", ["mean", "norm", 1])
def test_signals_are_compared_in_the_same_units(units: object) -> None:
    before, now = run(signals={"cell_state": np.full((4, 3), 0.5)}), run(signals={"cell_state": np.full((4, 3), 1.0)})
    (band,) = bands([replace(now, opened=before)], Focus(shading=Shading("cell_state", units=units)))
    np.testing.assert_allclose(2 * band.opened, band.values)


def test_what_was_not_there_as_opened_is_not_compared() -> None:
    now = replace(run(), opened=run(cell="gru", units=2))
    assert bands([now], Focus(shading=Shading("cell_state", units="mean")))[0].opened is None
    topic = ReadOut("topic", "softmax", np.zeros((3, 3)), np.zeros(3), ("news", "sport", "art"))
    assert bands([replace(run(), opened=run(readout=topic))], Focus())[0].opened is None
