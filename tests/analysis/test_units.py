"""Connectivity, correlations, patterns and the corpus behind them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gatescope.analysis.connectivity import connectivity, connectivity_of
from gatescope.analysis.corpus.pattern import Pattern, find_pattern, pattern_of
from gatescope.analysis.corpus.states import write_states
from gatescope.analysis.gradients import gradients
from gatescope.analysis.unit_statistics import correlation, unit_statistics
from gatescope.engine.executors import Executor
from gatescope.engine.network import Network, ReadOut
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.errors import Cancelled, FileError, ModelError, UsageError
from tests.analysis import naive
from tests.engine.networks import DIRECTIONS, random_network, vectors
from tests.reports import cancelled_at

# Connectivity


@pytest.mark.parametrize("directions", ["forward", "both"])
def test_connectivity_is_how_far_a_word_moves_the_score(directions: str, executor: Executor) -> None:
    """The steepest step of x_t in every direction at once: √Σ (∂score/∂x_t,i)², by differences."""
    network = random_network("gru-after", 4, 3, 2, DIRECTIONS[directions])
    x = vectors(network, 6)
    found = connectivity(network, run(network, inputs=x, executor=executor), "readout:sentiment@4")
    readout = network.readouts[0]

    def score(inputs: np.ndarray) -> float:
        return float((readout.weight @ run(network, inputs=inputs, executor=executor).hidden[4] + readout.bias)[0])

    for token in range(6):
        slopes = []
        for i in range(3):
            step = np.zeros_like(x)
            step[token, i] = 1e-6
            slopes.append((score(x + step) - score(x - step)) / 2e-6)
        norm = np.linalg.norm(slopes)
        assert 10 ** found.log10_norm[token] == pytest.approx(norm, rel=1e-6, abs=1e-12)
        assert found.products[token] == pytest.approx(x[token] @ np.array(slopes), rel=1e-5, abs=1e-9)
    assert found.relative.max() == 1
    np.testing.assert_allclose(found.signed, found.products / np.abs(found.products).max(), atol=1e-12)
    np.testing.assert_allclose(np.log10(found.relative[:5]), found.log10_norm[:5] - found.log10_norm.max(), atol=1e-12)
    if directions == "forward":
        assert found.log10_norm[5] == -np.inf
        assert found.relative[5] == 0
    assert found.target == "readout:sentiment:good@4"


def test_connectivity_from_gradients_that_are_there() -> None:
    network = random_network("lstm", 4, 3)
    found = gradients(network, run(network, inputs=vectors(network, 5)))
    again = connectivity_of(found, vectors(network, 5))
    np.testing.assert_allclose(10**again.log10_norm, np.linalg.norm(found["grad.inputs"], axis=1), rtol=1e-12)
    np.testing.assert_allclose(again.products, (found["grad.inputs"] * vectors(network, 5)).sum(axis=1), rtol=1e-9)


def test_a_read_out_that_hears_nothing() -> None:
    network = random_network("lstm", 4, 3)
    silent = network.with_array("readout.sentiment.weight", np.zeros((1, 4)))
    found = connectivity(silent, run(silent, inputs=vectors(network, 5)), "readout:sentiment")
    assert not found.relative.any()
    assert not found.signed.any()
    assert (found.log10_norm == -np.inf).all()


# Correlations


def with_topic(network: Network) -> Network:
    rng = np.random.default_rng(3)
    topic = ReadOut("topic", "softmax", rng.normal(size=(3, 4)), rng.normal(size=3), ("a", "b", "c"))
    return replace(network, readouts=(*network.readouts, topic))


def test_unit_statistics_are_their_slow_twins() -> None:
    network = with_topic(random_network("lstm", 4, 3))
    trace = run(network, inputs=vectors(network, 30))
    quoted = (np.arange(30) % 7 < 3).astype(int)
    found = unit_statistics(network, trace, labels={"quoted": quoted})
    values, said = trace["hidden_state"], read_out(network, trace.hidden)
    expected = {
        "position": np.arange(30),
        "readout.sentiment": said["sentiment"][:, 0],
        "readout.topic:a": said["topic"][:, 0],
        "readout.topic:b": said["topic"][:, 1],
        "readout.topic:c": said["topic"][:, 2],
        "quoted": quoted,
    }
    assert set(found.correlation) == set(expected)
    for name, other in expected.items():
        np.testing.assert_allclose(found.correlation[name], naive.correlations(values, other), rtol=1e-9, err_msg=name)
    np.testing.assert_allclose(found.mean, values.mean(axis=0))
    np.testing.assert_allclose(found.deviation, values.std(axis=0))
    other = unit_statistics(network, trace, signal="forget_gate")
    np.testing.assert_allclose(
        other.correlation["position"], naive.correlations(trace["forget_gate"], range(30)), rtol=1e-9
    )
    assert (other.part, other.signal) == ("layer0.forward", "forget_gate")


def test_correlations_of_large_means_and_of_nothing() -> None:
    rng = np.random.default_rng(4)
    y = rng.normal(size=200_000)
    values = np.stack([1e6 + y, 1e6 - 3 * y, rng.normal(size=y.size), np.full(y.size, 0.1)], axis=1)
    found = correlation(values, y)
    assert found[0] == pytest.approx(1, abs=1e-6)
    assert found[1] == pytest.approx(-1, abs=1e-6)
    assert abs(found[2]) < 0.01
    assert np.isnan(found[3])
    assert np.isnan(correlation(values[:, :1], np.ones(y.size))).all()


def test_correlations_that_cannot_be() -> None:
    with pytest.raises(ModelError, match=r"values of shape \(4, 2\) cannot be compared with \(3,\)"):
        correlation(np.ones((4, 2)), [1, 2, 3])
    with pytest.raises(UsageError, match="has no tokens"):
        correlation(np.ones((0, 2)), [])
    with pytest.raises(ModelError, match="needs finite numbers"):
        correlation(np.array([[1.0], [np.nan]]), [1, 2])
    with pytest.raises(Cancelled):
        correlation(np.ones((4, 2)), [1, 2, 3, 4], report=cancelled_at(0))
    network = random_network("lstm", 4, 3)
    trace = run(network, inputs=vectors(network, 3))
    with pytest.raises(UsageError, match="there is no signal"):
        unit_statistics(network, trace, signal="reset_gate")
    for wrong in ([1, 2], ["a", "b", "c"], [[1], [2], [3]]):
        with pytest.raises(UsageError, match="the label 'own' needs a number a token: 3"):
            unit_statistics(network, trace, labels={"own": wrong})


# Patterns


def test_a_pattern_is_the_units_that_stay_on() -> None:
    states = np.array([[0.9, 0.1, 0.5, 0.9], [0.8, 0.9, 0.6, 0.9], [0.7, 0.8, 0.1, 0.9], [0.0, 0.9, 0.0, 0.9]])
    assert pattern_of(states, 1, 3) == Pattern((0, 1, 3), 0.3, 2)
    assert pattern_of(states, 0, 2, 0.4) == Pattern((0, 2, 3), 0.4, 2)
    assert pattern_of(states, 0, 3, only_here=True) == Pattern((0,), 0.3, 3)
    with pytest.raises(UsageError, match=r"no unit stays above 0\.95 from token 0 to 3: lower the threshold"):
        pattern_of(states, 0, 4, 0.95)
    for span in ((2, 2), (-1, 2), (3, 5)):
        with pytest.raises(UsageError, match="in a text of 4 tokens"):
            pattern_of(states, *span)
    states[2, 1] = np.nan
    with pytest.raises(ModelError, match="tokens 1 … 2 are not all finite"):
        pattern_of(states, 1, 3)


@pytest.mark.parametrize("need", [None, 1, 2])
@pytest.mark.parametrize("seed", range(6))
def test_matches_are_those_of_the_slow_twin(seed: int, need: int | None) -> None:
    rng = np.random.default_rng(seed)
    states = rng.uniform(0, 1, (200, 5))
    offsets = np.unique(np.concatenate([[0, 200], rng.integers(0, 200, 30)]))
    offsets = np.sort(np.append(offsets, offsets[3:5]))
    found = find_pattern(states, Pattern((0, 2, 4), 0.35, 2), offsets=offsets, at_least=need, most=20)
    expected = naive.matches(states, (0, 2, 4), 0.35, 2, list(offsets), need or 3)
    assert found.found == len(expected)
    together = zip(found.start.tolist(), found.stop.tolist(), found.shared.tolist(), strict=True)
    assert list(together) == expected[:20]


def test_a_brushed_span_finds_itself_and_its_copies() -> None:
    rng = np.random.default_rng(9)
    states = rng.uniform(-0.2, 0.2, (50_000, 32)).astype(np.float32)
    for start in (120, 20_000, 49_997):
        states[start : start + 3, [4, 9, 30]] = 0.8
    pattern = pattern_of(states, 120, 123)
    found = find_pattern(states, pattern)
    assert found.start.tolist() == [120, 20_000, 49_997]
    assert found.stop.tolist() == [123, 20_003, 50_000]
    assert find_pattern(states[200:19_000], pattern).found == 0


def test_patterns_that_cannot_be() -> None:
    states = np.ones((4, 3))
    for units in ((3,), (-1,), ()):
        with pytest.raises(UsageError, match="not all among the 3 of the states"):
            find_pattern(states, Pattern(units, 0.3, 1))
    with pytest.raises(UsageError, match="3 of the pattern's 2 units can never be on together"):
        find_pattern(states, Pattern((0, 1), 0.3, 1), at_least=3)
    for offsets in ([0, 3], [1, 4], [0, 3, 2, 4], [4]):
        with pytest.raises(ModelError, match="must rise from 0 to the 4 tokens"):
            find_pattern(states, Pattern((0,), 0.3, 1), offsets=np.array(offsets))
    with pytest.raises(Cancelled):
        find_pattern(states, Pattern((0,), 0.3, 1), report=cancelled_at(0))


# The corpus


@pytest.mark.slow
@pytest.mark.parametrize("directions", ["forward", "both"])
def test_the_file_holds_every_sequences_states(tmp_path: Path, directions: str, executor: Executor) -> None:
    network = random_network("lstm", 4, 3, 2, DIRECTIONS[directions], vocabulary=11, dtype=np.float32)
    rng = np.random.default_rng(2)
    lengths = np.append(rng.integers(0, 900, 30), [9_000, 0, 1])
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    ids = rng.integers(0, 11, offsets[-1])
    states = write_states(network, ids, offsets, tmp_path / "states.npy", executor=executor)
    assert states.dtype == np.float32
    assert states.shape == (len(ids), 4 * len(DIRECTIONS[directions]))
    for s in (0, 7, 29, 30, 32):
        alone = run(network, ids=ids[offsets[s] : offsets[s + 1]], executor=executor).hidden
        np.testing.assert_allclose(states[offsets[s] : offsets[s + 1]], alone, atol=1e-5)
    assert isinstance(states, np.memmap)
    assert not states.flags.writeable
    assert [path.name for path in tmp_path.iterdir()] == ["states.npy"]


def test_what_is_searched_may_lie_in_a_file(tmp_path: Path) -> None:
    network = random_network("lstm", 4, 3, vocabulary=11)
    ids = np.random.default_rng(2).integers(0, 11, 500)
    offsets = np.arange(0, 501, 10)
    states = write_states(network, ids, offsets, tmp_path / "states.npy")
    copy = np.array(states)
    pattern = pattern_of(states, 3, 5, 0.0)
    found, expected = (find_pattern(s, pattern, offsets=offsets) for s in (states, copy))
    np.testing.assert_array_equal(found.start, expected.start)
    np.testing.assert_array_equal(correlation(states, np.arange(500)), correlation(copy, np.arange(500)))


def test_a_corpus_that_cannot_be_written(tmp_path: Path) -> None:
    network = random_network("lstm", 4, 3, vocabulary=11)
    path = tmp_path / "states.npy"
    with pytest.raises(ModelError, match="must rise from 0 to the 3 tokens"):
        write_states(network, [1, 2, 3], [0, 2], path)
    with pytest.raises(UsageError, match="the token id 11 lies outside 0 … 10,"):
        write_states(network, [1, 2, 11], [0, 3], path)
    with pytest.raises(
        FileError, match=r"states\.npy: cannot be written: No such file.*; name a file in another folder"
    ):
        write_states(network, [1, 2, 3], [0, 3], tmp_path / "missing" / "states.npy")
    with pytest.raises(Cancelled):
        write_states(network, [1, 2, 3] * 4_000, range(0, 12_001, 3), path, report=cancelled_at(1))
    assert not list(tmp_path.iterdir())
