"""The bench of training steps: its rows, and that both sides train the same."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest

from gatescope.cli.bench import training, training_rows
from gatescope.cli.bench.subjects import network
from gatescope.cli.bench.torch_training import TorchTraining
from gatescope.engine.executors import load_kernels
from gatescope.errors import GateScopeError
from gatescope.training.settings import Settings

COLUMNS = ["bench", "cell", "units", "batch", "ours_ms", "peer", "peer_ms", "ratio"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"SIZES_QUICK": (4,), "SECONDS_QUICK": 0.0, "TURNS_QUICK": 2}.items():
        monkeypatch.setattr(training_rows, name, value)
    load_kernels()


def test_a_row_for_every_cell(small: None) -> None:
    pytest.importorskip("torch", reason="a peer, not installed")
    rows = list(training_rows.rows(quick=True))
    assert [row["cell"] for row in rows] == ["rnn", "gru", "lstm"]
    for row in rows:
        assert list(row) == COLUMNS
        assert (row["units"], row["batch"], row["peer"]) == (4, 64, "torch")
        assert all(isinstance(row[name], float) and row[name] > 0 for name in ("ours_ms", "peer_ms", "ratio"))


def test_without_the_peer_our_time_is_left(small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_rows.peers, "installed", lambda *_: False)
    for row in training_rows.rows(quick=True):
        assert row["ours_ms"] > 0  # type: ignore[operator]
        assert row["peer_ms"] is row["ratio"] is None


@pytest.mark.parametrize("cell", training_rows.CELLS)
def test_pytorch_trains_the_same(cell: str) -> None:
    pytest.importorskip("torch", reason="a peer, not installed")
    load_kernels()
    drawn, start, settings = training_rows.batch(np.random.default_rng(3)), network(cell, 16), Settings()
    mine, other = training_rows.OurTraining(start, drawn, settings), TorchTraining(start, drawn, settings)
    for _ in range(5):
        assert mine.step() == pytest.approx(other.step(), abs=1e-5)
    recurrent = mine.network.layers[0][0].U
    assert np.abs(recurrent - start.layers[0][0].U).max() > 5e-3
    trained = other.parameters[2].detach().numpy().reshape(recurrent.shape)
    np.testing.assert_allclose(recurrent, trained, rtol=0, atol=1e-4)


def test_rows_are_read_as_they_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    row = dict.fromkeys(COLUMNS, 1)
    script = f"import sys; print({json.dumps(json.dumps(row))}); assert sys.argv[1:] == ['--quick']"
    monkeypatch.setattr(training, "COMMAND", (sys.executable, "-c", script))
    assert list(training.rows(quick=True)) == [row]


def test_a_process_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "COMMAND", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(GateScopeError, match="the training step could not be measured: its process ended with 3"):
        list(training.rows(quick=False))
