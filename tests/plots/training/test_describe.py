"""The curves of a run: what is drawn is what was told, at the step that is looked at; and what the sentence claims."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.plots.training.curves import RunCurves, at_step, run_curves
from gatescope.plots.training.describe import axis_end, describe_training
from gatescope.plots.training.panels import PANEL_NAMES, PANELS, percent
from gatescope.plots.training.run_plot import StepPanel, TrainingRunPlot
from gatescope.plots.training.scales import around, from_zero
from gatescope.plots.training.step_value import StepValue
from tests.plots.training.runs import curves, history


def panel(plot: TrainingRunPlot, key: str) -> StepPanel:
    return next(one for one in plot.panels if one.key == key)


def values_at(plot: TrainingRunPlot, key: str) -> dict[str, str]:
    return {line.label: line.value for line in panel(plot, key).lines if line.label}


def test_numbers_are_those_of_the_step_that_is_looked_at() -> None:
    plot = describe_training([curves()], at=12, shown=tuple(PANELS))
    assert values_at(plot, "loss")["held back"] == "0.50"  # of the pass that ended at step 10
    assert values_at(plot, "metric") == {"held back": "10.0 %"}
    assert values_at(plot, "gradient") == {"every step": "36.00"}
    assert values_at(plot, "layers") == {"embedding": "6.00", "layer 1": "3.00"}
    assert values_at(plot, "saturated") == {"input gate": "1 %", "forget gate": "1 %"}
    assert plot.at == 12
    assert plot.heading == "looking at step 12; the run stands at 25"


def test_the_best_pass_is_marked_and_named() -> None:
    plot = describe_training([curves()])
    assert plot.best == 10
    assert panel(plot, "loss").mark == (10, 0.5)
    assert "<b>Best after step 10</b> (pass 2): held-out loss 0.500, accuracy 10.0 %" in plot.finding
    assert "since then it has not been lower in 3 passes" in plot.finding


def test_the_running_mean_is_that_of_the_last_steps_and_skips_what_is_no_number() -> None:
    loss = np.array([4.0, 2.0, np.nan, *np.arange(20.0)])
    smoothed = curves(23, loss=loss, batches=5).smoothed()
    assert smoothed[:2].tolist() == [4.0, 3.0]
    assert np.isnan(smoothed[2])
    assert smoothed[-1] == loss[-8:].mean()


def test_runs_are_laid_over_each_other_each_in_a_hue_of_its_own() -> None:
    plot = describe_training([curves(name="run 2"), curves(40, name="run 1")], shown=tuple(PANELS))
    for key in ("gradient", "update", "metric"):
        assert [line.label for line in panel(plot, key).lines] == ["run 2", "run 1"]
        assert len({line.hue for line in panel(plot, key).lines}) == 2
    assert plot.stop == 40
    assert plot.names == ("run 2", "run 1")


def test_the_axis_ends_with_the_pass_that_has_begun_and_where_a_run_diverged() -> None:
    assert axis_end([curves(23)]) == 25
    assert axis_end([curves(23, diverged=24)]) == 23
    assert axis_end([curves(0)]) == 1


def test_a_clip_is_said_to_be_reached_or_not() -> None:
    reached = panel(describe_training([curves(clip=30.0)]), "gradient")
    assert reached.limit == 30.0
    assert reached.limit_words == "clip at 30: reached in 60 % of the steps, at most 75.0"
    assert panel(describe_training([curves(clip=100.0)]), "gradient").limit_words.startswith(
        "clip at 100: never reached"
    )
    far = panel(describe_training([curves(clip=1e9)]), "gradient")
    assert far.limit is None
    assert far.limit_words.endswith("(beyond this axis)")


def test_a_run_that_diverged_says_so_in_place_of_its_best_pass() -> None:
    plot = describe_training([curves(diverged=25)], message="the loss became nan <here>")
    assert plot.finding == "the loss became nan &lt;here&gt;"
    assert plot.diverged == 25


def test_before_the_first_step_there_is_nothing_to_draw() -> None:
    assert describe_training([]).nothing_to_draw()
    assert describe_training([run_curves(history(0), "run 1")]).nothing_to_draw()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_run_of_no_numbers_has_panels_with_finite_axes(bad: float) -> None:
    steps = np.arange(1, 6)
    none = np.full(5, bad)
    run = RunCurves("run 1", steps, none, none, none, passes=steps[-1:], held_out=none[:1], metric=none[:1])
    plot = describe_training([run], shown=tuple(PANELS))
    for one in plot.panels:
        assert np.isfinite([one.low, one.high]).all()
        assert one.low < one.high
    assert plot.best is None


def test_ranges_leave_out_single_outliers_and_become_powers_of_ten() -> None:
    noisy = np.append(np.full(999, 1.0), 1e6)
    assert around([np.array([0.5, 1.5])], [noisy]).high < 10
    wide = from_zero([np.array([1.0, 2.0, 3.0, 1e7])])
    assert wide.logarithmic
    assert (wide.low, wide.high) == (0.0, 7.0)
    assert not from_zero([np.array([0.0, 1.0, 5.0])]).logarithmic


def test_the_arrow_keys_walk_over_the_checkpoints() -> None:
    plot = describe_training([curves()], at=10)
    assert plot.checkpoints == (0, 5, 10, 15, 20, 25)
    assert [plot.beside(by) for by in (-1, 1, -99, 99)] == [5, 15, 0, 25]
    assert plot.nearest_checkpoint(13.4) == 15


def test_a_step_tells_all_its_values() -> None:
    text = StepValue(describe_training([curves()]), 10).text()
    assert text.head == "step 10 · pass 2"
    assert "Loss: held back" in [row.name for row in text.rows]
    assert at_step(np.array([5, 10]), np.array([1.0, 2.0]), 4) is None


def test_every_panel_has_a_name_and_a_tip() -> None:
    assert list(PANEL_NAMES) == list(PANELS)


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [(None, 1, ""), (0.0, 0, "0 %"), (0.0025, 0, "< 1 %"), (0.0025, 1, "0.2 %"), (0.0001, 1, "< 0.1 %"),
     (0.783, 1, "78.3 %"), (1.0, 0, "100 %"), (np.nan, 1, "NaN")],
)  # fmt: skip
def test_a_small_share_is_written_without_a_power_of_ten(value: float | None, digits: int, said: str) -> None:
    assert percent(value, digits) == said
