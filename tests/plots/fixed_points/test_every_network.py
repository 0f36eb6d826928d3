"""Every kind of network has its pictures of fixed points: stacked, two directions, projected, of one unit, unread."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.fixed_points import constant
from gatescope.analysis.fixed_points.constant import Constant, nearest_fixed_points
from gatescope.engine.network import Network
from gatescope.engine.run import run as run_network
from gatescope.plots.fixed_points.of_runs import describe_eigenvalues, describe_ladder, describe_table, marks
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from tests.analysis.cases import network as of_option
from tests.engine.networks import random_network
from tests.plots.builders import tokens

NETWORKS: dict[str, Network] = {
    "rnn": random_network("rnn-tanh"),
    "gru before": random_network("gru-before"),
    "one unit": random_network("lstm", units=1),
    "two layers": random_network("gru-after", layers=2),
    "both directions": random_network("lstm", layers=2, directions=("forward", "reverse")),
    "projection": of_option("lstm-projection", units=6),
    "peepholes": of_option("lstm-peepholes"),
    "no read-out": replace(random_network("gru-after"), readouts=()),
    "relu": random_network("rnn-relu", units=6, scale=4.0),
}


@pytest.fixture(autouse=True)
def _few_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constant, "STARTS", 16)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_layer_has_its_pictures(name: str) -> None:
    network = NETWORKS[name]
    trace = run_network(network, inputs=np.zeros((1, network.inputs)))
    run = Run("toy", network, tokens("one"), trace, {}, None, 0, None, reads="vectors")
    for part in network.parts:
        found = nearest_fixed_points(network, None, constant=Constant(), part=part)
        focus = Focus(model="toy", part=part)
        table = describe_table([run], [found], focus)
        assert len(table.rows) == len(found.points)
        assert table.finding
        assert bool(table.place) == (len(network.parts) > 1)
        read = bool(network.readouts) and part.layer == len(network.layers) - 1 and len(network.directions) == 1
        assert table.has_readouts == (read and bool(found.points))
        assert describe_ladder([run], [found], focus).finding
        eigenvalues = describe_eigenvalues([run], [found], focus)
        assert eigenvalues.finding
        for mark, point in zip(marks([run], [found], focus), found.points, strict=True):
            assert mark.part == part
            assert mark.at.hidden.shape == (network.parameters(part).outputs,)
            cell = np.zeros(0) if mark.at.cell is None else mark.at.cell
            np.testing.assert_array_equal(np.concatenate([mark.at.hidden, cell]), point.state)


def test_a_start_is_never_lost() -> None:
    for network in NETWORKS.values():
        found = nearest_fixed_points(network, None, constant=Constant(), part=network.parts[0])
        assert sum(point.starts for point in found.points) + sum(one.count for one in found.dropped) == found.starts
