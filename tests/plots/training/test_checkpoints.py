"""The table of checkpoints: which of them have a row, and what their rows say."""

from __future__ import annotations

import numpy as np

from gatescope.analysis.over_checkpoints import Reading
from gatescope.plots.training.checkpoint_value import CheckpointValue
from gatescope.plots.training.checkpoints import describe_checkpoints, shown_checkpoints
from gatescope.plots.training.checkpoints_plot import CheckpointsPlot
from gatescope.session.document.document import Focus
from gatescope.session.document.shading import Shading
from tests.plots.training.runs import history, reading


def steps(most: int, looked_at: int | None = None) -> list[int]:
    return [one.step for one in shown_checkpoints(history(100), most, looked_at)]


def test_the_ends_the_best_and_the_one_looked_at_have_a_row() -> None:
    assert steps(99) == list(range(0, 101, 5))
    assert steps(4, looked_at=70) == [0, 10, 70, 100]
    six = steps(6, looked_at=70)
    assert set(six) >= {0, 10, 70, 100}
    assert len(six) == 6
    assert max(np.diff(six)) <= 35  # the others fill the widest gaps
    assert steps(1) == [0]


def readings(*values: float, count: int = 4) -> dict[int, Reading]:
    """Of steps 0, 5, 10, …: a value after every token, and gates that are half as large."""
    return {
        5 * k: Reading(np.ones(count, np.int64), np.full(count, value), {"forget_gate": np.full(count, value / 2)})
        for k, value in enumerate(values)
    }


def described(looked_at: int | None = 5, **fields: object) -> CheckpointsPlot:
    made = history(10)
    return describe_checkpoints(
        reading(), made, made.checkpoints, readings(0.4, 0.7, 0.9), Focus(token=2, **fields), looked_at
    )  # type: ignore[arg-type]  # fmt: skip


def test_rows_say_what_the_checkpoints_say() -> None:
    plot = described()
    assert [(row.step, row.said, row.gate, row.metric) for row in plot.rows] == [
        (0, "0.40", "0.20", ""),
        (5, "0.70", "0.35", "5.0 %"),
        (10, "0.90", "0.45", "10.0 %"),
    ]
    assert [row.looked_at for row in plot.rows] == [False, True, False]
    assert [row.best for row in plot.rows] == [False, False, True]
    assert plot.of == "P(positive) after every word"
    assert plot.at == "at “was”"
    assert plot.finding == "<b>At “was” it says positive</b> from step 5 on."
    assert (plot.low, plot.high) == (0.0, 1.0)


def test_the_newest_is_looked_at_where_no_other_is() -> None:
    assert [row.looked_at for row in described(None).rows] == [False, False, True]


def test_a_row_without_an_answer_yet_waits_empty() -> None:
    made = history(10)
    plot = describe_checkpoints(reading(), made, made.checkpoints, {}, Focus(token=0), None)
    assert not any(len(row.values) for row in plot.rows)
    assert plot.finding == ""


def test_the_gate_is_the_one_that_words_are_shaded_by() -> None:
    made, gates = history(5), {"input_gate": np.full(4, 0.25), "forget_gate": np.full(4, 0.5)}
    known = {0: Reading(np.zeros(4, np.int64), np.zeros(4), gates)}
    focus = Focus(token=0, shading=Shading("input_gate"))
    assert describe_checkpoints(reading(), made, made.checkpoints[:1], known, focus, 0).rows[0].gate == "0.25"


def test_a_value_of_a_strip_names_its_step_and_word() -> None:
    value = CheckpointValue(described(), 1, 3)
    assert value.number == 0.7
    assert value.text().head == "step 5 · “good”"
    assert CheckpointValue(described(), 2).text().note.startswith("accuracy 10.0 %, the best so far.")
