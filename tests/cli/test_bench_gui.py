"""The window's benches on a small scene: every kind of event reaches the window and is answered by a paint."""

from __future__ import annotations

import contextlib
import itertools

import pytest
from PySide6.QtWidgets import QApplication

from gatescope.cli.bench import gui, memory, probe, spinning, stage
from gatescope.errors import GateScopeError
from gatescope.session.run import resolve
from gatescope.session.run.as_opened import as_opened

COLUMNS = ["bench", "cells", "units", "tokens", "p50_ms", "p95_ms", "worst_stall_ms", "bare_p50_ms", "ratio"]
COLUMNS += ["p95_ratio", "cancel_ms", "answer_ms"]


@pytest.mark.slow
def test_every_bench_gives_a_row(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gui, "SCENES_QUICK", ((("gru", "lstm"), 8, 30),))
    monkeypatch.setattr(gui, "FRAMES_QUICK", 4)
    monkeypatch.setattr(gui, "ASKED_QUICK", 2)
    *rows, key, weight, long, gradients, docks, dragged, trained = gui.rows(quick=True)
    assert [row["bench"] for row in rows] == ["key", "weight", "scrub", "resize"]
    assert [row["bench"] for row in (long, gradients)] == ["key beside spinning", "key beside gradient flow"]
    assert [row["bench"] for row in (key, weight)] == ["key changed", "weight changed"]
    assert as_opened is resolve.as_opened
    assert [row["bench"] for row in (docks, dragged)] == ["key beside three docks", "weight beside three docks"]
    assert (trained["bench"], trained["units"], trained["tokens"]) == ("key beside training", 64, 30)
    assert trained["ratio"] > 0
    for row in (key, weight, long, gradients, docks, dragged, trained):
        assert list(row) == COLUMNS
        assert 0 < row["p50_ms"] <= row["p95_ms"]
        assert min(row["worst_stall_ms"], row["p95_ratio"]) > 0
    assert (gradients["cancel_ms"], long["answer_ms"]) == (None, None)
    assert min(row["answer_ms"] for row in (gradients, docks, dragged)) > 0
    assert 0 < long["cancel_ms"] < 1000 * spinning.SPIN_S
    for row in rows:
        assert list(row) == COLUMNS
        assert (row["cells"], row["units"], row["tokens"]) == ("gru+lstm", 8, 30)
        assert 0 < row["p50_ms"] <= row["p95_ms"]
        assert row["worst_stall_ms"] > 0
        assert row["ratio"] == row["p50_ms"] / row["bare_p50_ms"]


def test_an_event_that_nothing_answers_is_an_error(qapp: QApplication) -> None:
    with contextlib.closing(stage.Stage(("rnn",), units=4, tokens=3)) as window:
        window._limit.setInterval(50)
        with pytest.raises(GateScopeError, match="nothing was painted"):
            window.until(lambda: None, lambda: False)


def test_each_key_changes_the_sentence_and_the_cycle_restores_it(qapp: QApplication) -> None:
    with contextlib.closing(stage.Stage(("rnn",), units=4, tokens=3)) as window:
        steps = gui.keys(window)
        before = window.session.document.text
        texts = []
        for event, shown in itertools.islice(steps, 14):
            window.until(event, shown)
            texts.append(window.session.document.text)
    assert texts[-1] == before + " "
    assert all(a != b for a, b in itertools.pairwise(texts))
    assert max(map(len, texts)) == len(texts[-1]) + 7


def test_resident_memory_is_that_of_this_process() -> None:
    pytest.importorskip("resource", reason="POSIX only")
    assert 10_000_000 < probe.resident_bytes() < 100_000_000_000


@pytest.mark.slow
def test_a_probe_that_fails_is_an_error_in_one_sentence() -> None:
    with pytest.raises(GateScopeError, match=r"could not be measured \(typing\): .*invalid literal"):
        probe.ask("typing", "many")


def test_memory_of_the_window_is_compared_with_its_own_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {
        "libraries": {"bytes": 100},
        "idle": {"bytes": 150},
        "typing": {"bytes_before": 160, "bytes": 168, "frames": 1500, "none_before": 5, "none_after": 6},
    }
    monkeypatch.setattr(memory, "ask", lambda what, *arguments: answers[what])
    monkeypatch.setattr(memory, "trace_bytes", lambda tokens, units: (30, 20))
    monkeypatch.setattr(memory.sys, "platform", "linux")
    assert list(memory.rows(quick=True)) == [
        {"bench": "trace", "bytes": 30, "raw_bytes": 20, "ratio": 1.5},
        {"bench": "idle", "bytes": 150, "raw_bytes": 100, "ratio": 1.5},
        {"bench": "typing", "bytes": 168, "raw_bytes": 160, "ratio": 1.05},
    ]
