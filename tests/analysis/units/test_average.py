"""A unit beside moving averages of its candidate: against the whole layer's, step by step, and where both agree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.moving_average import moving_averages
from gatescope.analysis.units.average import unit_average
from gatescope.engine.activations import apply, squash
from gatescope.engine.cells import Convention
from gatescope.engine.run import run
from gatescope.errors import Cancelled, UsageError
from tests.engine.networks import DIRECTIONS, random_network, vectors
from tests.reports import cancelled_at


@pytest.mark.parametrize("directions", ["forward", "both"])
@pytest.mark.parametrize("kind", ["gru-after", "gru-before"])
def test_of_a_gru_it_is_a_column_of_the_layers_averages(kind: str, directions: str) -> None:
    network = random_network(kind, 4, 3, 2, DIRECTIONS[directions])
    trace = run(network, inputs=vectors(network, 12))
    for part in network.parts:
        whole = moving_averages(network, trace, part)
        for unit in range(4):
            found = unit_average(network, trace, part=part, unit=unit)
            np.testing.assert_allclose(found.values, whole.hidden[:, unit])
            np.testing.assert_allclose(found.same_gate, whole.same_gate[:, unit])
            np.testing.assert_allclose(found.constant_gate, whole.constant_gate[:, unit])
            np.testing.assert_allclose(found.no_feedback, whole.no_feedback[:, unit])
            np.testing.assert_allclose(found.same_gate, found.values, atol=1e-12)
            assert found.mean_gate == pytest.approx(whole.mean_gate[unit])


def test_of_an_lstm_it_is_its_definition() -> None:
    network = random_network("lstm", 4, 3)
    inputs = vectors(network, 10)
    trace = run(network, inputs=inputs, initial={"layer0.forward.cell_state": np.full(4, 0.4)})
    f, i, new = (trace[name] for name in ("forget_gate", "input_gate", "candidate"))
    gate = trace.cell.gates.index("candidate")
    layer = network.layers[0][0]
    alone = apply(squash("tanh"), inputs @ layer.W[gate].T + layer.b_x[gate] + layer.b_h[gate])
    for unit in range(4):
        found = unit_average(network, trace, part=None, unit=unit)
        same = constant = without = 0.4
        for t in range(10):
            same = f[t, unit] * same + (1 - f[t, unit]) * new[t, unit]
            constant = f[:, unit].mean() * constant + (1 - f[:, unit].mean()) * new[t, unit]
            without = f[t, unit] * without + i[t, unit] * alone[t, unit]
            assert (found.same_gate[t], found.constant_gate[t]) == pytest.approx((same, constant))
            assert found.no_feedback[t] == pytest.approx(without)
        np.testing.assert_array_equal(found.values, trace["cell_state"][:, unit])


def test_an_lstm_with_coupled_gates_is_an_average() -> None:
    network = replace(random_network("lstm", 4, 3), convention=Convention(coupled=True))
    found = unit_average(network, run(network, inputs=vectors(network, 12)), part=None, unit=2)
    np.testing.assert_allclose(found.same_gate, found.values, atol=1e-12)


def test_an_rnn_no_such_unit_and_what_is_not_finite() -> None:
    network = random_network("rnn-tanh", 4, 3)
    with pytest.raises(UsageError, match="needs LSTM or GRU"):
        unit_average(network, run(network, inputs=vectors(network, 3)), part=None)
    network = random_network("gru-after", 4, 3)
    inputs = vectors(network, 9)
    inputs[5] = np.nan
    trace = run(network, inputs=inputs)
    found = unit_average(network, trace, part="layer7.forward", unit=40)
    assert (found.unit, found.tokens, found.bad) == (0, 5, 5)
    with pytest.raises(Cancelled):
        unit_average(network, trace, part=None, report=cancelled_at(1))
