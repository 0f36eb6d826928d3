"""What a network makes of a text at several moments is what it makes of it when it is run by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.over_checkpoints import Reading, over_checkpoints
from gatescope.engine.copied_weights import rewired
from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights, Held, Interventions
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


@pytest.mark.parametrize("said", [False, True])
@pytest.mark.parametrize(
    "item", [Clamp("forget_gate", 1.0), Ablate((1,)), Clamp("cell_state", 0.5, (0,), range(1, 2))], ids=repr
)
def test_what_is_held_is_held_in_every_network(item: Held, said: bool) -> None:
    networks = [random_network("lstm", seed=seed) for seed in range(2)]
    held = Interventions((item,))
    trace = run(networks[0], ids=[1, 2, 0], interventions=held)
    given = {"interventions": held} if said else {}
    found = over_checkpoints(networks[0], trace, networks=networks, part=trace.parts[-1], **given)
    for network, reading in zip(networks, found, strict=True):
        own = run(network, ids=[1, 2, 0], interventions=held)
        _check_values(network, own.hidden, reading)
    assert (
        found[0].means["hidden_state"].tolist()
        == trace["layer0.forward.hidden_state"].mean(axis=1, dtype=float).tolist()
    )


def test_copied_weights_are_copied_in_every_network() -> None:
    networks = [random_network("lstm", seed=seed) for seed in range(2)]
    done = Interventions((CopiedWeights("forget_gate", "input_gate"), Clamp("output_gate", 1.0, None, range(9))))
    now, held = rewired(networks[0], done.within(3))
    trace = run(now, ids=[1, 2, 0], interventions=held)
    found = over_checkpoints(now, trace, networks=networks, part=trace.parts[-1], interventions=done)
    assert found[0].means["input_gate"].tolist() == found[0].means["forget_gate"].tolist()
    _check_values(now, trace.hidden, found[0])


def _check_values(network: Network, hidden: np.ndarray, reading: Reading) -> None:
    values = read_out(network, hidden)[network.readouts[0].name]
    assert reading.columns is not None
    np.testing.assert_allclose(reading.values, values[np.arange(len(values)), reading.columns])
