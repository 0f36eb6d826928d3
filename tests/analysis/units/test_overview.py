"""The table of units and the gates' standing against the analyses of one thing at a time, and slow sums."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.saturation import saturation
from gatescope.analysis.time_scales import time_scales
from gatescope.analysis.unit_statistics import unit_statistics
from gatescope.analysis.units.overview import MOST_LABELS, unit_overview
from gatescope.analysis.units.standing import standing_of, unit_standing
from gatescope.engine.cells import Convention
from gatescope.engine.network import Network, ReadOut
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.errors import Cancelled, ModelError, UsageError
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors
from tests.reports import cancelled_at


def ran(kind: str, tokens: int = 40, **options: object) -> tuple[Network, Trace]:
    network = random_network(kind, 4, 3, scale=4.0, **options)  # type: ignore[arg-type]
    return network, run(network, inputs=vectors(network, tokens))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("directions", ["forward", "both"])
def test_every_gate_stands_where_saturation_says(kind: str, directions: str) -> None:
    network, trace = ran(kind, layers=2, directions=DIRECTIONS[directions])
    for part in trace.parts:
        found, expected = unit_standing(network, trace, part=part), saturation(trace, part)
        assert (found.part, found.tokens, found.bad) == (part, 40, None)
        for signal, standing in found.signals.items():
            whole = expected.signals[signal]
            np.testing.assert_allclose(standing.left, whole.left)
            np.testing.assert_allclose(standing.right, whole.right)
            np.testing.assert_array_equal(standing.stuck, whole.stuck)
            assert standing.limits == whole.limits
    gates = {"rnn": {"hidden_state"}, "gru": {"reset_gate", "update_gate"}}
    assert set(found.signals) == gates.get(trace.cell.name, {"forget_gate", "input_gate", "output_gate"})


def test_standing_counted_value_by_value() -> None:
    values = np.random.default_rng(0).uniform(0, 1, (70_000, 3))
    values[:, 2] = 0.95
    found = standing_of(values, (0.1, 0.9))
    for unit in range(3):
        column = values[:, unit].tolist()
        assert found.left[unit] == sum(value < 0.1 for value in column) / 70_000
        assert found.right[unit] == sum(value > 0.9 for value in column) / 70_000
        assert found.mean[unit] == pytest.approx(sum(column) / 70_000)
    assert found.stuck.tolist() == [False, False, True]
    assert not standing_of(values[:1], (0.1, 0.9)).stuck.any()
    with pytest.raises(Cancelled):
        standing_of(values, (0.1, 0.9), report=cancelled_at(1))


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_what_the_single_analyses_say(kind: str) -> None:
    network, trace = ran(kind)
    found = unit_overview(network, trace, part=None)
    expected = unit_statistics(network, trace)
    np.testing.assert_allclose(found.mean, expected.mean)
    assert list(found.correlation) == ["readout.sentiment", "position"]
    for name, rho in found.correlation.items():
        np.testing.assert_allclose(rho, expected.correlation[name], rtol=1e-9)
    if kind.startswith("rnn"):
        assert found.keeps == "hidden_state"
        assert not len(found.half_life)
    else:
        np.testing.assert_allclose(found.half_life, time_scales(trace).half_life)
        assert found.keeps == time_scales(trace).gate


def test_states_read_outs_and_layers_of_choice() -> None:
    network, _ = ran("lstm")
    few, many = (
        ReadOut(name, "softmax", np.ones((count, 4)), np.arange(count), tuple(f"{name}{i}" for i in range(count)))
        for name, count in (("topic", 3), ("letters", MOST_LABELS + 1))
    )
    network = replace(network, readouts=(*network.readouts, few, many))
    trace = run(network, inputs=vectors(network, 20))
    found = unit_overview(network, trace, part="layer3.forward", state="cell_state")
    assert found.part == "layer0.forward"
    assert found.state == "cell_state"
    names = ["readout.sentiment", "readout.topic:topic0", "readout.topic:topic1", "readout.topic:topic2", "position"]
    assert list(found.correlation) == names
    expected = unit_statistics(network, trace, signal="cell_state")
    np.testing.assert_allclose(found.correlation["position"], expected.correlation["position"])
    gru, run_of_gru = ran("gru-after")
    assert unit_overview(gru, run_of_gru, part=None, state="cell_state").state == "hidden_state"


def test_what_stops_being_finite_is_left_out() -> None:
    network, _ = ran("lstm")
    inputs = vectors(network, 12)
    whole = unit_overview(network, run(network, inputs=inputs[:8]), part=None)
    inputs[8] = np.nan
    trace = run(network, inputs=inputs)
    found = unit_overview(network, trace, part=None)
    assert (found.tokens, found.bad, whole.bad) == (8, 8, None)
    np.testing.assert_array_equal(found.mean, whole.mean)
    np.testing.assert_array_equal(found.correlation["readout.sentiment"], whole.correlation["readout.sentiment"])
    assert unit_standing(network, trace, part=None).bad == 8
    inputs[0] = np.inf
    with np.errstate(invalid="ignore"):
        trace = run(network, inputs=inputs)
    for ask in (unit_overview, unit_standing):
        with pytest.raises(ModelError, match="from the first token on"):
            ask(network, trace, part=None)
        with pytest.raises(UsageError, match="no tokens"):
            ask(network, run(network, inputs=inputs[:0]), part=None)


def test_a_read_out_that_is_no_number_follows_nothing() -> None:
    network, trace = ran("lstm")
    broken = network.with_array("readout.sentiment.bias", np.array([np.nan]))
    found = unit_overview(broken, trace, part=None)
    assert np.isnan(found.correlation["readout.sentiment"]).all()
    assert np.isfinite(found.correlation["position"]).all()


def test_one_token_says_nothing_of_a_correlation() -> None:
    network, trace = ran("gru-after", tokens=1)
    found = unit_overview(network, trace, part=None)
    assert np.isnan(found.correlation["readout.sentiment"]).all()
    assert np.isfinite(found.mean).all()


def test_a_unit_that_keeps_all_never_halves() -> None:
    network = replace(random_network("lstm", 4, 3), convention=Convention())
    network = network.with_array("layer0.forward.b_h.forget_gate", np.full(4, 60.0))
    found = unit_overview(network, run(network, inputs=vectors(network, 5)), part=None)
    assert (found.half_life == np.inf).all()
    assert (found.standing.right == 1).all()
