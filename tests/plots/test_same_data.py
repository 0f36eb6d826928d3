"""Plots of the same data are told without painting them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import gatescope as gs
from gatescope.plots.by_name import describe_runs
from gatescope.plots.same_data import same_data


def test_two_descriptions_of_a_run_are_the_same_and_a_changed_number_is_not() -> None:
    run = gs.trace("sentiment-gru", "a bad film").run
    for view in ("heatmap", "traces", "readout", "ledger", "cell"):
        assert same_data(describe_runs(view, [run]), describe_runs(view, [run])), view
    one, other = describe_runs("traces", [run], units=[1]), describe_runs("traces", [run], units=[2])
    assert not same_data(one, other)
    assert not same_data(one, describe_runs("heatmap", [run]))
    assert not same_data(one, replace(one, caption="another"))


def test_numbers_that_are_none_are_the_same_and_another_precision_is_not() -> None:
    values = np.array([1.0, np.nan])
    assert same_data((values, float("nan")), (values.copy(), float("nan")))
    assert not same_data(values, values.astype(np.float32))
    assert not same_data({"a": 1}, {"b": 1})
    assert same_data(np.array(["a"], object), np.array(["a"], object))
