"""The weight with the largest slope is that of finite differences, for every array of every cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.weight_that_matters import weight_that_matters
from gatescope.engine.network import Network, ReadOut
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.errors import Cancelled, ModelError, UsageError
from tests.analysis.cases import OPTIONS, network

IDS = np.array([1, 4, 2, 2, 0, 3])
STEP = 1e-6


def with_words(made: Network) -> Network:
    rng = np.random.default_rng(3)
    width = made.outputs * len(made.directions)
    readout = ReadOut("mood", "logistic", rng.normal(size=(1, width)), rng.normal(size=1), ("bad", "good"))
    return replace(made, embedding=rng.normal(size=(5, made.inputs)), readouts=(readout,))


def said(made: Network, token: int) -> float:
    found = read_out(made, run(made, ids=IDS).hidden)
    if not found:
        return float(run(made, ids=IDS).hidden[token].sum())
    values = next(iter(found.values()))[token]
    return float(values.max() if made.readouts[0].kind == "softmax" else values[0])


def differences(made: Network, key: str, token: int) -> np.ndarray:
    values = made.array(key)
    slopes = np.zeros(values.shape)
    for place in np.ndindex(values.shape):
        ends = []
        for step in (STEP, -STEP):
            moved = np.array(values)
            moved[place] += step
            ends.append(said(made.with_array(key, moved), token))
        slopes[place] = (ends[0] - ends[1]) / (2 * STEP)
    return slopes if slopes.ndim == 2 else slopes[None, :]


@pytest.mark.parametrize("name", [*OPTIONS])
def test_it_is_the_one_that_finite_differences_find(name: str) -> None:
    made = with_words(network(name))
    trace = run(made, ids=IDS)
    for key in made.keys():  # noqa: SIM118
        found = weight_that_matters(made, trace, parameter=key, token=4)
        slopes = differences(made, key, 4)
        assert found.slope == pytest.approx(slopes[found.row, found.column], rel=1e-4, abs=1e-8), key
        assert abs(found.slope) == pytest.approx(np.abs(slopes).max(), rel=1e-4, abs=1e-8), key
        assert (found.of, found.token, found.key) == ("P(good)", 4, key)


@pytest.mark.parametrize("kind", ["softmax", "linear", "none"])
def test_every_kind_of_read_out(kind: str) -> None:
    made, rng = with_words(network("lstm", layers=2, directions=("forward", "reverse"))), np.random.default_rng(4)
    width = made.outputs * 2
    readout = ReadOut("topic", kind, rng.normal(size=(3, width)), rng.normal(size=3), ("a", "b", "c"))  # type: ignore[arg-type]
    made = replace(made, readouts=() if kind == "none" else (readout,))
    trace = run(made, ids=IDS)
    keys = ("embedding", "layer0.reverse.U.candidate", "layer1.forward.b_x.output_gate")
    for key in (*keys, *(() if kind == "none" else ("readout.topic.weight", "readout.topic.bias"))):
        found, slopes = weight_that_matters(made, trace, parameter=key, token=2), differences(made, key, 2)
        assert abs(found.slope) == pytest.approx(np.abs(slopes).max(), rel=1e-4, abs=1e-8), key
        assert found.of in {"softmax": ("P(a)", "P(b)", "P(c)"), "linear": ("topic a",), "none": ("Σh",)}[kind]


def test_fed_vectors_are_not_kept_but_what_comes_after_them_is() -> None:
    made = replace(with_words(network("gru-after")), embedding=None)
    fed = replace(made, embedding=np.random.default_rng(0).normal(size=(6, made.inputs)))
    trace = run(fed, ids=np.arange(6))
    key = "layer0.forward.U.candidate"
    assert weight_that_matters(made, trace, parameter=key, token=5) == weight_that_matters(
        fed, trace, parameter=key, token=5
    )
    with pytest.raises(UsageError, match="does not keep the vectors"):
        weight_that_matters(made, trace, parameter="layer0.forward.W.candidate", token=5)


def test_what_cannot_be_told_is_said() -> None:
    made = with_words(network("rnn"))
    trace = run(made, ids=IDS)
    key = made.keys()[1]
    with pytest.raises(UsageError, match="there is no token 6"):
        weight_that_matters(made, trace, parameter=key, token=6)
    with pytest.raises(UsageError, match="no parameter"):
        weight_that_matters(made, trace, parameter="nothing", token=0)
    bad = made.with_array(key, np.full_like(made.array(key), np.nan))
    with pytest.raises(ModelError, match="not a finite number"):
        weight_that_matters(bad, run(bad, ids=IDS), parameter=key, token=0)

    def cancel(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        weight_that_matters(made, trace, parameter=key, token=0, report=cancel)
