from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gatescope.engine.part import Part
from gatescope.errors import UsageError
from gatescope.plots.by_name import describe_runs
from gatescope.plots.colours import BAD, HIGH, LOW, MIDDLE, indices
from gatescope.plots.description import HeatmapPanel
from gatescope.plots.heatmap import buckets, heatmap, window
from gatescope.plots.steady_ranges import SteadyRanges
from gatescope.session.document.document import Focus
from gatescope.session.run.single import run_once
from gatescope.session.run.snapshot import Run
from tests.plots.builders import network, run, tokens


def panel(values: np.ndarray, order: list[int] | None = None, colours: str = "signed") -> HeatmapPanel:
    rows = np.arange(values.shape[1]) if order is None else np.array(order)
    low = -1.0 if colours == "signed" else 0.0
    return HeatmapPanel("m", "lstm", Part.parse("layer0.forward"), "s", "s", "s", values, rows, low, 1.0, colours)


def test_panels_of_one_model_follow_the_equations() -> None:
    assert [panel.signal for panel in heatmap([run(cell="lstm")], Focus()).panels] == [
        "forget_gate", "input_gate", "candidate", "output_gate", "cell_state", "hidden_state",
    ]  # fmt: skip


def test_panels_of_several_models_follow_each_other_from_their_states_to_their_gates() -> None:
    plot = heatmap([run(cell="rnn"), run(cell="lstm")], Focus(token=2))
    assert [(p.cell, p.signal) for p in plot.panels] == [
        ("rnn", "hidden_state"),
        ("lstm", "hidden_state"),
        ("lstm", "cell_state"),
        ("lstm", "forget_gate"),
        ("lstm", "input_gate"),
        ("lstm", "candidate"),
        ("lstm", "output_gate"),
    ]
    assert plot.cursor == 2
    assert plot.caption == "RNN LSTM · toy-rnn, toy-lstm · “the food was good”"
    assert [p.colours for p in plot.panels[2:6]] == ["signed", "forget_gate", "input_gate", "signed"]


def test_the_axis_is_that_of_the_model_in_focus_which_the_cursor_counts() -> None:
    """Attach words to one model of a family, and it cuts the text up in another way."""
    short, long = run("the food", model="short"), run("the food was good", model="long")
    plot = heatmap([short, long], Focus(model="long", token=3))
    assert (len(plot.tokens), plot.cursor) == (4, 3)
    assert len(heatmap([short, long], Focus(model="short")).tokens) == 2
    assert len(heatmap([short, long], Focus(model="closed")).tokens) == 2


def test_maps_of_deep_networks_say_which_layer_they_show() -> None:
    shallow, deep = run(cell="gru", layers=2), run(layers=3, directions=("forward", "reverse"))
    plot = heatmap([shallow, deep, run(cell="rnn")], Focus(part=Part.parse("layer2.reverse")))
    assert plot.caption.startswith("GRU LSTM RNN · toy-gru (layer 2), toy-lstm (layer 3, reverse), toy-rnn · ")
    headings = list(dict.fromkeys(panel.heading for panel in plot.panels))
    assert headings == ["toy-gru · layer 2", "toy-lstm · layer 3, reverse", "toy-rnn"]


def test_a_panel_shows_its_own_signal() -> None:
    found = run()
    for shown in heatmap([found], Focus()).panels:
        assert shown.values is found.trace[f"layer0.forward.{shown.signal}"]


def test_runs_share_the_range_of_the_cell_state() -> None:
    small, large = (np.full((4, 3), value) for value in (0.2, -3.4))
    plot = heatmap([run(signals={"cell_state": small}), run(signals={"cell_state": large})], Focus())
    assert [(p.low, p.high) for p in plot.panels if p.signal == "cell_state"] == [(-4.0, 4.0)] * 2


def with_outliers(**options: Any) -> Run:
    values = np.random.default_rng(0).uniform(-2.0, 2.0, (200, 8)).astype(np.float32)
    values[50, 3], values[51, 4] = 70.0, -70.0
    return run(" ".join(["w"] * 200), units=8, signals={"cell_state": values}, **options)


def test_outliers_lie_outside_of_the_range_and_are_marked() -> None:
    panels = {panel.signal: panel for panel in heatmap([with_outliers()], Focus()).panels}
    cell = panels["cell_state"]
    assert cell.high <= 3.0
    assert cell.outside
    assert not any(panel.outside for signal, panel in panels.items() if signal != "cell_state")
    shown = window(cell, 0, 200, 500)
    assert np.argwhere(shown == HIGH).tolist() == [[3, 50]]
    assert np.argwhere(shown == LOW).tolist() == [[4, 51]]
    assert shown[0, 0] == indices(cell.values[0, :1], cell.low, cell.high, outside=True)[0]
    pooled = window(cell, 0, 200, 20)
    assert pooled[3, 5] == HIGH


def test_a_range_that_holds_all_values_marks_none() -> None:
    plot = heatmap([run(signals={"cell_state": np.array([[2.5, -2.5, 0.0]] * 4)})], Focus())
    cell = next(panel for panel in plot.panels if panel.signal == "cell_state")
    assert (cell.high, cell.outside, cell.table) == (2.5, False, "signed")
    assert window(cell, 0, 4, 10)[0].tolist() == [HIGH] * 4


def test_only_the_model_with_outliers_is_marked_and_all_share_the_range() -> None:
    plain = run(" ".join(["w"] * 200), units=8, model="plain")
    panels = [p for p in heatmap([plain, with_outliers()], Focus()).panels if p.signal == "cell_state"]
    assert [panel.outside for panel in panels] == [False, True]
    assert panels[0].high == panels[1].high


def test_ranges_stay_while_a_text_is_typed() -> None:
    steady, tops = SteadyRanges(), []
    for greatest in (1.9, 2.1, 1.9, 2.6, 2.0, 0.3):
        shown = heatmap([run(signals={"cell_state": np.full((4, 3), greatest)})], Focus(), steady=steady)
        tops.append(next(panel.high for panel in shown.panels if panel.signal == "cell_state"))
    assert tops == [2.0, 2.5, 2.5, 3.0, 3.0, 1.0]


def test_a_part_that_a_model_lacks_falls_back_to_its_last_one() -> None:
    plot = heatmap([run(cell="gru", layers=2), run(cell="lstm")], Focus(part=Part.parse("layer1.forward")))
    assert {p.part for p in plot.panels if p.cell == "gru"} == {"layer1.forward"}
    assert {p.part for p in plot.panels if p.cell == "lstm"} == {"layer0.forward"}


def test_nothing_to_show_is_still_a_plot() -> None:
    assert heatmap([], Focus(token=3)).cursor is None
    empty = heatmap([run("")], Focus(token=0))
    assert empty.cursor is None
    assert window(empty.panels[0], 0, 0, 100).shape == (3, 0)


def test_units_go_down_and_tokens_to_the_right() -> None:
    values = np.zeros((4, 3))
    values[1, 2] = 1.0
    shown = window(panel(values), 0, 4, 100)
    assert shown.shape == (3, 4)
    assert shown[2, 1] == HIGH
    assert (np.delete(shown.ravel(), 2 * 4 + 1) == MIDDLE).all()
    assert window(panel(values, [2, 0, 1]), 0, 4, 100)[0, 1] == HIGH
    assert window(panel(values), 1, 3, 100)[2].tolist() == [HIGH, MIDDLE]


def test_the_window_is_cut_to_the_tokens_there_are() -> None:
    values = np.random.default_rng(0).uniform(-1, 1, (5, 2))
    assert np.array_equal(window(panel(values), -3, 99, 50), indices(values, -1, 1).T)
    assert window(panel(values), 7, 9, 50).shape == (2, 0)


def test_a_strided_record_is_read_right() -> None:
    buffer = np.random.default_rng(0).uniform(-1, 1, (6, 12)).astype(np.float32)
    assert np.array_equal(window(panel(buffer[::-1, 4:8]), 0, 6, 50), indices(buffer[::-1, 4:8], -1, 1).T)


@pytest.mark.parametrize("spike", [1.0, -1.0])
def test_one_spike_among_few_tokens_survives_pooling(spike: float) -> None:
    for at in range(40):
        values = np.full((40, 2), 0.05)
        values[at, 1] = spike
        shown = window(panel(values), 0, 40, 5)
        assert shown.shape == (2, 5)
        assert shown[1, at // 8] == (HIGH if spike > 0 else LOW)
        assert (shown[0] == indices(np.array([0.05]), -1, 1)[0]).all()


def test_one_dip_of_an_open_gate_survives_pooling() -> None:
    values = np.full((40, 1), 0.95)
    values[13] = 0.0
    shown = window(panel(values, colours="forget_gate"), 0, 40, 5)
    assert shown[0, 1] == LOW
    assert (np.delete(shown[0], 1) > 200).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_stands_out_most(bad: float) -> None:
    values = np.full((40, 2), 0.9, np.float32)
    values[3, 0] = bad
    assert (window(panel(values), 0, 40, 100)[0] == BAD).nonzero()[0].tolist() == [3]
    pooled = window(panel(values), 0, 40, 5)
    assert (pooled == BAD).tolist() == [[True, False, False, False, False], [False] * 5]


def test_a_very_long_text_keeps_to_the_columns() -> None:
    values = np.sin(np.arange(19_001) / 500)[:, None].astype(np.float32)
    shown = window(panel(values), 1, 19_001, 100)
    assert shown.shape == (1, 100)
    # Each column is near the curve in the middle of its tokens.
    middle = values[1 + (np.arange(100) * 190) + 95, 0]
    assert np.abs((shown[0].astype(float) - 128) / 127 - middle).max() < 0.25


def test_behind_a_projection_every_map_has_its_own_units() -> None:
    made = network(units=3)
    part = replace(made.layers[0][0], U=np.zeros((4, 3, 2)), projection=np.ones((2, 3)))
    found = run_once("toy", replace(made, layers=((part,),), readouts=()), tokens("a b c"))
    plot = heatmap([found], Focus(part=Part.parse("layer0.forward"), order="last value"))
    assert [len(panel.order) for panel in plot.panels] == [3, 3, 3, 3, 3, 2]
    selected = describe_runs("heatmap", [found], units=[2, 1])
    assert [panel.order.tolist() for panel in selected.panels] == [*[[2, 1]] * 5, [1]]
    with pytest.raises(UsageError, match=r"there is no unit 2; .* has units 0 to 1"):
        describe_runs("traces", [found], units=[2])


def test_every_token_has_its_column_while_there_is_room() -> None:
    assert buckets((2.3, 9.1), 100, 50) == (2, 10, 8)
    assert buckets((0.0, 8.0), 3, 50) == (0, 3, 3)
    assert buckets((0.0, 8.0), 0, 50) == (0, 0, 0)


@pytest.mark.parametrize("first", [0.0, 1000.0, 1001.0, 1003.7])
def test_columns_that_hold_several_tokens_start_at_multiples_of_their_size(first: float) -> None:
    start, stop, columns = buckets((first, first + 8000), 190_000, 600)
    size = (stop - start) / columns
    assert columns <= 600
    assert size == 16
    assert start % 16 == 0
    assert start <= first
    assert stop >= first + 8000
