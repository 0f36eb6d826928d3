"""The benches' rows, by their contract, and the table that people read."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest

from gatescope.cli import bench
from gatescope.cli.bench import memory, rest, startup, subjects, thread_use
from gatescope.cli.main import main
from gatescope.engine.run import run

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="resident memory is read from /proc")


@pytest.fixture
def one_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of all benches, one that measures nothing."""

    def rows(*, quick: bool) -> Iterator[bench.Row]:
        yield {"bench": "first", "seconds": 0.123456, "bytes": 1234567}
        yield {"bench": "quick" if quick else "thorough", "seconds": 12.0, "bytes": None}

    monkeypatch.setattr(bench, "BENCHES", {"nothing": "measures nothing"})
    monkeypatch.setitem(sys.modules, "gatescope.cli.bench.nothing", SimpleNamespace(rows=rows))  # type: ignore[arg-type]


def test_a_table_is_aligned_by_its_columns(one_bench: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench"]) == 0
    assert capsys.readouterr().out == (
        "bench     seconds      bytes\n"
        "first      0.1235  1,234,567\n"
        "thorough       12          –\n\n"
    )  # fmt: skip


def test_json_is_one_list_of_rows(one_bench: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "nothing", "--json", "--quick"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"bench": "first", "seconds": 0.123456, "bytes": 1234567},
        {"bench": "quick", "seconds": 12.0, "bytes": None},
    ]


def test_an_unknown_bench_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["bench", "sleep"])
    assert exit_.value.code == 2


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_random_models_run_on_their_sentences(cell: str) -> None:
    model = subjects.model(cell, 8)
    assert model.vocabulary is not None
    words = subjects.sentence(50).split()
    assert len(words) == 50
    assert all(model.vocabulary.knows(word) for word in words)
    trace = run(model.network, ids=model.vocabulary.ids(words))
    assert trace["hidden_state"].shape == (50, 8)
    assert np.isfinite(trace["hidden_state"]).all()
    # The gates differ: drawn from one seed they would all be the same.
    gates = [model.network.array(f"layer0.forward.U.{gate}") for gate in model.network.cell.gates]
    assert len({gate.tobytes() for gate in gates}) == len(gates)


def test_a_trace_takes_little_more_than_its_arrays() -> None:
    peak, raw = memory.trace_bytes(tokens=500, units=32)
    assert raw == 500 * 32 * 4 * 10  # four pre-activations, four gates, two states, in float32
    assert 1.0 <= peak / raw <= 1.5


def test_start_up_is_timed_from_before_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(100))
    monkeypatch.setattr(startup.time, "monotonic", lambda: float(next(clock)))
    caches, folders = [], []

    def ask(what: str, cache: str | None = None, settings: str | None = None) -> dict[str, float]:
        if what == "all_docks":
            folders.append(settings)
            return {}
        caches.append(cache)
        folders.append(settings)
        return {"at": next(clock) + 2.0}

    monkeypatch.setattr(startup, "ask", ask)
    monkeypatch.setattr(startup.executors, "load_kernels", lambda: None)
    rows = list(startup.rows(quick=True))
    assert [row["bench"] for row in rows] == ["warm", "cold", "docks", "imports"]
    assert all(row["seconds"] == 3.0 for row in rows)
    times = startup.REPETITIONS_QUICK + 1
    assert caches[:times] == [None] * times
    cold = caches[times : 2 * times]
    assert None not in cold
    assert len(set(cold)) == times
    # The windows with every dock have the settings that the first one left.
    assert folders[0] is not None
    assert folders == [folders[0], *[None] * 2 * times, *[folders[0]] * times, *[None] * times]


def test_the_window_at_rest_is_told_by_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "ask", lambda what, seconds: {"python 1": [2_000_000, 10], "queue 2": [1_000_000, 5]})
    monkeypatch.setattr(rest.executors, "load_kernels", lambda: None)
    monkeypatch.setattr(rest.sys, "platform", "linux")
    assert list(rest.rows(quick=True)) == [
        {"bench": "all", "seconds": 5, "cpu_s": 0.003, "wakes_per_s": 3.0},
        {"bench": "python 1", "seconds": 5, "cpu_s": 0.002, "wakes_per_s": 2.0},
        {"bench": "queue 2", "seconds": 5, "cpu_s": 0.001, "wakes_per_s": 1.0},
    ]
    monkeypatch.setattr(rest, "ask", lambda what, seconds: {})
    assert [row["wakes_per_s"] for row in rest.rows(quick=True)] == [0]


@linux
def test_a_thread_that_wakes_is_counted_and_one_that_sleeps_is_not() -> None:
    before, ended = thread_use.uses(), threading.Event()
    sleeper = threading.Thread(target=ended.wait)
    sleeper.start()
    time.sleep(0.1)
    asleep = thread_use.uses()
    for _ in range(20):
        time.sleep(0.001)
    after = thread_use.uses()
    ended.set()
    sleeper.join()
    assert {name.rsplit(" ", 1)[-1] for name in thread_use.used(asleep, after)} == {str(threading.get_native_id())}
    assert thread_use.used(asleep, after).keys() <= thread_use.used(before, after).keys()
    ((nanoseconds, slept),) = thread_use.used(asleep, after).values()
    assert nanoseconds > 0
    assert slept >= 20
