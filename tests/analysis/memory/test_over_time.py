"""The ledger over time: Σ of what the words hold is the state, row by row as the ledger of one token has it."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.analysis.memory.over_time import ledger_over_time
from gatescope.analysis.memory_ledger import memory_ledger
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.errors import Cancelled, UsageError
from tests.analysis import cases
from tests.engine.networks import DIRECTIONS, random_network, vectors
from tests.reports import cancelled_at

GATED = ["lstm", "gru-after", "gru-before"]


def traced(network: Network, tokens: int = 12, *clamps: Clamp, **options: object) -> Trace:
    return run(network, inputs=vectors(network, tokens), interventions=Interventions(clamps), **options)


@pytest.mark.parametrize("unit", [None, 2])
@pytest.mark.parametrize("directions", ["forward", "reverse"])
@pytest.mark.parametrize("kind", GATED)
def test_every_row_is_the_ledger_of_its_token_and_adds_up(kind: str, directions: str, unit: int | None) -> None:
    network = random_network(kind, 4, 3, 2, DIRECTIONS[directions], scale=2)
    part = Part.parse(f"layer1.{directions}")
    rng = np.random.default_rng(1)
    trace = traced(network, 9, initial={f"{part}.{state}": rng.normal(size=4) for state in network.cell.states})
    found = ledger_over_time(network, trace, part=part, unit=unit)
    units = slice(None) if unit is None else slice(unit, unit + 1)
    np.testing.assert_array_equal(found.edges, np.arange(10))
    for token in range(9):
        ledger = memory_ledger(trace, part, token)
        np.testing.assert_allclose(found.amounts[token], ledger.amounts[:, units].sum(axis=1), rtol=1e-12, atol=1e-14)
        assert found.totals[token] == pytest.approx(ledger.total[units].sum(), abs=1e-14)
        assert abs(found.amounts[token].sum() + found.initial[token] - found.totals[token]) < 1e-12
        if unit is None:
            np.testing.assert_allclose(found.shares[token], ledger.share, atol=1e-6)
            assert found.initial_shares[token] == pytest.approx(ledger.initial_share, abs=1e-6)
    np.testing.assert_allclose(found.shares.sum(axis=1) + found.initial_shares, 1, atol=1e-6)
    assert (found.part, found.unit, found.bad) == (part, unit, None)
    assert found.state == ("cell_state" if kind == "lstm" else "hidden_state")


@pytest.mark.parametrize("name", [name for name in cases.OPTIONS if not name.startswith("rnn")])
def test_the_sum_is_the_state_under_every_convention(name: str) -> None:
    network = cases.network(name)
    found = ledger_over_time(network, traced(network))
    np.testing.assert_allclose(found.amounts.sum(axis=1) + found.initial, found.totals, rtol=0, atol=1e-12)


@pytest.mark.parametrize("directions", ["forward", "reverse"])
@pytest.mark.parametrize("tokens", [7, 8, 23])
def test_groups_hold_what_their_words_hold(tokens: int, directions: str) -> None:
    network = random_network("lstm", 4, 3, directions=DIRECTIONS[directions], scale=2)
    trace = traced(network, tokens, Clamp("forget_gate", -0.9, (1,)), Clamp("cell_state", 3.0, (0,), range(4, 5)))
    single, grouped = ledger_over_time(network, trace), ledger_over_time(network, trace, most=4)
    assert grouped.edges[0] == 0
    assert grouped.edges[-1] == tokens
    assert len(grouped.edges) <= 5
    for row, (start, stop) in enumerate(zip(grouped.edges, grouped.edges[1:], strict=False)):
        token = start if directions == "reverse" else stop - 1
        for have, want in ((grouped.amounts, single.amounts), (grouped.shares, single.shares)):
            summed = np.add.reduceat(want[token], grouped.edges[:-1])
            np.testing.assert_allclose(have[row], summed, rtol=1e-6, atol=1e-12)
        assert grouped.totals[row] == pytest.approx(trace["cell_state"][token].sum())


def test_what_has_faded_from_the_float_range_is_nothing_and_costs_nothing() -> None:
    network = random_network("lstm", 4, 3)
    found = ledger_over_time(network, traced(network, 200, Clamp("forget_gate", 1e-3)))
    assert not found.amounts[-1, :80].any()
    np.testing.assert_allclose(found.amounts.sum(axis=1), found.totals, atol=1e-12)


@pytest.mark.parametrize("directions", ["forward", "reverse"])
def test_from_the_first_bad_token_on_nothing_is_known(directions: str) -> None:
    network = random_network("gru-after", 4, 3, directions=DIRECTIONS[directions])
    inputs = np.array(vectors(network, 9))
    inputs[5] = np.nan
    found = ledger_over_time(network, run(network, inputs=inputs))
    known = np.isfinite(found.shares).all(axis=1)
    assert found.bad == 5
    np.testing.assert_array_equal(known, np.arange(9) < 5 if directions == "forward" else np.arange(9) > 5)


def test_a_shallower_network_gives_its_last_layer_and_a_narrower_one_all_units() -> None:
    network = random_network("lstm", 4, 3)
    found = ledger_over_time(network, traced(network), part=Part.parse("layer3.forward"), unit=9)
    assert (found.part, found.unit) == (Part.parse("layer0.forward"), None)


def test_it_is_cancelled_and_refuses_an_rnn_and_an_empty_text() -> None:
    network = random_network("lstm", 4, 3)
    with pytest.raises(Cancelled):
        ledger_over_time(network, traced(network), report=cancelled_at(1))
    with pytest.raises(UsageError, match="no tokens"):
        ledger_over_time(network, traced(network, 0))
    plain = random_network("rnn-tanh", 4, 3)
    with pytest.raises(UsageError, match="an RNN's state is no sum of words"):
        ledger_over_time(plain, traced(plain))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("kind", GATED)
def test_what_is_no_number_any_more_is_no_warning(kind: str, value: float) -> None:
    network = random_network(kind, 4, 3)
    trace, part = traced(network), network.parts[-1]
    record = trace.records[part]
    states, gates = np.array(record.hidden), np.array(record.gates)
    states[6:], gates.reshape(12, -1, 4)[5:, 2] = value, value
    states[8:, ::2] *= -1
    gates.reshape(12, -1, 4)[5:, 0] = 0.0
    trace.records[part] = record._replace(hidden=states, cell=states, gates=gates)
    found = ledger_over_time(network, trace)
    assert found.bad == 5
    assert np.isfinite(found.totals[:5]).all()
