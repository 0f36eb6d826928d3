"""The loop: it learns, repeats itself exactly, stops when told or when it gets worse, and says what went wrong."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from gatescope.engine.cells import CELLS
from gatescope.engine.network import Network
from gatescope.errors import ModelError
from gatescope.formats.own.tensors import tensors
from gatescope.training import trainer
from gatescope.training.diverged import Diverged
from gatescope.training.dropout import Dropout
from gatescope.training.gradients import Step, loss_and_gradients
from gatescope.training.initial import untrained
from gatescope.training.optimisers import OPTIMISERS
from gatescope.training.recipe import Recipe
from gatescope.training.report import TrainingReport
from gatescope.training.sequences import Sequences, classified
from gatescope.training.settings import Settings
from gatescope.training.tasks.task import Prepared
from gatescope.training.trainer import Training, measure
from tests.training.toys import QUICK, negations, network_for, prepared


def new(cell: str = "lstm", seed: int = 1, **about: object) -> Network:
    return network_for(cell, tokens=6, embedding=4, units=6, seed=seed, **about)  # type: ignore[arg-type]


def task(settings: Settings, data: Sequences | None = None, held_out: Sequences | None = None) -> Prepared:
    return prepared(negations() if data is None else data, held_out, settings)


def reports(network: Network, settings: Settings, data: Sequences | None = None) -> list[TrainingReport]:
    return list(Training(task(settings, data), settings, network).reports())


def weights(network: Network) -> bytes:
    return b"".join(array.tobytes() for array in tensors(network).values())


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_it_overfits_a_small_set_that_no_bag_of_words_can(cell: str) -> None:
    report = reports(new(cell), QUICK)[-1]
    assert report.done
    assert report.metric == 1.0
    assert report.mean_loss < 0.1
    assert measure(report.best, task(QUICK))[1] == 1.0


def test_one_seed_gives_one_result_to_the_bit_and_another_another() -> None:
    settings = replace(QUICK, epochs=2, dropout=Dropout(0.5, 0.5, 0.2))
    ends = [weights(reports(new(), replace(settings, seed=seed))[-1].network) for seed in (3, 3, 4)]
    assert ends[0] == ends[1] != ends[2]


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("stop", [1, 3, 6, 7, 12])
def test_a_run_that_is_broken_off_goes_on_to_the_same_bits(optimiser: str, stop: int) -> None:
    settings = replace(QUICK, epochs=3, optimiser=optimiser, schedule="cosine", dropout=Dropout(0.3, 0.3, 0.3))
    whole = reports(new(), settings)
    first = Training(task(settings), settings, new())
    broken = list(islice(first.reports(), stop))
    second = Training(task(settings), settings, first.state)
    rest = list(second.reports())
    assert [r.step for r in broken + rest] == [r.step for r in whole]
    assert weights(rest[-1].network) == weights(whole[-1].network)
    assert weights(rest[-1].best) == weights(whole[-1].best)
    assert [(r.loss, r.mean_loss) for r in rest] == [(r.loss, r.mean_loss) for r in whole[stop:]]


def test_without_the_losses_before_the_mean_is_that_of_the_rest() -> None:
    """Checkpoints of earlier versions lack them."""
    first = Training(task(QUICK), QUICK, new())
    list(islice(first.reports(), 2))
    rest = Training(task(QUICK), QUICK, replace(first.state, loss_sum=None)).reports()
    one, two = next(rest), next(rest)
    assert (one.batch, two.batch) == (3, 4)
    assert (one.mean_loss, two.mean_loss) == (one.loss, pytest.approx((one.loss + two.loss) / 2))


def test_a_run_that_has_ended_does_not_go_on() -> None:
    settings = replace(QUICK, epochs=1)
    run = Training(task(settings), settings, new())
    assert list(run.reports())
    assert list(Training(task(settings), settings, run.state).reports()) == []


def test_a_report_a_batch_and_validation_at_the_end_of_a_pass() -> None:
    settings = replace(QUICK, epochs=2)
    found = reports(new(), settings, negations(20))
    assert [(r.epoch, r.batch, r.batches) for r in found] == [(e, b, 3) for e in (1, 2) for b in (1, 2, 3)]
    assert [r.metric is not None for r in found] == [False, False, True] * 2
    assert [r.done for r in found] == [False] * 5 + [True]
    assert all(math.isfinite(r.loss) and r.gradient_norm > 0 and r.update > 0 for r in found)
    assert found[1].mean_loss == pytest.approx((found[0].loss + found[1].loss) / 2)
    assert [r.step for r in found] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_norms_and_saturated_shares_are_those_of_the_batch(cell: str) -> None:
    first = reports(new(cell), replace(QUICK, epochs=1))[0]
    assert math.hypot(*first.gradient_norms.values()) == pytest.approx(first.gradient_norm, rel=1e-5)
    assert tuple(first.saturated) == new(cell).cell.gates
    assert all(share == 0 for share in first.saturated.values())
    held = new(cell)
    wide = replace(QUICK, epochs=1, learning_rate=1e-9)
    for gate in held.cell.gates:
        held = held.with_array(f"layer0.forward.b_x.{gate}", np.full(6, 9.0))
    assert all(share == 1 for share in reports(held, wide)[0].saturated.values())


def test_the_learning_rate_follows_its_schedule() -> None:
    settings = replace(QUICK, epochs=2, schedule="linear")
    found = reports(new(), settings, negations(16))
    assert [r.learning_rate for r in found] == pytest.approx([0.03, 0.0225, 0.015, 0.0075])


def test_networks_of_earlier_reports_stay_as_they_were() -> None:
    start = new()
    before = weights(start)
    run = Training(task(QUICK), QUICK, start).reports()
    first = next(run).network
    kept = weights(first)
    next(run)
    run.close()
    assert weights(start) == before
    assert weights(first) == kept


def test_it_stops_when_validation_gets_worse_and_keeps_the_best() -> None:
    data, settings = negations(), replace(QUICK, patience=2)
    wrong = replace(data, targets=1 - data.targets)
    run = Training(task(settings, data, wrong), settings, new())
    ends = [r for r in run.reports() if r.metric is not None]
    best = int(np.argmin([r.held_out_loss for r in ends]))
    assert len(ends) == best + 1 + 2
    assert ends[-1].done
    assert ends[-1].best is ends[best].network


@pytest.mark.parametrize("change", [{"clip_norm": 0.01}, {"clip_value": 1e-4, "clip_norm": None}])
def test_clipping_changes_what_is_learnt(change: dict[str, float | None]) -> None:
    settings = replace(QUICK, epochs=1, clip_norm=None, optimiser="sgd")
    plain, clipped = (reports(new(), s)[-1] for s in (settings, replace(settings, **change)))  # type: ignore[arg-type]
    assert weights(plain.network) != weights(clipped.network)


def test_too_little_to_train_on_is_said() -> None:
    empty = classified([], [])
    with pytest.raises(ModelError, match="too few sentences"):
        Training(task(QUICK, empty), QUICK, new())
    with pytest.raises(ModelError, match="too few sentences"):
        Training(task(QUICK, negations(), empty), QUICK, new())


def test_the_first_number_that_is_none_is_named() -> None:
    data = negations()
    bad = new().with_array("layer0.forward.b_x.forget_gate", np.array([0, 0, np.nan, 0, 0, 0], np.float32))
    run = Training(task(QUICK, data), QUICK, bad)
    with pytest.raises(Diverged, match="loss became nan in mini-batch 1 of pass 1") as caught:
        next(run.reports())
    where = caught.value.where
    assert where is not None
    assert (where.key, where.unit, where.token) == ("layer0.forward.forget_gate", 2, 0)
    assert run.state.network is bad


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_gradient_that_is_no_number_ends_the_run_with_its_place(
    value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(*arguments: object) -> Step:
        step = loss_and_gradients(*arguments)  # type: ignore[arg-type]
        name, *_ = step.gradients
        return replace(step, gradients={**step.gradients, name: np.full_like(step.gradients[name], value)})

    monkeypatch.setattr(trainer, "loss_and_gradients", spoilt)
    with pytest.raises(Diverged, match="a gradient stopped being a number in mini-batch 1 of pass 1"):
        next(Training(task(QUICK), QUICK, new()).reports())


def test_an_lstm_begins_by_remembering() -> None:
    network = new("lstm")
    assert (network.array("layer0.forward.b_x.forget_gate") == 1).all()
    assert (network.array("layer0.forward.b_h.forget_gate") == 0).all()
    assert np.abs(network.array("layer0.forward.b_x.input_gate")).max() < 1
    assert not np.array_equal(network.array("layer0.forward.U.input_gate"), network.array("layer0.forward.U.candidate"))


@pytest.mark.parametrize(("cell", "gate", "bias"), [("gru", "update_gate", 3.0), ("lstm", "forget_gate", 2.0)])
def test_a_gate_that_keeps_begins_with_the_bias_that_is_asked_for(cell: str, gate: str, bias: float) -> None:
    drawn = untrained(Recipe(cell=cell), task(QUICK)).layers[0][0]
    biased = untrained(Recipe(cell=cell, forget_bias=bias, update_bias=bias), task(QUICK)).layers[0][0]
    at = CELLS[cell].gates.index(gate)
    assert (biased.b_x[at] + biased.b_h[at] == bias).all()
    assert np.array_equal(np.delete(biased.b_x, at, 0), np.delete(drawn.b_x, at, 0))
    assert np.array_equal(biased.U, drawn.U)
