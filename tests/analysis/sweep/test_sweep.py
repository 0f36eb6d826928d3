"""The sweep against brute force: one ablated run a unit, through the ordinary engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.sweep.sweep import MOST, effort, nearest_sweep, sweep
from gatescope.analysis.targets import Target
from gatescope.engine.cells import Convention
from gatescope.engine.executors import Executor
from gatescope.engine.interventions import NONE, Ablate, Clamp, Interventions
from gatescope.engine.network import Network, ReadOut
from gatescope.engine.part import Part
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.errors import Cancelled, UsageError
from tests.analysis.cases import OPTIONS, clamped, network
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors
from tests.reports import cancelled_at

T = 7


def without(network: Network, trace: Trace, part: Part, unit: int) -> Trace:
    """The same run with one more unit taken out."""
    more = (*trace.interventions.items, Ablate((unit,), part.layer, part.direction))
    assert trace.inputs is not None
    return run(network, inputs=trace.inputs, interventions=Interventions(more))


def brute(network: Network, trace: Trace, part: Part, token: int) -> np.ndarray:
    outputs = network.parameters(part).outputs
    runs = (without(network, trace, part, unit) for unit in range(outputs))
    return np.array([read_out(network, one.hidden)["sentiment"][token] for one in runs])


@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_it_equals_one_ablated_run_a_unit(kind: str, directions: str, executor: Executor) -> None:
    net = random_network(kind, 5, 3, 2, DIRECTIONS[directions])
    trace = run(net, inputs=vectors(net, T))
    for part in net.parts:
        for token in (0, 4, T - 1):
            found = sweep(net, trace, f"readout:sentiment@{token}", part, executor=executor)
            column = 0 if net.readouts[0].kind == "logistic" else net.readouts[0].labels.index(found.target.label or "")
            np.testing.assert_allclose(found.values, brute(net, trace, part, token)[:, column], rtol=0, atol=1e-12)
            now = read_out(net, trace.hidden)["sentiment"][token, column]
            assert found.baseline == pytest.approx(float(now), abs=1e-12)


@pytest.mark.parametrize("held", [False, True], ids=["free", "held"])
@pytest.mark.parametrize("name", OPTIONS)
def test_so_it_does_for_every_convention_and_beside_what_is_held(name: str, held: bool, executor: Executor) -> None:
    net = network(name, layers=2)
    trace = run(net, inputs=vectors(net, T), interventions=clamped(net) if held else NONE)
    for part in net.parts:
        found = sweep(net, trace, "readout:sentiment", part, executor=executor)
        np.testing.assert_allclose(found.values, brute(net, trace, part, T - 1)[:, 0], rtol=0, atol=1e-12)


def test_a_unit_that_is_out_already_changes_nothing() -> None:
    net = network("lstm")
    trace = run(net, inputs=vectors(net, T), interventions=Interventions((Ablate((2,)),)))
    assert sweep(net, trace, "readout:sentiment").changes[2] == 0


def test_units_are_ranked_by_what_changes() -> None:
    net = network("gru-after", units=8)
    found = sweep(net, run(net, inputs=vectors(net, T)), "readout:sentiment")
    assert sorted(found.order) == list(range(8))
    assert (np.diff(np.abs(found.changes[found.order])) <= 0).all()


def test_where_a_probability_is_stuck_the_score_ranks() -> None:
    net = network("lstm", units=6)
    stuck = ReadOut("sentiment", "logistic", net.readouts[0].weight, np.array([2000.0]), ("bad", "good"))
    net = replace(net, readouts=(stuck,))
    found = sweep(net, run(net, inputs=vectors(net, T)), "readout:sentiment")
    assert (found.changes == 0).all()
    assert (np.diff(np.abs(found.scores[found.order])) <= 0).all()
    assert np.abs(found.scores).min() > 0


def test_the_other_label_of_a_logistic_read_out_loses_the_opposite() -> None:
    net = network("lstm")
    trace = run(net, inputs=vectors(net, T))
    good, bad = (sweep(net, trace, f"readout:sentiment:{label}") for label in ("good", "bad"))
    assert bad.baseline == pytest.approx(1 - good.baseline)
    np.testing.assert_allclose(bad.changes, -good.changes, atol=1e-15)


def test_without_a_read_out_it_is_the_sum_of_the_hidden_state() -> None:
    net = replace(network("gru-after"), readouts=())
    trace = run(net, inputs=vectors(net, T))
    found = nearest_sweep(net, trace, target=None, part=net.parts[0])
    assert found.target == Target()
    assert found.baseline == pytest.approx(trace.hidden[-1].sum())
    for unit in range(5):
        assert found.values[unit] == pytest.approx(without(net, trace, net.parts[0], unit).hidden[-1].sum(), abs=1e-12)


@pytest.mark.parametrize("name", ["rnn", "gru-before", "lstm-all"])
def test_a_bound_takes_units_out_only_next_to_the_result(name: str) -> None:
    net = network(name)
    trace = run(net, inputs=vectors(net, 40))
    assert not sweep(net, trace, "readout:sentiment", most=MOST).bounded
    part, outputs = net.parts[0], net.parameters(net.parts[0]).outputs
    found = sweep(net, trace, "readout:sentiment@30", most=effort(net, part, 9, 40))
    assert found.bounded
    assert found.stretch == range(21, 31)
    for unit in range(outputs):
        held = Interventions((Clamp("hidden_state", 0.0, (unit,), range(21, 31)),))
        wanted = read_out(net, run(net, inputs=trace.inputs, interventions=held).hidden)["sentiment"][30, 0]
        assert found.values[unit] == pytest.approx(wanted, abs=1e-12)


def test_a_run_that_is_no_number_is_swept_for_what_it_is() -> None:
    net = network("lstm")
    inputs = vectors(net, T)
    inputs[4] = np.nan
    trace = run(net, inputs=inputs)
    assert np.isfinite(sweep(net, trace, "readout:sentiment@3").values).all()
    after = sweep(net, trace, "readout:sentiment")
    assert np.isnan(after.baseline)
    assert np.isnan(after.values).all()
    assert after.order.tolist() == list(range(5))


@pytest.mark.filterwarnings("error")
def test_a_run_that_grows_beyond_all_numbers_is_swept_without_a_warning() -> None:
    net = replace(network("rnn"), convention=Convention(activation="relu"))
    net = net.with_array(
        "layer0.forward.b_x.hidden_state", np.full_like(net.array("layer0.forward.b_x.hidden_state"), 1)
    )
    for key in ("layer0.forward.U.hidden_state", "readout.sentiment.weight"):
        net = net.with_array(key, np.full_like(net.array(key), 1e300))
    trace = run(net, inputs=vectors(net, T))
    assert np.isinf(trace.hidden[-1]).all()
    assert np.isnan(sweep(net, trace, "readout:sentiment").scores).all()


def test_one_unit_and_one_token() -> None:
    net = network("lstm", units=1)
    trace = run(net, inputs=vectors(net, 1))
    found = sweep(net, trace, "readout:sentiment")
    assert found.values.shape == (1,)
    assert found.stretch == range(1)


def test_it_can_be_cancelled_and_names_what_is_not_there() -> None:
    net = network("lstm")
    trace = run(net, inputs=vectors(net, T))
    with pytest.raises(Cancelled):
        sweep(net, trace, report=cancelled_at(0))
    with pytest.raises(UsageError, match="no read-out 'mood'"):
        sweep(net, trace, "readout:mood")
    with pytest.raises(UsageError, match="no part"):
        sweep(net, trace, part="layer3.forward")
    with pytest.raises(UsageError, match="no tokens"):
        sweep(net, run(net, inputs=vectors(net, 0)))
