"""What a network makes of a text at several moments is what it makes of it when it is run by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.over_checkpoints import Reading, over_checkpoints
from gatescope.engine.network import Network
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from tests.session.helpers import random_network


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("vectors", [False, True])
def test_every_network_reads_the_same_tokens(cell: str, vectors: bool) -> None:
    networks = [
        replace(random_network(cell, seed=seed), **({"embedding": None} if vectors else {})) for seed in range(3)
    ]
    given = {"inputs": np.random.default_rng(1).normal(size=(5, networks[0].inputs))} if vectors else {"ids": [1, 2, 0]}
    trace = run(networks[0], **given)
    part = networks[0].parts[-1]
    told: list[float] = []
    found = over_checkpoints(networks[0], trace, networks=networks, part=part, report=told.append)
    assert told == sorted(told)
    for network, reading in zip(networks, found, strict=True):
        own = run(network, **given)
        for signal in network.cell.signals:
            np.testing.assert_allclose(reading.means[signal], own[f"{part}.{signal}"].mean(axis=1, dtype=np.float64))
        _check_values(network, own.hidden, reading)


def _check_values(network: Network, hidden: np.ndarray, reading: Reading) -> None:
    values = read_out(network, hidden)[network.readouts[0].name]
    assert reading.columns is not None
    np.testing.assert_allclose(reading.values, values[np.arange(len(values)), reading.columns])
