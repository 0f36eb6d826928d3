"""The loop: it learns, repeats itself exactly, stops when told or when it gets worse, and says what went wrong."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.errors import ModelError
from gatescope.formats.own.tensors import tensors
from gatescope.training.batches import Packed, pack
from gatescope.training.gradients import Objective, validate
from gatescope.training.initial import untrained
from gatescope.training.trainer import Settings, TrainingReport, train

QUICK = Settings(epochs=80, batch=8, learning_rate=0.03, patience=30)


def new(cell: str = "lstm", seed: int = 1) -> Network:
    return untrained(cell, tokens=6, embedding=4, units=6, readout="r", labels=("no", "yes"), seed=seed)


def negations(count: int = 48) -> Packed:
    """Sentences over the words 1 … 5 in which 1 is bad, 2 is good and 3 turns the word after it around."""
    rng = np.random.default_rng(0)
    texts, labels = [], []
    for _ in range(count):
        word, turned = int(rng.integers(1, 3)), bool(rng.integers(2))
        texts.append(np.array([*rng.integers(4, 6, rng.integers(0, 3)), *([3] if turned else []), word]))
        labels.append((word == 2) != turned)
    return pack(texts, [int(label) for label in labels])


def last(network: Network, data: Packed, settings: Settings) -> TrainingReport:
    return list(train(network, data, data, settings))[-1]


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_it_overfits_a_small_set_that_no_bag_of_words_can(cell: str) -> None:
    report = last(new(cell), negations(), QUICK)
    assert report.done
    assert report.accuracy == 1.0
    assert report.loss < 0.1
    assert validate(report.best, negations())[1] == 1.0


def test_one_seed_gives_one_result_to_the_bit_and_another_another() -> None:
    settings = replace(QUICK, epochs=2, objective=Objective(0.3, 0.5))

    def weights(seed: int) -> bytes:
        network = last(new(), negations(), replace(settings, seed=seed)).network
        return b"".join(array.tobytes() for array in tensors(network).values())

    assert weights(3) == weights(3)
    assert weights(3) != weights(4)


def test_a_report_a_batch_and_validation_at_the_end_of_a_pass() -> None:
    reports = list(train(new(), negations(20), negations(8), replace(QUICK, epochs=2)))
    assert [(r.epoch, r.batch, r.batches) for r in reports] == [(e, b, 3) for e in (1, 2) for b in (1, 2, 3)]
    assert [r.accuracy is not None for r in reports] == [False, False, True] * 2
    assert [r.done for r in reports] == [False] * 5 + [True]
    assert all(math.isfinite(r.loss) and r.gradient_norm > 0 for r in reports)


def test_networks_of_earlier_reports_stay_as_they_were() -> None:
    start = new()
    before = {name: array.copy() for name, array in tensors(start).items()}
    reports = train(start, negations(), negations(), QUICK)
    first = next(reports).network
    kept = {name: array.copy() for name, array in tensors(first).items()}
    next(reports)
    reports.close()
    assert all(np.array_equal(before[name], array) for name, array in tensors(start).items())
    assert all(np.array_equal(kept[name], array) for name, array in tensors(first).items())


def test_closing_it_ends_it() -> None:
    reports = train(new(), negations(), negations(), QUICK)
    next(reports)
    reports.close()
    assert next(reports, None) is None


def test_it_stops_when_validation_gets_worse_and_keeps_the_best() -> None:
    data = negations()
    wrong = replace(data, labels=1 - data.labels)
    ends = [r for r in train(new(), data, wrong, replace(QUICK, patience=2)) if r.accuracy is not None]
    losses = [r.validation_loss for r in ends]
    best = int(np.argmin(losses))
    assert len(ends) == best + 1 + 2
    assert ends[-1].done
    assert ends[-1].best is ends[best].network


@pytest.mark.parametrize("settings", [{"clip_norm": 0.01}, {"clip_value": 1e-4, "clip_norm": None}])
def test_clipping_changes_what_is_learnt(settings: dict[str, float | None]) -> None:
    plain = last(new(), negations(), replace(QUICK, epochs=1, clip_norm=None))
    clipped = last(new(), negations(), replace(QUICK, epochs=1, **settings))
    assert not np.array_equal(plain.network.array("embedding"), clipped.network.array("embedding"))


def test_what_cannot_be_trained_says_so() -> None:
    empty = pack([], [])
    with pytest.raises(ModelError, match="too few sentences"):
        next(train(new(), empty, negations(), QUICK))
    with pytest.raises(ModelError, match="too few sentences"):
        next(train(new(), negations(), empty, QUICK))
    bad = new().with_array("embedding", np.full((6, 4), np.nan))
    with pytest.raises(ModelError, match="loss became nan in mini-batch 1 of pass 1"):
        next(train(bad, negations(), negations(), QUICK))


def test_an_lstm_begins_by_remembering() -> None:
    network = new("lstm")
    assert (network.array("layer0.forward.b_x.forget_gate") == 1).all()
    assert (network.array("layer0.forward.b_h.forget_gate") == 0).all()
    assert np.abs(network.array("layer0.forward.b_x.input_gate")).max() < 1
    assert not np.array_equal(network.array("layer0.forward.U.input_gate"), network.array("layer0.forward.U.candidate"))
