"""The time of a step, of every cell, layer and direction, by reference and kernels."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.executors import Executor, load_kernels, reference
from gatescope.engine.prefix_cache import PrefixCache
from gatescope.engine.step_time import step_time
from tests.engine.networks import KINDS, random_network


class Slow:
    """A layer whose steps take as long as wanted, and that counts them."""

    def __init__(self, parameters, ns_per_token: int, ns_per_call: int, clock: list[int]) -> None:
        self.parameters, self.stepped = parameters, []
        self._token, self._call, self._clock = ns_per_token, ns_per_call, clock

    def run(self, record, offsets, clamps=None) -> None:
        tokens = int(offsets[-1] - offsets[0])
        assert np.isfinite(record.pre).all()
        self.stepped.append(tokens)
        self._clock[0] += self._call + tokens * self._token


@pytest.mark.parametrize(
    ("token", "call", "least", "most"),
    [(300, 2_000, 512, 512), (30_000, 2_000, 4, 64), (50_000_000, 2_000, 4, 4)],
    ids=["small", "reference", "large"],
)
def test_the_call_is_no_part_of_it_and_a_large_network_steps_few_tokens(monkeypatch, token, call, least, most) -> None:
    clock = [0]
    monkeypatch.setattr("time.perf_counter_ns", lambda: clock[0])
    network = random_network("lstm", layers=2, directions=("forward", "reverse"))
    layers = {part: Slow(network.parameters(part), token, call, clock) for part in network.parts}
    measured = step_time(network, layers)
    assert measured == pytest.approx(len(network.parts) * token, rel=0.03)
    for layer in layers.values():
        assert least <= max(layer.stepped) <= most


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("executor", [reference, load_kernels()], ids=lambda one: one.name)
def test_it_is_measured_for_every_kind(kind: str, executor: Executor) -> None:
    cache = PrefixCache()
    assert cache.step_time() is None
    network = random_network(kind, layers=2, directions=("forward", "reverse"), vocabulary=5)
    run = cache.run(network, [1, 2], executor)
    before = {key: values.copy() for key, values in run.trace.items()}
    assert cache.step_time() > 0
    assert all(np.array_equal(run.trace[key], values) for key, values in before.items())
