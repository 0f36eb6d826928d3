"""The analyses as scripts ask for them; that they are right is tested where they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gatescope as gs
from gatescope.analysis import factors, memory_ledger, moving_average, saturation, time_scales, unit_statistics
from gatescope.analysis.connectivity import connectivity
from gatescope.analysis.sweep.sweep import sweep
from gatescope.engine.run import run
from gatescope.errors import UsageError
from tests.cli.toys import model

TEXT = "The food was not good."
IDS = [1, 2, 3, 4, 5, 6]
DEEP = {"layers": 2, "directions": ("forward", "reverse")}


def same(found: Any, expected: Any) -> bool:
    """Whether two results of an analysis hold the same."""
    if dataclasses.is_dataclass(expected):
        return type(found) is type(expected) and all(
            same(getattr(found, field.name), getattr(expected, field.name)) for field in dataclasses.fields(expected)
        )
    if isinstance(expected, Mapping):
        return list(found) == list(expected) and all(same(found[key], expected[key]) for key in expected)
    if isinstance(expected, np.ndarray):
        return np.array_equal(found, expected, equal_nan=True)
    return bool(found == expected)


ANALYSES: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "saturation": (gs.saturation, lambda network, trace, part: saturation.saturation(trace, part)),
    "time_scales": (gs.time_scales, lambda network, trace, part: time_scales.time_scales(trace, part)),
    "memory_ledger": (gs.memory_ledger, lambda network, trace, part: memory_ledger.memory_ledger(trace, part)),
    "moving_averages": (gs.moving_averages, moving_average.moving_averages),
    "direct_path": (gs.direct_path, lambda network, trace, part: factors.direct_path(network, trace, part)),
    "factors": (gs.factors, factors.factors),
    "unit_statistics": (gs.unit_statistics, unit_statistics.unit_statistics),
}


def test_a_sweep_is_of_the_part_and_the_result_that_are_meant() -> None:
    toy = model("gru", **DEEP)
    found, trace = gs.trace(toy, TEXT), run(toy.network, ids=IDS)
    assert same(gs.sweep(found), sweep(toy.network, trace, "readout:sentiment"))
    assert same(gs.sweep(found, "tokens:2", 0, "reverse"), sweep(toy.network, trace, "tokens:2", "layer0.reverse"))


@pytest.mark.parametrize("name", ANALYSES)
def test_each_is_asked_of_the_part_that_is_meant(name: str) -> None:
    ours, theirs = ANALYSES[name]
    toy = model("gru", **DEEP)
    found, trace = gs.trace(toy, TEXT), run(toy.network, ids=IDS)
    expected = {part: theirs(toy.network, trace, part) for part in toy.network.parts}
    assert same(ours(found), expected["layer1.forward"])
    assert same(ours(found, 0), expected["layer0.forward"])
    assert same(ours(found, direction="reverse"), expected["layer1.reverse"])
    assert same(ours(found, layer=0, direction="reverse"), expected["layer0.reverse"])
    assert not same(ours(found), expected["layer0.forward"])
    with pytest.raises(gs.GateScopeError, match=r"there is no layer2\.forward; the network has layer0\.forward"):
        ours(found, 2)


def test_what_else_they_take() -> None:
    toy = model(**DEEP)
    found, trace = gs.trace(toy, TEXT), run(toy.network, ids=IDS)
    network, part = toy.network, "layer1.forward"
    quotes = {"quotes": [0, 1, 1, 0, 0, 1]}
    assert same(gs.memory_ledger(found, token=2), memory_ledger.memory_ledger(trace, part, 2))
    assert same(gs.direct_path(found, token=3), factors.direct_path(network, trace, part, 3))
    assert same(gs.saturation(found, bins=7), saturation.saturation(trace, part, bins=7))
    expected = unit_statistics.unit_statistics(network, trace, part, "cell_state", quotes)
    assert same(gs.unit_statistics(found, signal="cell state", labels=quotes), expected)
    assert "quotes" in expected.correlation
    for of in ("last", "tokens:2", "readout:sentiment"):
        assert same(gs.connectivity(found, of), connectivity(network, trace, of))


def test_what_is_held_is_what_is_analysed() -> None:
    found = gs.trace(model(), TEXT, clamp="forget_gate=0.5")
    assert np.allclose(gs.time_scales(found).half_life, 1.0)
    assert found.baseline is not None
    assert not np.allclose(gs.time_scales(found.baseline).half_life, 1.0)


def test_the_states_of_a_corpus(tmp_path: Path) -> None:
    toy = model()
    texts = [TEXT, "", "was it not", TEXT]
    states, offsets = gs.write_states(toy, texts, tmp_path / "states.npy")
    assert offsets.tolist() == [0, 6, 6, 9, 15]
    for first, last, text in zip(offsets[:-1], offsets[1:], texts, strict=True):
        assert np.allclose(states[first:last], gs.trace(toy, text)["hidden_state"], atol=1e-6)
    span = states[2:5]
    threshold = float(np.sort(span.min(axis=0))[-1]) - 1e-6
    pattern = gs.pattern_of(states, 2, 5, threshold)
    matches = gs.find_pattern(states, pattern, offsets=offsets)
    assert {2, 11} <= {start for s, e in zip(matches.start, matches.stop, strict=True) for start in range(s, e)}
    with pytest.raises(gs.GateScopeError, match="there is no text to write the states of"):
        gs.write_states(toy, [], tmp_path / "none.npy")


@pytest.mark.parametrize("threshold", [float("nan"), float("inf")])
def test_a_threshold_is_a_number(tmp_path, threshold) -> None:
    with pytest.raises(UsageError, match=f"find takes a number as threshold, not {threshold}"):
        gs.find(tmp_path, "not good", threshold=threshold)
