"""What is kept of a run is the run's own, and goes with it."""

from __future__ import annotations

import gc
from dataclasses import replace
from weakref import ref

import numpy as np
import pytest

from gatescope.plots import order as order_module
from gatescope.plots import ranges
from gatescope.plots.once import _KEPT, once
from gatescope.plots.order import unit_order
from gatescope.plots.runs import range_of
from gatescope.plots.shading import bands
from gatescope.plots.signals import shown_values
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.document.shading import Shading
from tests.views.helpers import lstm


def test_a_question_is_answered_once_for_each_run() -> None:
    asked: list[str] = []
    first, second = lstm(5), lstm(5)
    for run in (first, second, first):
        once(run, "question", lambda: asked.append("x"))
    assert len(asked) == 2


@pytest.mark.slow
def test_nothing_keeps_a_run_alive() -> None:
    run, other = lstm(6), lstm(6)
    for order in order_module.ORDERS:
        unit_order(run, run.network.parts[0], order)
    focus = Focus(model=run.model, shading=Shading("forget_gate"))
    bands([run], focus)
    range_of([run, other], focus, "cell_state")
    range_of([other, run], focus, "cell_state")
    gc.collect()  # what other tests have left
    kept, gone = len(_KEPT), ref(run)
    del run
    gc.collect()
    assert gone() is None
    assert len(_KEPT) == kept - 1


def test_a_new_run_has_ranges_and_orders_of_its_own() -> None:
    rng = np.random.default_rng(1)
    focus = Focus(shading=Shading("cell_state"))
    partner = lstm(7)
    for scale in (1.0, 4.0, 30.0):
        states = (scale * rng.normal(size=(7, 8))).astype(np.float32)
        run = lstm(7, signals={"cell_state": states, "hidden_state": np.tanh(states)})
        low, high = range_of([partner, run], focus, "cell_state")
        values = [shown_values(one, one.network.parts[-1], "cell_state") for one in (partner, run)]
        assert (low, high) == ranges.signal_range("cell_state", [(run.network, one) for one in values])
        assert (
            unit_order(run, run.network.parts[0], "last value").tolist()
            == np.argsort(-np.tanh(states)[-1], kind="stable").tolist()
        )
        shade = bands([run], focus)[0].values
        assert np.array_equal(shade, states.mean(axis=1))
        unit = UnitRef(run.model, run.network.parts[0], 3)
        assert np.array_equal(bands([run], replace(focus, units=(unit,)))[0].values, states[:, 3])


def test_the_order_by_similarity_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    run, calls = lstm(9), []
    original = order_module._chain
    monkeypatch.setattr(order_module, "_chain", lambda hidden: (calls.append(None), original(hidden))[1])
    for _ in range(3):
        unit_order(run, run.network.parts[0], "similarity")
    assert len(calls) == 1
