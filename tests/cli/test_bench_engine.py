"""The engine's bench on small layers: its rows, its clock, and that all sides compute the same."""

from __future__ import annotations

import itertools
import json
import sys

import numpy as np
import pytest

from gatescope.cli.bench import duel as duels
from gatescope.cli.bench import engine, engine_rows, ours
from gatescope.cli.bench.duel import Contestant, duel
from gatescope.cli.bench.onnx_peer import OnnxLayer
from gatescope.cli.bench.subjects import network
from gatescope.cli.bench.torch_peer import TorchLayer
from gatescope.engine.cells import Convention
from gatescope.engine.executors import load_kernels
from gatescope.engine.run import run
from gatescope.errors import GateScopeError

COLUMNS = ["bench", "cell", "units", "tokens", "ours_ns", "peer", "peer_ns", "ratio"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "SIZES_QUICK": (4, 64, 65),
        "LENGTHS_QUICK": (5, 50),
        "SECONDS_QUICK": 0.0,
        "TURNS_QUICK": 2,
        "UNITS": 8,
        "LONG": 50,
        "LONGEST": 500,
    }.items():
        monkeypatch.setattr(engine_rows, name, value)


@pytest.mark.parametrize("cell", engine_rows.CELLS)
def test_every_bench_has_its_rows(small: None, monkeypatch: pytest.MonkeyPatch, cell: str) -> None:
    monkeypatch.setattr(engine_rows.peers, "installed", lambda *_: False)
    load_kernels()
    rows = list(engine_rows.Bench(cell, quick=True).rows())
    assert [row["bench"] for row in rows] == ["step"] * 3 + ["exponent"] * 2 + ["typing"] * 2 + ["memory"]
    for row in rows:
        assert list(row) == COLUMNS
        assert row["cell"] == cell
        assert isinstance(row["ratio"], float)
    assert [row["units"] for row in rows[:3]] == [4, 64, 65]
    assert all(row["peer"] == "sgemv" and row["ours_ns"] > 0 and row["peer_ns"] > 0 for row in rows[:3])
    assert [row["peer"] for row in rows[3:]] == ["units", "tokens", "after 100", "after 100", "raw bytes"]
    assert [row["tokens"] for row in rows[5:]] == [50, 500, 500]


@pytest.mark.slow
@pytest.mark.parametrize(("cell", "torch"), [("lstm", True), ("gru-reset-before", False)])
def test_installed_peers_are_in_the_rows(small: None, monkeypatch: pytest.MonkeyPatch, cell: str, torch: bool) -> None:
    pytest.importorskip("torch", reason="a peer, not installed")
    pytest.importorskip("onnx", reason="a peer, not installed")
    pytest.importorskip("onnxruntime", reason="a peer, not installed")
    monkeypatch.setattr(engine_rows, "SIZES_QUICK", (64, 65))
    load_kernels()
    found = {(row["bench"], row["peer"]) for row in engine_rows.Bench(cell, quick=True).rows()}
    from_torch = {
        ("sequence-ids", "torch.nn"),
        ("sequence-dense", "torch.nn"),
        ("sequence-dense", "torch.cell"),
        ("gradients", "torch.nn"),
        ("gradients", "torch.retain_grad"),
        ("weight-change", "torch.nn"),
    }
    assert {("step", "sgemv"), ("sequence-ids", "onnxruntime"), ("sequence-dense", "onnxruntime")} <= found
    assert found & from_torch == (from_torch if torch else set())


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_pytorch_computes_the_same(cell: str) -> None:
    torch = pytest.importorskip("torch", reason="a peer, not installed")
    subject = network(cell, 8, 8)
    rng = np.random.default_rng(1)
    x, ids = rng.standard_normal((6, 8)).astype(np.float32), rng.integers(0, 1000, 6)
    layer = TorchLayer(subject)
    true = run(subject, inputs=x)["hidden_state"]
    np.testing.assert_allclose(layer.dense(x).run(), true, rtol=0, atol=1e-5)  # type: ignore[arg-type]
    states = layer.cells(x).run()
    np.testing.assert_allclose(np.stack([s[0][0] for s in states]), true, rtol=0, atol=1e-5)  # type: ignore[attr-defined]
    from_ids = run(subject, ids=ids)["hidden_state"]
    np.testing.assert_allclose(layer.from_ids(ids).run(), from_ids, rtol=0, atol=1e-5)  # type: ignore[arg-type]
    mine = ours.gradients(subject, x).run()
    retained = layer.retained_gradients(x).run()
    hidden = np.stack([s[0].grad[0] for s in retained])  # type: ignore[attr-defined]
    slopes = mine.slopes["layer0.forward"].hidden[1:]  # type: ignore[attr-defined]
    np.testing.assert_allclose(slopes, hidden, rtol=0, atol=1e-5)
    layer.gradients(x).run()
    weight = layer.layer.weight_hh_l0.grad.numpy().reshape(subject.layers[0][0].U.shape)
    np.testing.assert_allclose(mine.layers[0][0].U, weight, rtol=0, atol=1e-5)  # type: ignore[attr-defined]
    before = torch.clone(layer.layer.weight_hh_l0)
    layer.weight_change(ids).run()
    assert not torch.equal(before, layer.layer.weight_hh_l0)


@pytest.mark.parametrize("cell", engine_rows.CELLS)
def test_onnx_runtime_computes_the_same(cell: str) -> None:
    pytest.importorskip("onnx", reason="a peer, not installed")
    pytest.importorskip("onnxruntime", reason="a peer, not installed")
    kind, convention = engine_rows.CELLS[cell]
    subject = network(kind, 8, 8, convention)
    rng = np.random.default_rng(2)
    x, ids = rng.standard_normal((6, 8)).astype(np.float32), rng.integers(0, 1000, 6)
    layer = OnnxLayer(subject)
    for contestant, trace in ((layer.dense(x), run(subject, inputs=x)), (layer.from_ids(ids), run(subject, ids=ids))):
        np.testing.assert_allclose(contestant.run()[:, 0, 0], trace["hidden_state"], rtol=0, atol=1e-5)  # type: ignore[index]


def test_no_run_from_ids_finds_its_tokens_done() -> None:
    once = ours.from_ids(network("gru", 8, 8), np.arange(20)).run
    for _ in range(5):
        assert once().recomputed == 0  # type: ignore[attr-defined]


def test_a_changed_weight_steps_everything_again_and_differs() -> None:
    subject = network("lstm", 8, 8)
    once = ours.weight_change(subject, np.arange(20)).run
    traces = [once() for _ in range(3)]
    assert [each.recomputed for each in traces] == [0, 0, 0]  # type: ignore[attr-defined]
    ends = [each.trace["hidden_state"][-1] for each in traces]  # type: ignore[attr-defined]
    assert np.abs(ends[0] - ends[1]).max() > 1e-6
    np.testing.assert_array_equal(ends[0], ends[2])


def test_typing_steps_one_token(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    original = ours.PrefixCache.run

    def run_and_note(*arguments: object) -> object:
        runs.append(original(*arguments))  # type: ignore[arg-type]
        return runs[-1]

    monkeypatch.setattr(ours.PrefixCache, "run", run_and_note)
    once = ours.typing(network("rnn", 8, 8), 30).run
    for _ in range(4):
        once()
    assert [each.recomputed for each in runs] == [0, 30, 31, 32]
    assert [each.trace.length for each in runs] == [30, 31, 32, 33]


def test_a_step_starts_from_the_same_input_product_each_time() -> None:
    subject = network("lstm", 8, 8)
    contestant = ours.step(subject, 10)
    record = contestant.run.args[0]  # type: ignore[attr-defined]
    contestant.prepare()
    contestant.run()
    first = record.hidden.copy()
    contestant.prepare()
    contestant.run()
    assert np.abs(first[1:]).min() > 0
    np.testing.assert_array_equal(record.hidden, first)


class Clock:
    """Time goes on only where there is work."""

    def __init__(self) -> None:
        self.now = 0
        self.order: list[str] = []

    def worker(self, name: str, costs: list[int], preparing: int = 0) -> Contestant:
        cost = itertools.cycle(costs)

        def work() -> None:
            self.order.append(name)
            self.now += next(cost)

        def prepare() -> None:
            self.now += preparing

        return Contestant(work, prepare)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(duels.time, "perf_counter_ns", lambda: clock.now)
    return clock


def test_the_ratio_is_the_median_of_the_turns_ratios(clock: Clock) -> None:
    mine = clock.worker("mine", [1, 10, 20, 90], preparing=1000)
    other = clock.worker("other", [1, 20, 100, 100], preparing=7)
    outcome = duel(mine, other, seconds=0, turns=3)
    # The first time of each only warms up: the turns are 10/20, 20/100 and 90/100.
    assert (outcome.ours_ns, outcome.theirs_ns, outcome.ratio) == (20, 100, 0.5)


def test_every_second_turn_goes_backwards(clock: Clock) -> None:
    duel(clock.worker("a", [1]), clock.worker("b", [1]), seconds=0, turns=3)
    assert clock.order == ["a", "b", "a", "b", "b", "a", "a", "b"]


def test_turns_have_a_limit(clock: Clock) -> None:
    duel(clock.worker("a", [1]), clock.worker("b", [1]), seconds=1e9, turns=2, most=5)
    assert clock.order.count("a") == 1 + 5


def test_a_power_law_has_its_exponent() -> None:
    assert engine_rows.slope({10: 3e2, 100: 3e4, 1000: 3e6}) == pytest.approx(2)
    assert engine_rows.slope({64: 7.0, 1024: 7.0}) == pytest.approx(0)


def test_the_measuring_process_has_one_thread_and_hands_rows_over(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import json, os, sys; print(json.dumps({'threads': os.environ['OMP_NUM_THREADS'], 'quick': sys.argv[1:]}))"
    )
    monkeypatch.setattr(engine, "COMMAND", (sys.executable, "-c", script))
    assert list(engine.rows(quick=True)) == [{"threads": "1", "quick": ["--quick"]}]
    assert list(engine.rows(quick=False)) == [{"threads": "1", "quick": []}]


def test_a_measuring_process_that_fails_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "COMMAND", (sys.executable, "-c", "print('{}'); raise SystemExit(3)"))
    rows = engine.rows(quick=True)
    assert next(rows) == {}
    with pytest.raises(GateScopeError, match="ended with 3"):
        next(rows)


def test_its_rows_are_json_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(engine_rows, "CELLS", {"a": ("rnn", Convention()), "b": ("gru", Convention())})
    monkeypatch.setattr(engine_rows.Bench, "rows", lambda self: iter([{"cell": self.cell}]))
    engine_rows.main(quick=True)
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [{"cell": "a"}, {"cell": "b"}]
