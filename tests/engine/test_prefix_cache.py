"""A text that is edited: cached prefix = full recompute, and what is still in use is never written."""

from __future__ import annotations

import gc
from functools import partial
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatescope.engine import prefix_cache
from gatescope.engine.buffers import Buffers
from gatescope.engine.executors import Executor, reference
from gatescope.engine.interventions import NONE
from gatescope.engine.network import Network
from gatescope.engine.prefix_cache import CachedRun, PrefixCache
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.errors import UsageError
from tests.engine.networks import DIRECTIONS, KINDS, random_network

VOCABULARY = 6


def assert_fresh(network: Network, ids: list[int], cached: CachedRun, executor: Executor = reference) -> None:
    expected = run(network, ids=ids, executor=executor)
    assert cached.trace.length == len(ids)
    assert cached.trace.ids is not None
    assert cached.trace.ids.tolist() == ids
    for key in expected:
        np.testing.assert_allclose(cached.trace[key], expected[key], rtol=0, atol=1e-12, err_msg=key)
    said = read_out(network, cached.trace.hidden)
    assert cached.readouts.keys() == said.keys()
    for name, values in said.items():
        np.testing.assert_array_equal(cached.readouts[name], values, err_msg=name)
        assert not cached.readouts[name].flags.writeable


def test_typing_steps_only_the_new_tokens(executor: Executor) -> None:
    network = random_network("lstm", vocabulary=VOCABULARY)
    cache = PrefixCache()
    traces = []
    ids: list[int] = []
    for token in [1, 2, 3, 4, 5, 0] * 30:
        ids.append(token)
        traces.append(cache.run(network, ids, executor))
        assert traces[-1].recomputed == len(ids) - 1
    assert_fresh(network, ids, traces[-1], executor)
    assert_fresh(network, ids[:40], traces[39], executor)


def test_nothing_is_stepped_when_nothing_changed() -> None:
    network = random_network("gru-after", vocabulary=VOCABULARY)
    cache = PrefixCache()
    first = cache.run(network, [1, 2, 3], reference)
    again = cache.run(network, [1, 2, 3], reference)
    shorter = cache.run(network, [1, 2], reference)
    assert (first.recomputed, again.recomputed, shorter.recomputed) == (0, 3, 2)
    assert_fresh(network, [1, 2], shorter)


def test_an_edit_in_the_middle_steps_from_there() -> None:
    network = random_network("lstm", layers=2, vocabulary=VOCABULARY)
    cache = PrefixCache()
    cache.run(network, [1, 2, 3, 4, 5], reference)
    edited = cache.run(network, [1, 2, 0, 4, 5], reference)
    assert edited.recomputed == 2
    assert_fresh(network, [1, 2, 0, 4, 5], edited)


def test_two_snapshots_take_turns_while_the_last_word_changes() -> None:
    """The shown trace is held, so the next one goes to other buffers, which get the prefix as a copy."""
    network = random_network("lstm", vocabulary=VOCABULARY)
    cache = PrefixCache()
    shown = cache.run(network, [1, 2, 3, 4], reference)
    steps = []
    for last in (5, 0, 1, 2):
        shown = cache.run(network, [1, 2, 3, last], reference)
        steps.append(shown.recomputed)
    assert steps == [3, 3, 3, 3]
    assert_fresh(network, [1, 2, 3, 2], shown)


@pytest.mark.parametrize("kind", ["gru-after", "lstm", "rnn-tanh"])
def test_runs_that_others_hold_cost_no_steps(kind: str, executor: Executor) -> None:
    """Analyses hold old runs while a person types on in the middle of a text."""
    network = random_network(kind, layers=2, vocabulary=VOCABULARY)
    cache = PrefixCache()
    ids = [1, 2, 3, 4, 5] * 40
    traces = [cache.run(network, ids, executor)]
    for turn in range(12):
        ids = [*ids[:150], turn % VOCABULARY, *ids[151 + turn % 2 :]]
        traces.append(cache.run(network, ids, executor))
        assert traces[-1].recomputed >= 150
        assert_fresh(network, ids, traces[-1], executor)
    del traces[2:]
    for last in range(6):
        cached = cache.run(network, [*ids[:-1], last], executor)
        assert cached.recomputed >= len(ids) - 1
    assert_fresh(network, [1, 2, 3, 4, 5] * 40, traces[0], executor)


@pytest.mark.parametrize("key", ["U.forget_gate", "W.forget_gate", "b_x.forget_gate", "b_h.forget_gate"])
def test_another_weight_steps_everything(key: str) -> None:
    network = random_network("lstm", vocabulary=VOCABULARY)
    cache = PrefixCache()
    cache.run(network, [1, 2, 3], reference)
    key = f"layer0.forward.{key}"
    changed = network.with_array(key, network.array(key) + 1)
    cached = cache.run(changed, [1, 2, 3], reference)
    assert cached.recomputed == 0
    assert_fresh(changed, [1, 2, 3], cached)


def test_another_embedding_row_steps_everything() -> None:
    network = random_network("lstm", vocabulary=VOCABULARY)
    cache = PrefixCache()
    cache.run(network, [1, 2, 3], reference)
    changed = network.with_array("embedding", network.array("embedding") * 2)
    cached = cache.run(changed, [1, 2, 3], reference)
    assert cached.recomputed == 0
    assert_fresh(changed, [1, 2, 3], cached)


def test_another_read_out_steps_nothing() -> None:
    network = random_network("lstm", vocabulary=VOCABULARY)
    cache = PrefixCache()
    cache.run(network, [1, 2, 3], reference)
    changed = network.with_array("readout.sentiment.bias", np.ones(1))
    assert cache.run(changed, [1, 2, 3], reference).recomputed == 3


def test_a_held_array_keeps_its_values_without_its_trace() -> None:
    network = random_network("lstm", vocabulary=VOCABULARY)
    cache = PrefixCache()
    row = cache.run(network, [1, 2, 3], reference).trace["forget_gate"][1, 2:4]
    before = row.copy()
    gc.collect()
    for last in range(5):
        cache.run(network, [last, last, last], reference)
    np.testing.assert_array_equal(row, before)


def test_buffers_that_nobody_holds_are_used_again() -> None:
    network = random_network("lstm", vocabulary=VOCABULARY)
    cache = PrefixCache()
    addresses = set()
    for last in range(6):
        trace = cache.run(network, [1, last, 2], reference).trace
        addresses.add(trace["forget_gate"].__array_interface__["data"][0])
        del trace
    assert len(addresses) == 1


@pytest.mark.parametrize("directions", ["reverse", "both"])
def test_a_reverse_direction_is_stepped_whole(directions: str) -> None:
    network = random_network("gru-before", layers=2, directions=DIRECTIONS[directions], vocabulary=VOCABULARY)
    cache = PrefixCache()
    cache.run(network, [1, 2, 3], reference)
    longer = cache.run(network, [1, 2, 3, 4], reference)
    assert longer.recomputed == 0
    assert_fresh(network, [1, 2, 3, 4], longer)
    shorter = cache.run(network, [1, 2], reference)
    assert_fresh(network, [1, 2], shorter)
    assert cache.run(network, [1, 2], reference).recomputed == 2


def test_networks_of_another_shape_may_follow_each_other() -> None:
    cache = PrefixCache()
    for kind in KINDS:
        for units in (3, 5):
            network = random_network(kind, units, vocabulary=VOCABULARY)
            assert cache.run(network, [], reference).trace["hidden_state"].shape == (0, units)
            assert_fresh(network, [1, 2], cache.run(network, [1, 2], reference))


def test_a_deleted_book_gives_its_memory_back() -> None:
    network = random_network("rnn-tanh", 2, 1, vocabulary=VOCABULARY)
    cache = PrefixCache()
    cache.run(network, [1] * 5000, reference)
    cached = cache.run(network, [1, 2], reference)
    assert_fresh(network, [1, 2], cached)
    assert sum(len(record.pre) for buffers in cache._pool for record in buffers.records.values()) < 200


def copied_rows(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Have every copy of rows from buffers to others counted."""
    counts: list[int] = []
    copy = Buffers.copy_rows

    def counted(buffers: Buffers, source: Buffers, network: Network, ids, interventions, rows: int) -> None:  # type: ignore[no-untyped-def]
        counts.append(rows - buffers.common(network, ids, interventions))
        copy(buffers, source, network, ids, interventions, rows)

    monkeypatch.setattr(Buffers, "copy_rows", counted)
    return counts


def test_a_key_at_the_end_of_a_long_text_copies_what_the_key_before_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the text is: the first letter has room behind it, and the second finds a copy made meanwhile."""
    network = random_network("rnn-tanh", 2, 1, vocabulary=VOCABULARY)
    cache, text, counts = PrefixCache(), [1, 2, 3, 4] * 5000, copied_rows(monkeypatch)
    resized: list[int] = []
    resize = Buffers._resize
    shown = cache.run(network, text, reference)
    monkeypatch.setattr(Buffers, "_resize", lambda *a: (resized.append(a[2]), resize(*a)))
    for turn, last in enumerate((5, 0, 1, 2, 3)):
        counts.clear()
        resized.clear()
        shown = cache.run(network, [*text, last], reference)
        assert (sum(counts) <= 2, resized) == (True, []), turn
        cache.prepare_edit(network, [*text, last], NONE, lambda: False)
    assert_fresh(network, [*text, 3], shown)


def test_what_is_prepared_gives_way_to_what_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    network = random_network("rnn-tanh", 2, 1, vocabulary=VOCABULARY)
    cache, text, counts = PrefixCache(), [1, 2, 3, 4] * 5000, copied_rows(monkeypatch)
    shown = [cache.run(network, text[:-1], reference), cache.run(network, text, reference)]
    looks = iter([False, False, True])
    cache.prepare_edit(network, text, NONE, lambda: next(looks))
    assert 0 < sum(counts) < len(text) / 2
    assert_fresh(network, text[:-1], cache.run(network, text[:-1], reference))
    del shown


def test_no_more_copies_are_prepared_than_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trace of the key before is still shown when the next edit is prepared; of a whole new text nothing is."""
    network = random_network("rnn-tanh", 2, 1, vocabulary=VOCABULARY)
    cache, text, counts = PrefixCache(), [1, 2, 3, 4] * 5000, copied_rows(monkeypatch)
    shown = cache.run(network, text, reference)
    cache.prepare_edit(network, text, NONE, lambda: False)
    assert counts == []
    for last in (5, 0, 1, 2, 3, 4, 5):
        newer = cache.run(network, [*text, last], reference)
        cache.prepare_edit(network, [*text, last], NONE, lambda: False)
        shown = newer
    assert sum(counts) < 1.01 * len(text)
    assert len(cache._pool) == 2
    newest = cache.run(network, [0, *text], reference)
    counts.clear()
    cache.prepare_edit(network, [0, *text], NONE, lambda: False)
    assert counts == []
    assert_fresh(network, [*text, 5], shown)
    assert_fresh(network, [0, *text], newest)


def test_another_read_out_reads_out_anew_and_leaves_what_is_held() -> None:
    network = random_network("lstm", vocabulary=VOCABULARY)
    cache = PrefixCache()
    shown = cache.run(network, [1, 2, 3], reference)
    before = shown.readouts["sentiment"].copy()
    changed = network.with_array("readout.sentiment.bias", np.ones(1))
    assert_fresh(changed, [1, 2, 3], cache.run(changed, [1, 2, 3], reference))
    np.testing.assert_array_equal(shown.readouts["sentiment"], before)


def test_a_bad_id_is_refused_and_leaves_the_cache_usable() -> None:
    network = random_network("lstm", vocabulary=VOCABULARY)
    cache = PrefixCache()
    with pytest.raises(UsageError, match="outside"):
        cache.run(network, [1, VOCABULARY], reference)
    assert_fresh(network, [1, 2], cache.run(network, [1, 2], reference))


EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("splice"), st.integers(0, 12), st.integers(0, 4), st.lists(st.integers(0, 5), max_size=4)),
        st.tuples(
            st.just("weight"), st.sampled_from(["W", "U", "b_x", "b_h", "embedding", "readout"]), st.integers(0, 2)
        ),
        st.tuples(st.just("drop"), st.integers(0, 10)),
        st.tuples(st.just("prepare"), st.integers(0, 3)),
    ),
    max_size=14,
)


@pytest.mark.slow
@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("kind", ["gru-after", "gru-before", "lstm", "rnn-tanh"])
@settings(max_examples=25, deadline=None, derandomize=True)
@given(edits=EDITS)
def test_any_edits_give_what_a_fresh_run_gives(kind: str, directions: str, edits: list[tuple]) -> None:  # type: ignore[type-arg]
    network = random_network(kind, 3, 2, 2, DIRECTIONS[directions], vocabulary=VOCABULARY)
    cache = PrefixCache()
    ids: list[int] = [1, 2, 3]
    shown: list[tuple[CachedRun, dict[str, np.ndarray]]] = []  # type: ignore[type-arg]
    for edit in edits:
        if edit[0] == "splice":
            _, at, removed, new = edit
            ids[at : at + removed] = new
        elif edit[0] == "weight":
            _, matrix, nudge = edit
            alone = {"embedding": "embedding", "readout": "readout.sentiment.weight"}
            key = alone.get(matrix, f"{network.parts[0]}.{matrix}.{network.cell.gates[-1]}")
            network = network.with_array(key, network.array(key) + 0.1 * nudge)
        elif edit[0] == "prepare":
            looks = partial(next, iter([False] * edit[1]), True)
            # So that a text of a few tokens is one that is worth a copy.
            with patch.object(prefix_cache, "_SLICE", 1):
                cache.prepare_edit(network, shown[-1][0].trace.ids if shown else ids, NONE, looks)
        elif shown:
            shown.pop(edit[1] % len(shown))
        cached = cache.run(network, ids, reference)
        assert_fresh(network, ids, cached)
        shown.append((cached, {key: array.copy() for key, array in (*cached.trace.items(), *cached.readouts.items())}))
        for old, values in shown:
            for key, array in (*old.trace.items(), *old.readouts.items()):
                np.testing.assert_array_equal(array, values[key], err_msg=f"{key} changed while it was held")
