"""What an index keeps of a corpus says the same of its units as the analyses of the whole text at once."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.analysis.units.over_corpus import half_lives_over, overview_over, standing_over
from gatescope.analysis.units.overview import unit_overview
from gatescope.analysis.units.standing import unit_standing
from tests.plots.units.corpus import over_corpus
from tests.plots.units.real import real_run


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_it_is_what_the_whole_text_says(cell: str) -> None:
    run = real_run(cell, layers=2)
    over, part = over_corpus(run), run.network.parts[-1]
    whole, found = unit_overview(run.network, run.trace, part=part), overview_over(over, run.trace, "hidden_state")
    np.testing.assert_allclose(found.mean, whole.mean, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(found.standing.left, whole.standing.left)
    np.testing.assert_allclose(found.standing.right, whole.standing.right)
    np.testing.assert_allclose(found.half_life, whole.half_life, rtol=1e-6)
    np.testing.assert_allclose(half_lives_over(over, run.trace), whole.half_life, rtol=1e-6)
    rho = whole.correlation["readout.sentiment"]
    assert list(found.correlation) == ["readout.sentiment"]
    np.testing.assert_allclose(found.correlation["readout.sentiment"], rho, rtol=1e-5, atol=1e-7)
    assert (found.tokens, found.part, found.keeps) == (12, part, whole.keeps)
    stands = unit_standing(run.network, run.trace, part=part)
    for signal, one in standing_over(over, run.trace).signals.items():
        np.testing.assert_allclose(one.left, stands.signals[signal].left)
        np.testing.assert_allclose(one.right, stands.signals[signal].right)
        assert one.limits == stands.signals[signal].limits


def test_it_fits_its_own_weights_and_part_alone() -> None:
    run = real_run("lstm", layers=2)
    over = over_corpus(run)
    assert over.fits(run.network, "layer1.forward")
    assert not over.fits(run.network, "layer0.forward")
    changed = run.network.with_array("layer1.forward.b_h.forget_gate", np.zeros(6, np.float32))
    assert not over.fits(changed, "layer1.forward")


def test_states_of_the_cell_and_no_read_out() -> None:
    run = real_run("lstm", readout=False)
    found = overview_over(over_corpus(run), run.trace, "cell_state")
    assert found.state == "cell_state"
    assert list(found.correlation) == ["position"]
    assert np.isnan(found.correlation["position"]).all()
    assert overview_over(over_corpus(real_run("gru")), real_run("gru").trace, "cell_state").state == "hidden_state"
