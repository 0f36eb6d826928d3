"""One part by itself reads what it read in the run, and steps as it did there."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from gatescope.analysis.background_states import background_states, one_value, words_to_step
from gatescope.analysis.part_alone import States, input_at, part_alone, states_after, step_from
from gatescope.engine.executors import reference
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.errors import UsageError
from tests.analysis.cases import OPTIONS, network
from tests.plots import builders

BOTH = ("forward", "reverse")


@pytest.mark.parametrize("name", OPTIONS)
def test_stepping_on_what_was_read_repeats_the_run(name: str) -> None:
    net = network(name, layers=2, directions=BOTH)
    trace = run(net, inputs=np.random.default_rng(1).normal(size=(4, 3)), executor=reference)
    for part in net.parts:
        order = range(3, -1, -1) if part.reverse else range(4)
        states = states_after(trace, part, -1)
        for token in order:
            states = step_from(part_alone(net, part), states, input_at(net, trace, part, token), executor=reference)
            there = states_after(trace, part, token)
            np.testing.assert_allclose(states.hidden, there.hidden, atol=1e-12)
            np.testing.assert_allclose(states.cell, there.cell, atol=1e-12)
            np.testing.assert_array_equal(there.hidden[0], trace[f"{part}.hidden_state"][token])
    with pytest.raises(UsageError, match="there is no token 4"):
        input_at(net, trace, net.parts[0], 4)


def test_several_states_step_side_by_side() -> None:
    net = network("lstm")
    rng = np.random.default_rng(2)
    states, x = States(rng.normal(size=(3, 5)), rng.normal(size=(3, 5))), rng.normal(size=3)
    found = step_from(net, states, x, 4, executor=reference)
    assert found.hidden.shape == (12, 5)
    for row in range(3):
        alone = step_from(net, states.at(row), x, 4, executor=reference)
        np.testing.assert_allclose(found.cell[row * 4 : row * 4 + 4], alone.cell, atol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_background_is_every_sentence_run_by_itself(cell: str) -> None:
    net = builders.network(cell, layers=2, directions=BOTH)
    ids, offsets = np.random.default_rng(4).integers(0, 7, 300), np.array([0, 3, 3, 180, 300])
    for part in net.parts:
        found = background_states(net, ids, offsets, part, executor=reference)
        states, values = [], []
        for start, stop in pairwise(offsets):
            trace = run(net, ids=ids[start:stop], executor=reference)
            states.append(trace[f"{part}.hidden_state"])
            values.append(read_out(net, trace.hidden)["sentiment"][:, 0])
        np.testing.assert_allclose(found.states.hidden, np.concatenate(states), atol=1e-6)
        np.testing.assert_allclose(found.readouts, np.concatenate(values), atol=1e-6)
        assert found.tokens == 300


def test_a_background_is_bounded() -> None:
    net = builders.network("rnn")
    assert words_to_step(net) == 2000
    ids = np.zeros(5000, np.int64)
    assert background_states(net, ids, [0, 1500, 1900, 3000, 5000], net.parts[0], executor=reference).tokens == 1900
    assert background_states(net, ids, [0, 5000], net.parts[0], executor=reference).tokens == 2000
    assert words_to_step(builders.network("lstm", units=600)) < 2000


def test_without_a_read_out_no_value_is_made_up() -> None:
    net = replace(builders.network("gru"), readouts=())
    assert np.isnan(one_value(net, np.zeros((2, 3)))).all()
